"""Scores of many draws in single precision, scaled to fill 31 bits, for putting regions in order.

Two kinds of tree are quick: one whose root is one weighted sum of values that are all there (or the exponential of
one), and one of re-weighted means with gaps, where each node takes two products: of what is there, and of the weights
of what is there. Single precision only proposes an order; neighbours that are too near are scored again in double.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from evaluator.methods.base import Bools, Floats
from evaluator.robustness.scores import Shares, whole_sum
from evaluator.scoring.kernel import Kernel, rounded
from evaluator.scoring.plan import Plan
from evaluator.scoring.whatif import slice_of

Singles = NDArray[np.float32]
Counts = NDArray[np.int64]
LIMIT = 1.9 * 2.0**30
"""Scaled scores lie within: a little less than 31 bits hold."""
_UNIT = 2.0**-24
SAMPLE = 8
_PIECE = 2_048
_AWAY = 1e-5
"""A share of coverage nearer than this to its minimum is decided in double precision."""


class Single(Protocol):
    """A kernel ready to score draws in single precision."""

    @property
    def ranked(self) -> Counts:
        """Positions of the regions that have a score in every draw."""

    def ready(self, weights: Floats) -> tuple[Floats, Bools]:
        """What a block of draws `[draw, place]` is scored from, and which draws single precision can do."""

    def sums(self, ready: Floats) -> tuple[Singles, Floats]:
        """Scaled scores `[draw, ranked region]`, negated: the best is the least.

        With them for each draw what two of them must lie apart for their order to be beyond doubt.
        """

    def keys(self, ready: Floats, row: Counts, own: Counts) -> Floats:
        """Scores of pairs of a draw and a region (of `ranked`), in double precision and as the ranking rounds them."""


_KEPT: WeakKeyDictionary[Kernel, dict[int, Whole | None]] = WeakKeyDictionary()
"""By kernel and period, as long as the kernel lives; None for one that is no single sum."""


def single(kernel: Kernel, period: int, weights: Floats) -> Single | None:
    """Prepare a kernel for draws of weights; None if it is of neither kind."""
    kept = _KEPT.setdefault(kernel, {})
    if period not in kept:
        kept[period] = _whole(kernel, period)
    some = weights[:: max(1, len(weights) // SAMPLE)][:SAMPLE]
    return kept[period] or (_gaps(kernel, period, some) if len(some) else None)


@dataclass(frozen=True)
class Whole:
    """One weighted sum.

    Attributes:
        shares: From weights to what each indicator weighs.
        values: What the root adds up, `[region, indicator]`, double.
        log: Whether the score is the exponential of the sum.
        decimals: Decimals of the ranking.
        middle: Shares around which draws lie, `[indicator]`.
        means: Mean value of each indicator.
        centred: `[indicator, region]`, values apart from the mean, negated, single precision.
        base: `[region]`, what they add up to for `middle`.
        most: `[indicator]`, the largest of them.
    """

    shares: Shares
    values: Floats
    log: bool
    decimals: int
    middle: Floats
    means: Floats
    centred: Singles
    base: Singles
    most: Singles

    @property
    def ranked(self) -> Counts:
        """Every region."""
        return np.arange(len(self.values))

    def ready(self, weights: Floats) -> tuple[Floats, Bools]:
        """Shares `[draw, indicator]`; a draw without any weight cannot be done."""
        shares = self.shares(weights)
        return shares, ~np.isnan(shares[:, 0])

    def sums(self, ready: Floats) -> tuple[Singles, Floats]:
        """See `Single`: no sum leaves the scale, since it is at most the sum of the largest terms.

        An error is at most 4 √n units of the sum of the terms' sizes, with a probability as good as 1 (Higham and Mary
        2019, A new approach to probabilistic rounding error analysis, SIAM Journal on Scientific Computing 41).
        """
        apart = np.empty(ready.shape, dtype=np.float32)
        np.subtract(ready, self.middle, out=apart, casting="same_kind")
        spread = (np.abs(apart) @ self.most).astype(np.float64)
        bound = 1.001 * spread + float(np.abs(self.base).max())
        bound[bound < 1e-12] = 1.0  # all are equal
        scale = LIMIT / bound
        single = scale.astype(np.float32)[:, None]
        apart *= single
        found: Singles = apart @ self.centred
        found += single * self.base
        wrong = LIMIT * _UNIT * (4 * np.sqrt(len(self.middle)) * spread / bound + 4)
        unit: Floats = np.full(len(ready), 10.0**-self.decimals)
        if self.log:
            unit /= np.exp(ready @ self.means - bound)
        return found, 2 * wrong + 2 * scale * unit

    def keys(self, ready: Floats, row: Counts, own: Counts) -> Floats:
        """See `Single`."""
        key = _pieces(lambda at: np.einsum("ij,ij->i", ready[row[at]], self.values[own[at]]), len(own))
        return rounded(np.exp(key) if self.log else key, self.decimals)


@dataclass(frozen=True)
class Gaps:
    """Re-weighted means, node by node.

    Attributes:
        plan: The tree.
        values: `[region, indicator]`, 0 where missing, double; apart from `middle`.
        log: Whether they are logarithms.
        decimals: Decimals of the ranking.
        middle: What was taken off every value; re-weighted means move by just as much.
        scaled: `[indicator, region]`: values negated and scaled.
        present: `[indicator, region]` 1 where there is a value.
        there: `[place, region]` where there is a score.
        measured: `[indicator, region]` 1 where a value was measured; of every region, as the next.
        enough: `[place, region]` where enough was measured; None if no node asks for a minimum of coverage.
        ranked: See `Single`.
        near: What scores must lie apart: four times the largest error in a few draws, and what is rounded.
    """

    plan: Plan
    values: Floats
    log: bool
    decimals: int
    middle: float
    scaled: Singles
    present: Singles
    there: Bools
    measured: Singles
    enough: Bools | None
    ranked: Counts
    near: float = np.inf

    def ready(self, weights: Floats) -> tuple[Floats, Bools]:
        """The weights; not done is a draw in which one weighs nothing or coverage is elsewhere enough than usually."""
        usable: Bools = np.all(weights[:, 1:] > 0, axis=1)
        if self.enough is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                found = _coverage(self.plan, self.measured, weights.astype(np.float32))
            for node, least in _guards(self.plan):
                above = found[node] - np.float32(least)
                usual = ((above > 0) == self.enough[node]) & (np.abs(above) >= _AWAY)
                usable = usable & np.all(usual, axis=1)
        return weights, usable

    def sums(self, ready: Floats) -> tuple[Singles, Floats]:
        """See `Single`."""
        return self._node(0, ready.astype(np.float32), None), np.full(len(ready), self.near)

    def exactly(self, weights: Floats, row: Counts, own: Counts) -> Floats:
        """Scores of pairs of a draw and a region, apart from `middle`, in double precision."""
        return _pieces(lambda at: self._pairs(0, weights[row[at]], own[at]), len(own))

    def keys(self, ready: Floats, row: Counts, own: Counts) -> Floats:
        """See `Single`."""
        key = self.exactly(ready, row, own) + self.middle
        return rounded(np.exp(key) if self.log else key, self.decimals)

    def _node(self, node: int, weights: Singles, factor: Singles | None) -> Singles:
        """Scores `[draw, region]`, times a factor `[draw, 1]`."""
        inner, slots, leaves = _children(self.plan, node)
        own = weights[:, leaves]
        total = (own if factor is None else own * factor) @ self.scaled[slots]
        present = self.present[slots]
        active = own.sum(axis=1, keepdims=True) if present.all() else own @ present
        for child in inner:
            share = weights[:, child, None]
            score = self._node(child, weights, share if factor is None else share * factor)
            if self.there[child].all():
                active = active + share
            else:
                score *= self.there[child]
                active = active + share * self.there[child]
            total += score
        if not self.there[node].all():
            active = np.where(self.there[node], active, np.float32(1))
        found: Singles = np.divide(total, active, out=total)
        return found

    def _pairs(self, node: int, weights: Floats, own: Counts) -> Floats:
        """Scores of one region a row, apart from `middle`, in double precision; 0 where there is none."""
        inner, slots, leaves = _children(self.plan, node)
        w = weights[:, leaves]
        total = np.einsum("ij,ij->i", w, self.values[own][:, slots])
        active = np.einsum("ij,ij->i", w, self.present.T[own][:, slots].astype(np.float64))
        for child in inner:
            share = weights[:, child] * self.there[child][own]
            total += share * self._pairs(child, weights, own)
            active += share
        found: Floats = np.divide(total, active, out=np.zeros_like(total), where=active > 0)
        return found


def _whole(kernel: Kernel, period: int) -> Whole | None:
    found = whole_sum(kernel, period)
    if found is None:
        return None
    values, log = found
    shares = Shares(kernel.plan)
    middle = shares(kernel.plan.weights[None, :])[0]
    if np.isnan(middle).any():
        middle = np.full(len(values), 1 / len(values))
    means = values.mean(axis=1)
    centred = means[:, None] - values
    single, base = centred.astype(np.float32), (middle @ centred).astype(np.float32)
    most = np.abs(single).max(axis=1)
    return Whole(shares, np.ascontiguousarray(values.T), log, _decimals(kernel), middle, means, single, base, most)


def _gaps(kernel: Kernel, period: int, some: Floats) -> Gaps | None:
    plan, values = kernel.plan, kernel.normalised[period]
    log = _kind(plan)
    valid = kernel.valid(slice(period, period + 1))
    if log is None or (valid is not None and not valid.all()) or (log and not (values[~np.isnan(values)] > 0).all()):
        return None
    present = ~np.isnan(values)
    enough = _enough(plan, kernel.measured[period], some.mean(axis=0)) if _guards(plan) else None
    there = _there(plan, present, enough)
    if not there[0].any():
        return None
    if log:
        values = np.log(np.where(present, values, 1.0))
    middle = float(values[present].mean())
    ranked = np.flatnonzero(there[0])
    filled = np.where(present, values - middle, 0.0)[:, ranked]
    measured = kernel.measured[period].astype(np.float32)
    whole = Gaps(
        plan, np.ascontiguousarray(filled.T), log, _decimals(kernel), middle, filled.astype(np.float32),
        present[:, ranked].astype(np.float32), there[:, ranked], measured, enough, ranked,
    )  # fmt: skip
    some = some[whole.ready(some)[1]]
    if not len(some):
        return None
    rows, own = np.divmod(np.arange(len(some) * len(ranked)), len(ranked))
    sums = whole.exactly(some, rows, own).reshape(len(some), len(ranked))
    scale = _scale(sums)
    found = replace(whole, scaled=(-scale * filled).astype(np.float32))
    wrong = float(np.abs(found.sums(some)[0].astype(np.float64) + scale * sums).max())
    smallest = float(np.exp(sums.min() + middle)) if log else 1.0
    return replace(found, near=4 * wrong + 2 * scale * 10.0**-found.decimals / smallest)


def _kind(plan: Plan) -> bool | None:
    """Whether every node is a geometric mean (True) or an arithmetic one (False) of what is there; None if neither."""
    kinds = set()
    for place in plan.places:
        if not place.children:
            continue
        if place.aggregation is None or place.missing is None or not place.aggregation.rescaled:
            return None
        if place.missing.parents == "zero":
            return None
        kinds.add(place.aggregation.additive)
    return kinds == {"log"} if kinds in ({"log"}, {"linear"}) else None


def _there(plan: Plan, present: Bools, enough: Bools | None) -> Bools:
    """`[place, region]` where there is a score."""
    there = np.zeros((len(plan.places), present.shape[1]), dtype=np.bool_)
    there[list(plan.leaves)] = present
    for node in plan.upwards:
        place = plan.places[node]
        below = there[list(place.children)]
        fail = place.missing is not None and place.missing.parents == "fail"
        there[node] = below.all(axis=0) if fail else below.any(axis=0)
        if enough is not None:
            there[node] &= enough[node]
    return there


def _guards(plan: Plan) -> list[tuple[int, float]]:
    """Nodes that ask for a minimum of coverage, and how much."""
    return [
        (node, place.missing.min_coverage)
        for node, place in enumerate(plan.places)
        if place.missing is not None and place.missing.min_coverage > 0
    ]


def _enough(plan: Plan, measured: Floats, weights: Floats) -> Bools:
    """`[place, region]` where enough is measured under the weights `[place]`."""
    enough = np.ones((len(plan.places), measured.shape[1]), dtype=np.bool_)
    found = _coverage(plan, measured.astype(np.float32), weights[None, :].astype(np.float32))
    for node, least in _guards(plan):
        enough[node] = found[node][0] >= least
    return enough


def _coverage(plan: Plan, measured: Singles, weights: Singles) -> dict[int, Singles]:
    """Coverage of each node, `[draw, region]`; a single 1 where everything below is measured."""
    found: dict[int, Singles] = {}
    for node in plan.upwards:
        inner, slots, leaves = _children(plan, node)
        if measured[slots].all() and all(found[child].shape == (1, 1) for child in inner):
            found[node] = np.ones((1, 1), dtype=np.float32)
            continue
        covered = weights[:, leaves] @ measured[slots]
        for child in inner:
            covered += weights[:, child, None] * found[child]
        covered /= weights[:, list(plan.places[node].children)].sum(axis=1, keepdims=True)
        found[node] = covered
    return found


def _children(plan: Plan, node: int) -> tuple[list[int], slice | list[int], slice | list[int]]:
    """Positions of the inner children; slots and positions of the indicators."""
    children = plan.places[node].children
    leaves = tuple(child for child in children if plan.places[child].slot >= 0)
    slots = tuple(plan.places[child].slot for child in leaves)
    return [child for child in children if plan.places[child].slot < 0], slice_of(slots), slice_of(leaves)


def _scale(sums: Floats) -> float:
    wide = float(np.abs(sums).max())
    return LIMIT / 2 / wide if wide > 0 else 1.0


def _decimals(kernel: Kernel) -> int:
    ranking = kernel.plan.ranking
    return ranking.decimals if ranking.basis == "printed" else 9


def _pieces(work: Callable[[slice], Floats], count: int) -> Floats:
    """A long list worked on in pieces that fit the cache."""
    found = np.empty(count)
    for i in range(0, count, _PIECE):
        at = slice(i, i + _PIECE)
        found[at] = work(at)
    return found
