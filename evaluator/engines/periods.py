"""Periods of a run: months, quarters, half-years and years, each with its months, its first and its last moment."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from indicators.faults import Faults, fault

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|H([12])|(0[1-9]|1[0-2])))?")
#: Tables that name their periods themselves.
NAMING = ("statistics", "answers", "responses")
SCHEMA = pa.schema(
    [("period", pa.string()), ("month", pa.int64()), ("starts", pa.timestamp("us")), ("ends", pa.timestamp("us"))]
)


def span_of(period: str) -> tuple[int, int] | None:
    """First month of a period (year * 12 + month - 1) and number of months; None for any other text.

    >>> span_of("2023-Q2"), span_of("2023-H2"), span_of("2023-05"), span_of("2023")
    ((24279, 3), (24282, 6), (24280, 1), (24276, 12))
    """
    match = _PERIOD.fullmatch(period)
    if not match:
        return None
    year = int(match[1]) * 12
    if match[2]:
        return year + 3 * (int(match[2]) - 1), 3
    if match[3]:
        return year + 6 * (int(match[3]) - 1), 6
    if match[4]:
        return year + int(match[4]) - 1, 1
    return year, 12


def named_periods(tables: Mapping[str, object]) -> list[str]:
    """Periods that the evidence names itself, in order of time."""
    found: set[str] = set()
    for name in NAMING:
        table = tables.get(name)
        if isinstance(table, pa.Table) and table.num_rows:
            found.update(one for one in pc.unique(table["period"]).to_pylist() if one and span_of(one))
    return sorted(found)


def periods_of(periods: Iterable[str]) -> pa.Table:
    """The table `periods`: one row a period and month; raises Faults for a text that is no period."""
    rows, faults = [], []
    for period in periods:
        span = span_of(period)
        if span is None:
            faults.append(
                fault(
                    f"“{period}”不是时期",
                    f"'{period}' is not a period",
                    todo_zh="请写成 2023、2023-H1、2023-Q1 或 2023-05",
                    todo_en="write 2023, 2023-H1, 2023-Q1 or 2023-05",
                )
            )
            continue
        first, number = span
        starts, ends = _moment(first), _moment(first + number)
        rows += [{"period": period, "month": first + n, "starts": starts, "ends": ends} for n in range(number)]
    if faults:
        raise Faults(faults)
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _moment(month: int) -> datetime.datetime:
    return datetime.datetime(month // 12, month % 12 + 1, 1)
