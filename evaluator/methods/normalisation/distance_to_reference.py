"""Distance to a region of reference."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import apart, laid_on, lowest
from indicators.faults import Fault, Faults, fault
from indicators.records import Flag, near
from indicators.text import Text

_REFERENCE = "max(directed) FILTER (WHERE region = s.reference) OVER w"
_LOW = "min(directed) OVER w"
_AWAY = f"{_REFERENCE} - {_LOW} > 1e-12 * greatest(abs({_REFERENCE}), abs({_LOW}))"
_WAY = f"(directed - {_LOW}) / CASE WHEN {_AWAY} THEN {_REFERENCE} - {_LOW} END"
_SHARE = f"CASE WHEN s.clip AND {_WAY} > 1 THEN 1 ELSE {_WAY} END"


class DistanceToReference(Normalisation):
    """How far a region is on the way from the worst region to a region of reference.

    Attributes:
        reference: Code of the region that scores 1.
        clip: Whether regions ahead of the reference score as the reference does.
    """

    kind: ClassVar[str] = "distance-to-reference"
    title: ClassVar[Text] = Text(zh="与参照地区的距离", en="Distance to a reference")
    about: ClassVar[Text] = Text(
        zh="以参照地区为 1、最差地区为 0，按比例计分；超过参照地区者可大于 1。",
        en="In proportion between the worst region (0) and the region of reference (1); regions ahead "
        "of it may exceed 1.",
    )
    use: ClassVar[Text] = Text(
        zh="要与某一地区（如全省平均、标杆城市）比较时使用。参照地区缺数据、或它本身就是最差的，"
        "则整列记为缺失。"
        "scope: panel 时取参照地区各期中的最好值。",
        en="To compare with one region, such as an average or a model city. Where the reference has no"
        " value, or is itself"
        " the worst, the column becomes missing. With scope: panel its best value of all periods counts.",
    )
    formula: ClassVar[str] = "1 − (x_ref − x) / (x_ref − min)"
    source: ClassVar[str] = "COINr, n_dist2ref(); OECD/JRC Handbook (2008), step 5"
    parameters: ClassVar[dict[str, Text]] = {
        "reference": Text(zh="参照地区的代码", en="code of the region of reference"),
        "clip": Text(zh="超过参照地区是否仍按 1 计", en="whether regions ahead of it score 1 as well"),
    }
    sql: ClassVar[str | None] = f"coalesce(s.lo + ({_SHARE}) * (s.hi - s.lo), {_SHARE})"

    reference: str = Field(min_length=1)
    clip: Flag = False

    def check(self, aspect: Aspect) -> list[Fault]:
        """A fault if there is no such region."""
        if not aspect.regions or self.reference in aspect.regions:
            return []
        todo = near(self.reference, sorted(set(aspect.regions)))
        return [
            fault(
                f"没有参照地区“{self.reference}”",
                f"there is no region '{self.reference}' to refer to",
                todo_zh=todo[0],
                todo_en=todo[1],
            )
        ]

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are 0 and 1.

        Raises:
            Faults: The region of reference is not among `aspect.regions`.
        """
        faults = self.check(aspect)
        if faults:
            raise Faults(faults)
        directed = rows * aspect.direction
        own = np.array([code == self.reference for code in aspect.regions], dtype=np.bool_)
        known = np.where(own & ~np.isnan(directed), directed, -np.inf).max(axis=-1, keepdims=True, initial=-np.inf)
        low = lowest(directed)
        share = (directed - low) / np.where(apart(low, known), known - low, np.nan)
        return laid_on(np.minimum(share, 1.0) if self.clip else share, self.range)
