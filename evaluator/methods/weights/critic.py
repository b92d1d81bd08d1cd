"""CRITIC weights."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Siblings, Weighting, WeightReport
from evaluator.methods.rows import deviations
from evaluator.methods.spreading import (
    TOO_FEW,
    complete,
    correlations,
    directed_shares,
    equal,
    from_information,
    informative,
)
from indicators.text import Text


class Critic(Weighting):
    """More weight where regions spread more and the siblings say something else."""

    kind: ClassVar[str] = "critic"
    title: ClassVar[Text] = Text(zh="CRITIC 法", en="CRITIC")
    about: ClassVar[Text] = Text(
        zh="标准差（0–1 尺度）乘以与其他子项的冲突 Σ(1 − r)：差异大且不与其他子项重复者权重大。",
        en="Standard deviation on 0–1 times the conflict with the siblings, Σ(1 − r): what spreads and"
        " is not said by others weighs more.",
    )
    use: ClassVar[Text] = Text(
        zh="要避免重复计量时使用；不受单位与平移影响。只用子项齐全的地区，少于 3 个时改为等权并提示。"
        "负相关的子项权重会很大，须先确认其方向无误。",
        en="To keep from counting one thing twice; units and shifts do not matter. Only regions with "
        "every child count; below 3 of them weights are equal, with a warning. A child that runs "
        "against the others weighs most: make sure its direction is right.",
    )
    formula: ClassVar[str] = "w ∝ s_c · Σ_k (1 − r_ck), on min-max data after direction"
    source: ClassVar[str] = "Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22, 763–770"

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, and the children that hold no information."""
        used = informative(siblings.values)
        scaled = directed_shares(siblings)
        regions = complete(scaled, used)
        if used.any() and regions.sum() < 3:
            return WeightReport(equal(siblings), warnings=(TOO_FEW.with_values(node=siblings.parent),))
        information = np.zeros(len(used))
        if used.any():
            whole = scaled[used][:, regions]
            conflict = (1.0 - correlations(whole)).sum(axis=1)
            spread = deviations(whole)[:, 0]
            information[used] = spread * conflict if used.sum() > 1 else spread
        return from_information(siblings, information, used)
