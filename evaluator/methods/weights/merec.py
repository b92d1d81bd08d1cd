"""Weights by the effect of removal."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Siblings, Weighting, WeightReport
from evaluator.methods.spreading import (
    BASIS,
    TOO_FEW,
    Basis,
    complete,
    equal,
    from_information,
    informative,
    refuse_below,
    seen_by,
)
from indicators.text import Text


class Merec(Weighting):
    """More weight where leaving the child out changes the regions more.

    Attributes:
        on: What is looked at: treated raw values, or normalised scores.
    """

    kind: ClassVar[str] = "merec"
    title: ClassVar[Text] = Text(zh="MEREC 法", en="MEREC")
    about: ClassVar[Text] = Text(
        zh="去掉该子项后各地区总体表现变化越大，权重越大。",
        en="The more the overall performance of the regions changes when a child is left out, the more it weighs.",
    )
    use: ClassVar[Text] = Text(
        zh="以“去掉它会怎样”来理解权重时使用。须为大于 0 的原始值；换单位不影响。只用子项齐全的地区，"
        "没有则改为等权并提示。",
        en="To understand weight as what would change without it. Raw values must be above 0; a change"
        " of unit does not matter. Only regions with every child count; if there is none, weights "
        "are equal, with a warning.",
    )
    formula: ClassVar[str] = (
        "w ∝ Σ_i |S_i^(−c) − S_i|,  S_i = ln(1 + mean_c |ln n_ic|),  n = min/x (higher is better), x/max (lower)"
    )
    source: ClassVar[str] = "Keshavarz-Ghorabaee et al. (2021), Symmetry 13(4), 525"

    parameters: ClassVar[dict[str, Text]] = {"on": BASIS}

    on: Basis = "values"

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, and the children that hold no information.

        Raises:
            Faults: A child has values that are not above 0.
        """
        siblings = seen_by(siblings, self.on)
        refuse_below(siblings, self.kind, zero=True)
        used = informative(siblings.values)
        regions = complete(siblings.values, used)
        if used.any() and regions.sum() < 3:
            return WeightReport(equal(siblings), warnings=(TOO_FEW.with_values(node=siblings.parent),))
        information = np.zeros(len(used))
        if used.any():
            values = siblings.values[used][:, regions]
            better = siblings.directions[used, None] > 0
            low, high = values.min(axis=1, keepdims=True), values.max(axis=1, keepdims=True)
            away = np.abs(np.log(np.where(better, low / values, values / high)))
            whole = away.mean(axis=0)
            without = np.log1p(np.maximum(whole - away / len(away), 0.0))
            information[used] = np.abs(without - np.log1p(whole)).sum(axis=1)
        return from_information(siblings, information, used)
