"""Weights from points that experts hand out."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Siblings, Weighting, WeightReport
from evaluator.methods.experts import amounts, spread_of
from indicators.faults import Fault, Faults, fault
from indicators.records import Real
from indicators.text import Text


class Budget(Weighting):
    """Each expert shares out points among the siblings; shares are averaged.

    Attributes:
        points: Expert → child → points; every child of the node must be named.
        total: What each expert's points must add up to within a node; None: any sum.
    """

    kind: ClassVar[str] = "budget"
    judged: ClassVar[bool] = True
    title: ClassVar[Text] = Text(zh="预算分配法", en="Budget allocation")
    about: ClassVar[Text] = Text(
        zh="每位专家在子项之间分配点数，各自折算为份额后取平均。",
        en="Each expert shares out points among the children; each one's shares are averaged.",
    )
    use: ClassVar[Text] = Text(
        zh="子项不多（约十个以内）、有专家可问时使用。每位专家同等重要；点数容易偏向熟悉的或表现差的子项。"
        "每个子项都须写明，可以为 0。",
        en="For no more than about ten children and with experts at hand. Every expert counts alike; "
        "points lean towards"
        " what is familiar or in a bad state. Every child must be named, 0 is allowed.",
    )
    formula: ClassVar[str] = "w_c = mean over experts of points_c / Σ points"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6"
    parameters: ClassVar[dict[str, Text]] = {
        "points": Text(zh="专家 → 子项 → 点数", en="expert → child → points"),
        "total": Text(
            zh="每位专家在一个节点内的点数合计应为多少",
            en="what each expert's points must add up to in a node",
        ),
    }

    points: dict[str, dict[str, Real]] = Field(min_length=1)
    total: Real | None = Field(default=None, gt=0)

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, each expert's own, and how far the experts are apart.

        Raises:
            Faults: An expert leaves a child out, gives less than 0, or does not add up to `total`.
        """
        faults: list[Fault] = []
        shares = []
        for who, given in self.points.items():
            own: list[Fault] = []
            found = amounts(siblings, given, who, own)
            if not own and self.total is not None and abs(found.sum() - self.total) > 1e-6:
                own.append(
                    fault(
                        f"“{who}”给“{siblings.parent}”的点数合计 {found.sum():g}，应为 {self.total:g}",
                        f"the points of '{who}' for '{siblings.parent}' add up to {found.sum():g}, not {self.total:g}",
                    )
                )
            faults += own
            shares.append(found / found.sum() if found.sum() > 0 else found)
        if faults:
            raise Faults(faults)
        table = np.stack(shares)
        facts = (("experts", float(len(table))), ("largest_deviation_between_experts", spread_of(table)))
        return WeightReport(np.asarray(table.mean(axis=0)), facts)
