"""Transforms of a whole row that more than one treatment uses."""

from __future__ import annotations

import numpy as np

from evaluator.methods.base import Bools, Floats, Treated
from indicators.text import Text


def shifted_log(values: Floats) -> Floats:
    """ln(x − min + 0.01 · range) of `[n]` without gaps and not constant.

    Source: COIN Tool (JRC); COINr, `log_CT`.
    """
    low, high = values.min(), values.max()
    result: Floats = np.log(values - low + 0.01 * (high - low))
    return result


def present_values(row: Floats, present: Bools) -> Floats:
    """The values of `[n]` that are present; the row itself where it has no gap."""
    return row if present.all() else row[present]


def constant(values: Floats) -> bool:
    """Whether `[n]` without gaps holds no difference worth a transform."""
    if values.size == 0:
        return True
    low, high = float(values.min()), float(values.max())
    return not high - low > 1e-12 * max(abs(low), abs(high))


def filled(row: Floats, present: Bools, values: Floats, *, note: str = "", passed: bool = True) -> Treated:
    """Put treated values back into the row they came from.

    With a note the row was changed as a whole; without, `moved` marks the values that differ. A row that does not
    pass is told of.
    """
    warning = None if passed else _FAILS
    if values is row:
        return Treated(row.copy(), np.zeros(row.shape, dtype=np.bool_), note, passed, warning)
    if values.size == row.size:
        result = values.copy()
        moved = np.zeros(row.shape, dtype=np.bool_) if note else result != row
    else:
        result = row.copy()
        result[present] = values
        moved = np.zeros(row.shape, dtype=np.bool_) if note else present & (result != row)
    return Treated(result, moved, note, passed, warning)


_FAILS = Text(
    zh="处理后偏度与峰度仍不合要求",
    en="still fails the test of skewness and kurtosis after treatment",
)
