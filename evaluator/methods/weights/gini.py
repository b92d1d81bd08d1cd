"""Weights by the Gini coefficient."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats
from evaluator.methods.rows import counts, means
from evaluator.methods.spreading import Spread
from indicators.text import Text


class Gini(Spread):
    """More weight where values are spread more unequally over the regions."""

    kind: ClassVar[str] = "gini"
    title: ClassVar[Text] = Text(zh="基尼系数法", en="Gini coefficient")
    about: ClassVar[Text] = Text(
        zh="原始值在地区间的基尼系数越大，权重越大。",
        en="The larger the Gini coefficient of the raw values over the regions, the more weight.",
    )
    use: ClassVar[Text] = Text(
        zh="关心地区间不均等、数值为可加总的正量时使用；换单位不影响，平移会影响。",
        en="When inequality between regions matters and values are amounts that can be summed; a "
        "change of unit does not matter, a shift does.",
    )
    formula: ClassVar[str] = "w ∝ Σ_i Σ_j |x_i − x_j| / (2 n² x̄)"
    source: ClassVar[str] = "Gini (1912); Li and Chi (2009) for its use as weights"

    def information(self, values: Floats) -> Floats:
        """Gini coefficient `[child]`."""
        ordered = np.sort(values, axis=1)
        number, mean = counts(ordered), means(ordered)
        rank = np.arange(1, ordered.shape[1] + 1)
        pairs = np.nansum((2 * rank - number - 1) * ordered, axis=1, keepdims=True)
        return np.asarray((pairs / (number**2 * np.where(mean > 0, mean, np.nan)))[:, 0])
