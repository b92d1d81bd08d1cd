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
from evaluator.tables import only

if TYPE_CHECKING:
    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.engines.sources import Source
    from indicators.measures.duration import Duration

_SCHEMA = pa.schema(
    [
        ("node", pa.string()),
        ("cases", pa.int64()),
        ("slow", pa.int64()),
        ("median", pa.float64()),
        ("mean", pa.float64()),
        ("mean_after", pa.float64()),
        ("raw", pa.float64()),
        ("to", pa.float64()),
        ("points", pa.float64()),
        ("note", pa.string()),
    ]
)
KEPT = {
    "region": "string", "period": "string", "case": "string", "begun": "timestamp(6)", "ended": "timestamp(6)",
    "due": "timestamp(6)", "amount": "int64", "lacking": "int64",
}  # fmt: skip


def slowest_tenth(case: Case) -> pa.Table:
    """Every indicator that is a time between two moments of a case, as it would be.

    The slowest tenth are the ⌊n/10⌋ longest of n cases with a time, at least one; ties go by case. They take the
    median time (the upper of the two middle ones, so that a median stays). The other regions are held still.

    Returns:
        node, cases, slow (cases changed), median, mean, mean_after (in the indicator's unit), raw, to, points (of the
        total), note (`unmoved`: the statistic does not notice). Indicators without cases are left out.
    """
    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.engines.periods import periods_of
    from indicators.measures.duration import Duration
    from indicators.tables import TABLES

    wanted = [(i, one) for i, one in enumerate(case.plan.slots) if isinstance(one.measure, Duration)]
    if not wanted:
        return _SCHEMA.empty_table()
    trial = Trial(case)
    rows = []
    with DuckdbEngine() as engine:
        for name in TABLES:
            engine.put(name, _own(case, name))
        engine.put("periods", periods_of([case.period]))
        for slot, one in wanted:
            assert isinstance(one.measure, Duration)
            found = _changed(engine, one.measure, case.code)
            raw = trial.value(slot)
            if not found or np.isnan(raw):
                continue
            to = float(str(found["to"]))
            after = trial.outcome({slot: to}).score if to != raw else trial.present.score
            rows.append(
                {
                    **found,
                    "node": one.indicator.id,
                    "raw": raw,
                    "points": number(after - trial.present.score),
                    "note": "unmoved" if to == raw else "",
                }
            )
    rows.sort(key=lambda row: -float(str(row["points"] or 0.0)))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _own(case: Case, name: str) -> Source | None:
    """The region's own rows of a log; other tables are not read."""
    source = case.assessment.evidence.tables.get(name) if name in ("cases", "ledger") else None
    return only(source, "region", case.code) if isinstance(source, pa.Table) else source


def _changed(engine: DuckdbEngine, measure: Duration, region: str) -> dict[str, object]:
    """Counts, means and the value of one measure when its slowest cases are changed; empty without cases."""
    import ibis

    from indicators.measures._logs import in_periods
    from indicators.tables import TABLES, unbound

    tables = {name: unbound(name) for name in TABLES}
    sources = {name: table.filter(table.region == region) for name, table in tables.items()}
    sources["calendar"] = unbound("calendar")
    periods = unbound("periods")
    cases = in_periods(measure.cases(sources, periods), periods, measure.timed)
    engine.keep("slow_cases", cases.select(*KEPT))
    kept = ibis.table(KEPT, name="slow_cases")
    taken = kept.filter(kept.amount.notnull())
    amounts = engine.run(taken.order_by([taken.amount.desc(), taken.case]).select("case", "amount", "begun", "ended"))
    count = amounts.num_rows
    if not count:
        return {}
    slow = max(1, count // 10)
    values = amounts["amount"].to_numpy().astype(np.float64)
    middle = int(np.sort(values)[count // 2])
    typical = next(row for row in amounts.to_pylist() if row["amount"] == middle)
    names = amounts["case"].to_pylist()[:slow]
    chosen = kept.case.isin(names) & kept.amount.notnull() & (kept.amount > middle)
    length = int((typical["ended"] - typical["begun"]).total_seconds())
    changed = kept.mutate(
        amount=ibis.ifelse(chosen, ibis.literal(middle, "int64"), kept.amount),
        ended=ibis.ifelse(chosen, kept.begun + ibis.interval(seconds=length), kept.ended),
    )
    result = engine.run(measure.concluded(measure.counted(changed, "period"))).to_pylist()
    value = result[0]["value"] if result else None
    if value is None:
        return {}
    scale = float(measure.units()[0])
    after = np.where(np.arange(count) < slow, np.minimum(values, middle), values)
    means = {"mean": float(values.mean()) / scale, "mean_after": float(after.mean()) / scale}
    return {"cases": count, "slow": slow, "median": middle / scale, "to": float(value), **means}
