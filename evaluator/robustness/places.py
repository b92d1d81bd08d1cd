"""Scores and places of many weight draws at once: blocked matrix products, one integer sort, a histogram.

A score rounded to 9 decimals and the number of its region are packed into one 64-bit integer, so that sorting
integers gives places and ties exactly as the ranking of record does. Counts are integers, so that the result is the
same at any number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.methods.base import Floats
from evaluator.scoring.kernel import TOLERANCE, Kernel, aggregate
from evaluator.scoring.plan import Place, Plan
from evaluator.scoring.whatif import is_linear, slice_of

Counts = NDArray[np.int64]
BLOCK = 120_000
"""Scores that are worked on at once: so few that they stay in the processor's cache."""
_LAST = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Histogram:
    """How often each region took each place.

    Attributes:
        counts: `[region, place]`, place 1 in column 0.
        draws: Number of draws.
        unplaced: Draws without a place, `[region]`.
        ahead: `[a, b]` number of draws in which a stood ahead of b, ties counting half; None if not asked for.
    """

    counts: Counts
    draws: int
    unplaced: Counts
    ahead: Floats | None = None

    def quantile(self, share: float) -> Floats:
        """Quantile of the places of each region, linear between order statistics (Hyndman and Fan type 7)."""
        total = self.counts.sum(axis=1)
        below = self.counts.cumsum(axis=1)
        at = np.maximum(total - 1, 0) * share
        low = np.floor(at + 1e-9)
        first = _order(below, low)
        second = _order(below, np.minimum(low + 1, np.maximum(total - 1, 0)))
        found = first + (second - first) * np.maximum(0.0, at - low)
        return np.where(total > 0, found, np.nan)

    @property
    def mean(self) -> Floats:
        """Mean place of each region."""
        total = self.counts.sum(axis=1)
        sums = self.counts @ np.arange(1, self.counts.shape[1] + 1)
        found: Floats = np.divide(sums, total, out=np.full(len(total), np.nan), where=total > 0)
        return found

    def share(self, best: int, worst: int | None = None) -> Floats:
        """Share of draws with a place from `best` to `worst` (both included; by default just `best`)."""
        found: Floats = self.counts[:, best - 1 : worst or best].sum(axis=1) / max(1, self.draws)
        return found

    def joined(self, other: Histogram) -> Histogram:
        """Two sets of draws together."""
        ahead = None if self.ahead is None or other.ahead is None else self.ahead + other.ahead
        return Histogram(self.counts + other.counts, self.draws + other.draws, self.unplaced + other.unplaced, ahead)


def scores_of(kernel: Kernel, period: int, weights: Floats) -> Floats:
    """Root scores `[draw, region]` of one period for weights `[draw, place]`."""
    return _scorer(kernel, period)(weights)


def _scorer(kernel: Kernel, period: int) -> Callable[[Floats], Floats]:
    """The quickest way to score a block of draws: one product, level by level, or one by one."""
    t = slice(period, period + 1)
    plan = kernel.plan
    normalised, treated, measured = kernel.normalised[t], kernel.treated[t], kernel.measured[t]
    if is_linear(plan) and not np.isnan(normalised).any() and (measured == 1).all():
        values = np.ascontiguousarray(normalised[0])
        return lambda weights: block_shares(plan, weights) @ values
    if _fast(kernel):
        return _Levels(kernel, period).scores
    return lambda weights: np.stack(
        [aggregate(plan, normalised, treated, measured, row).score[0, 0] for row in weights]
    )


def block_shares(plan: Plan, weights: Floats) -> Floats:
    """What each indicator weighs in the root, `[draw, indicator]`."""
    shares = np.empty_like(weights)
    shares[:, 0] = 1.0
    for node in reversed(plan.upwards):
        place = plan.places[node]
        assert place.aggregation is not None
        at = slice_of(place.children)
        own = weights[:, at]
        if place.aggregation.rescaled:
            total = own.sum(axis=1, keepdims=True)
            own = np.divide(own, total, out=np.full(own.shape, np.nan), where=total > 0)
        shares[:, at] = own * shares[:, node, None]
    leaves: Floats = shares[:, slice_of(plan.leaves)]
    return leaves


def places_of(scores: Floats, decimals: int = 9) -> Counts:
    """Places `[draw, region]`, ties share the best place, 0 where there is no score."""
    packed, bits = _packed(scores, decimals)
    packed.sort(axis=1)
    region = packed & ((1 << bits) - 1)
    value = packed >> bits
    draws, regions = scores.shape
    place = np.tile(np.arange(1, regions + 1), (draws, 1))
    tied = value[:, 1:] == value[:, :-1]
    if tied.any():
        place[:, 1:][tied] = 0
        place = np.maximum.accumulate(place, axis=1)
    place[value == _LAST >> bits] = 0
    result = np.empty_like(place)
    np.put_along_axis(result, region, place, axis=1)
    return result


def count_places(
    kernel: Kernel,
    period: int,
    weights: Floats,
    pairs: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Histogram:
    """Count the places of every region over draws of weights.

    Args:
        kernel: Normalised values and tree.
        period: Position of the period.
        weights: `[draw, place]`, relative among siblings, none below zero.
        pairs: Also count how often each region stands ahead of each other.
        progress: Told the share that is done.
    """
    from threadpoolctl import threadpool_limits

    regions = len(kernel.cells.regions)
    # A table of counts has a cell for each region and place: it is added to once for at least twice as many scores.
    size = max(1, max(BLOCK, 2 * regions * regions) // max(1, regions))
    size = min(size, -(-len(weights) // 4) or 1)
    blocks = [weights[i : i + size] for i in range(0, len(weights), size)]
    kernel.normalised, kernel.treated, kernel.measured  # noqa: B018 - worked out once, before the threads share it
    decimals = kernel.plan.ranking.decimals if kernel.plan.ranking.basis == "printed" else 9

    score = _scorer(kernel, period)

    def count(block: Floats) -> Histogram:
        return _counted(score, block, decimals, pairs)

    nothing = np.zeros((regions, regions), dtype=np.int64)
    total = Histogram(nothing, 0, np.zeros(regions, dtype=np.int64), np.zeros((regions, regions)) if pairs else None)
    # BLAS threads beside our own once cost 77 times the time.
    with threadpool_limits(1), ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        for done, histogram in enumerate(pool.map(count, blocks), start=1):
            total = total.joined(histogram)
            if progress is not None:
                progress(done / len(blocks))
    return total


def _counted(score: Callable[[Floats], Floats], weights: Floats, decimals: int, pairs: bool) -> Histogram:
    """Score and count a block, a piece that fits the cache at a time."""
    first = score(weights[:1])
    regions = first.shape[1]
    step = max(1, BLOCK // regions)
    table = np.zeros((regions, regions + 1), dtype=np.int64)
    flat = np.empty((len(weights), regions), dtype=np.int64)
    ahead = np.zeros((regions, regions)) if pairs else None
    filled = 0
    for i in range(0, len(weights), step):
        scores = score(weights[i : i + step])
        untied = None if pairs else _untied(scores, decimals)
        if untied is not None:
            flat[filled : filled + len(untied)] = untied
            filled += len(untied)
            continue
        places = places_of(scores, decimals)
        own = (np.arange(regions) * (regions + 1) + places).ravel()
        table += np.bincount(own, minlength=table.size).reshape(table.shape)
        if ahead is not None:
            ahead += _ahead(places)
    if filled:
        table += np.bincount(flat[:filled].ravel(), minlength=table.size).reshape(table.shape)
    return Histogram(table[:, 1:], len(weights), table[:, 0], ahead)


def _ahead(places: Counts) -> Floats:
    """`[a, b]` in how many rows a stands ahead of b, ties counting half."""
    regions = places.shape[1]
    there = np.where(places > 0, places, regions + 1).astype(np.int32)
    found = np.zeros((regions, regions))
    for a in range(regions):
        own = there[:, a : a + 1]
        found[a] = (own < there).sum(axis=0) + 0.5 * (own == there).sum(axis=0)
    return found


def _untied(scores: Floats, decimals: int) -> Counts | None:
    """Cells of the table of counts `[draw, region]` where every score is there and none ties; None otherwise."""
    regions = scores.shape[1]
    bits = max(1, int(regions - 1).bit_length())
    scaled = scores * -(10.0**decimals)
    top = float(np.abs(scaled).max(initial=0.0))
    if not top < float(2 ** (61 - bits)):
        return None
    np.rint(scaled, out=scaled)
    packed = scaled.astype(np.int64)
    packed <<= bits
    packed |= np.arange(regions)
    packed.sort(axis=1)
    region: Counts = packed & ((1 << bits) - 1)
    packed >>= bits
    if (packed[:, 1:] == packed[:, :-1]).any():
        return None
    region *= regions + 1
    region += np.arange(1, regions + 1)
    return region


def _packed(scores: Floats, decimals: int) -> tuple[Counts, int]:
    """Rounded scores, best first, with the region in the lowest bits."""
    regions = scores.shape[1]
    bits = max(1, int(regions - 1).bit_length())
    limit = float(2 ** (62 - bits))
    scale = 10.0**decimals
    largest = float(np.nanmax(np.abs(scores), initial=0.0)) * scale
    if largest >= limit:
        # Scores too large for 64 bits are replaced by their order among the rounded ones.
        rounded = np.round(scores, decimals)
        _, order = np.unique(rounded, return_inverse=True)
        values = order.reshape(scores.shape).astype(np.float64)
    else:
        values = np.copysign(np.floor(np.abs(scores) * scale + 0.5), scores)
    keys = np.where(np.isnan(scores), 0.0, -values).astype(np.int64) << bits
    keys[np.isnan(scores)] = (_LAST >> bits) << bits
    return keys | np.arange(regions), bits


def _order(below: Counts, position: Floats) -> Floats:
    """The place at a position (from 0) among the ordered places of each region."""
    found: Floats = (below <= position[:, None]).sum(axis=1) + 1.0
    return found


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
