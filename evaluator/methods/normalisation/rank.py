"""Ranks as scores."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import APART, counts, laid_on, places
from indicators.text import Text


class Rank(Normalisation):
    """Place from the bottom: 1 is the lowest, ties share the lowest place."""

    kind: ClassVar[str] = "rank"
    title: ClassVar[Text] = Text(zh="名次", en="Rank")
    about: ClassVar[Text] = Text(
        zh="自低到高的名次 k（最低为 1，并列取最低名次）；给出区间时 1 对应下端，n 对应上端。",
        en="Place k from the bottom (1 is the lowest, ties share the lowest); with a range, 1 and n are its two ends.",
    )
    use: ClassVar[Text] = Text(
        zh="不受离群值和单位影响，但丢失差距大小：相差甚微与相差悬殊同等对待。常数列记为缺失。",
        en="Free of outliers and units, but the size of differences is lost: a hair and a mile count alike."
        " A constant column becomes missing.",
    )
    formula: ClassVar[str] = "k = 1 + #{j : x_j < x}"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5; COINr (ties lowest)"
    sql: ClassVar[str | None] = (
        f"CASE WHEN {APART} THEN coalesce("
        "s.lo + (rank() OVER (w ORDER BY directed) - 1) / (count(x) OVER w - 1) * (s.hi - s.lo), "
        "rank() OVER (w ORDER BY directed)) END"
    )

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 1 and the number of values."""
        found = places(rows * aspect.direction)
        number = counts(found)
        return laid_on((found - 1) / _at_least_one(number - 1), self.range, found)


def _at_least_one(number: Floats) -> Floats:
    return number.clip(min=1.0)
