"""Statistics of rows that hold gaps: the same answers as SQL gives over the values that are present.

Every function takes `[…, n]` and works along the last axis; NaN is missing. A row without a value gives NaN
and no warning. Sums are NumPy's own (pairwise), so they do not depend on the number of threads.
"""

from __future__ import annotations

import numpy as np

from evaluator.methods.base import Bools, Floats, Range

NOISE = 1e-12
"""Relative spread below which a row counts as constant: what is left of a division is no difference."""

APART = "max(x) OVER w - min(x) OVER w > 1e-12 * greatest(abs(max(x) OVER w), abs(min(x) OVER w))"
"""SQL of `apart` over the named window w."""

TO_RANGE = "s.lo + ({share}) * (s.hi - s.lo)"
"""SQL that lays a share between 0 and 1 on the range of the setting."""


def counts(rows: Floats) -> Floats:
    """How many values are present, `[…, 1]`."""
    found: Floats = np.sum(~np.isnan(rows), axis=-1, keepdims=True, dtype=np.float64)
    return found


def lowest(rows: Floats) -> Floats:
    """Smallest value, `[…, 1]`."""
    return _finite(np.fmin.reduce(rows, axis=-1, keepdims=True, initial=np.inf))


def highest(rows: Floats) -> Floats:
    """Largest value, `[…, 1]`."""
    return _finite(np.fmax.reduce(rows, axis=-1, keepdims=True, initial=-np.inf))


def means(rows: Floats) -> Floats:
    """Arithmetic mean, `[…, 1]`."""
    number = counts(rows)
    total = np.sum(np.nan_to_num(rows, nan=0.0), axis=-1, keepdims=True)
    return _ratio(total, number)


def deviations(rows: Floats, ddof: int = 1) -> Floats:
    """Standard deviation, `[…, 1]`: of the sample (divisor n − 1) unless `ddof` says otherwise."""
    number = counts(rows) - ddof
    squares = np.nan_to_num((rows - means(rows)) ** 2, nan=0.0)
    total = np.sum(squares, axis=-1, keepdims=True)
    return np.sqrt(_ratio(total, number))


def medians(rows: Floats) -> Floats:
    """Median, `[…, 1]`; the middle of the two middle values for an even count."""
    return quantiles(rows, 0.5)


def quantiles(rows: Floats, share: float) -> Floats:
    """Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan), `[…, 1]`."""
    ordered = np.sort(rows, axis=-1)  # NaN goes last
    number = counts(rows)
    place = np.maximum(share * (number - 1), 0.0)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(number - 1, 0)).astype(np.intp)
    if rows.shape[-1] == 0:
        return np.full(number.shape, np.nan)
    low, high = np.take_along_axis(ordered, below, -1), np.take_along_axis(ordered, above, -1)
    result: Floats = low + (high - low) * (place - below)
    return result


def apart(low: Floats, high: Floats) -> Bools:
    """Whether the ends of a row differ by more than the noise of a division; False where a row is empty."""
    with np.errstate(invalid="ignore"):
        found: Bools = high - low > NOISE * np.maximum(np.abs(high), np.abs(low))
    return found


def shares(rows: Floats) -> Floats:
    """Place of each value between the lowest (0) and the highest (1); NaN in a constant row."""
    low, high = lowest(rows), highest(rows)
    width = np.where(apart(low, high), high - low, np.nan)
    result: Floats = (rows - low) / width
    return result


def places(rows: Floats) -> Floats:
    """Place from the bottom: 1 is the lowest, ties share the lowest; NaN stays, constant rows become NaN."""
    flat = rows.reshape(int(np.prod(rows.shape[:-1])), rows.shape[-1])
    result = np.full(flat.shape, np.nan)
    numbers = np.arange(flat.shape[1], dtype=np.float64)
    usable = apart(lowest(flat), highest(flat))[:, 0]
    for row, out in zip(flat[usable], np.flatnonzero(usable), strict=True):
        order = np.argsort(row)  # the order among ties does not matter here
        ordered = row[order]
        first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
        found = np.maximum.accumulate(np.where(first, numbers, 0.0)) + 1
        result[out, order] = np.where(np.isnan(ordered), np.nan, found)
    return result.reshape(rows.shape)


def laid_on(share: Floats, to: Range, natural: Floats | None = None) -> Floats:
    """A share between 0 and 1 laid on a range; for `none`, the natural figure (or the share itself)."""
    if to == "none":
        return share if natural is None else natural
    low, high = to
    return low + share * (high - low)


def _ratio(total: Floats, number: Floats) -> Floats:
    return np.where(number > 0, total / np.maximum(number, 1.0), np.nan)


def _finite(ends: Floats) -> Floats:
    return np.where(np.isinf(ends), np.nan, ends)
