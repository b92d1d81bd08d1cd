"""Re-ranking one period at the speed of a slider: the tree as a few matrix products.

Valid for trees of arithmetic means and sums (`arithmetic`, `points`) with missing children re-weighted or
counted as zero; any other tree goes through the kernel, with the same result, more slowly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evaluator.methods.base import Bools, Floats
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
        """`[indicator, region]`, 0 where missing."""
        values: Floats = np.nan_to_num(self.kernel.normalised[self.period])
        return values

    @cached_property
    def _present(self) -> Floats:
        """`[indicator, region]`, 1 where there is a value."""
        present: Floats = (~np.isnan(self.kernel.normalised[self.period])).astype(np.float64)
        return present

    @cached_property
    def _measured(self) -> Floats:
        """`[indicator, region]`, 1 where the value was measured."""
        measured: Floats = self.kernel.measured[self.period]
        return measured

    @cached_property
    def _valid(self) -> Bools | None:
        """`[region]`, whether its code is in force; None: all."""
        valid = self.kernel.valid(slice(self.period, self.period + 1))
        return None if valid is None else valid[0]

    @cached_property
    def _complete(self) -> bool:
        """Whether every value is there and measured, so that coverage is 1 throughout."""
        return not self.kernel.plan.unscored and bool(self._present.all() and self._measured.all())

    @cached_property
    def _guarded(self) -> bool:
        """Whether a node asks for a minimum of coverage."""
        return any(place.missing is not None and place.missing.min_coverage > 0 for place in self.kernel.plan.places)

    def total(self, weights: Floats) -> Floats:
        """Root scores `[region]` for weights `[place]`, relative among siblings, none below zero."""
        if not self.linear:
            own: Floats = self.scores(weights)[0]
            return own
        if self._complete:
            shares = leaf_shares(self.kernel.plan, weights)
            total: Floats = shares @ self._values if shares.any() else np.full(self._values.shape[1], np.nan)
            return total
        return self._nodes(weights)[0][0]

    def scores(self, weights: Floats) -> Floats:
        """Scores `[place, region]` for weights `[place]`."""
        if self.linear:
            nodes = self._nodes(weights)
            result = np.empty((len(self.kernel.plan.places), self._values.shape[1]))
            result[list(self.kernel.plan.leaves)] = self.kernel.normalised[self.period]
            for node, (score, _, _) in nodes.items():
                result[node] = score
            return result
        kernel, t = self.kernel, slice(self.period, self.period + 1)
        scored = aggregate(
            kernel.plan, kernel.normalised[t], kernel.treated[t], kernel.measured[t], weights, kernel.valid(t)
        )
        own: Floats = scored.score[0]
        return own

    def ranks(self, weights: Floats) -> Ranks:
        """Places of the root `[region]`, 1 is best, 0 where there is no score."""
        return rank(self.total(weights), self.kernel.plan.ranking)

    def _nodes(self, weights: Floats) -> dict[int, tuple[Floats, Floats, Floats]]:
        """Score (NaN where missing), presence and coverage `[region]` of every node, the deepest first."""
        plan = self.kernel.plan
        found: dict[int, tuple[Floats, Floats, Floats]] = {}
        for node in plan.upwards:
            place = plan.places[node]
            assert place.missing is not None and place.aggregation is not None
            w = weights[list(place.children)]
            total = w.sum()
            values, present, measured = self._below(place.children, found)
            active = np.full(values.shape[1], total) if place.missing.parents == "zero" else w @ present
            kept = active > 0 if self._valid is None else (active > 0) & self._valid
            covered = active
            if self._guarded:
                covered = (w / total if total > 0 else w) @ measured
                kept &= covered >= place.missing.min_coverage - TOLERANCE
            score = w @ values
            if place.aggregation.rescaled:
                np.divide(score, active, out=score, where=kept)
            found[node] = (np.where(kept, score, np.nan), kept.astype(np.float64), covered)
        return found

    def _below(
        self, children: tuple[int, ...], found: dict[int, tuple[Floats, Floats, Floats]]
    ) -> tuple[Floats, Floats, Floats]:
        """Values (0 where missing), presence and coverage `[child, region]`; read in place where possible."""
        slots = tuple(self.kernel.plan.places[child].slot for child in children)
        if min(slots) >= 0:
            at = slice_of(slots)
            return self._values[at], self._present[at], self._measured[at]
        rows = [
            (self._values[slot], self._present[slot], self._measured[slot])
            if slot >= 0
            else (np.nan_to_num(found[child][0]), found[child][1], found[child][2])
            for child, slot in zip(children, slots, strict=True)
        ]
        values, present, measured = (np.stack(part) for part in zip(*rows, strict=True))
        return values, present, measured


def slice_of(positions: tuple[int, ...]) -> slice | list[int]:
    """Evenly spaced positions as a slice, which reads an array without copying it."""
    if len(positions) < 2:
        return list(positions)
    step = positions[1] - positions[0]
    if step > 0 and positions == tuple(range(positions[0], positions[0] + step * len(positions), step)):
        return slice(positions[0], positions[-1] + 1, step)
    return list(positions)


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
