"""Sum of points."""

from __future__ import annotations

from typing import ClassVar, Literal

from evaluator.methods.aggregating import weighted_sum, where_present
from evaluator.methods.base import Aggregation, Floats
from indicators.text import Text


class Points(Aggregation):
    """Sum of weight as written times value; never re-scaled."""

    kind: ClassVar[str] = "points"
    title: ClassVar[Text] = Text(zh="积分加总", en="Sum of points")
    about: ClassVar[Text] = Text(
        zh="权重按原样乘以得分后相加，不折算为合计 1；缺失的子项不计。",
        en="Weight as written times score, summed; weights are never re-scaled, missing children add nothing.",
    )
    use: ClassVar[Text] = Text(
        zh="评分表逐项给分、满分固定时使用，例如每项 1 分合计 20 分。缺项会直接降低总分。",
        en="For score sheets in which each item brings points towards a fixed maximum, such as 20 "
        "items of 1 point."
        " A missing item lowers the total.",
    )
    formula: ClassVar[str] = "Σ w x"
    source: ClassVar[str] = "World Bank Doing Business 2020, methodology (indices that sum points)"
    additive: ClassVar[Literal["linear", "log", "none"]] = "linear"
    rescaled: ClassVar[bool] = False
    sql: ClassVar[str | None] = "sum(w * x)"

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`, weights as written."""
        return where_present(scores, weighted_sum(scores, weights))
