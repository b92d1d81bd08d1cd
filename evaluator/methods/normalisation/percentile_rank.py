"""Percentile ranks as scores."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import APART, counts, laid_on, places
from indicators.text import Text


class PercentileRank(Normalisation):
    """Share of the other regions that a region leaves behind."""

    kind: ClassVar[str] = "percentile-rank"
    title: ClassVar[Text] = Text(zh="百分位名次", en="Percentile rank")
    about: ClassVar[Text] = Text(
        zh="该地区领先其他地区的比例，最低为 0，最高为 1。",
        en="The share of the other regions that a region leaves behind: 0 for the lowest, 1 for the highest.",
    )
    use: ClassVar[Text] = Text(
        zh="希望用名次、又要使地区数不同的期次可比时使用。同样丢失差距大小。并列者取同一个较低的比例；常数列记为缺失。",
        en="Ranks that compare between periods with unlike numbers of regions. The size of differences"
        " is lost. Ties share the lower figure; a constant column becomes missing.",
    )
    formula: ClassVar[str] = "(k − 1) / (n − 1)"
    source: ClassVar[str] = "COINr, n_prank(); OECD/JRC Handbook (2008), step 5"
    sql: ClassVar[str | None] = (
        f"CASE WHEN {APART} THEN coalesce("
        "s.lo + (rank() OVER (w ORDER BY directed) - 1) / (count(x) OVER w - 1) * (s.hi - s.lo), "
        "(rank() OVER (w ORDER BY directed) - 1) / (count(x) OVER w - 1)) END"
    )

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and 1."""
        below = places(rows * aspect.direction) - 1
        return laid_on(below / (counts(below) - 1).clip(min=1.0), self.range)
