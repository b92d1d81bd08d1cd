"""The adjusted Mazziotta–Pareto index."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import model_validator

from evaluator.methods.base import Aggregation, Floats
from evaluator.methods.mazziotta import Penalty, balanced_mean
from indicators.records import Real
from indicators.text import Text


class AdjustedMazziottaPareto(Aggregation):
    """Scores laid on 70–130, then a mean with a penalty for imbalance; years compare.

    Attributes:
        low: Lower end of the scale that the children's scores are on.
        high: Upper end of the scale that the children's scores are on.
        penalty: `minus` where more is better (the usual), `plus` where the index measures an ill.
    """

    kind: ClassVar[str] = "ampi"
    title: ClassVar[Text] = Text(zh="调整的 Mazziotta–Pareto 指数", en="Adjusted Mazziotta–Pareto index")
    about: ClassVar[Text] = Text(
        zh="把子项得分由 low–high 线性映射到 70–130，再取均值并扣减不均衡罚分 S·cv。",
        en="Lays the children's scores from low–high onto 70–130, then takes the mean less a penalty "
        "for imbalance, S·cv.",
    )
    use: ClassVar[Text] = Text(
        zh="要惩罚偏科又要跨年可比时使用：归一化请用 goalposts，或用 scope: panel 的极差法，并把 low、"
        "high 写成其区间。"
        "要以某一基准为 100，请让门柱以基准值为中点。",
        en="To punish imbalance and still compare years: normalise by goalposts, or by min-max with "
        "scope: panel, and write"
        " that range as low and high. For 100 to be a reference, put the goalposts evenly around it.",
    )
    formula: ClassVar[str] = "M − S·cv,  cv = S / M,  over r = 70 + 60 (x − low) / (high − low)"
    source: ClassVar[str] = "Mazziotta and Pareto (2016), Social Indicators Research 127, 983–1003"
    parameters: ClassVar[dict[str, Text]] = {
        "low": Text(zh="子项得分尺度的下端", en="lower end of the scale of the children's scores"),
        "high": Text(zh="子项得分尺度的上端", en="upper end of the scale of the children's scores"),
        "penalty": Text(
            zh="minus 越高越好，plus 越高越差", en="minus: more is better; plus: the index measures an ill"
        ),
    }

    low: Real = 0.0
    high: Real = 100.0
    penalty: Penalty = "minus"

    @model_validator(mode="after")
    def _lower_first(self) -> AdjustedMazziottaPareto:
        if self.low >= self.high:
            raise ValueError("low 须小于 high", "low must be below high")
        return self

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`."""
        laid: Floats = np.asarray(70.0 + 60.0 * (scores - self.low) / (self.high - self.low))
        return balanced_mean(laid, weights, self.penalty)
