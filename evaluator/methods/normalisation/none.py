"""The normalisation that changes nothing but the sign."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Aspect, Floats, Normalisation, Range
from indicators.text import Text


class NoNormalisation(Normalisation):
    """Values as they are; where lower is better, with the sign turned."""

    kind: ClassVar[str] = "none"
    title: ClassVar[Text] = Text(zh="不归一化", en="No normalisation")
    about: ClassVar[Text] = Text(
        zh="保留原值；越低越好的指标取相反数，使数值越高越好。",
        en="Keeps the values; where lower is better the sign is turned, so that higher is better.",
    )
    use: ClassVar[Text] = Text(
        zh="各指标单位与尺度本已一致时使用，例如都是 0–100 的得分，或用 points 直接加总。不作映射。",
        en="When all indicators share one unit and scale, such as scores from 0 to 100, or when points"
        " are summed."
        " No range is applied.",
    )
    formula: ClassVar[str] = "direction · x"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5"
    sql: ClassVar[str | None] = "directed"

    range: Range = "none"

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """The values `[row, n]`, times the direction."""
        return rows * aspect.direction
