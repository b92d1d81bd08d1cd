"""Weights by coefficient of variation."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats
from evaluator.methods.rows import deviations, means
from evaluator.methods.spreading import Spread
from indicators.text import Text


class Variation(Spread):
    """More weight where the standard deviation is large beside the mean."""

    kind: ClassVar[str] = "cv"
    title: ClassVar[Text] = Text(zh="变异系数法", en="Coefficient of variation")
    about: ClassVar[Text] = Text(
        zh="原始值的标准差与均值之比越大，权重越大。",
        en="The larger the standard deviation of the raw values beside their mean, the more weight.",
    )
    use: ClassVar[Text] = Text(
        zh="各子项单位不同、均有自然零点且为正时使用；换单位不影响，平移会影响。均值接近 0 "
        "的子项会得到极大的权重，因此要求数值大于等于 0。",
        en="For values of unlike units that have a natural zero; a change of unit does not matter, a "
        "shift does. A mean near 0 would give a huge weight, so values must be 0 or more.",
    )
    formula: ClassVar[str] = "w ∝ s / x̄"
    source: ClassVar[str] = (
        "Pearson (1896); Zardari et al. (2015), Weighting Methods and their Effects on Multi-Criteria Decision Making"
    )

    def information(self, values: Floats) -> Floats:
        """Coefficient of variation `[child]`."""
        mean = means(values)[:, 0]
        return np.asarray(deviations(values)[:, 0] / np.where(mean > 0, mean, np.nan))
