"""Re-ranking one period at the speed of a slider: the tree as a few matrix products.

Valid for trees of arithmetic means and sums (`arithmetic`, `points`) with missing children re-weighted or
counted as zero; any other tree goes through the kernel, with the same result, more slowly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evaluator.methods.base import Floats
from evaluator.scoring.kernel import TOLERANCE, Kernel, Ranks, aggregate, rank
from evaluator.scoring.plan import Plan


@dataclass(frozen=True)
class WhatIf:
    """One period of a kernel, ready to be scored again and again with other weights.

    Attributes:
        kernel: Where the normalised values come from.
        period: Position of the period.
    """

    kernel: Kernel
    period: int

    @cached_property
    def linear(self) -> bool:
        """Whether matrix products suffice."""
        return is_linear(self.kernel.plan)

    @cached_property
    def _values(self) -> Floats:
        """`[region, indicator]`, 0 where missing."""
        return np.ascontiguousarray(np.nan_to_num(self.kernel.normalised[self.period]).T)

    @cached_property
    def _present(self) -> Floats | None:
        """`[region, indicator]`, 1 where there is a value; None if none is missing."""
        present = ~np.isnan(self.kernel.normalised[self.period]).T
        return None if present.all() else np.ascontiguousarray(present.astype(np.float64))

    @cached_property
    def _measured(self) -> Floats:
        """`[region, indicator]`, 1 where the value was measured."""
        return np.ascontiguousarray(self.kernel.measured[self.period].T)

    def total(self, weights: Floats) -> Floats:
        """Root scores `[region]` for weights `[place]`, relative among siblings, none below zero."""
        if not self.linear:
            return self.scores(weights)[0]
        if self._present is None:
            shares = leaf_shares(self.kernel.plan, weights)
            return self._values @ shares if shares.any() else np.full(len(self._values), np.nan)
        return self._down(weights)[:, 0]

    def scores(self, weights: Floats) -> Floats:
        """Scores `[place, region]` for weights `[place]`."""
        if self.linear:
            return self._down(weights).T
        kernel, t = self.kernel, slice(self.period, self.period + 1)
        scored = aggregate(kernel.plan, kernel.normalised[t], kernel.treated[t], kernel.measured[t], weights)
        return scored.score[0]

    def ranks(self, weights: Floats) -> Ranks:
        """Places of the root `[region]`, 1 is best, 0 where there is no score."""
        return rank(self.total(weights), self.kernel.plan.ranking)

    def _down(self, weights: Floats) -> Floats:
        """Scores `[region, place]`, node by node from the deepest up."""
        plan = self.kernel.plan
        regions = len(self._values)
        present = np.ones_like(self._values) if self._present is None else self._present
        score = np.zeros((regions, len(plan.places)))
        there = np.zeros_like(score)
        covered = np.zeros_like(score)
        leaves = list(plan.leaves)
        score[:, leaves], there[:, leaves], covered[:, leaves] = self._values, present, self._measured
        for node in plan.upwards:
            place = plan.places[node]
            assert place.missing is not None and place.aggregation is not None
            children = list(place.children)
            w = weights[children]
            covered[:, node] = covered[:, children] @ (w / w.sum() if w.sum() > 0 else w)
            value = score[:, children] @ w
            zero = place.missing.parents == "zero"
            active = np.full(regions, w.sum()) if zero else there[:, children] @ w
            kept = (active > 0) & (covered[:, node] >= place.missing.min_coverage - TOLERANCE)
            if place.aggregation.rescaled:
                value = np.divide(value, active, out=np.zeros(regions), where=active > 0)
            score[:, node], there[:, node] = np.where(kept, value, 0.0), kept
        return np.where(there > 0, score, np.nan)


def is_linear(plan: Plan) -> bool:
    """Whether every node is an arithmetic mean or a sum, and none fails on a missing child."""
    return all(
        place.aggregation is not None
        and place.missing is not None
        and place.aggregation.additive == "linear"
        and place.missing.parents != "fail"
        for place in plan.places
        if place.children
    )


def leaf_shares(plan: Plan, weights: Floats) -> Floats:
    """What each indicator weighs in the root, `[indicator]`: the product of the shares on the way down."""
    shares = np.zeros(len(plan.places))
    shares[0] = 1.0
    for node in reversed(plan.upwards):
        place = plan.places[node]
        assert place.aggregation is not None
        children = list(place.children)
        w = weights[children]
        total = w.sum() if place.aggregation.rescaled else 1.0
        shares[children] = shares[node] * (w / total if total > 0 else 0.0)
    return shares[list(plan.leaves)]
