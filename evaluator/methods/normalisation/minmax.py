"""Min-max normalisation."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import APART, laid_on, shares
from indicators.text import Text

_SHARE = "(directed - min(directed) OVER w) / (max(directed) OVER w - min(directed) OVER w)"


class MinMax(Normalisation):
    """Lays the observed lowest and highest value on the two ends of the range."""

    kind: ClassVar[str] = "minmax"
    title: ClassVar[Text] = Text(zh="极差法（最小—最大）", en="Min-max")
    about: ClassVar[Text] = Text(
        zh="把观测到的最差值与最好值分别对应到区间两端，其余按比例落在中间。",
        en="Lays the worst and the best observed value on the two ends of the range, the others in proportion.",
    )
    use: ClassVar[Text] = Text(
        zh="最常用的方法，易于解释。两端由最极端的两个地区决定，因此离群值会压缩其余地区的差距；"
        "宜先处理离群值。"
        "不同期次之间若要可比，请用 scope: panel 或 goalposts。常数列记为缺失。",
        en="The most common choice, easy to explain. The two most extreme regions set both ends, so an"
        " outlier squeezes"
        " the others: treat outliers first. For scores that compare between years use scope: panel or "
        "goalposts."
        " A constant column becomes missing.",
    )
    formula: ClassVar[str] = "lo + (x − min) / (max − min) · (hi − lo)"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5"
    sql: ClassVar[str | None] = f"CASE WHEN {APART} THEN coalesce(s.lo + {_SHARE} * (s.hi - s.lo), {_SHARE}) END"

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and 1."""
        return laid_on(shares(rows * aspect.direction), self.range)
