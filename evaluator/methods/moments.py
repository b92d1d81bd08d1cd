"""Skewness and kurtosis of a sample, and the test that says whether a row needs treatment."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from pydantic import Field

from evaluator.methods.base import Floats, Treatment
from indicators.records import Real, Whole
from indicators.text import Text

Sums: TypeAlias = tuple[float, float, float, float]
"""Σd, Σd², Σd³, Σd⁴ of distances d from some centre."""
_PIECE = 8192
"""Longest piece whose sum of products is taken at once; no library splits so short a sum between threads."""


def skewness_and_kurtosis(values: Floats) -> tuple[float, float]:
    """G1 and G2 of `[n]` without gaps: skewness and excess kurtosis, corrected for the size of the sample.

    NaN where they are not defined: G1 below 3 values, G2 below 4, both for a constant row.

    Source: Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis, The Statistician 47.
    """
    if values.size < 3:
        return np.nan, np.nan
    mean = float(values.sum()) / values.size
    away = values - mean
    second = _product(away, away)
    if not 1e-60 < second < 1e60 or second <= 1e-20 * values.size * mean**2:
        scale = float(max(away.max(), -away.min()))
        if not 1e-12 * float(np.abs(values).max()) < scale < np.inf:
            return np.nan, np.nan
        away = away / scale  # keeps the fourth power of very large and very small values finite
        second = _product(away, away)
    squares = away * away
    return _corrected(values.size, (0.0, second, _product(squares, away), _product(squares, squares)))


def _product(a: Floats, b: Floats) -> float:
    if a.size <= _PIECE:
        return float(a @ b)
    return sum(float(a[i : i + _PIECE] @ b[i : i + _PIECE]) for i in range(0, a.size, _PIECE))


def _corrected(n: int, sums: Sums) -> tuple[float, float]:
    """G1 and G2 from sums of distances around any centre near the values."""
    first, second, third, fourth = (total / n for total in sums)
    variance = second - first**2
    if not variance > 0:
        return np.nan, np.nan
    cube = third - 3 * first * second + 2 * first**3
    skew = cube / variance**1.5 * (n * (n - 1)) ** 0.5 / (n - 2)
    if n < 4:
        return skew, np.nan
    excess = (fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4) / variance**2 - 3
    return skew, ((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3))


class Tested(Treatment):
    """A treatment that leaves alone what passes the test of skewness and kurtosis.

    Attributes:
        skewness: A row passes if its |G1| is below this.
        kurtosis: A row passes if its G2 is below this.
        max_points: Most extreme values, one after the other, that may be winsorised.
    """

    skewness: Real = Field(default=2.0, ge=0)
    kurtosis: Real = Field(default=3.5)
    max_points: Whole = Field(default=5, ge=0)

    def judge(self, values: Floats) -> bool:
        """Whether `[n]` without gaps passes; a row too short or too even to be judged does."""
        return self._passes(*skewness_and_kurtosis(values))

    def winsorised(self, values: Floats) -> tuple[Floats, bool]:
        """Winsorise `[n]` without gaps, one extreme value with its ties at a time; whether it then passes.

        The side is that of the skew, judged anew after each step. It stops when the row passes, when
        `max_points` values are used, or when only two distinct values are left.
        """
        skew, kurt = skewness_and_kurtosis(values)
        if self._passes(skew, kurt) or not self.max_points:
            return values, self._passes(skew, kurt)
        edges = _Edges(values, self.max_points)
        if edges.crossed:
            return self._plainly(values, skew)
        used = [0, 0]
        passed = False
        while not passed and sum(used) < self.max_points:
            used[1 if skew > 0 else 0] += 1
            skew, kurt = edges.moments(used)
            passed = self._passes(skew, kurt)
        return np.clip(values, edges.ends[0][used[0]], edges.ends[1][used[1]]), passed

    def _plainly(self, values: Floats, skew: float) -> tuple[Floats, bool]:
        """Winsorise a row of so few distinct values that its two ends meet."""
        result, passed = values.copy(), False
        for _ in range(self.max_points):
            extreme = result.max() if skew > 0 else result.min()
            rest = result[result != extreme]
            following = rest.max() if skew > 0 else rest.min()
            if (rest == following).all():
                break
            result[result == extreme] = following
            skew, kurt = skewness_and_kurtosis(result)
            passed = self._passes(skew, kurt)
            if passed:
                break
        return result, passed

    def _passes(self, skew: float, kurt: float) -> bool:
        return np.isnan(skew) or abs(skew) < self.skewness or kurt < self.kurtosis


class _Edges:
    """The distinct values at both ends of a row, and the moments of the row with some of them winsorised.

    Sums are built from the inside out, by adding what each more extreme value adds, so that no outlier
    ever has to be subtracted again: precision does not depend on how far out it lies.
    """

    def __init__(self, values: Floats, steps: int) -> None:
        ordered = np.sort(values)
        self.count = ordered.size
        low, below = _distinct(ordered, steps)
        high, above = _distinct(-ordered[::-1], steps)
        self.ends: tuple[list[float], list[float]] = (low, [-value for value in high])
        self.crossed = self.ends[0][-1] >= self.ends[1][-1]
        beyond = (below, above)
        inner = ordered.clip(self.ends[0][-1], self.ends[1][-1])
        centre = float(inner.sum()) / self.count
        away = inner - centre
        squares = away * away
        self.core = (float(away.sum()), _product(away, away), _product(squares, away), _product(squares, squares))
        self.extra = tuple(_added(ends, counts, centre) for ends, counts in zip(self.ends, beyond, strict=True))

    def moments(self, used: list[int]) -> tuple[float, float]:
        """G1 and G2 with the given number of distinct values winsorised at the lower and the upper end."""
        low, high = self.extra[0][used[0]], self.extra[1][used[1]]
        sums = [core + a + b for core, a, b in zip(self.core, low, high, strict=True)]
        return _corrected(self.count, (sums[0], sums[1], sums[2], sums[3]))


def _distinct(ordered: Floats, steps: int) -> tuple[list[float], list[int]]:
    """The first distinct values of an ordered row, one more than steps, and how many values lie before each."""
    near = ordered[: 8 * (steps + 1)].tolist()
    found, before = [near[0]], [0]
    for place, value in enumerate(near):
        if value > found[-1]:
            found.append(value)
            before.append(place)
            if len(found) > steps:
                return found, before
    while len(found) <= steps:  # many ties: look further than the first few values
        place = int(np.searchsorted(ordered, found[-1], side="right"))
        if place >= ordered.size:
            break
        found.append(float(ordered[place]))
        before.append(place)
    return found, before


def _added(ends: list[float], counts: list[int], centre: float) -> list[Sums]:
    """What the values beyond the innermost end add to the sums, after 0, 1, … of them are winsorised."""
    result: list[Sums] = [(0.0, 0.0, 0.0, 0.0)]
    for k in range(len(ends) - 1, 0, -1):
        outer, inner, number = ends[k - 1] - centre, ends[k] - centre, counts[k]
        one, two, three, four = result[0]
        result.insert(
            0,
            (
                one + number * (outer - inner),
                two + number * (outer**2 - inner**2),
                three + number * (outer**3 - inner**3),
                four + number * (outer**4 - inner**4),
            ),
        )
    return result


TEST_PARAMETERS = {
    "skewness": Text(zh="偏度绝对值低于此数即通过", en="a row passes if the absolute skewness is below this"),
    "kurtosis": Text(zh="超额峰度低于此数即通过", en="a row passes if the excess kurtosis is below this"),
    "max_points": Text(zh="最多缩尾的极端值个数", en="most extreme values that may be winsorised"),
}
