"""Order of many draws in single precision: scores packed with region numbers into 32 bits, near-ties redone in double.

For trees whose root is one weighted sum (or the exponential of one) of values that are all there. What is left after
rounding to single precision and to the bits beside the region's number is measured on a few draws; neighbours nearer
than four times that are scored again in double precision, so that places and ties are those of the ranking of record.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.methods.base import Floats
from evaluator.robustness.histogram import Counts
from evaluator.robustness.scores import block_shares, whole_sum
from evaluator.scoring.kernel import Kernel, rounded

MOST_BITS = 13
"""Region numbers take so many of the 32 bits at most."""
_LIMIT = 2.0**30
_SAMPLE = 16
_PIECE = 2_048
Singles = NDArray[np.float32]
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


@dataclass(frozen=True)
class Quick:
    """A kernel ready to order draws in single precision.

    Attributes:
        kernel: Normalised values and tree.
        values: What the root adds up, `[region, indicator]`, double.
        log: Whether the score is the exponential of the sum.
        decimals: Decimals of the ranking.
        middle: Shares around which draws lie, `[indicator]`.
        scaled: `[indicator + 1, region]`: values apart from the indicator's mean, below them the sum for `middle`; all
            negated and scaled so that draws fill 31 bits.
        near: Packed numbers nearer than this may be in the wrong order.
    """

    kernel: Kernel
    values: Floats
    log: bool
    decimals: int
    middle: Floats
    scaled: Singles
    near: int

    @property
    def bits(self) -> int:
        """Bits of a region's number."""
        return bits_of(len(self.values))

    def order(self, weights: Floats) -> Ordering | None:
        """Order of a block of draws; None if it needs double precision (no weight at all, or far from the sample)."""
        shares = block_shares(self.kernel.plan, weights)
        if np.isnan(shares).any():
            return None
        mask = (1 << self.bits) - 1
        sums = _single(shares, self.middle) @ self.scaled
        with np.errstate(invalid="ignore"):
            packed = sums.astype(np.int32)
        packed &= ~mask
        packed |= np.arange(packed.shape[1], dtype=np.int32)
        packed.sort(axis=1)
        edge = int(2 * _LIMIT) - 2 * mask - 2
        if int(packed[:, 0].min()) < -edge or int(packed[:, -1].max()) > edge:
            return None
        apart = packed.view(np.uint32)
        near = (apart[:, 1:] - apart[:, :-1]) < np.uint32(self.near)
        packed &= mask
        return self._redone(packed, near, shares)

    def _redone(self, region: Order, near: NDArray[np.bool_], shares: Floats) -> Ordering:
        """Runs of near neighbours put in order by their scores in double precision."""
        left = np.zeros(region.shape, dtype=np.bool_)
        left[:, 1:] = near
        inside = left.copy()
        inside[:, :-1] |= near
        at = np.flatnonzero(inside)
        run = np.cumsum(~left.ravel()[at])
        row, column = np.divmod(at, region.shape[1])
        own = region.ravel()[at]
        key = np.empty(len(at))
        for i in range(0, len(at), _PIECE):
            piece = slice(i, i + _PIECE)
            key[piece] = np.einsum("ij,ij->i", shares[row[piece]], self.values[own[piece]])
        key = rounded(np.exp(key) if self.log else key, self.decimals)
        order = np.lexsort((own, -key, run))
        own, key = own[order], key[order]
        region.ravel()[at] = own
        tied = np.zeros(len(at), dtype=np.bool_)
        tied[1:] = (key[1:] == key[:-1]) & (run[1:] == run[:-1])
        first = np.maximum.accumulate(np.where(tied, 0, np.arange(len(at))))
        return Ordering(region, row[tied], column[tied], column[first[tied]] + 1)


def quick(kernel: Kernel, period: int, weights: Floats) -> Quick | None:
    """Prepare a kernel for draws of weights; None if it is no one sum of values or single precision says too little."""
    found = whole_sum(kernel, period)
    ranking = kernel.plan.ranking
    decimals = ranking.decimals if ranking.basis == "printed" else 9
    if found is None or not len(weights):
        return None
    values, log = found
    regions = values.shape[1]
    if bits_of(regions) > MOST_BITS:
        return None
    some = block_shares(kernel.plan, weights[:: max(1, len(weights) // _SAMPLE)][:_SAMPLE])
    if np.isnan(some).any():
        return None
    middle = some.mean(axis=0)
    centred = values - values.mean(axis=1, keepdims=True)
    wide = float(np.abs(some @ centred).max())
    scale = _LIMIT / wide if wide > 0 else 1.0
    scaled = (-scale * np.vstack([centred, middle @ centred])).astype(np.float32)
    wrong = float(np.abs((_single(some, middle) @ scaled).astype(np.float64) + scale * (some @ centred)).max())
    unit = 10.0**-decimals
    smallest = float(np.exp((some @ values).min())) if log else 1.0
    near = 4 * wrong + 2 * scale * unit / smallest + 2 * 2 ** bits_of(regions) + 2
    if not near < _LIMIT / regions:
        return None
    return Quick(kernel, np.ascontiguousarray(values.T), log, decimals, middle, scaled, int(near))


def bits_of(regions: int) -> int:
    """Bits that hold the number of any region."""
    return max(1, int(regions - 1).bit_length())


def _single(shares: Floats, middle: Floats) -> Singles:
    """Shares apart from the middle, and a 1 for what the middle itself gives, `[draw, indicator + 1]`."""
    result = np.empty((len(shares), len(middle) + 1), dtype=np.float32)
    np.subtract(shares, middle, out=result[:, :-1], casting="same_kind")
    result[:, -1] = 1.0
    return result
