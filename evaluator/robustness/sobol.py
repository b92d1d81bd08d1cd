"""Variance-based sensitivity: first-order and total indices with bootstrap intervals.

Sources: Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics Communications
181 (first order); Jansen (1999), Computer Physics Communications 117 (total).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluator.methods.base import Floats


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
    both = np.concatenate([a, b])
    variance = both.var()
    if not variance > 0:
        nothing = np.full(len(ab), np.nan)
        return nothing, nothing
    first = (b * (ab - a)).mean(axis=1) / variance
    total = 0.5 * ((a - ab) ** 2).mean(axis=1) / variance
    return first, total


def indices(a: Floats, b: Floats, ab: Floats, seed: int, resamples: int = 200) -> Indices:
    """Indices with intervals from resampled runs."""
    centre = np.concatenate([a, b]).mean()
    a, b, ab = a - centre, b - centre, ab - centre
    first, total = first_and_total(a, b, ab)
    random = np.random.default_rng(seed)
    firsts, totals = [], []
    for _ in range(resamples):
        at = random.integers(0, len(a), len(a))
        one, all_ = first_and_total(a[at], b[at], ab[:, at])
        firsts.append(one)
        totals.append(all_)
    return Indices(first, total, _interval(np.array(firsts)), _interval(np.array(totals)))


def noisy(found: Indices) -> list[str]:
    """Why each index should not be trusted, "" where it may."""
    reasons = []
    for f, t, fi, ti in zip(found.first, found.total, found.first_interval, found.total_interval, strict=True):
        wide = max(fi[1] - fi[0], ti[1] - ti[0])
        if np.isnan(t):
            reasons.append("no-variance")
        elif f > t + 1e-9:
            reasons.append("first-above-total")
        else:
            reasons.append("wide-interval" if wide > 0.1 else "")
    return reasons


def _interval(resampled: Floats) -> Floats:
    if np.isnan(resampled).all():
        return np.full((resampled.shape[1], 2), np.nan)
    return np.nanquantile(resampled, (0.05, 0.95), axis=0).T
