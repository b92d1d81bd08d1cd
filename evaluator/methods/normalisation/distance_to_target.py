"""Distance to a target."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import APART, apart, highest, laid_on, lowest
from indicators.faults import Fault, Faults, fault
from indicators.records import Flag, Real
from indicators.text import Text

_WAY = (
    "(directed - min(directed) OVER w)"
    f" / CASE WHEN s.target * s.direction > min(directed) OVER w AND {APART}"
    " THEN s.target * s.direction - min(directed) OVER w END"
)
_SHARE = f"CASE WHEN s.clip AND directed >= s.target * s.direction THEN 1 ELSE {_WAY} END"


class DistanceToTarget(Normalisation):
    """How much of the way from the worst region to the target is done.

    Attributes:
        target: Value to reach, in the indicator's unit; by default the indicator's own target.
        clip: Whether going beyond the target scores no more than reaching it.
    """

    kind: ClassVar[str] = "distance-to-target"
    title: ClassVar[Text] = Text(zh="与目标的距离", en="Distance to a target")
    about: ClassVar[Text] = Text(
        zh="从最差地区到目标值的路程已走完多少；达到目标为 1，最差地区为 0。",
        en="How much of the way from the worst region to the target is done: 1 at the target, 0 for the worst region.",
    )
    use: ClassVar[Text] = Text(
        zh="有政策目标时使用。最差一端仍取自数据；若所有地区都已达标，截断时全部得 1，"
        "不截断时无从计算，记为缺失。"
        "未达标的常数列没有最差一端，记为缺失。",
        en="When policy names a target. The lower end still comes from the data. Where every region "
        "has reached the target"
        " all score 1 with clip; without clip there is no scale and the column becomes missing, as "
        "does a constant column"
        " below its target.",
    )
    formula: ClassVar[str] = "(x − min) / (target − min)"
    source: ClassVar[str] = "COINr, n_dist2targ(); OECD/JRC Handbook (2008), step 5"
    parameters: ClassVar[dict[str, Text]] = {
        "target": Text(zh="目标值，默认取指标的 target", en="value to reach; by default the indicator's target"),
        "clip": Text(zh="超过目标是否仍按达标计", en="whether going beyond the target scores as reaching it"),
    }
    sql: ClassVar[str | None] = (
        f"CASE WHEN s.target IS NOT NULL THEN coalesce(s.lo + ({_SHARE}) * (s.hi - s.lo), {_SHARE}) END"
    )

    target: Real | None = None
    clip: Flag = True

    def check(self, aspect: Aspect) -> list[Fault]:
        """A fault if there is no target."""
        if self.target is not None or not np.isnan(aspect.target):
            return []
        return [
            fault(
                "distance-to-target 缺少目标值",
                "distance-to-target has no target",
                todo_zh="在指标下写 target: …，或在方法中写 target",
                todo_en="write target: … for it, or target in the method",
            )
        ]

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and 1.

        Raises:
            Faults: There is no target.
        """
        faults = self.check(aspect)
        if faults:
            raise Faults(faults)
        goal = (aspect.target if self.target is None else self.target) * aspect.direction
        directed = rows * aspect.direction
        low = lowest(directed)
        width = np.where((goal > low) & apart(low, highest(directed)), goal - low, np.nan)
        share = (directed - low) / width
        if self.clip:
            share = np.where(directed >= goal, 1.0, share)
        return laid_on(share, self.range)
