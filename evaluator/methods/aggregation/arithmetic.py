"""Weighted arithmetic mean."""

from __future__ import annotations

from typing import ClassVar, Literal

from evaluator.methods.aggregating import weighted_sum, where_present
from evaluator.methods.base import Aggregation, Floats
from indicators.text import Text


class Arithmetic(Aggregation):
    """Weighted arithmetic mean of the children that are present."""

    kind: ClassVar[str] = "arithmetic"
    title: ClassVar[Text] = Text(zh="加权算术平均", en="Arithmetic mean")
    about: ClassVar[Text] = Text(zh="各子项得分按权重平均。", en="The mean of the children's scores by their weights.")
    use: ClassVar[Text] = Text(
        zh="最易理解。一项的短处可由另一项的长处完全弥补，权重即为兑换比例。",
        en="The easiest to understand. A weakness is made up for in full by a strength elsewhere; "
        "weights are the rate"
        " of exchange.",
    )
    formula: ClassVar[str] = "Σ w x / Σ w"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6"
    additive: ClassVar[Literal["linear", "log", "none"]] = "linear"
    sql: ClassVar[str | None] = "sum(w * x) / sum(w)"

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`."""
        return where_present(scores, weighted_sum(scores, weights))
