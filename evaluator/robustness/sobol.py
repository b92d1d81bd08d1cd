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


@dataclass(frozen=True)
class Indices:
    """Indices of one output, one a factor, with 90 % bootstrap intervals `[factor, 2]`."""

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
    return _from_differences(a, b, ab - a)


def _from_differences(a: Floats, b: Floats, away: Floats) -> tuple[Floats, Floats]:
    variance = np.concatenate([a, b]).var()
    if not variance > 0:
        nothing = np.full(len(away), np.nan)
        return nothing, nothing
    first = away @ b / len(a) / variance
    total = 0.5 * np.einsum("kr,kr->k", away, away) / len(a) / variance
    return first, total


def indices(a: Floats, b: Floats, ab: Floats, seed: int, resamples: int = 200) -> Indices:
    """Indices with intervals from resampled runs.

    A resample is how often each run was drawn, so that all of them are one product; in single precision, which is
    plenty for an interval.
    """
    centre = np.concatenate([a, b]).mean()
    a, b = a - centre, b - centre
    away = ab - (a + centre)
    first, total = _from_differences(a, b, away)
    drawn = resampled(len(a), resamples, seed)
    means, squares = drawn @ (a + b) / 2, drawn @ (a * a + b * b) / 2
    variance = np.maximum(squares - means**2, 0.0)
    single = away.astype(np.float32)
    firsts = (single * b.astype(np.float32)) @ drawn.T
    np.square(single, out=single)
    totals = 0.5 * (single @ drawn.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = [np.where(variance > 0, one / variance, np.nan) for one in (firsts, totals)]
    return Indices(first, total, _interval(spread[0]), _interval(spread[1]))


@lru_cache(maxsize=2)
def resampled(runs: int, resamples: int, seed: int) -> Singles:
    """`[resample, run]` the share of each run in a resample with replacement (Efron 1979)."""
    random = np.random.default_rng(seed)
    counts = [np.bincount(random.integers(0, runs, runs), minlength=runs) for _ in range(resamples)]
    return (np.array(counts) / max(1, runs)).astype(np.float32)


def noisy(found: Indices) -> list[str]:
    """Why each index should not be trusted, "" where it may."""
    spans = [np.ptp(one, axis=1) for one in (found.first_interval, found.total_interval)]
    cases = [np.isnan(found.total), found.first > found.total + 1e-9, np.maximum(*spans) > 0.1]
    said: list[str] = np.select(cases, ["no-variance", "first-above-total", "wide-interval"], "").tolist()
    return said


def _interval(resampled: Floats) -> Floats:
    """5 % and 95 % quantile of each row `[factor, resample]`, NaN where nothing varies; NaN resamples are left out."""
    there = ~np.isnan(resampled).any(axis=0)
    if not there.any():
        return np.full((len(resampled), 2), np.nan)
    found: Floats = np.quantile(resampled[:, there].astype(np.float64), (0.05, 0.95), axis=1).T
    return found
