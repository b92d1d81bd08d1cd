"""Exact answers over all admissible weights: differences of two regions in closed form, places by integer programming.

Admissible: every weight lies within ± share of its own value, at every level, re-scaled among siblings. In terms of
what each entry weighs in the root, z, this is a polytope: z of a child lies between τ·w·(1 − share) and τ·w·(1 + share)
for a free τ of its group, and the children of an entry sum to it. So trees of one kind of mean are exact at any depth.

For one group alone the extreme of Σ w·u·c / Σ w·u over u within 1 ± share puts the upper factor on the largest c and
the lower one on the rest (a linear-fractional programme; Charnes and Cooper 1962): sort and try each cut.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from evaluator.methods.base import Floats
from evaluator.robustness.admissible import Group
from evaluator.robustness.starting import Start, start_of
from evaluator.scoring.kernel import Kernel, Ranks, rank
from evaluator.scoring.plan import Plan
from indicators.faults import Faults, fault

NEAR = 5e-10
"""Half of what the ranking tells apart."""
INSIDE = 2e-6
"""A lead that survives the solver's tolerance."""


@dataclass(frozen=True)
class Bound:
    """Best or worst place of one region.

    Attributes:
        place: The place that cannot be beaten (best), or undercut (worst).
        weights: Weights `[place of the tree]` that reach it, or come as near to it as was found; None where gaps in the
            data re-weight regions differently.
        exact: Whether the weights reach the place, scored by the ordinary path; if not, the place is only known not to
            be passed.
    """

    place: int
    weights: Floats | None
    exact: bool


@dataclass(frozen=True)
class Exact:
    """One period of a kernel and the weights admitted around those in force.

    Attributes:
        kernel: Normalised values and tree.
        period: Position of the period.
        weights: Weights in force `[place]`.
        share: Half the width of each weight's range, 0 to below 1.
        groups: Admissible shares of every group of siblings, in place of the share.
    """

    kernel: Kernel
    period: int
    weights: Floats
    share: float
    groups: tuple[Group, ...] = ()
    _known: dict[tuple[int, bool], Bound] = field(default_factory=dict, repr=False, compare=False)
    """What is known of the best (True) and worst place of a region: a longer search goes on from there."""
    _leads: dict[int, tuple[Floats, Floats]] = field(default_factory=dict, repr=False, compare=False)
    """The differences of the region that was asked for last."""

    @property
    def plan(self) -> Plan:
        """The tree."""
        return self.kernel.plan

    @cached_property
    def values(self) -> Floats:
        """What the root adds up, `[indicator, region]`: normalised values, or their logarithms."""
        found = self.kernel.normalised[self.period]
        if self.log:
            with np.errstate(divide="ignore", invalid="ignore"):
                found = np.where(found > 0, np.log(np.where(found > 0, found, 1.0)), np.nan)
        values: Floats = found
        return values

    @cached_property
    def log(self) -> bool:
        """Whether the root adds up logarithms. Raises Faults for a tree of neither kind of mean."""
        kinds = {
            place.aggregation.additive for place in self.plan.places if place.aggregation and len(place.children) > 1
        }
        rescaled = all(place.aggregation.rescaled for place in self.plan.places if place.aggregation)
        if kinds == {"log"}:
            return True
        if kinds != {"linear"} or not rescaled:
            raise Faults(
                [
                    fault(
                        "只有全为算术平均或全为几何平均的指标树才能求精确界",
                        "exact bounds exist for trees of arithmetic means alone, or of geometric means alone",
                    )
                ]
            )
        return False

    @cached_property
    def ranked(self) -> list[int]:
        """Regions with a place."""
        return [i for i, place in enumerate(self.baseline) if place]

    @cached_property
    def baseline(self) -> Ranks:
        """Places under the weights in force."""
        return rank(self.kernel.scored(self.weights).score[self.period, 0], self.plan.ranking)

    @cached_property
    def whole(self) -> bool:
        """Whether every ranked region has every value, so that one set of weights holds for all."""
        return not np.isnan(self.values[:, self.ranked]).any()

    def extreme(self, rows: Floats, largest: bool) -> tuple[Floats, Floats]:
        """Largest or smallest value of the root over all admissible weights, and the weights that give it.

        Args:
            rows: `[case, indicator]`, NaN where missing (its siblings are re-weighted).

        Returns:
            Values `[case]` and weights `[case, place]`.
        """
        sign = 1.0 if largest else -1.0
        values = np.full((len(rows), len(self.plan.places)), np.nan)
        chosen = np.tile(self.weights, (len(rows), 1))
        values[:, list(self.plan.leaves)] = sign * rows
        limited = {group.node: group for group in self.groups}
        for node in self.plan.upwards:
            children = list(self.plan.places[node].children)
            if node in limited:
                values[:, node], chosen[:, children] = limited[node].extreme(values[:, children])
                continue
            own, factors = _group(values[:, children], self.weights[children], self.share)
            values[:, node] = own
            chosen[:, children] = self.weights[children] * factors
        return sign * values[:, 0], chosen

    def differences(self, region: int) -> tuple[Floats, Floats]:
        """Smallest and largest lead `[region]` of every region over one, over all admissible weights.

        Exact where no value is missing; otherwise outer bounds from the range of each score alone.
        """
        if region not in self._leads:
            self._leads.clear()
            self._leads[region] = self._differences(region)
        return self._leads[region]

    def _differences(self, region: int) -> tuple[Floats, Floats]:
        if self.whole:
            rows = (self.values - self.values[:, [region]]).T
            return self.extreme(rows, False)[0], self.extreme(rows, True)[0]
        low, high = self.ranges
        return low - high[region], high - low[region]

    @cached_property
    def ranges(self) -> tuple[Floats, Floats]:
        """Smallest and largest score `[region]` (or its logarithm), each region on its own."""
        return self.extreme(self.values.T, False)[0], self.extreme(self.values.T, True)[0]

    def best(self, region: int, nodes: int | None = None) -> Bound:
        """The best place that any admissible weights give a region.

        Args:
            region: Its position.
            nodes: How many nodes of the search tree the proof may take; None for any number. With too few the bound is
                not exact: the place lies between it and what its weights reach. With 0 the bound comes from pairs of
                regions alone and its weights from a heuristic, at once.
        """
        return self._bound(region, True, nodes)

    def worst(self, region: int, nodes: int | None = None) -> Bound:
        """The worst place that any admissible weights give a region; `nodes` as for `best`."""
        return self._bound(region, False, nodes)

    def outer(self, region: int) -> tuple[int, int]:
        """Places that no admissible weights pass, from pairs alone: at once, where exact bounds take long."""
        low, high = self.differences(region)
        others = [j for j in self.ranked if j != region]
        return 1 + sum(low[j] > NEAR for j in others), 1 + sum(high[j] > NEAR for j in others)

    def dominates(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """`[a, b]`: whether a stands ahead of b under all admissible weights."""
        count = len(self.kernel.cells.regions)
        found = np.zeros((count, count), dtype=np.bool_)
        for b in self.ranked:
            low, _ = self.differences(b)
            found[:, b] = low > NEAR
        return found

    @cached_property
    def start(self) -> Start:
        """Draws of admissible weights that a search starts from."""
        return start_of(self)

    @cached_property
    def inside(self) -> Floats:
        """Any admissible weights: those in force, unless limits may shut them out."""
        found = self.weights.copy()
        for group in self.groups:
            found[list(group.children)] = group.inside
        return found

    def reached(self, region: int, weights: Floats) -> int:
        """The place of a region under given weights, scored by the ordinary path; 0 for none."""
        score = self.kernel.scored(weights).score[self.period, 0]
        return int(rank(score, self.plan.ranking)[region])

    def _bound(self, region: int, best: bool, nodes: int | None) -> Bound:
        low, high = self.differences(region)
        others = [j for j in self.ranked if j != region]
        ahead = [j for j in others if low[j] > NEAR]
        open_ = [j for j in others if low[j] <= NEAR < high[j]]
        if not self.whole:
            return Bound(1 + len(ahead) + (0 if best else len(open_)), None, False)
        if not open_:
            return Bound(1 + len(ahead), self.inside, True)
        from evaluator.robustness.programme import solve  # which needs this module

        known = self._known.get((region, best))
        if known is None or not known.exact:
            known = solve(self, region, open_, low, high, best, nodes, known)
            self._known[region, best] = known
        return known


def _group(values: Floats, weights: Floats, share: float) -> tuple[Floats, Floats]:
    """Largest weighted mean of each row over factors within 1 ± share, and the factors `[case, child]`."""
    cases, children = values.shape
    there = ~np.isnan(values)
    order = np.argsort(-np.where(there, values, -np.inf), axis=1, kind="stable")
    sorted_values = np.nan_to_num(np.take_along_axis(values, order, axis=1))
    sorted_weights = np.where(np.take_along_axis(there, order, axis=1), weights[order], 0.0)
    best = np.full(cases, -np.inf)
    cut = np.zeros(cases, dtype=np.int64)
    upper, lower = 1 + share, 1 - share
    for k in range(children + 1):
        factors = np.where(np.arange(children) < k, upper, lower)
        total = (sorted_weights * factors).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = (sorted_weights * factors * sorted_values).sum(axis=1) / total
        better = np.where(np.isnan(mean), False, mean > best)
        best, cut = np.where(better, mean, best), np.where(better, k, cut)
    chosen = np.where(np.arange(children)[None, :] < cut[:, None], upper, lower)
    result = np.empty_like(chosen)
    np.put_along_axis(result, order, chosen, axis=1)
    return np.where(np.isinf(best), np.nan, best), result
