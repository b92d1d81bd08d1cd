"""Places of many draws at once: one integer sort, counted without keeping the draws.

A score rounded to 9 decimals and the number of its region are packed into one 64-bit integer, so that sorting
integers gives places and ties exactly as the ranking of record does. Counts are integers, so that the result is the
same at any number of threads.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from evaluator.methods.base import Floats
from evaluator.robustness.histogram import Counts, Histogram, Listed, no_places
from evaluator.robustness.scores import Scorer, scorer
from evaluator.scoring.kernel import Kernel

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
    region, place = _ordered(scores, decimals)
    if place is None:
        place = np.broadcast_to(np.arange(1, scores.shape[1] + 1), scores.shape)
    result = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(result, region, place, axis=1)
    return result


def place_draws(kernel: Kernel, period: int, weights: Floats, use: Callable[[Counts], T]) -> list[T]:
    """Give the places `[draw, region]` of each block of draws to a function; its answers come in order."""
    score, decimals = _prepared(kernel, period)
    size = max(1, BLOCK // max(1, len(kernel.cells.regions)))
    blocks = [weights[i : i + size] for i in range(0, len(weights), size)]
    return list(_threaded(lambda block: use(places_of(score(block), decimals)), blocks))


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
    regions = len(kernel.cells.regions)
    score, decimals = _prepared(kernel, period)
    # Each block ends in a table with a cell for each region and place: it is to hold at least twice as many scores.
    size = max(1, max(BLOCK, 2 * regions * regions) // max(1, regions))
    size = min(size, -(-len(weights) // 4) or 1)
    blocks = [weights[i : i + size] for i in range(0, len(weights), size)]
    total = no_places(regions, pairs)
    for done, found in enumerate(_threaded(lambda block: _counted(score, block, decimals, pairs), blocks), start=1):
        total = total.joined(found)
        if progress is not None:
            progress(done / len(blocks))
    return total


def list_places(
    kernel: Kernel, period: int, weights: Floats, progress: Callable[[float], None] | None = None
) -> Listed:
    """Every place of every draw, two bytes each (four from 65,536 regions on); for more than `MANY` regions."""
    regions = len(kernel.cells.regions)
    found = np.empty((regions, len(weights)), dtype=np.uint16 if regions < 2**16 else np.uint32)
    score, decimals = _prepared(kernel, period)
    size = max(16, BLOCK // regions)
    starts = list(range(0, len(weights), size))

    def work(start: int) -> None:
        end = min(len(weights), start + size)
        found[:, start:end] = places_of(score(weights[start:end]), decimals).T

    for done, _ in enumerate(_threaded(work, starts), start=1):
        if progress is not None:
            progress(done / len(starts))
    return Listed.of(found)


def _prepared(kernel: Kernel, period: int) -> tuple[Scorer, int]:
    """How to score, with everything worked out before threads share it, and the decimals of the ranking."""
    kernel.normalised, kernel.treated, kernel.measured  # noqa: B018 - cached properties
    ranking = kernel.plan.ranking
    return scorer(kernel, period), ranking.decimals if ranking.basis == "printed" else 9


def _counted(score: Scorer, weights: Floats, decimals: int, pairs: bool) -> Histogram:
    """Score and count a block, a piece that fits the cache at a time."""
    regions = score(weights[:1]).shape[1]
    step = max(1, BLOCK // regions)
    order = np.empty((len(weights), regions), dtype=np.int32)
    moves: list[tuple[Counts, Counts, Counts]] = []
    ahead = np.zeros((regions, regions)) if pairs else None
    for i in range(0, len(weights), step):
        scores = score(weights[i : i + step])
        region, place = _ordered(scores, decimals)
        order[i : i + step] = region
        if place is not None:
            row, column = np.nonzero(place != np.arange(1, regions + 1))
            moves.append((region[row, column], column, place[row, column]))
        if ahead is not None:
            ahead += _ahead(places_of(scores, decimals))
    table = _positions(order)
    unplaced = np.zeros(regions, dtype=np.int64)
    for region, column, place in moves:
        # Ties and missing scores stand elsewhere than where the sort put them.
        np.subtract.at(table, (column, region), 1)
        there = place > 0
        np.add.at(table, (place[there] - 1, region[there]), 1)
        unplaced += np.bincount(region[~there], minlength=regions)
    return Histogram(table.T, len(weights), unplaced, ahead)


def _positions(order: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> Counts:
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


def _ordered(scores: Floats, decimals: int) -> tuple[Counts, Counts | None]:
    """Regions `[draw, position]`, best first, and the place of each position (None: just the position + 1)."""
    packed, bits, gaps = _packed(scores, decimals)
    packed.sort(axis=1)
    region: Counts = packed & ((1 << bits) - 1)
    packed >>= bits
    same = packed[:, 1:] == packed[:, :-1]
    if not gaps and not same.any():
        return region, None
    place = np.tile(np.arange(1, scores.shape[1] + 1), (len(scores), 1))
    place[:, 1:][same] = 0
    place = np.maximum.accumulate(place, axis=1)
    place[packed == _LAST >> bits] = 0
    return region, place


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
        _, order = np.unique(np.round(scores, decimals), return_inverse=True)
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


def _threaded(work: Callable[[S], T], tasks: list[S]) -> Iterator[T]:
    """Answers in the order of the tasks."""
    with _single_blas():
        if len(tasks) < 2:
            yield from map(work, tasks)
            return
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
            yield from pool.map(work, tasks)


_LOCK = threading.Lock()
_INSIDE: list[Callable[[], None]] = []
_USERS = [0]


@contextmanager
def _single_blas() -> Iterator[None]:
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
