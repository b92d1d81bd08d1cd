"""From when to when a region's code is in force, and where its series break because codes were changed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.periods import span_of
from evaluator.evidence.grid import Cell
from evaluator.evidence.numbers import Refused
from evaluator.evidence.periods import period_of
from evaluator.evidence.stamps import read_stamp
from indicators.faults import Fault
from indicators.reasons import NOT_YET_VALID, RETIRED
from indicators.text import Text

DAYS = ("valid_from", "valid_to")
#: The stamps of which the first that is there dates a row, by table; tables that name a period are dated by it.
DATED_BY = {"cases": ("finished", "started"), "ledger": ("opened",)}
_SUCCESSORS = re.compile(r"[;|、，；,\s]+")


@dataclass(frozen=True)
class Span:
    """The days on which a code is in force.

    Attributes:
        starts: First day; None: from the beginning.
        ends: Last day; None: still in force.
        successors: Codes that take its place.
    """

    starts: datetime.date | None = None
    ends: datetime.date | None = None
    successors: tuple[str, ...] = ()

    def outside(self, day: datetime.date) -> str:
        """Why the code does not hold on a day: `not-yet-valid`, `retired`, or "" where it does."""
        if self.starts is not None and day < self.starts:
            return NOT_YET_VALID
        return RETIRED if self.ends is not None and day > self.ends else ""


@dataclass(frozen=True)
class Break:
    """A day from which a region's figures can no longer be compared with those before.

    Attributes:
        region: The code that goes on.
        predecessors: The codes whose area it takes over, its own among them if it was there before.
        since: The first day after the change.
        kind: `recoded` (one to one), `merged` (several into one) or `split` (one into several).
    """

    region: str
    predecessors: tuple[str, ...]
    since: datetime.date
    kind: str


@lru_cache(maxsize=10_000)
def last_day(period: str) -> datetime.date | None:
    """The day that decides which codes a period has; None for a period without time.

    >>> last_day("2024-Q2"), last_day("2024"), last_day("undated")
    (datetime.date(2024, 6, 30), datetime.date(2024, 12, 31), None)
    """
    span = span_of(period)
    return None if span is None else _first(sum(span)) - datetime.timedelta(days=1)


def read_day(cell: Cell, last: bool) -> datetime.date | Text | None:
    """A day as written; of a year or a month the first day, or the last.

    >>> read_day("2024", last=True), read_day("2024年7月", last=False)
    (datetime.date(2024, 12, 31), datetime.date(2024, 7, 1))
    """
    period = None if cell is None or isinstance(cell, datetime.date) else period_of(cell)
    if isinstance(period, Refused):
        if isinstance(cell, float):
            return period.what
        period = None
    span = span_of(period) if period else None
    if period and span:
        return last_day(period) if last else _first(span[0])
    moment = read_stamp(cell)
    if isinstance(moment, Refused):
        return moment.what
    return moment.date() if moment is not None else None


def read_span(row: Mapping[str, str | None], cells: Mapping[str, Cell]) -> Span | tuple[str, Text, Text]:
    """When a region's code is in force, or the column, what is wrong with it and what to do.

    Args:
        row: The row as text.
        cells: The cells of the columns of days, as they stand.
    """
    days: dict[str, datetime.date | None] = {}
    for name, last in (("valid_from", False), ("valid_to", True)):
        day = read_day(cells.get(name), last)
        if isinstance(day, Text):
            return name, day, Text(zh="请写成 2024、2024-07 或 2024-07-01", en="write 2024, 2024-07 or 2024-07-01")
        days[name] = day
    starts, ends = days["valid_from"], days["valid_to"]
    if starts and ends and ends < starts:
        what = Text(zh=f"停用日 {ends} 早于启用日 {starts}", en=f"is retired on {ends}, before it begins on {starts}")
        return "valid_to", what, Text(zh="请核对", en="check both")
    successors = _codes(row)
    if row["region"] in successors:
        what = Text(zh="后继地区是其自身", en="is its own successor")
        return "successor", what, Text(zh="请写后继地区的代码", en="write the code that takes its place")
    return Span(starts, ends, successors)


def doubts(spans: Mapping[str, Span], codes: Iterable[str]) -> list[Fault]:
    """What does not fit together between the rows of `regions`: taken, and said."""
    known = set(codes)
    said = []
    for code, span in spans.items():
        for one in span.successors:
            if one not in known:
                zh, en = f"{code} 的后继地区 {one} 不在表中", f"the successor {one} of {code} is not in the table"
                said.append(Fault(Text(zh=zh, en=en), Text(zh="请补上", en="add it"), "regions", column="successor"))
        if span.successors and span.ends is None:
            zh, en = f"{code} 有后继地区却没有停用日", f"{code} has a successor but no last day"
            todo = Text(zh="请填写 valid_to，否则不作断点", en="fill in valid_to; without it no break is marked")
            said.append(Fault(Text(zh=zh, en=en), todo, "regions", column="valid_to"))
    return said


def spans_of(regions: pa.Table) -> dict[str, Span]:
    """The spans of the codes that do not hold for ever, from the table `regions` as taken."""
    names = [name for name in ("region", *DAYS, "successor") if name in regions.column_names]
    found = {row["region"]: span_from(row) for row in regions.select(names).to_pylist()}
    return {code: span for code, span in found.items() if span != Span()}


def span_from(row: Mapping[str, str | None]) -> Span:
    """The span of a row whose days have been read (see `read_day`)."""
    starts, ends = (datetime.date.fromisoformat(text) if (text := row.get(name)) else None for name in DAYS)
    return Span(starts, ends, _codes(row))


def breaks_of(spans: Mapping[str, Span]) -> tuple[Break, ...]:
    """Every break, by region and day."""
    found: dict[tuple[str, datetime.date], list[str]] = {}
    for code, span in spans.items():
        if span.ends is None:
            continue
        for successor in span.successors:
            starts = spans.get(successor, Span()).starts
            since = span.ends + datetime.timedelta(days=1)
            found.setdefault((successor, max(since, starts) if starts else since), []).append(code)
    made = []
    for (region, since), codes in sorted(found.items()):
        starts = spans.get(region, Span()).starts
        stayed = [region] if starts is None or starts < since else []
        predecessors = tuple(sorted({*codes, *stayed}))
        split = any(len(spans[code].successors) > 1 for code in codes)
        kind = "merged" if len(predecessors) > 1 else "split" if split else "recoded"
        made.append(Break(region, predecessors, since, kind))
    return tuple(made)


def era(breaks: Iterable[Break], region: str, period: str) -> int:
    """How many breaks a region has behind it at the end of a period; figures of unlike eras do not compare."""
    day = last_day(period)
    return 0 if day is None else sum(1 for one in breaks if one.region == region and one.since <= day)


def refusal(span: Span, code: str, names: Mapping[str, str], day: datetime.date) -> tuple[Text, Text] | None:
    """What is wrong with a row under a code on a day, and what to do; None if nothing is."""
    why = span.outside(day)
    shown = f"{names.get(code, code)} {code}"
    if why == NOT_YET_VALID:
        return (
            Text(
                zh=f"“{shown}”自 {span.starts} 起启用，当期尚未启用",
                en=f"'{shown}' is in force only from {span.starts}",
            ),
            Text(zh="请改用当期有效的区划代码", en="write the code that was in force then"),
        )
    if why == RETIRED:
        heirs = "、".join(f"{names.get(one, one)} {one}" for one in span.successors)
        todo = Text(zh="请改用当期有效的区划代码", en="write the code that was in force then")
        if heirs:
            todo = Text(zh=f"请核实后改报后继地区：{heirs}", en=f"check it and report it under the successor: {heirs}")
        what = Text(zh=f"“{shown}”已于 {span.ends} 后停用", en=f"'{shown}' was retired after {span.ends}")
        return what, todo
    return None


def within(
    name: str, table: pa.Table, spans: Mapping[str, Span], names: Mapping[str, str], places: tuple[str, str]
) -> tuple[pa.Table, list[Fault]]:
    """Take the rows of a table whose code holds when they are dated.

    Args:
        name: Name of the table.
        table: Its rows.
        spans: Spans of the codes that do not hold for ever; no other row is looked at.
        names: Code → name.
        places: The columns that say file and row.

    Returns:
        The rows taken, and a fault for each row refused.
    """
    if not spans or not table.num_rows:
        return table, []
    positions = pa.array(range(table.num_rows), pa.int64())
    chosen = positions.filter(pc.is_in(table["region"], value_set=pa.array(list(spans), pa.string())))
    columns = [one for one in ("region", "period", *DATED_BY.get(name, ()), *places) if one in table.column_names]
    wrong: dict[int, Fault] = {}
    for position, row in zip(chosen.to_pylist(), table.select(columns).take(chosen).to_pylist(), strict=True):
        day = _dated(row, DATED_BY.get(name, ()))
        said = refusal(spans[row["region"]], row["region"], names, day) if day else None
        if said is not None:
            wrong[position] = Fault(*said, row[places[0]], row[places[1]], "region")
    if not wrong:
        return table, []
    bad = pc.is_in(positions, value_set=pa.array(list(wrong), pa.int64()))
    return table.filter(pc.invert(bad)), list(wrong.values())


def _dated(row: Mapping[str, object], stamps: Sequence[str]) -> datetime.date | None:
    if not stamps:
        return last_day(str(row.get("period")))
    found = next((row[stamp] for stamp in stamps if isinstance(row.get(stamp), datetime.datetime)), None)
    return found.date() if isinstance(found, datetime.datetime) else None


def _codes(row: Mapping[str, str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in _SUCCESSORS.split(row.get("successor") or "") if code))


def _first(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)
