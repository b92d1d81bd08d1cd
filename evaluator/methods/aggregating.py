"""What every aggregation needs: sums over the children that are present."""

from __future__ import annotations

import numpy as np

from evaluator.methods.base import Floats


def weighted_sum(values: Floats, weights: Floats) -> Floats:
    """Σ weight × value over `[child, n]`, missing children left out, summed in the order of the tree."""
    terms: Floats = np.where(np.isnan(values), 0.0, values * weights)
    total: Floats = np.add.reduce(terms, axis=0)
    return total


def where_present(scores: Floats, result: Floats) -> Floats:
    """The result `[n]`, NaN where no child is present."""
    return np.where(np.isnan(scores).all(axis=0), np.nan, result)
