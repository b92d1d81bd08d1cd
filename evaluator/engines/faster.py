"""What one measure comes to when its slowest tenth is as fast as the median: two statements, made once a measure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from evaluator.engines.duckdb_engine import DuckdbEngine
from evaluator.engines.keeping import Keeper
from evaluator.engines.statements import statement_for
from indicators.measures import Measure
from indicators.measures._logs import in_periods, place
from indicators.tables import TABLES, unbound, unbound_tables

if TYPE_CHECKING:
    import ibis

    from indicators.measures._shares import RowMeasure
    from indicators.measures.duration import Duration

DAY = 86_400.0
BEGIN = {"cases": "started", "ledger": "opened"}
ENDS = {"cases": ("finished",), "ledger": ("closed", "confirmed")}
CHANGE = pa.schema([("row", pa.int64()), ("amount", pa.int64()), ("ended", pa.timestamp("us"))])
FASTER = {"row": "int64", "amount": "int64", "ended": "timestamp(6)"}


@dataclass(frozen=True)
class Tried:
    """A measure as it would be.

    Attributes:
        count: Cases (or records) with a time.
        slow: How many of them were made faster.
        clock: Unit of median and means: `calendar_days`, `working_days`, `hours`.
        value: The measure, worked out again; None for a median, which stands where it stood.
    """

    count: int
    slow: int
    clock: str
    median: float
    mean: float
    mean_after: float
    value: float | None


def has_time(measure: Measure) -> bool:
    """Whether a measure is a time between two moments, or a share of records that are in time."""
    from indicators.measures._shares import RowMeasure
    from indicators.measures.duration import Duration

    return isinstance(measure, Duration) or (isinstance(measure, RowMeasure) and bool(_closing(measure)))


def tried(engine: DuckdbEngine, measure: Measure, keeper: Keeper | None = None) -> Tried | None:
    """The measure with its slowest tenth as fast as the median; None without cases.

    Args:
        engine: Holds the rows of one region and one period.
        measure: One of which `has_time` is true.
        keeper: Where statements are kept from run to run.
    """
    from indicators.measures.duration import Duration

    kept = engine.query(statement_for("timed rows", measure, lambda: _timed(measure), keeper))
    scale, clock = (DAY, "calendar_days")
    if isinstance(measure, Duration):
        scale, clock = float(measure.units()[0]), measure.clock
    known = kept.filter(kept["amount"].is_valid())
    if not known.num_rows:
        return None
    values = known["amount"].to_numpy().astype(np.int64)
    # The upper of the two middle ones, so that a median stays; ties go by row.
    order = np.lexsort((known["row"].to_numpy(), values))
    typical = known.slice(int(order[len(order) // 2]), 1).to_pylist()[0]
    middle, slow = int(typical["amount"]), max(1, len(order) // 10)
    chosen = [int(i) for i in order[::-1][:slow] if values[i] > middle]
    value = None
    if not (isinstance(measure, Duration) and measure.statistic == "median"):
        length = _length(typical, middle)
        rows = known.take(pa.array(chosen, pa.int64())).to_pylist()
        changed = [{"row": row["row"], "amount": middle, "ended": row["begun"] + length} for row in rows]
        engine.put("kept", kept)
        engine.put("faster", pa.Table.from_pylist(changed, schema=CHANGE))
        result = engine.query(statement_for("changed rows", measure, lambda: _again(measure), keeper)).to_pylist()
        value = result[0]["value"] if result else None
        if value is None:
            return None
    after = values.copy()
    after[chosen] = middle
    means = float(values.mean()) / scale, float(after.mean()) / scale
    return Tried(len(order), slow, clock, middle / scale, *means, None if value is None else float(value))


def _length(typical: dict[str, datetime.datetime], middle: int) -> datetime.timedelta:
    """From the start to the end of the case in the middle; an open one counts with the time that it has run."""
    end = typical["ended"]
    return end - typical["begun"] if end is not None else datetime.timedelta(seconds=middle)


@lru_cache(maxsize=32)
def _timed(measure: Measure) -> ibis.Table:
    """The rows of a measure with their times."""
    from indicators.measures.duration import Duration

    tables, periods = unbound_tables(), unbound("periods")
    if isinstance(measure, Duration):
        return _cases(measure, tables, periods)
    return _records(_of_rows(measure), tables, periods)


def _again(measure: Measure) -> ibis.Table:
    """The measure on rows some of which end earlier."""
    import ibis

    from indicators.measures.duration import Duration

    tables, periods = unbound_tables(), unbound("periods")
    kept, faster = ibis.table(_timed(measure).schema(), name="kept"), ibis.table(FASTER, name="faster")
    joined = kept.left_join(faster, kept.row == faster.row, rname="new_{name}")
    hit = joined.new_row.notnull()
    changed = joined.mutate(
        amount=ibis.ifelse(hit, joined.new_amount, joined.amount),
        ended=ibis.ifelse(hit, joined.new_ended, joined.ended),
    ).drop("new_row", "new_amount", "new_ended")
    if isinstance(measure, Duration):
        return measure.concluded(measure.counted(changed, "period"))
    share = _of_rows(measure)
    changed = changed.mutate(**{_closing(share): changed.ended})
    marked = share.marked(share.worked(changed, tables))
    tally = marked.group_by(["region", place(share.timed)]).agg(**share.sums(marked))
    return share.conclusion(tally, periods, tables)


def _of_rows(measure: Measure) -> RowMeasure:
    from indicators.measures._shares import RowMeasure

    assert isinstance(measure, RowMeasure)
    return measure


def _cases(measure: Duration, tables: dict[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
    """One row a case with its time."""
    import ibis

    cases = in_periods(measure.cases(tables, periods), periods, measure.timed)
    names = ("region", "period", "case", "begun", "ended", "due", "amount", "lacking")
    return cases.select(*names, row=ibis.row_number().over(order_by=[cases.case, cases.begun]))


def _records(measure: RowMeasure, tables: dict[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
    """The rows of a share with the time of those that count; an open one has run to the end of the period."""
    import ibis

    from indicators.stamps import plausible, seconds

    begin, end = BEGIN[measure.table], _closing(measure)
    rows = measure.told(tables, periods)
    if not measure.timed:
        rows = rows.semi_join(periods, rows.month == periods.month)
    last = periods.agg(last=periods.ends.max())
    rows = rows.cross_join(last)
    until = rows[end].fill_null(rows["last"])
    time = seconds(rows[begin], until)
    takes = (rows.counted == 1) & plausible(rows[begin]).fill_null(False) & (time >= 0)
    order = [rows[name] for name in TABLES[measure.table]]
    rows = rows.mutate(
        begun=rows[begin],
        ended=rows[end],
        amount=ibis.ifelse(takes, time, ibis.null("int64")),
        row=ibis.row_number().over(order_by=order),
    )
    marks = ("inside", "counted", "passed", "known", "last")
    return rows.drop(*marks, *(name for name in rows.columns if name.startswith("worked_")))


def _closing(measure: RowMeasure) -> str:
    """The stamp that makes a record pass by being early: held against `due`, or counted from its first stamp."""
    rule = measure.rule("numerator")
    begin, ends = BEGIN[measure.table], ENDS[measure.table]
    for pair in rule.pairs if rule else ():
        found = [name for name in pair if name in ends]
        if found and ("due" in pair or begin in pair):
            return found[0]
    return ""
