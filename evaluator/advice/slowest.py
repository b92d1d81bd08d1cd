"""What if the slowest tenth of cases took as long as the median: worked out by each measure on changed cases.

A case stays in its period. A median does not notice (it stands where it stood), and the table says so: the mean is
given beside it, so that the days saved are seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from evaluator.advice.case import Case
from evaluator.advice.gaps import number
from evaluator.advice.whatif import Trial
from evaluator.engines.faster import has_time, tried
from evaluator.tracing import region_engine
from indicators.text import Text

if TYPE_CHECKING:
    from evaluator.engines.duckdb_engine import DuckdbEngine

_SCHEMA = pa.schema(
    [
        ("node", pa.string()),
        ("cases", pa.int64()),
        ("slow", pa.int64()),
        ("clock", pa.string()),
        ("median", pa.float64()),
        ("mean", pa.float64()),
        ("mean_after", pa.float64()),
        ("raw", pa.float64()),
        ("to", pa.float64()),
        ("points", pa.float64()),
        ("note", pa.string()),
    ]
)
CLOCKS = {
    "calendar_days": Text(zh="日历日", en="calendar days"),
    "working_days": Text(zh="工作日", en="working days"),
    "hours": Text(zh="小时", en="hours"),
}
LOGS = ("cases", "ledger", "statistics")


def slowest_tenth(case: Case, engine: DuckdbEngine | None = None) -> pa.Table:
    """Every indicator that is a time between two moments, or a share of records in time, as it would be.

    The slowest tenth are the ⌊n/10⌋ longest of n cases with a time, at least one; ties go by case. They take the
    median time (the upper of the two middle ones, so that a median stays). For a share of records in time, a record
    runs from its first stamp to the one that the rule holds against the day due; an open one has run to the end of
    the period, and takes the median time too. The other regions are held still.

    Args:
        case: The region.
        engine: One that holds the region's own rows already.

    Returns:
        node, cases, slow (cases changed), clock (`calendar_days`, `working_days`, `hours`: the unit of median and
        means), median, mean, mean_after, raw, to (in the indicator's unit), points (of the total), note (`unmoved`:
        the statistic does not notice). Indicators without cases are left out.
    """
    if not any(has_time(one.measure) for one in case.plan.slots):
        return _SCHEMA.empty_table()
    if engine is not None:
        return _tried(case, engine)
    with region_engine(case.assessment.evidence, case.code, case.period, LOGS) as own:
        return _tried(case, own)


def _tried(case: Case, engine: DuckdbEngine) -> pa.Table:
    trial = Trial(case)
    rows: list[dict[str, object]] = []
    for slot, one in enumerate(case.plan.slots):
        raw = trial.value(slot)
        if not has_time(one.measure) or np.isnan(raw):
            continue
        found = tried(engine, one.measure, case.assessment.keeper)
        if found is None:
            continue
        # A value that comes out the same but for the order of sums has not moved.
        unmoved = found.value is None or abs(found.value - raw) <= 1e-9 * max(1.0, abs(raw))
        to = raw if unmoved or found.value is None else found.value
        after = trial.present.score if unmoved else trial.outcome({slot: to}).score
        row = {"node": one.indicator.id, "cases": found.count, "slow": found.slow, "clock": found.clock}
        row |= {"median": found.median, "mean": found.mean, "mean_after": found.mean_after, "raw": raw, "to": to}
        rows.append(row | {"points": number(after - trial.present.score), "note": "unmoved" if unmoved else ""})
    rows.sort(key=lambda row: (-float(str(row["points"] or 0.0)), -_saved(row)))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _saved(row: dict[str, object]) -> float:
    """Share of the mean time that is saved."""
    mean, after = float(str(row["mean"])), float(str(row["mean_after"]))
    return (mean - after) / mean if mean else 0.0
