"""A desk for measuring a handful of rows: write them as text, get the result as plain rows."""

from __future__ import annotations

import datetime
from typing import Any

import pyarrow as pa

from evaluator.engines.measuring import measured
from indicators.indicator import Indicator
from indicators.tables import TABLES

ARROW = {"text": pa.string(), "stamp": pa.timestamp("us"), "number": pa.float64()}
Row = dict[str, Any]


class Desk:
    """Evidence as `measured` takes it."""

    def __init__(self, **tables: list[Row]) -> None:
        self.tables = {name: table(name, rows) for name, rows in tables.items()}

    @property
    def sources(self) -> dict[str, pa.Table]:
        """What the engine reads."""
        return self.tables


def table(name: str, rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table; days and moments as text; the region is `r` unless a row says otherwise."""
    return pa.table(
        {
            column: pa.array([cell({"region": "r", **row}.get(column), kind) for row in rows], ARROW[kind])
            for column, kind in TABLES[name].items()
        }
    )


def cell(value: Any, kind: str) -> Any:
    if value is not None and kind == "stamp":
        return datetime.datetime.fromisoformat(value)
    return value


def indicator(measure: Row, name: str = "x", **more: Any) -> Indicator:
    """An indicator around a measure."""
    record = {"id": name, "name": {"zh": "例", "en": "example"}, "direction": "lower", "measure": measure, **more}
    return Indicator.model_validate(record)


def measure_rows(measure: Row, periods: list[str] | None = None, **tables: list[Row]) -> list[Row]:
    """The result rows of one measure."""
    found: list[Row] = measured([indicator(measure)], Desk(**tables), periods=periods).to_pylist()
    return found


def measure_one(measure: Row, period: str = "2023", **tables: list[Row]) -> Row:
    """The only result row of one measure in one period."""
    rows = measure_rows(measure, [period], **tables)
    assert len(rows) == 1, rows
    return rows[0]


def case(number: int | str, started: str | None, finished: str | None = None, **more: Any) -> Row:
    """A row of `cases` of the process `p`, step `s`."""
    row = {"process": "p", "case": str(number), "step": "s", "started": started, "finished": finished}
    return row | more


DURATION: Row = {
    "kind": "duration",
    "process": "p",
    "start": {"step": "s", "stamp": "started"},
    "end": {"step": "s", "stamp": "finished"},
}
