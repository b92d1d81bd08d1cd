"""Ordered weighted averaging."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field, model_validator

from evaluator.methods.aggregating import where_present
from evaluator.methods.base import Aggregation, Floats
from indicators.records import Real
from indicators.text import Text


class OrderedWeightedAverage(Aggregation):
    """A mean whose emphasis falls on places in a region's own order of scores.

    Attributes:
        alpha: Emphasis: 1 is the weighted mean, above 1 leans on the worst scores, below 1 on the best.
        order: Emphasis on each place instead, the best score first; any numbers ≥ 0, re-scaled to 1.
    """

    kind: ClassVar[str] = "owa"
    title: ClassVar[Text] = Text(zh="有序加权平均", en="Ordered weighted average")
    about: ClassVar[Text] = Text(
        zh="把该地区的子项得分由高到低排列，按名次而不只按子项给权重：alpha 大于 1 偏重短板，小于 1 偏重长板。",
        en="Orders a region's own scores from best to worst and puts weight on places, not on children"
        " alone: alpha above 1"
        " leans on the worst scores, below 1 on the best.",
    )
    use: ClassVar[Text] = Text(
        zh="要在最低分、均值、最高分之间平滑地选择态度时使用。给出 order "
        "时按名次写权重（最好者在前）；子项权重不等或有缺失时，"
        "order 视为累计权重上的折线，等权且齐全时与原定义一致。",
        en="To choose smoothly between the lowest score, the mean and the highest. order gives the "
        "emphasis on each place,"
        " best first; with unequal weights or gaps it is read as a line over cumulative weight, and "
        "with equal weights"
        " and no gap it is the definition itself.",
    )
    formula: ClassVar[str] = "Σ v_j x_(j),  v_j = Q(W_j) − Q(W_j−1),  Q(r) = r^alpha,  x_(1) ≥ x_(2) ≥ …"
    source: ClassVar[str] = "Yager (1988), IEEE Transactions SMC 18; Yager (1996) for quantifiers with importances"
    parameters: ClassVar[dict[str, Text]] = {
        "alpha": Text(zh="态度：1 为均值，大于 1 偏重短板", en="1: the mean; above 1 leans on the worst scores"),
        "order": Text(zh="各名次的权重，最好者在前", en="emphasis on each place, the best first"),
    }

    alpha: Real = Field(default=2.0, gt=0)
    order: tuple[Real, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _not_negative(self) -> OrderedWeightedAverage:
        if self.order is not None and (min(self.order) < 0 or sum(self.order) <= 0):
            raise ValueError("order 各数须不小于 0，且不全为 0", "order must be 0 or more, and not all 0")
        return self

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`."""
        places = np.argsort(-np.where(np.isnan(scores), -np.inf, scores), axis=0, kind="stable")
        ordered = np.take_along_axis(scores, places, axis=0)
        load = np.where(np.isnan(ordered), 0.0, np.take_along_axis(weights, places, axis=0))
        whole = load.sum(axis=0)
        reached = np.minimum(np.cumsum(load, axis=0) / np.where(whole > 0, whole, 1.0), 1.0)
        value = self._quantifier(reached)
        emphasis = np.diff(value, axis=0, prepend=np.zeros((1, value.shape[1])))
        return where_present(scores, np.where(np.isnan(ordered), 0.0, ordered * emphasis).sum(axis=0))

    def _quantifier(self, share: Floats) -> Floats:
        if self.order is None:
            return np.asarray(share**self.alpha)
        heights = np.concatenate([[0.0], np.cumsum(self.order)]) / sum(self.order)
        return np.asarray(np.interp(share, np.linspace(0.0, 1.0, len(heights)), heights))
