"""How often each region took each place: as a table of counts, or listed where such a table would be too large."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluator.methods.base import Floats

Counts = NDArray[np.int64]
_CHUNK = 1_000


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
        at, low = _positions(total, share)
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
        last = best if worst is None else worst
        found: Floats = self.counts[:, best - 1 : max(last, best - 1)].sum(axis=1) / max(1, self.draws)
        return found

    def joined(self, other: Histogram) -> Histogram:
        """Two sets of draws together."""
        ahead = None if self.ahead is None or other.ahead is None else self.ahead + other.ahead
        return Histogram(self.counts + other.counts, self.draws + other.draws, self.unplaced + other.unplaced, ahead)


@dataclass(frozen=True)
class Listed:
    """The places of every draw, in order, where a table of counts would be too large.

    Attributes:
        places: `[region, draw]`, ascending along each row; 0 for a draw without a place, which comes first.
    """

    places: NDArray[np.uint16] | NDArray[np.uint32]

    @classmethod
    def of(cls, places: NDArray[np.uint16] | NDArray[np.uint32]) -> Listed:
        """Takes over places `[region, draw]` in any order and puts each row in order, in place."""
        places.sort(axis=1)
        return cls(places)

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.places.shape[1])

    @property
    def unplaced(self) -> Counts:
        """Draws without a place, `[region]`."""
        return self._below(1)

    @property
    def mean(self) -> Floats:
        """Mean place of each region."""
        total = self.draws - self.unplaced
        sums = self.places.sum(axis=1, dtype=np.int64)
        found: Floats = np.divide(sums, total, out=np.full(len(total), np.nan), where=total > 0)
        return found

    def quantile(self, share: float) -> Floats:
        """Quantile of the places of each region, linear between order statistics (Hyndman and Fan type 7)."""
        unplaced = self.unplaced
        total = self.draws - unplaced
        at, low = _positions(total, share)
        rows = np.arange(len(total))
        last = np.maximum(self.draws - 1, 0)
        first = self.places[rows, np.minimum(unplaced + low.astype(np.int64), last)].astype(np.float64)
        second = self.places[rows, np.minimum(unplaced + low.astype(np.int64) + 1, last)].astype(np.float64)
        found = first + (second - first) * np.maximum(0.0, at - low)
        return np.where(total > 0, found, np.nan)

    def share(self, best: int, worst: int | None = None) -> Floats:
        """Share of draws with a place from `best` to `worst` (both included; by default just `best`)."""
        last = best if worst is None else worst
        found: Floats = (self._below(max(last, best - 1) + 1) - self._below(best)) / max(1, self.draws)
        return found

    def joined(self, other: Listed) -> Listed:
        """Two sets of draws together."""
        return Listed.of(np.concatenate([self.places, other.places], axis=1))

    def _below(self, place: int) -> Counts:
        """How many draws gave less than a place (0 counts as less than any)."""
        parts = [
            np.count_nonzero(self.places[i : i + _CHUNK] < place, axis=1) for i in range(0, len(self.places), _CHUNK)
        ]
        return np.concatenate([np.asarray(one, dtype=np.int64) for one in parts]) if parts else np.zeros(0, np.int64)


def no_places(regions: int, pairs: bool = False) -> Histogram:
    """Before the first draw."""
    nothing = np.zeros((regions, regions), dtype=np.int64)
    return Histogram(nothing, 0, np.zeros(regions, dtype=np.int64), np.zeros((regions, regions)) if pairs else None)


def _positions(total: Counts, share: float) -> tuple[Floats, Floats]:
    at = np.maximum(total - 1, 0) * share
    return at, np.floor(at + 1e-9)


def _order(below: Counts, position: Floats) -> Floats:
    """The place at a position (from 0) among the ordered places of each region."""
    found: Floats = (below <= position[:, None]).sum(axis=1) + 1.0
    return found
