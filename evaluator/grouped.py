"""Places within groups of regions: each region among those of its own belt, income class or size only."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from evaluator.assessment import Assessment
from evaluator.scoring.kernel import Kernel, rank
from indicators.faults import Faults, fault
from indicators.records import near


def group_ranks(assessment: Assessment, column: str) -> pa.Table:
    """region, period, group, node, score, rank, regions: a row each region with a group, period, node and indicator.

    `rank` is the competition rank within the group (COINr, get_results() by group), `regions` how many of the group
    have a score. A region without a group is left out.

    Raises:
        Faults: The table `regions` has no such column.
    """
    rows: dict[str, list[object]] = {name: [] for name in _KINDS}
    for kernel in assessment.kernels:
        if column not in kernel.cells.groups:
            todo = near(column, sorted(kernel.cells.groups))
            zh, en = f"regions 表没有“{column}”列", f"regions has no column '{column}'"
            raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1])])
        _add(rows, assessment, kernel, np.array(kernel.cells.groups[column]))
    return pa.table({name: pa.array(values, _KINDS[name]) for name, values in rows.items()})


_KINDS = {
    **dict.fromkeys(("region", "period", "group", "node"), pa.string()),
    "score": pa.float64(),
    "rank": pa.int64(),
    "regions": pa.int64(),
}


def _add(rows: dict[str, list[object]], assessment: Assessment, kernel: Kernel, groups: NDArray[np.str_]) -> None:
    score = kernel.scored().score
    for t, period in enumerate(kernel.cells.periods):
        if period not in assessment.periods:
            continue
        for group in sorted(set(groups.tolist()) - {""}):
            members = np.flatnonzero(groups == group)
            own = score[t][:, members]
            places = rank(own, kernel.plan.ranking)
            counts = (~np.isnan(own)).sum(axis=1)
            for k, member in enumerate(members):
                for p, place in enumerate(kernel.plan.places):
                    value = own[p, k]
                    cells = (kernel.cells.regions[member], period, group, place.name)
                    found = (None if np.isnan(value) else float(value), int(places[p, k]) or None, int(counts[p]))
                    for name, cell in zip(_KINDS, (*cells, *found), strict=True):
                        rows[name].append(cell)
