"""Scaling by two fixed numbers, without looking at the data."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import laid_on
from indicators.records import Real
from indicators.text import Text

_SHARE = "CASE WHEN s.direction > 0 THEN x - s.lower ELSE s.upper - x END / (s.upper - s.lower)"


class Scaled(Normalisation):
    """A linear change of scale: `lower` becomes 0 and `upper` becomes 1; nothing is cut.

    Attributes:
        lower: Lower end of the scale that the values are on.
        upper: Upper end of the scale that the values are on.
    """

    kind: ClassVar[str] = "scaled"
    title: ClassVar[Text] = Text(zh="固定换算", en="Scaled")
    about: ClassVar[Text] = Text(
        zh="把既定量表的 lower 与 upper 换算为 0 与 1，不看数据，也不截断；越低越好的指标从另一端计。",
        en="Turns the ends `lower` and `upper` of a given scale into 0 and 1, without looking at the "
        "data and without"
        " cutting; where lower is better it counts from the other end.",
    )
    use: ClassVar[Text] = Text(
        zh="数值本来就在某个量表上时使用，如 1–7 分的问卷或百分比。与 goalposts 不同："
        "两个端点对所有指标相同，且不截断。",
        en="For values that come on a scale of their own, such as answers from 1 to 7 or per cent. "
        "Unlike goalposts the two"
        " ends are those of the scale, not of good and bad, and nothing is cut.",
    )
    formula: ClassVar[str] = "(x − lower) / (upper − lower);  (upper − x) / (upper − lower) where lower is better"
    source: ClassVar[str] = "COINr, n_scaled(); Global Innovation Index 2020, appendix on method"
    parameters: ClassVar[dict[str, Text]] = {
        "lower": Text(zh="量表下端", en="lower end of the scale"),
        "upper": Text(zh="量表上端", en="upper end of the scale"),
    }
    sql: ClassVar[str | None] = f"coalesce(s.lo + {_SHARE} * (s.hi - s.lo), {_SHARE})"

    lower: Real = 0.0
    upper: Real = 100.0

    @model_validator(mode="after")
    def _lower_first(self) -> Scaled:
        if self.lower >= self.upper:
            raise ValueError("lower 须小于 upper", "lower must be below upper")
        return self

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and 1."""
        away = rows - self.lower if aspect.direction > 0 else self.upper - rows
        return laid_on(away / (self.upper - self.lower), self.range)
