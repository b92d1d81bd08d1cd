"""Order of many draws: scores of single precision packed with region numbers into 32 bits, near-ties redone in double.

What is left after rounding to single precision and to the bits beside the region's number is measured on a few draws;
neighbours nearer than four times that are scored again in double precision, so that places and ties are those of the
ranking of record. Draws of several kernels of the same regions are put in order together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.methods.base import Bools, Floats
from evaluator.robustness.histogram import Counts
from evaluator.robustness.singles import LIMIT, Single

MOST_BITS = 13
"""Region numbers take so many of the 32 bits at most."""
Order = NDArray[np.int32]


@dataclass(frozen=True)
class Ordering:
    """Regions in order, and who does not stand at the place of its position.

    Attributes:
        region: `[draw, position]`, best first.
        row: Draw of each exception.
        column: Position of each exception.
        place: Its place, 0 for none.
    """

    region: Order
    row: Counts
    column: Counts
    place: Counts


def bits_of(regions: int) -> int:
    """Bits that hold the number of any region."""
    return max(1, int(regions - 1).bit_length())


def order_together(parts: Sequence[tuple[Single, Floats]], regions: int) -> Ordering | None:
    """Order of a block of draws, each kernel ready for single precision with its weights `[draw, place]`.

    Args:
        parts: Kernels that rank the same regions.
        regions: How many regions there are; those that are never ranked come last.

    Returns:
        None if a draw needs double precision, or single precision says too little.
    """
    ready = []
    for single, weights in parts:
        found, usable = single.ready(weights)
        if not usable.all():
            return None
        ready.append((single, found))
    ranked = parts[0][0].ranked
    packed = np.empty((sum(len(own) for _, own in ready), len(ranked)), dtype=np.int32)
    near = np.empty((len(packed), 1))
    start = 0
    for single, own in ready:
        end = start + len(own)
        sums, near[start:end, 0] = single.sums(own)
        with np.errstate(invalid="ignore"):
            packed[start:end] = sums
        start = end
    mask = (1 << bits_of(len(ranked))) - 1
    near += 2 * mask + 4
    if bits_of(len(ranked)) > MOST_BITS or not near.max() < LIMIT / len(ranked):
        return None
    packed &= ~mask
    packed |= np.arange(len(ranked), dtype=np.int32)
    packed.sort(axis=1)
    edge = int(2.0**31) - 2 * mask - 2
    if int(packed[:, 0].min()) < -edge or int(packed[:, -1].max()) > edge:
        return None
    apart = packed.view(np.uint32)
    close = (apart[:, 1:] - apart[:, :-1]) < near.astype(np.uint32)
    packed &= mask
    return _among(_redone(packed, close, ready), ranked, regions)


def merged(usable: Bools, quick: Ordering, slow: Ordering) -> Ordering:
    """Orderings of the draws that are usable and of those that are not, in the order of the draws."""
    region = np.empty((len(usable), quick.region.shape[1]), dtype=np.int32)
    rows = [np.flatnonzero(usable), np.flatnonzero(~usable)]
    for row, own in zip(rows, (quick, slow), strict=True):
        region[row] = own.region
    return Ordering(
        region,
        np.concatenate([rows[0][quick.row], rows[1][slow.row]]),
        np.concatenate([quick.column, slow.column]),
        np.concatenate([quick.place, slow.place]),
    )


def _redone(region: Order, near: Bools, ready: Sequence[tuple[Single, Floats]]) -> Ordering:
    """Runs of near neighbours put in order by their scores in double precision."""
    left = np.zeros(region.shape, dtype=np.bool_)
    left[:, 1:] = near
    inside = left.copy()
    inside[:, :-1] |= near
    at = np.flatnonzero(inside)
    run = np.cumsum(~left.ravel()[at])
    row, column = np.divmod(at, region.shape[1])
    own = region.ravel()[at].astype(np.int64)
    key = np.empty(len(at))
    start = 0
    for single, weights in ready:
        span = slice(*np.searchsorted(row, (start, start + len(weights))))
        key[span] = single.keys(weights, row[span] - start, own[span])
        start += len(weights)
    order = np.lexsort((own, -key, run))
    own, key = own[order], key[order]
    region.ravel()[at] = own
    tied = np.zeros(len(at), dtype=np.bool_)
    tied[1:] = (key[1:] == key[:-1]) & (run[1:] == run[:-1])
    first = np.maximum.accumulate(np.where(tied, 0, np.arange(len(at))))
    return Ordering(region, row[tied], column[tied], column[first[tied]] + 1)


def _among(found: Ordering, ranked: Counts, regions: int) -> Ordering:
    """The same among all regions: those never ranked come last, without a place."""
    if len(ranked) == regions:
        return found
    draws = len(found.region)
    last = np.setdiff1d(np.arange(regions), ranked)
    region = np.empty((draws, regions), dtype=np.int32)
    region[:, : len(ranked)] = ranked[found.region]
    region[:, len(ranked) :] = last
    row, column = np.divmod(np.arange(draws * len(last)), len(last))
    return Ordering(
        region,
        np.concatenate([found.row, row]),
        np.concatenate([found.column, column + len(ranked)]),
        np.concatenate([found.place, np.zeros(len(row), dtype=np.int64)]),
    )
