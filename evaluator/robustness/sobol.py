"""Variance-based sensitivity: first-order and total indices with bootstrap intervals.

Sources: Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics Communications
181 (first order); Jansen (1999), Computer Physics Communications 117 (total).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evaluator.methods.base import Floats

Singles = NDArray[np.float32]


_CHUNK = 128
"""Runs that are worked on at once: so few that they stay in the processor's cache."""


@dataclass(frozen=True)
class Indices:
    """Indices `[output, factor]`, with 90 % bootstrap intervals `[output, factor, 2]`."""

    first: Floats
    total: Floats
    first_interval: Floats
    total_interval: Floats


def first_and_total(a: Floats, b: Floats, ab: Floats) -> tuple[Floats, Floats]:
    """Indices from model runs.

    Args:
        a: `[run]` for matrix A.
        b: `[run]` for matrix B.
        ab: `[factor, run]` for A with the columns of one factor from B.

    Returns:
        First-order and total indices `[factor]`; NaN where the output does not vary.
    """
    variance = np.concatenate([a, b]).var()
    if not variance > 0:
        return np.full(len(ab), np.nan), np.full(len(ab), np.nan)
    away = ab - a
    return away @ b / len(a) / variance, 0.5 * np.einsum("kr,kr->k", away, away) / len(a) / variance


def indices(a: Floats, b: Floats, ab: Floats, seed: int, resamples: int = 200) -> Indices:
    """Indices of several outputs.

    Args:
        a: `[run, output]` for matrix A.
        b: `[run, output]` for matrix B.
        ab: `[factor, run, output]` for A with the columns of one factor from B.
        seed: Of the resamples.
        resamples: How many.
    """
    collected = Collected(a, b, len(ab), seed, resamples)
    for k, own in enumerate(ab):
        collected.add(k, own)
    return collected.indices()


class Collected:
    """Indices of several outputs, collected factor by factor, so that no runs need to be kept.

    A resample is how often each run was drawn, so that all of them, and the sample itself, are one product; in single
    precision, which errs by some 1e-7 where an index is about 1.
    """

    def __init__(self, a: Floats, b: Floats, factors: int, seed: int, resamples: int) -> None:
        runs, outputs = a.shape
        centre = (a.mean(axis=0) + b.mean(axis=0)) / 2
        self.a, self.b = a, (b - centre).astype(np.float32)
        each = np.full((1, runs), 1 / max(1, runs), dtype=np.float32)
        self.drawn = np.vstack([each, resampled(runs, resamples, seed)])
        both = np.stack([a - centre, b - centre])
        means, squares = self.drawn @ both.sum(axis=0) / 2, self.drawn @ np.square(both).sum(axis=0) / 2
        self.variance = np.maximum(squares - means**2, 0.0)
        self.variance[0] = np.concatenate([a, b]).var(axis=0)
        self.firsts = np.zeros((factors, 1 + resamples, outputs), dtype=np.float32)
        self.totals = np.zeros_like(self.firsts)

    def add(self, factor: int, ab: Floats) -> None:
        """The runs `[run, output]` of A with the columns of a factor from B."""
        for i in range(0, len(ab), _CHUNK):
            at = slice(i, i + _CHUNK)
            away = np.empty(ab[at].shape, dtype=np.float32)
            np.subtract(ab[at], self.a[at], out=away, casting="same_kind")
            self.firsts[factor] += self.drawn[:, at] @ (away * self.b[at])
            np.square(away, out=away)
            self.totals[factor] += self.drawn[:, at] @ away

    def indices(self) -> Indices:
        """All that was collected; NaN where an output does not vary."""
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.where(self.variance > 0, 1 / self.variance, np.nan)
        firsts: Floats = self.firsts.astype(np.float64) * scale
        totals: Floats = 0.5 * self.totals.astype(np.float64) * scale
        return Indices(firsts[:, 0].T, totals[:, 0].T, _interval(firsts[:, 1:]), _interval(totals[:, 1:]))


@lru_cache(maxsize=2)
def resampled(runs: int, resamples: int, seed: int) -> Singles:
    """`[resample, run]` the share of each run in a resample with replacement (Efron 1979)."""
    random = np.random.default_rng(seed)
    counts = [np.bincount(random.integers(0, runs, runs), minlength=runs) for _ in range(resamples)]
    return (np.array(counts).reshape(resamples, runs) / max(1, runs)).astype(np.float32)


def noisy(found: Indices) -> list[list[str]]:
    """Why each index should not be trusted `[output][factor]`, "" where it may."""
    spans = [np.ptp(one, axis=2) for one in (found.first_interval, found.total_interval)]
    cases = [np.isnan(found.total), found.first > found.total + 1e-9, np.maximum(*spans) > 0.1]
    said: list[list[str]] = np.select(cases, ["no-variance", "first-above-total", "wide-interval"], "").tolist()
    return said


def _interval(resampled: Floats) -> Floats:
    """5 % and 95 % quantile `[output, factor, 2]` of `[factor, resample, output]`; NaN resamples are left out."""
    own = np.moveaxis(resampled, 1, 2)
    found = np.full((*own.shape[:2], 2), np.nan)
    if own.shape[2] and not np.isnan(own).any():
        return np.moveaxis(np.quantile(own, (0.05, 0.95), axis=2), 0, 2).swapaxes(0, 1)
    for factor, output in np.ndindex(*own.shape[:2]):
        there = own[factor, output][~np.isnan(own[factor, output])]
        if len(there):
            found[factor, output] = np.quantile(there, (0.05, 0.95))
    return found.swapaxes(0, 1)
