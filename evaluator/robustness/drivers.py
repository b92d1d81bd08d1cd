"""Which uncertain choice moves the places: Sobol indices of groups of points in the unit cube."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from evaluator.methods.base import Floats
from evaluator.robustness.draws import points
from evaluator.robustness.histogram import Counts
from evaluator.robustness.places import single_blas
from evaluator.robustness.sobol import Collected, Indices, indices, noisy

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
        outputs: From points `[run, column]` to outputs `[run, output]`, NaN where a run fails.
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
    resamples = 200 if len(names) <= FEW else 40

    def mixed() -> Iterator[Floats]:
        for k, own in enumerate(factors.columns):
            ab = a.copy()
            ab[:, own] = b[:, own]
            yield outputs(ab)
            progress((k + 1) / len(factors.names))

    if not (np.isnan(of_a).any() or np.isnan(of_b).any()):
        whole = Collected(of_a, of_b, len(factors.names), seed, resamples)
        if _collected(whole, mixed()):
            return _rows(factors.names, names, whole.indices(), np.zeros(len(names), dtype=np.int64))
    # Some runs failed: only those base points count of which every run is there, and that is known at the end.
    of_ab = np.array(list(mixed())) if factors.names else np.empty((0, *of_a.shape))
    good = ~(np.isnan(of_a) | np.isnan(of_b) | np.isnan(of_ab).any(axis=0))
    parts = []
    for i, own in enumerate(good.T):
        found = indices(of_a[own, i : i + 1], of_b[own, i : i + 1], of_ab[:, own, i : i + 1], seed, resamples)
        parts.append(_rows(factors.names, names[i : i + 1], found, (~good[:, i : i + 1]).sum(axis=0)))
    return pa.concat_tables(parts)


def _collected(whole: Collected, mixed: Iterator[Floats]) -> bool:
    """Collect the runs of every factor; False as soon as one failed."""
    with single_blas():
        for k, of_ab in enumerate(mixed):
            if np.isnan(of_ab).any():
                return False
            whole.add(k, of_ab)
    return True


def _rows(factors: list[str], names: Sequence[str], found: Indices, failed: Counts) -> pa.Table:
    values = {
        "first": found.first,
        "first_low": found.first_interval[:, :, 0],
        "first_high": found.first_interval[:, :, 1],
        "total": found.total,
        "total_low": found.total_interval[:, :, 0],
        "total_high": found.total_interval[:, :, 1],
    }
    notes = [
        ";".join([*([note] if note else []), *([f"failed-runs:{count}"] if count else [])])
        for own, count in zip(noisy(found), failed, strict=True)
        for note in own
    ]
    return pa.table(
        {
            "factor": pa.array(factors * len(names), pa.string()),
            "output": pa.array([name for name in names for _ in factors], pa.string()),
            **{name: pa.array(column.ravel(), pa.float64(), from_pandas=True) for name, column in values.items()},
            "note": pa.array(notes, pa.string()),
        }
    )
