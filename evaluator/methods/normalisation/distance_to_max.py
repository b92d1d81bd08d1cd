"""Distance to the best region."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import APART, laid_on, shares
from indicators.text import Text

_SHARE = "1 - (max(directed) OVER w - directed) / (max(directed) OVER w - min(directed) OVER w)"


class DistanceToMax(Normalisation):
    """1 less the distance to the best region, as a share of the whole spread."""

    kind: ClassVar[str] = "distance-to-max"
    title: ClassVar[Text] = Text(zh="与最优者的距离", en="Distance to the best")
    about: ClassVar[Text] = Text(
        zh="1 减去与最优地区的差距占全距的比例。",
        en="1 less the distance to the best region, as a share of the spread between worst and best.",
    )
    use: ClassVar[Text] = Text(
        zh="要强调追赶领先者时使用；数值与极差法相同，只是说法不同。常数列记为缺失。",
        en="To speak of catching up with the leader; the figures are those of min-max."
        " A constant column becomes missing.",
    )
    formula: ClassVar[str] = "1 − (max − x) / (max − min)"
    source: ClassVar[str] = "COINr, n_dist2max(); OECD/JRC Handbook (2008), step 5"
    sql: ClassVar[str | None] = f"CASE WHEN {APART} THEN coalesce(s.lo + ({_SHARE}) * (s.hi - s.lo), {_SHARE}) END"

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and 1."""
        return laid_on(shares(rows * aspect.direction), self.range)
