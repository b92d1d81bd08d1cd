"""Groups of regions: a column of `regions`, by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import numpy as np

from evaluator.methods.base import Bools, Cells, Floats
from indicators.faults import Fault, Faults, fault
from indicators.records import near


def fill_by_group(cells: Cells, column: str, centre: Callable[[Floats], Floats]) -> Floats:
    """Fill each gap with a figure of the region's own group in the same period.

    Args:
        cells: Values with gaps.
        column: Column of `regions`. A region with an empty group is not filled.
        centre: From `[…, n]` to `[…, 1]`.

    Raises:
        Faults: There is no such column.
    """
    result = cells.values.copy()
    for members in groups(cells, column):
        block = cells.values[:, :, members]
        result[:, :, members] = np.where(np.isnan(block), centre(block), block)
    return result


def groups(cells: Cells, column: str) -> Iterator[Bools]:
    """Members of each group, `[region]`, in alphabetical order; regions with an empty group are in none."""
    faults = lacking(column, cells.groups)
    if faults:
        raise Faults(faults)
    names = np.array(cells.groups[column], dtype=object)
    for name in sorted(set(cells.groups[column]) - {""}):
        yield names == name


def lacking(column: str, columns: Collection[str]) -> list[Fault]:
    """A fault if the column to group by is not among those of `regions`."""
    if column in columns:
        return []
    zh, en = f"regions 中没有列“{column}”，无法按组插补", f"regions has no column '{column}' to impute by"
    todo_zh, todo_en = near(column, sorted(columns))
    return [fault(zh, en, todo_zh=todo_zh, todo_en=todo_en)]
