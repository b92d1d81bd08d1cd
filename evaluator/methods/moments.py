"""Skewness and kurtosis of a sample, and the test that says whether a row needs treatment."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from evaluator.methods.base import Floats, Treatment
from indicators.records import Real, Whole
from indicators.text import Text


def skewness_and_kurtosis(values: Floats) -> tuple[float, float]:
    """G1 and G2 of `[n]` without gaps: skewness and excess kurtosis, corrected for the size of the sample.

    NaN where they are not defined: G1 below 3 values, G2 below 4, both for a constant row.

    Source: Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis, The Statistician 47.
    """
    n = values.size
    if n < 3:
        return np.nan, np.nan
    away = values - values.sum() / n
    scale = max(away.max(), -away.min())
    if not scale > 1e-12 * np.abs(values).max():
        return np.nan, np.nan
    away /= scale  # keeps the fourth power of very large and very small values finite
    squares = away * away
    second = float(squares.sum()) / n
    third = float((squares * away).sum()) / n
    skew = third / second**1.5 * (n * (n - 1)) ** 0.5 / (n - 2)
    if n < 4:
        return skew, np.nan
    fourth = float((squares * squares).sum()) / n
    excess = fourth / second**2 - 3
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

    def judge(self, values: Floats) -> tuple[bool, float]:
        """Whether `[n]` without gaps passes, and its skewness; a row too short to be judged passes."""
        skew, kurt = skewness_and_kurtosis(values)
        if np.isnan(skew):
            return True, 0.0
        return abs(skew) < self.skewness or kurt < self.kurtosis, skew

    def winsorised(self, values: Floats) -> tuple[Floats, bool]:
        """Winsorise `[n]` without gaps, one extreme value with its ties at a time; whether it then passes.

        The side is that of the skew, judged anew after each step. It stops when the row passes, when
        `max_points` values are used, or when only two distinct values are left.
        """
        passed, skew = self.judge(values)
        result = values
        for _ in range(self.max_points):
            if passed:
                break
            if result is values:
                result = values.copy()
            extreme = result.max() if skew > 0 else result.min()
            rest = result[result < extreme] if skew > 0 else result[result > extreme]
            following = rest.max() if skew > 0 else rest.min()
            if (rest == following).all():
                break
            result[result == extreme] = following
            passed, skew = self.judge(result)
        return result, passed


TEST_PARAMETERS = {
    "skewness": Text(zh="偏度绝对值低于此数即通过", en="a row passes if the absolute skewness is below this"),
    "kurtosis": Text(zh="超额峰度低于此数即通过", en="a row passes if the excess kurtosis is below this"),
    "max_points": Text(zh="最多缩尾的极端值个数", en="most extreme values that may be winsorised"),
}
