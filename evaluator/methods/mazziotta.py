"""The Mazziotta–Pareto index: a mean, less a penalty for imbalance."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from evaluator.methods.aggregating import weighted_sum, where_present
from evaluator.methods.base import Floats

Penalty: TypeAlias = Literal["minus", "plus"]


def balanced_mean(values: Floats, weights: Floats, penalty: Penalty) -> Floats:
    """M ∓ S²/M over `[child, n]`, with M the weighted mean and S² the weighted variance (divisor n).

    With equal weights this is the published index: M ∓ S · cv with cv = S / M.

    Source: Mazziotta and Pareto (2016), Social Indicators Research 127.
    """
    whole = np.where(np.isnan(values), 0.0, weights).sum(axis=0)
    whole = np.where(whole > 0, whole, np.nan)
    mean = weighted_sum(values, weights) / whole
    variance = weighted_sum((values - mean) ** 2, weights) / whole
    imbalance = variance / np.where(mean > 0, mean, np.nan)
    return where_present(values, mean - imbalance if penalty == "minus" else mean + imbalance)
