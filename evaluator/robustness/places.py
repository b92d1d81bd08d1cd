"""Places of many draws at once: one integer sort, counted without keeping the draws.

A score rounded to 9 decimals and the number of its region are packed into one 64-bit integer, so that sorting
integers gives places and ties exactly as the ranking of record does. Counts are integers, so that the result is the
same at any number of threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from evaluator.methods.base import Floats
from evaluator.robustness.histogram import Counts, Histogram, Listed, no_places
from evaluator.robustness.quick import Order, Ordering, merged, order_together
from evaluator.robustness.scores import Scorer, scorer
from evaluator.robustness.singles import Single, single
from evaluator.scoring.kernel import Kernel, rounded

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

__all__ = ["MANY", "Counts", "Histogram", "Listed", "count_places", "list_places", "place_draws", "places_of"]
BLOCK = 120_000
"""Scores that are worked on at once: so few that they stay in the processor's cache."""
MANY = 6_000
"""Regions from which the draws are listed: a table of counts, region by place, would be larger."""
_STRIPE = 64
_LAST = np.iinfo(np.int64).max
_SCALE = 10.0
S = TypeVar("S")
T = TypeVar("T")


def places_of(scores: Floats, decimals: int = 9) -> Counts:
    """Places `[draw, region]`, ties share the best place, 0 where there is no score."""
    return _spread(_ordered(scores, decimals))


def place_draws(kernel: Kernel, period: int, weights: Floats, use: Callable[[Counts], T]) -> list[T]:
    """Give the places `[draw, region]` of each block of draws to a function; its answers come in order."""
    order = _orderer(kernel, period, weights)
    size = max(1, BLOCK // max(1, len(kernel.cells.regions)))
    blocks = [weights[i : i + size] for i in range(0, len(weights), size)]
    return list(threaded(lambda block: use(_spread(order(block))), blocks))


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
    return count_parts([(kernel, weights)], period, pairs, progress)


def count_parts(
    parts: Sequence[tuple[Kernel, Floats]],
    period: int,
    pairs: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Histogram:
    """Count the places over draws of several methods together, each a kernel of the same regions with its weights."""
    regions = len(parts[0][0].cells.regions)
    step = max(1, BLOCK // max(1, regions))
    with single_blas():
        pieces = [(_orderer(kernel, period, weights), weights) for kernel, weights in parts]
    blocks = _blocks(pieces, step)
    # Each task ends in a table with a cell for each region and place: it is to hold at least twice as many scores.
    draws = sum(len(weights) for _, weights in parts)
    size = -(-min(max(step, 2 * regions), -(-draws // 4)) // step) or 1
    tasks = [blocks[i : i + size] for i in range(0, len(blocks), size)]
    total = no_places(regions, pairs)

    def work(task: list[list[Piece]]) -> Histogram:
        orderings = (found for block in task for found in _put(block, regions))
        return _counted(orderings, sum(len(own) for block in task for _, own in block), regions, pairs)

    for done, found in enumerate(threaded(work, tasks), start=1):
        total = total.joined(found)
        if progress is not None:
            progress(done / len(tasks))
    return total


def list_places(
    kernel: Kernel, period: int, weights: Floats, progress: Callable[[float], None] | None = None
) -> Listed:
    """Every place of every draw, two bytes each (four from 65,536 regions on); for more than `MANY` regions."""
    regions = len(kernel.cells.regions)
    found = np.empty((regions, len(weights)), dtype=np.uint16 if regions < 2**16 else np.uint32)
    order = _orderer(kernel, period, weights)
    size = max(16, BLOCK // regions)
    starts = list(range(0, len(weights), size))

    def work(start: int) -> None:
        end = min(len(weights), start + size)
        found[:, start:end] = _spread(order(weights[start:end])).T

    for done, _ in enumerate(threaded(work, starts), start=1):
        if progress is not None:
            progress(done / len(starts))
    return Listed.of(found)


@dataclass(frozen=True)
class Orderer:
    """How to put draws of one kernel in order: in single precision where that suffices, else in double."""

    kernel: Kernel
    period: int
    single: Single | None

    @cached_property
    def _score(self) -> Scorer:
        return scorer(self.kernel, self.period)

    def __call__(self, weights: Floats) -> Ordering:
        """Order of a block of draws."""
        if self.single is None:
            return self.doubly(weights)
        regions, usable = len(self.kernel.cells.regions), self.single.ready(weights)[1]
        found = order_together([(self.single, weights[usable])], regions) if 2 * usable.sum() > len(usable) else None
        if found is None or usable.all():
            return self.doubly(weights) if found is None else found
        return merged(usable, found, self.doubly(weights[~usable]))

    def doubly(self, weights: Floats) -> Ordering:
        """Order of a block of draws in double precision."""
        ranking = self.kernel.plan.ranking
        return _ordered(self._score(weights), ranking.decimals if ranking.basis == "printed" else 9)


Piece = tuple[Orderer, Floats]


def _orderer(kernel: Kernel, period: int, weights: Floats) -> Orderer:
    """An orderer with everything worked out before threads share it."""
    kernel.normalised, kernel.treated, kernel.measured  # noqa: B018 - cached properties
    return Orderer(kernel, period, single(kernel, period, weights))


def _blocks(parts: Sequence[Piece], step: int) -> list[list[Piece]]:
    """Draws in blocks of so many; a block may take its draws from several parts.

    It takes up to a quarter more rather than split a part: each piece of a part costs a product of its own.
    """
    blocks: list[list[Piece]] = [[]]
    room = step
    for order, weights in parts:
        start = 0
        while start < len(weights):
            if not room:
                blocks.append([])
                room = step
            left = len(weights) - start
            own = weights[start:] if left <= room + step // 4 else weights[start : start + room]
            blocks[-1].append((order, own))
            start += len(own)
            room = max(0, room - len(own))
    return blocks if blocks[0] else []


def _put(block: list[Piece], regions: int) -> list[Ordering]:
    """Order of a block: together if every part is quick and ranks the same regions."""
    parts = [(order.single, weights) for order, weights in block if order.single is not None]
    same = len(parts) == len(block) and all(np.array_equal(one.ranked, parts[0][0].ranked) for one, _ in parts[1:])
    found = order_together(parts, regions) if same else None
    return [order(weights) for order, weights in block] if found is None else [found]


def _counted(orderings: Iterable[Ordering], draws: int, regions: int, pairs: bool) -> Histogram:
    """Count some draws, an ordering that fits the cache at a time."""
    order = np.empty((draws, regions), dtype=np.int32)
    moves: list[tuple[Order, Counts, Counts]] = []
    ahead = np.zeros((regions, regions)) if pairs else None
    start = 0
    for found in orderings:
        end = start + len(found.region)
        order[start:end] = found.region
        start = end
        if len(found.row):
            moves.append((found.region[found.row, found.column], found.column, found.place))
        if ahead is not None:
            ahead += _ahead(_spread(found))
    table = _positions(order)
    unplaced = np.zeros(regions, dtype=np.int64)
    for region, column, place in moves:
        # Ties and missing scores stand elsewhere than where the sort put them.
        np.subtract.at(table, (column, region), 1)
        there = place > 0
        np.add.at(table, (place[there] - 1, region[there]), 1)
        unplaced += np.bincount(region[~there], minlength=regions)
    return Histogram(table.T, draws, unplaced, ahead)


def _spread(found: Ordering) -> Counts:
    """Places `[draw, region]`."""
    draws, regions = found.region.shape
    result = np.empty((draws, regions), dtype=np.int64)
    at = found.region + (np.arange(draws) * regions)[:, None]
    result.ravel()[at] = np.arange(1, regions + 1)
    result[found.row, found.region[found.row, found.column]] = found.place
    return result


def _positions(order: Order) -> Counts:
    """`[position, region]` how often each region stood at each position of `[draw, position]`.

    Counted a stripe of positions at a time: the cells that are added to then lie close together in memory.
    """
    regions = order.shape[1]
    table = np.empty((regions, regions), dtype=np.int64)
    for start in range(0, regions, _STRIPE):
        own = order[:, start : start + _STRIPE].T.astype(np.int64)
        own += (np.arange(len(own)) * regions)[:, None]
        counts = np.bincount(own.ravel(), minlength=len(own) * regions)
        table[start : start + len(own)] = counts.reshape(len(own), regions)
    return table


def _ordered(scores: Floats, decimals: int) -> Ordering:
    """Order of scores `[draw, region]` in double precision."""
    packed, bits, gaps = _packed(scores, decimals)
    packed.sort(axis=1)
    region: Order = (packed & ((1 << bits) - 1)).astype(np.int32)
    packed >>= bits
    same = packed[:, 1:] == packed[:, :-1]
    if not gaps and not same.any():
        nothing = np.zeros(0, dtype=np.int64)
        return Ordering(region, nothing, nothing, nothing)
    own = np.arange(1, scores.shape[1] + 1)
    place = np.tile(own, (len(scores), 1))
    place[:, 1:][same] = 0
    place = np.maximum.accumulate(place, axis=1)
    place[packed == _LAST >> bits] = 0
    row, column = np.nonzero(place != own)
    return Ordering(region, row, column, place[row, column])


def _packed(scores: Floats, decimals: int) -> tuple[Counts, int, bool]:
    """Rounded scores, best first, with the region in the lowest bits; how many bits; whether a score is missing."""
    regions = scores.shape[1]
    bits = max(1, int(regions - 1).bit_length())
    limit, scale = float(2 ** (62 - bits)), _SCALE**decimals
    low, high = float(scores.min(initial=0.0)), float(scores.max(initial=0.0))
    gaps = bool(np.isnan(low))
    if gaps:
        low, high = float(np.nanmin(scores, initial=0.0)), float(np.nanmax(scores, initial=0.0))
    if max(-low, high) * scale >= limit:
        # Scores too large for 64 bits are replaced by their order among the rounded ones.
        _, order = np.unique(rounded(scores, decimals), return_inverse=True)
        values = order.reshape(scores.shape).astype(np.float64)
    elif low >= 0:
        values = scores * scale
        values += 0.5
        np.floor(values, out=values)
    else:
        values = np.copysign(np.floor(np.abs(scores) * scale + 0.5), scores)
    np.negative(values, out=values)
    if gaps:
        values[np.isnan(scores)] = 0.0
    keys = values.astype(np.int64)
    keys <<= bits
    if gaps:
        keys[np.isnan(scores)] = (_LAST >> bits) << bits
    keys |= np.arange(regions)
    return keys, bits, gaps


def _ahead(places: Counts) -> Floats:
    """`[a, b]` in how many rows a stands ahead of b, ties counting half."""
    regions = places.shape[1]
    there = np.where(places > 0, places, regions + 1).astype(np.int32)
    found = np.zeros((regions, regions))
    for a in range(regions):
        own = there[:, a : a + 1]
        found[a] = (own < there).sum(axis=0) + 0.5 * (own == there).sum(axis=0)
    return found


def threaded(work: Callable[[S], T], tasks: list[S]) -> Iterator[T]:
    """Answers in the order of the tasks, from a few threads with one BLAS thread each."""
    with single_blas():
        if len(tasks) < 2:
            yield from map(work, tasks)
            return
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
            yield from pool.map(work, tasks)


_LOCK = threading.Lock()
_INSIDE: list[Callable[[], None]] = []
_USERS = [0]


@contextmanager
def single_blas() -> Iterator[None]:
    """One BLAS thread while our own threads work: both together once cost 77 times the time.

    The limit holds for the whole process: the first to come sets it, the last to go lifts it.
    """
    with _LOCK:
        if not _USERS[0]:
            _INSIDE.append(_controller().limit(limits=1, user_api="blas").restore_original_limits)
        _USERS[0] += 1
    try:
        yield
    finally:
        with _LOCK:
            _USERS[0] -= 1
            if not _USERS[0]:
                _INSIDE.pop()()


@cache
def _controller() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
