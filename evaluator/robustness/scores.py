"""Scores of many draws of weights at once: one matrix product, node by node, or one by one.

A tree of arithmetic means without gaps is one matrix product of leaf shares and values. Other arithmetic and geometric
trees go node by node for a whole block of draws. Any other goes through the kernel, one draw at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evaluator.methods.base import Floats
from evaluator.scoring.kernel import TOLERANCE, Kernel, aggregate
from evaluator.scoring.plan import Place, Plan
from evaluator.scoring.whatif import is_linear, slice_of

Scorer = Callable[[Floats], Floats]


def scores_of(kernel: Kernel, period: int, weights: Floats) -> Floats:
    """Root scores `[draw, region]` of one period for weights `[draw, place]`."""
    return scorer(kernel, period)(weights)


def scorer(kernel: Kernel, period: int) -> Scorer:
    """The quickest way to score a block of draws: one product, level by level, or one by one."""
    t = slice(period, period + 1)
    plan = kernel.plan
    whole = whole_sum(kernel, period)
    if whole is not None and not whole[1]:
        values = np.ascontiguousarray(whole[0])
        shares = Shares(plan)
        return lambda weights: shares(weights) @ values
    if _fast(kernel):
        return _Levels(kernel, period).scores
    normalised, treated, measured = kernel.normalised[t], kernel.treated[t], kernel.measured[t]
    valid = kernel.valid(t)
    return lambda weights: np.stack(
        [aggregate(plan, normalised, treated, measured, row, valid).score[0, 0] for row in weights]
    )


def whole_sum(kernel: Kernel, period: int) -> tuple[Floats, bool] | None:
    """Values `[indicator, region]` of which the root is one weighted sum, and whether they are logarithms.

    None if a value is missing, coverage may be too low, or the tree is not all arithmetic or all geometric.
    """
    plan, values = kernel.plan, kernel.normalised[period]
    guarded = any(place.missing is not None and place.missing.min_coverage > 0 for place in plan.places)
    if np.isnan(values).any() or plan.unscored or (guarded and not (kernel.measured[period] == 1).all()):
        return None
    if is_linear(plan):
        return values, False
    if (values > 0).all() and all(
        place.aggregation is not None and place.aggregation.additive == "log" for place in plan.places if place.children
    ):
        return np.log(values), True
    return None


@dataclass(frozen=True)
class Shares:
    """From weights of draws to what each indicator weighs in the root, level by level."""

    plan: Plan

    @cached_property
    def _below(self) -> Floats:
        """`[place, node]` 1 where a place is a child of a node."""
        below = np.zeros((len(self.plan.places), len(self.plan.upwards)))
        for k, node in enumerate(self.plan.upwards):
            below[list(self.plan.places[node].children), k] = 1.0
        return below

    @cached_property
    def _levels(self) -> list[tuple[list[int], list[int], list[int]]]:
        """Nodes of each depth from 1 on: their numbers, their places, the numbers of their parents."""
        plan, number = self.plan, {node: k for k, node in enumerate(self.plan.upwards)}
        found = []
        for depth in range(1, plan.depth):
            nodes = [node for node in plan.upwards if plan.places[node].depth == depth]
            above = [number[plan.places[node].parent] for node in nodes]
            found.append(([number[node] for node in nodes], nodes, above))
        return found

    @cached_property
    def _leaves(self) -> tuple[slice | list[int], NDArray[np.int64]]:
        """Places of the indicators and the numbers of their parents."""
        plan, number = self.plan, {node: k for k, node in enumerate(self.plan.upwards)}
        return slice_of(plan.leaves), np.array([number[plan.places[leaf].parent] for leaf in plan.leaves])

    @cached_property
    def _raw(self) -> list[int]:
        """Numbers of the nodes that do not re-scale."""
        kinds = [self.plan.places[node].aggregation for node in self.plan.upwards]
        return [k for k, kind in enumerate(kinds) if kind is not None and not kind.rescaled]

    def __call__(self, weights: Floats) -> Floats:
        """Shares `[draw, indicator]` for weights `[draw, place]`; NaN in a draw without any weight."""
        weights = _alive(self.plan, weights)
        sums = weights @ self._below
        empty = ~(sums[:, -1] > 0)
        sums[:, self._raw] = 1.0
        sums[sums <= 0] = np.inf
        # What one unit of weight below a node weighs in the root.
        unit = np.divide(1.0, sums, out=sums)
        for nodes, places, above in self._levels:
            unit[:, nodes] *= weights[:, places] * unit[:, above]
        at, parents = self._leaves
        shares: Floats = np.take(unit, parents, axis=1)
        shares *= weights[:, at]
        if empty.any():
            shares[empty] = np.nan
        return shares


def _alive(plan: Plan, weights: Floats) -> Floats:
    """Weights `[draw, place]` in which a node without any weight below weighs nothing, unless it counts as zero."""
    if (weights[:, 1:] > 0).all():
        return weights
    result = weights.copy()
    for node in plan.upwards:
        place = plan.places[node]
        if not node:
            continue
        missing = plan.places[place.parent].missing
        if missing is not None and missing.parents == "reweight":
            result[result[:, slice_of(place.children)].sum(axis=1) <= 0, node] = 0.0
    return result


def _fast(kernel: Kernel) -> bool:
    """Whether every node is an arithmetic, geometric or plain sum, re-weighted or zero-filled."""
    return all(
        place.aggregation is not None
        and place.missing is not None
        and place.aggregation.additive in ("linear", "log")
        and place.missing.parents == "reweight"
        for place in kernel.plan.places
        if place.children
    )


class _Levels:
    """One period of a kernel, node by node, for a block of draws."""

    def __init__(self, kernel: Kernel, period: int) -> None:
        self.plan = kernel.plan
        self.values = kernel.normalised[period]
        self.measured = kernel.measured[period]
        self.guarded = any(p.missing is not None and p.missing.min_coverage > 0 for p in self.plan.places)

    def scores(self, weights: Floats) -> Floats:
        """Root scores `[draw, region]`."""
        found: dict[int, tuple[Floats, Floats | None]] = {}
        for node in self.plan.upwards:
            found[node] = self._node(self.plan.places[node], weights, found)
            for child in self.plan.places[node].children:
                found.pop(child, None)
        return found[0][0]

    def _node(
        self, place: Place, weights: Floats, found: dict[int, tuple[Floats, Floats | None]]
    ) -> tuple[Floats, Floats | None]:
        """Score (NaN where missing) and coverage `[draw, region]`."""
        assert place.aggregation is not None and place.missing is not None
        log = place.aggregation.additive == "log"
        leaves = [child for child in place.children if self.plan.places[child].slot >= 0]
        nodes = [child for child in place.children if self.plan.places[child].slot < 0]
        x = self.values[[self.plan.places[child].slot for child in leaves]]
        w = weights[:, leaves]
        there = ~np.isnan(x)
        filled = np.where(there, _log(x) if log else x, 0.0)
        whole = there.all() and not nodes
        total = w @ filled
        active = np.broadcast_to(w.sum(axis=1, keepdims=True), total.shape) if whole else w @ there
        for child in nodes:
            score = found[child][0]
            share = weights[:, child, None] * ~np.isnan(score)
            total = total + share * np.nan_to_num(_log(score) if log else score, nan=0.0)
            active = active + share
        with np.errstate(divide="ignore", invalid="ignore"):
            result = total / active if place.aggregation.rescaled else total
        result = np.where(active > 0, np.exp(result) if log else result, np.nan)
        if log:
            result = np.where(result > 0, result, np.nan)
        return self._covered(place, weights, leaves, nodes, found, result)

    def _covered(
        self,
        place: Place,
        weights: Floats,
        leaves: list[int],
        nodes: list[int],
        found: dict[int, tuple[Floats, Floats | None]],
        result: Floats,
    ) -> tuple[Floats, Floats | None]:
        """Take out scores below the minimum of coverage."""
        if not self.guarded:
            return result, None
        assert place.missing is not None
        total = weights[:, list(place.children)].sum(axis=1, keepdims=True)
        covered = weights[:, leaves] @ self.measured[[self.plan.places[child].slot for child in leaves]]
        for child in nodes:
            below = found[child][1]
            assert below is not None
            covered = covered + weights[:, child, None] * below
        covered = np.divide(covered, total, out=np.zeros_like(covered), where=total > 0)
        return np.where(covered < place.missing.min_coverage - TOLERANCE, np.nan, result), covered


_NEVER = -1e300
"""Logarithm of what has none: finite, so that a weight of 0 still takes it out; any other weight makes the mean 0."""


def _log(values: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        positive = values > 0
        found: Floats = np.where(positive, np.log(np.where(positive, values, 1.0)), _NEVER)
    return np.where(np.isnan(values), np.nan, found)
