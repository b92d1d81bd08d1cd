"""Borda points."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import APART, counts, laid_on, places
from indicators.text import Text


class Borda(Normalisation):
    """Number of regions that a region leaves behind."""

    kind: ClassVar[str] = "borda"
    title: ClassVar[Text] = Text(zh="博尔达计分", en="Borda points")
    about: ClassVar[Text] = Text(
        zh="该地区领先的地区个数，最低为 0。",
        en="The number of regions that a region leaves behind; 0 for the lowest.",
    )
    use: ClassVar[Text] = Text(
        zh="各指标像投票一样给地区排序、再相加时使用，通常配合 range: none。并列者得同样的分；常数列记为缺失。",
        en="When each indicator casts a ballot over the regions and points are summed, mostly with "
        "range: none. Ties get the same points; a constant column becomes missing.",
    )
    formula: ClassVar[str] = "k − 1 = #{j : x_j < x}"
    source: ClassVar[str] = "de Borda (1781); COINr, n_borda()"
    sql: ClassVar[str | None] = (
        f"CASE WHEN {APART} THEN coalesce("
        "s.lo + (rank() OVER (w ORDER BY directed) - 1) / (count(x) OVER w - 1) * (s.hi - s.lo), "
        "rank() OVER (w ORDER BY directed) - 1) END"
    )

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and n − 1."""
        below = places(rows * aspect.direction) - 1
        return laid_on(below / (counts(below) - 1).clip(min=1.0), self.range, below)
