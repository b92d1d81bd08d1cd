"""Entropy weights."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats
from evaluator.methods.rows import counts
from evaluator.methods.spreading import Spread
from indicators.text import Text


class Entropy(Spread):
    """More weight where the shares of the regions are less even."""

    kind: ClassVar[str] = "entropy"
    title: ClassVar[Text] = Text(zh="熵权法", en="Entropy weights")
    about: ClassVar[Text] = Text(
        zh="各地区占合计的份额越不均匀（熵越小），该子项权重越大。",
        en="The less even the shares of the regions in the sum (the smaller the entropy), the more a child weighs.",
    )
    use: ClassVar[Text] = Text(
        zh="希望由数据的差异决定权重时使用。须为不小于 0 的原始值；"
        "平移会改变权重（加一个常数就不同），换单位不会。份额为 0 时 0·ln 0 取 0。"
        "权重高只说明差异大，不说明重要。",
        en="To let differences in the data decide. Raw values must be 0 or more; a shift changes the "
        "weights, a change of unit does not. 0·ln 0 counts 0. A high weight says that regions "
        "differ, not that the matter is important.",
    )
    formula: ClassVar[str] = "w ∝ 1 + Σ p ln p / ln n,  p = x / Σx"
    source: ClassVar[str] = "Shannon (1948); Zeleny (1982), Multiple Criteria Decision Making"

    def information(self, values: Floats) -> Floats:
        """1 less the entropy of the shares, `[child]`."""
        total = np.nansum(values, axis=1, keepdims=True)
        share = values / np.where(total > 0, total, np.nan)
        terms = np.where(share > 0, share * np.log(np.where(share > 0, share, 1.0)), 0.0).sum(axis=1)
        return np.asarray(1.0 + terms / np.log(np.maximum(counts(values)[:, 0], 2.0)))
