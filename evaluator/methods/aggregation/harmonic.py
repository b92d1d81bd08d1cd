"""Weighted harmonic mean."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.aggregating import weighted_sum, where_present
from evaluator.methods.base import Aggregation, Bools, Floats
from indicators.text import Text


class Harmonic(Aggregation):
    """Weighted harmonic mean; missing where a child's score is not above 0."""

    kind: ClassVar[str] = "harmonic"
    title: ClassVar[Text] = Text(zh="加权调和平均", en="Harmonic mean")
    about: ClassVar[Text] = Text(
        zh="各子项得分按权重取调和平均；有子项得分不大于 0 时，该节点缺失。",
        en="The harmonic mean of the children's scores; the node is missing where one of them is not above 0.",
    )
    use: ClassVar[Text] = Text(
        zh="对短板比几何平均更严：结果贴近最低分。得分须大于 0，程序不会代为加数。",
        en="Stricter on weaknesses than the geometric mean: the result stays near the lowest score. "
        "Scores must be above"
        " 0; no offset is ever invented.",
    )
    formula: ClassVar[str] = "Σ w / Σ (w / x)"
    source: ClassVar[str] = "COINr, a_hmean(); Bullen (2003), Handbook of Means and Their Inequalities"
    sql: ClassVar[str | None] = "CASE WHEN min(x) > 0 THEN sum(w) / sum(w / nullif(x, 0)) END"

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`; NaN where a present child is not above 0."""
        total = weighted_sum(1.0 / np.where(scores > 0, scores, np.nan), weights)
        whole = np.where(np.isnan(scores), 0.0, weights).sum(axis=0)
        result = whole / np.where(total > 0, total, np.nan)
        return where_present(scores, np.where(self.undefined(scores).any(axis=0), np.nan, result))

    def undefined(self, scores: Floats) -> Bools:
        """Scores that are not above 0."""
        return np.asarray(scores <= 0)
