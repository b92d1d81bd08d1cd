"""How far one weight may move before a place changes: exact, from the crossings of totals.

With the others re-scaled in proportion every weight is linear in the moved one, so a total (or its logarithm) is a
ratio of two linear functions of it, and two totals cross at the roots of a quadratic (of a linear function where no
child is missing). Source of the idea: Pajer et al. (2017), WeightLifter, IEEE TVCG 23(1).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np

from evaluator.methods.base import Floats
from evaluator.scoring.preview import Preview, place_at

APART = 1e-9
"""Crossings nearer than this are taken for one."""


@dataclass(frozen=True)
class Stable:
    """The range of one weight in which a region keeps its place, in shares of the group."""

    low: float
    high: float

    @property
    def tenths(self) -> tuple[int, int]:
        """The tenths of a percent within the range, rounded inwards."""
        return int(np.ceil(self.low * 1000 - 1e-6)), int(np.floor(self.high * 1000 + 1e-6))


def line_of(weights: Floats, which: int, locked: Collection[int] = ()) -> tuple[Floats, Floats, float]:
    """Weights `[child]` as start + slope · v while one is moved to v, and the largest v."""
    shares = weights / weights.sum()
    free = [i for i in range(len(shares)) if i != which and i not in locked]
    room = 1.0 - sum(shares[i] for i in locked if i != which)
    start, slope = np.zeros(len(shares)), np.zeros(len(shares))
    for i in locked:
        start[i] = shares[i]
    whole = shares[free].sum()
    for i in free:
        part = shares[i] / whole if whole > 0 else 1.0 / len(free)
        start[i], slope[i] = room * part, -part
    start[which], slope[which] = 0.0, 1.0
    return start, slope, float(room)


def stable(group: Preview, weights: Floats, which: int, region: int, locked: Collection[int] = ()) -> Stable | None:
    """The largest range of a weight around its present value in which a region keeps its place.

    Args:
        group: The siblings.
        weights: Present weights `[child]`.
        which: The moved one.
        region: Whose place is to stay.
        locked: Positions that stay as they are.

    Returns:
        None if the region has no place, or nothing is free to follow.
    """
    shares = weights / weights.sum()
    if not [i for i in range(len(shares)) if i != which and i not in locked]:
        return None
    start, slope, top = line_of(weights, which, locked)
    now = float(shares[which])

    def place(v: float) -> int:
        at = np.maximum(start + slope * v, 0.0)
        return place_at(group.totals(at), group.decimals, region)

    here = place(now)
    if not here:
        return None
    cuts = _crossings(group, start, slope, region)
    cuts = np.unique(np.clip(cuts[(cuts > 0) & (cuts < top)], 0.0, top))
    above = [v for v in cuts if v > now + APART] + [top]
    below = [v for v in cuts[::-1] if v < now - APART] + [0.0]
    return Stable(_reach(place, here, now, below), _reach(place, here, now, above))


def _reach(place: Callable[[float], int], here: int, now: float, ends: list[float]) -> float:
    """Go from end to end while the place between them, and at them, is the same."""
    at = now
    for end in ends:
        if abs(end - at) > APART and place((at + end) / 2) != here:
            return at
        at = float(end)
        if place(at) != here:
            return at
    return at


def _crossings(group: Preview, start: Floats, slope: Floats, region: int) -> Floats:
    """Where the total of any other region meets that of one, or stops being defined; unsorted."""
    x = np.nan_to_num(group.x)
    there = np.ones(x.shape) if group.parents == "zero" else (~np.isnan(group.x)).astype(float)
    if not group.rescaled:
        d0, d1 = np.ones(x.shape[1]), np.zeros(x.shape[1])
    else:
        d0, d1 = start @ there, slope @ there
    n0, n1 = group.a * d0 + group.b * (start @ (x * there)), group.a * d1 + group.b * (slope @ (x * there))
    i = region
    # (n0 + n1 v)(e0 + e1 v) = (m0 + m1 v)(d0 + d1 v), with m and e the region's own
    p0 = n0 * d0[i] - n0[i] * d0
    p1 = n0 * d1[i] + n1 * d0[i] - n0[i] * d1 - n1[i] * d0
    p2 = n1 * d1[i] - n1[i] * d1
    found = [_roots(p0, p1, p2)]
    fixed = np.where(np.isnan(group.c), np.nan, np.log(group.c) if group.kind == "log" else group.c)
    found.append(_roots(n0[i] - fixed * d0[i], n1[i] - fixed * d1[i], np.zeros_like(fixed)))
    if group.min_coverage > 0:
        k0, k1 = start @ group.coverage - group.min_coverage, slope @ group.coverage
        found.append(_roots(k0, k1, np.zeros_like(k0)))
    cuts = np.concatenate(found)
    return cuts[np.isfinite(cuts)]


def _roots(p0: Floats, p1: Floats, p2: Floats) -> Floats:
    """Real roots of p0 + p1 v + p2 v², NaN or infinite where there are none."""
    scale = np.maximum(np.maximum(np.abs(p0), np.abs(p1)), 1e-300)
    flat = np.abs(p2) < 1e-13 * scale
    with np.errstate(divide="ignore", invalid="ignore"):
        line = np.where(np.abs(p1) > 1e-15 * scale, -p0 / p1, np.nan)
        root = np.sqrt(p1**2 - 4 * p2 * p0)
        half = -0.5 * (p1 + np.copysign(root, p1))
        one, two = half / p2, p0 / half
    return np.concatenate([np.where(flat, line, one), np.where(flat, np.nan, two)])
