"""The mean–min function."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.aggregating import weighted_sum, where_present
from evaluator.methods.base import Aggregation, Floats
from indicators.records import Real
from indicators.text import Text


class MeanMin(Aggregation):
    """Between the mean and the lowest score, by two parameters.

    Attributes:
        alpha: How much of the way from the mean to the lowest score, 0 to 1.
        beta: How gently imbalance is punished; 0 is strictest, in points of the score.
    """

    kind: ClassVar[str] = "mean-min"
    title: ClassVar[Text] = Text(zh="均值—最小值函数", en="Mean–min function")
    about: ClassVar[Text] = Text(
        zh="在加权平均与最低分之间取值：均值减去按其与最低分之差计的罚分。",
        en="A value between the weighted mean and the lowest score: the mean less a penalty on its "
        "distance to the lowest.",
    )
    use: ClassVar[Text] = Text(
        zh="要连续调节短板的影响时使用：alpha 为 0 即均值，alpha 为 1 且 beta 为 0 即最低分；beta "
        "越大，小的不均衡越被容忍。",
        en="To tune how much the weakest child counts: alpha 0 is the mean, alpha 1 with beta 0 the "
        "lowest score; the larger"
        " beta, the more a slight imbalance is forgiven.",
    )
    formula: ClassVar[str] = "M − alpha · (√((M − min)² + beta²) − beta)"
    source: ClassVar[str] = "Casadio Tarabusi and Guarini (2013), Social Indicators Research 112, 19–45"
    parameters: ClassVar[dict[str, Text]] = {
        "alpha": Text(zh="罚分强度，0 到 1", en="strength of the penalty, 0 to 1"),
        "beta": Text(zh="对轻微不均衡的容忍，按分数计", en="tolerance of slight imbalance, in points"),
    }

    alpha: Real = Field(default=0.5, ge=0, le=1)
    beta: Real = Field(default=0.0, ge=0)

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`."""
        whole = np.where(np.isnan(scores), 0.0, weights).sum(axis=0)
        mean = weighted_sum(scores, weights) / np.where(whole > 0, whole, np.nan)
        lowest = np.where(np.isnan(scores), np.inf, scores).min(axis=0, initial=np.inf)
        away = np.where(np.isfinite(lowest), mean - lowest, np.nan)
        penalty = self.alpha * (np.sqrt(away**2 + self.beta**2) - self.beta)
        return where_present(scores, mean - penalty)
