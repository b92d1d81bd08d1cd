"""Weights from swings: what it would be worth to bring a child from its worst to its best."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Siblings, Weighting, WeightReport
from evaluator.methods.experts import amounts, spread_of
from indicators.faults import Fault, Faults, fault
from indicators.records import Real
from indicators.text import Text


class Swing(Weighting):
    """Each expert rates the swings against the most valued one, which has 100.

    Attributes:
        swings: Expert → child → value of its swing, the most valued child at 100; every child must be named.
    """

    kind: ClassVar[str] = "swing"
    judged: ClassVar[bool] = True
    title: ClassVar[Text] = Text(zh="摆幅法", en="Swing weights")
    about: ClassVar[Text] = Text(
        zh="设想各子项都处于最差，问把哪一个提到最好最有价值，记 100，其余与之相比打分；折算为份额后对专家取平均。",
        en="With every child at its worst: bringing which one to its best is worth most? That one has "
        "100, the others are"
        " rated against it; shares are averaged over experts.",
    )
    use: ClassVar[Text] = Text(
        zh="权重确实应当表示“两端之差值多少”时使用，特别是配合 goalposts：问法把上下界的宽窄也考虑在内。"
        "每位专家在每个节点内的最高分须为 100，每个子项都须写明。",
        en="When a weight shall mean what the distance between the two ends is worth, above all with "
        "goalposts: the question"
        " takes in how far apart they are. Each expert's highest rating in a node must be 100, every "
        "child named.",
    )
    formula: ClassVar[str] = "w_c = mean over experts of swing_c / Σ swing"
    source: ClassVar[str] = "von Winterfeldt and Edwards (1986), Decision Analysis and Behavioral Research"
    parameters: ClassVar[dict[str, Text]] = {
        "swings": Text(
            zh="专家 → 子项 → 摆幅价值，最高者 100", en="expert → child → value of its swing, the highest 100"
        ),
    }

    swings: dict[str, dict[str, Real]] = Field(min_length=1)

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, and how far the experts are apart.

        Raises:
            Faults: An expert leaves a child out, gives less than 0, or has another highest rating than 100.
        """
        faults: list[Fault] = []
        shares = []
        for who, given in self.swings.items():
            own: list[Fault] = []
            found = amounts(siblings, given, who, own)
            if not own and abs(found.max() - 100.0) > 1e-9:
                own.append(
                    fault(
                        f"“{who}”给“{siblings.parent}”的最高摆幅为 {found.max():g}，应为 100",
                        f"the highest swing of '{who}' under '{siblings.parent}' is {found.max():g}, not 100",
                        todo_zh="把最有价值的子项写为 100，其余与之相比",
                        todo_en="give the most valued child 100 and rate the others against it",
                    )
                )
            faults += own
            shares.append(found / found.sum() if found.sum() > 0 else found)
        if faults:
            raise Faults(faults)
        table = np.stack(shares)
        facts = (("experts", float(len(table))), ("largest_deviation_between_experts", spread_of(table)))
        return WeightReport(np.asarray(table.mean(axis=0)), facts)
