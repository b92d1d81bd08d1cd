"""Normalisation between two fixed goalposts."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field, model_validator

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import laid_on
from indicators.faults import Fault, Faults, fault
from indicators.records import Flag, Real
from indicators.text import Text

_SHARE = "(x - s.worst) / (s.best - s.worst)"
_CUT = f"CASE WHEN s.clip THEN least(greatest({_SHARE}, 0), 1) ELSE {_SHARE} END"
_BENT = f"sign({_CUT}) * pow(abs({_CUT}), s.exponent)"


class Goalposts(Normalisation):
    """Distance between a worst and a best value that are agreed beforehand, not observed.

    Attributes:
        worst: Value that scores lowest, in the indicator's unit; by default the indicator's own bound.
        best: Value that scores highest, in the indicator's unit; by default the indicator's own bound.
        clip: Whether values beyond the goalposts score as the goalposts do.
        exponent: Bends the score: share ^ exponent.
    """

    kind: ClassVar[str] = "goalposts"
    title: ClassVar[Text] = Text(zh="门柱法（固定上下界）", en="Goalposts")
    about: ClassVar[Text] = Text(
        zh="在事先约定的最差值与最好值之间按比例计分。",
        en="Scores in proportion between a worst and a best value that are agreed beforehand.",
    )
    use: ClassVar[Text] = Text(
        zh="希望分数不随其他地区变化、年度之间可比时使用。方向由 worst 与 best 决定，不看指标方向；"
        "上下界须有依据，因为它同时决定指标的实际权重。常数列照常计分。",
        en="When a score shall not depend on the other regions and years shall compare. worst and best"
        " say the direction;"
        " the indicator's own is not looked at. The bounds need a reason, for they also set how much "
        "the indicator"
        " really weighs. A constant column is scored like any other.",
    )
    formula: ClassVar[str] = "lo + ((x − worst) / (best − worst))^exponent · (hi − lo)"
    source: ClassVar[str] = (
        "UNDP Human Development Report, technical notes; World Bank Doing Business 2020, methodology"
    )
    parameters: ClassVar[dict[str, Text]] = {
        "worst": Text(
            zh="得分最低的值，默认取指标的 bounds",
            en="value that scores lowest; by default the indicator's bounds",
        ),
        "best": Text(
            zh="得分最高的值，默认取指标的 bounds",
            en="value that scores highest; by default the indicator's bounds",
        ),
        "clip": Text(zh="超出上下界时是否截到两端", en="whether values beyond the goalposts are cut to them"),
        "exponent": Text(zh="弯曲分数的指数", en="exponent that bends the score"),
    }
    sql: ClassVar[str | None] = (
        "CASE WHEN x IS NOT NULL AND s.worst IS NOT NULL AND s.best IS NOT NULL"
        f" THEN coalesce(s.lo + {_BENT} * (s.hi - s.lo), {_BENT}) END"
    )

    worst: Real | None = None
    best: Real | None = None
    clip: Flag = True
    exponent: Real = Field(default=1.0, gt=0)

    @model_validator(mode="after")
    def _distinct(self) -> Goalposts:
        if self.worst is not None and self.worst == self.best:
            raise ValueError("worst 与 best 不能相等", "worst and best must differ")
        return self

    def check(self, aspect: Aspect) -> list[Fault]:
        """A fault if a goalpost is neither in the method nor among the indicator's bounds."""
        worst, best = self.ends(aspect)
        if np.isnan(worst) or np.isnan(best):
            return [
                fault(
                    "goalposts 缺少上下界",
                    "goalposts has no worst and best",
                    todo_zh="在指标下写 bounds: {worst: …, best: …}，或在方法中写 worst 与 best",
                    todo_en="write bounds: {worst: …, best: …} for it, or worst and best in the method",
                )
            ]
        if worst == best:
            return [fault("goalposts 的 worst 与 best 相等", "goalposts: worst and best are equal")]
        return []

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and 1.

        Raises:
            Faults: There is no worst or no best.
        """
        faults = self.check(aspect)
        if faults:
            raise Faults(faults)
        worst, best = self.ends(aspect)
        share = (rows - worst) / (best - worst)
        if self.clip:
            share = np.clip(share, 0.0, 1.0)
        if self.exponent != 1.0:
            share = np.sign(share) * np.abs(share) ** self.exponent
        return laid_on(share, self.range)

    def ends(self, aspect: Aspect) -> tuple[float, float]:
        """The worst and the best value in force, NaN where there is none."""
        worst = aspect.worst if self.worst is None else self.worst
        best = aspect.best if self.best is None else self.best
        return worst, best
