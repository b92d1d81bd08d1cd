"""Weighted geometric mean."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from evaluator.methods.aggregating import weighted_sum, where_present
from evaluator.methods.base import Aggregation, Bools, Floats
from indicators.text import Text


class Geometric(Aggregation):
    """Weighted geometric mean; missing where a child's score is not above 0."""

    kind: ClassVar[str] = "geometric"
    title: ClassVar[Text] = Text(zh="加权几何平均", en="Geometric mean")
    about: ClassVar[Text] = Text(
        zh="各子项得分按权重取几何平均；有子项得分不大于 0 时，该节点缺失。",
        en="The geometric mean of the children's scores; the node is missing where one of them is not above 0.",
    )
    use: ClassVar[Text] = Text(
        zh="希望短板不能被完全弥补、均衡发展得到回报时使用。得分须大于 0：可用 [1, 100] 之类的区间，程序不会代为加数。",
        en="When weaknesses shall not be made up for in full and balance shall pay. Scores must be "
        "above 0: choose a range"
        " such as [1, 100]; no offset is ever invented.",
    )
    formula: ClassVar[str] = "exp(Σ w ln x / Σ w)"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6; UNDP HDR 2010"
    additive: ClassVar[Literal["linear", "log", "none"]] = "log"
    sql: ClassVar[str | None] = "CASE WHEN min(x) > 0 THEN exp(sum(w * ln(CASE WHEN x > 0 THEN x END)) / sum(w)) END"

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`; NaN where a present child is not above 0."""
        logs = np.log(np.where(scores > 0, scores, np.nan))
        result = np.exp(weighted_sum(logs, weights))
        return where_present(scores, np.where(self.undefined(scores).any(axis=0), np.nan, result))

    def undefined(self, scores: Floats) -> Bools:
        """Scores that are not above 0."""
        return np.asarray(scores <= 0)
