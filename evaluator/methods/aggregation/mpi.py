"""The Mazziotta–Pareto index."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Aggregation, Floats
from evaluator.methods.mazziotta import Penalty, balanced_mean
from evaluator.methods.rows import apart, deviations, highest, lowest, means
from indicators.text import Text


class MazziottaPareto(Aggregation):
    """Children brought to mean 100 and standard deviation 10, then a mean with a penalty for imbalance.

    Attributes:
        penalty: `minus` where more is better (the usual), `plus` where the index measures an ill.
    """

    kind: ClassVar[str] = "mpi"
    title: ClassVar[Text] = Text(zh="Mazziotta–Pareto 指数", en="Mazziotta–Pareto index")
    about: ClassVar[Text] = Text(
        zh="各子项先化为均值 100、标准差 10，再取均值并扣减不均衡罚分 S·cv。",
        en="Brings each child to mean 100 and standard deviation 10, then takes the mean less a "
        "penalty for imbalance,"
        " S·cv.",
    )
    use: ClassVar[Text] = Text(
        zh="希望在均值之外惩罚偏科时使用。标准化按当期地区进行，因此只能比较同一期的地区；跨年请用 ampi。"
        "各地区相同的子项取 100。",
        en="To punish imbalance beyond the mean. Children are standardised over the regions of the "
        "period, so only regions"
        " of one period compare; for years use ampi. A child on which all regions are alike counts 100.",
    )
    formula: ClassVar[str] = "M − S·cv,  cv = S / M,  over z = 100 + 10 (x − x̄) / s (divisor n)"
    source: ClassVar[str] = "Mazziotta and Pareto (2013), Rivista Italiana di Economia Demografia e Statistica 67"
    parameters: ClassVar[dict[str, Text]] = {
        "penalty": Text(
            zh="minus 越高越好，plus 越高越差", en="minus: more is better; plus: the index measures an ill"
        ),
    }
    pointwise: ClassVar[bool] = False

    penalty: Penalty = "minus"

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`."""
        spread = np.where(apart(lowest(scores), highest(scores)), deviations(scores, ddof=0), np.inf)
        return balanced_mean(100.0 + 10.0 * (scores - means(scores)) / spread, weights, self.penalty)
