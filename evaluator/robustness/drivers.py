"""Which uncertain choice moves the places: Sobol indices of groups of points in the unit cube."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from evaluator.methods.base import Floats
from evaluator.robustness.draws import points
from evaluator.robustness.places import threaded
from evaluator.robustness.sobol import indices, noisy

FEW = 20
"""Up to so many outputs have intervals from 200 resamples each; more have them from 40."""


@dataclass(frozen=True)
class Factors:
    """Uncertain choices as columns of the unit cube.

    Attributes:
        names: One a factor.
        columns: The columns that a factor moves, together.
        dimensions: How many columns there are.
    """

    names: list[str]
    columns: list[list[int]]
    dimensions: int


def driver_table(
    factors: Factors,
    outputs: Callable[[Floats], Floats],
    names: Sequence[str],
    sample: int,
    seed: int,
    progress: Callable[[float], None],
) -> pa.Table:
    """First-order and total index of each factor, with 90 % bootstrap intervals.

    Args:
        factors: What varies.
        outputs: From points `[run, column]` to outputs `[output, run]`, NaN where a run fails.
        names: Of the outputs.
        sample: Base sample; (factors + 2) × sample runs are made.
        seed: Of points and resampling.
        progress: Told the share that is done.

    Returns:
        factor, output, first, first_low, first_high, total, total_low, total_high, note. The note says when an index is
        noise: `no-variance`, `first-above-total`, `wide-interval`; and `failed-runs:N` when N of the base sample
        could not be used because one of their runs failed.
    """
    dimensions = factors.dimensions
    unit = points(sample, 2 * max(1, dimensions), seed + 1)
    a, b = unit[:, :dimensions], unit[:, dimensions : 2 * dimensions]
    of_a, of_b = outputs(a), outputs(b)
    mixed = np.empty((len(factors.names), *of_a.shape))
    for k, own in enumerate(factors.columns):
        ab = a.copy()
        ab[:, own] = b[:, own]
        mixed[k] = outputs(ab)
        progress((k + 1) / len(factors.names))

    resamples = 200 if len(names) <= FEW else 40

    def work(i: int) -> pa.Table:
        return _rows(factors.names, names[i], of_a[i], of_b[i], mixed[:, i], seed, resamples)

    return pa.concat_tables(threaded(work, list(range(len(names)))))


def _rows(factors: list[str], output: str, a: Floats, b: Floats, ab: Floats, seed: int, resamples: int) -> pa.Table:
    good = ~(np.isnan(a) | np.isnan(b) | np.isnan(ab).any(axis=0))
    if not good.all():
        a, b, ab = a[good], b[good], ab[:, good]
    found = indices(a, b, ab, seed, resamples)
    values = {
        "first": found.first,
        "first_low": found.first_interval[:, 0],
        "first_high": found.first_interval[:, 1],
        "total": found.total,
        "total_low": found.total_interval[:, 0],
        "total_high": found.total_interval[:, 1],
    }
    failed = int((~good).sum())
    said = [f"failed-runs:{failed}"] if failed else []
    return pa.table(
        {
            "factor": pa.array(factors, pa.string()),
            "output": pa.array([output] * len(factors), pa.string()),
            **{name: pa.array(column, pa.float64(), from_pandas=True) for name, column in values.items()},
            "note": pa.array([";".join([*([note] if note else []), *said]) for note in noisy(found)], pa.string()),
        }
    )
