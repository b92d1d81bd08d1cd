"""What the evidence already knows about a region, for filling in and for comparing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.periods import periods_of
from evaluator.evidence import Evidence, period_ordinal
from evaluator.evidence.names import names_of
from evaluator.evidence.periods import UNDATED, read_period
from evaluator.tables import among, only, texts
from evaluator.workbook.layout import MAX_KNOWN
from indicators.faults import Fault, Faults, fault
from indicators.text import Text

Row = Mapping[str, object]


@dataclass(frozen=True)
class Place:
    """A region in a period.

    Attributes:
        before: The period before, "" if the evidence has none.
    """

    region: str
    name: Text
    level: str
    period: str
    before: str


def place_of(evidence: Evidence, region: str, period: str | None) -> Place:
    """A region by code or name, and a period; the latest one of the region by default.

    Raises:
        Faults: No such region, or no period can be told.
    """
    rows = evidence.regions.to_pylist()
    names = names_of(rows)
    code, candidates = names.find(region)
    if code is None:
        raise Faults([Fault(*names.refusal(region, candidates))])
    row = next(one for one in rows if one["region"] == code)
    there = _periods(evidence, code) or _periods(evidence, None)
    wanted = read_period(period) if period else max(there, key=lambda one: period_ordinal(one)[1], default=None)
    if wanted is None or wanted == UNDATED:
        said = (
            (f"“{period}”不是时期", f"'{period}' is not a period") if period else ("无法确定时期", "no period is known")
        )
        todo = "请用 --period 写明，如 2023、2023-Q4", "name one with --period, such as 2023 or 2023-Q4"
        raise Faults([fault(*said, todo_zh=todo[0], todo_en=todo[1])])
    kind, number = period_ordinal(wanted)
    earlier = [one for one in there if period_ordinal(one)[0] == kind and period_ordinal(one)[1] < number]
    zh = str(row.get("name_zh") or row.get("name") or code)
    name = Text(zh=zh, en=str(row.get("name_en") or zh))
    return Place(code, name, str(row.get("level") or ""), wanted, max(earlier, default=""))


def figures(evidence: Evidence, place: Place, period: str) -> dict[str, tuple[float | None, str]]:
    """Series → value and source of a region in a period."""
    table = evidence.statistics
    found = only(only(table, "region", place.region), "period", period)
    rows = zip(texts(found, "series"), found["value"].to_pylist(), texts(found, "source"), strict=True)
    return {series: (value, source) for series, value, source in rows}


def answers(evidence: Evidence, place: Place, period: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Indicator and item → answer and proof, where every respondent says the same."""
    table = evidence.tables.get("answers")
    if table is None:
        return {}
    found = only(only(table, "region", place.region), "period", period)
    said: dict[tuple[str, str], set[tuple[str, str]]] = {}
    columns = (texts(found, name) for name in ("indicator", "item", "answer", "proof"))
    for indicator, item, answer, proof in zip(*columns, strict=True):
        said.setdefault((indicator, item), set()).add((answer, proof))
    return {key: next(iter(values)) for key, values in said.items() if len(values) == 1}


def log_rows(evidence: Evidence, place: Place, table: str, names: Sequence[str]) -> tuple[list[Row], int]:
    """Rows of a log that touch the period, whole cases each, and how many there are; none if they are too many."""
    log = evidence.rows(table, place.region)
    column, number = ("process", "case") if table == "cases" else ("kind", "item")
    if log is None:
        return [], 0
    log = log.filter(among(log, column, names))
    spans = periods_of([place.period])
    start, end = pc.min(spans["starts"]), pc.max(spans["ends"])
    touched = pa.chunked_array([pa.array([False] * log.num_rows, pa.bool_())])
    first, last = ("started", "finished") if table == "cases" else ("opened", "closed")
    for name in (first, last):
        stamps = log[name].cast(pa.timestamp("us"))
        inside = pc.and_(pc.greater_equal(stamps, start), pc.less(stamps, end))
        touched = pc.or_(touched, pc.fill_null(inside, False))
    begun = pc.fill_null(pc.less(log[first].cast(pa.timestamp("us")), end), False)
    touched = pc.or_(touched, pc.and_(begun, pc.is_null(log[last])))
    keys = pc.unique(log.filter(touched)[number])
    whole = log.filter(
        pc.is_in(log[number], value_set=keys.combine_chunks() if hasattr(keys, "combine_chunks") else keys)
    )
    if whole.num_rows > MAX_KNOWN:
        return [], whole.num_rows
    return whole.to_pylist(), whole.num_rows


def response_counts(evidence: Evidence, place: Place) -> dict[str, int]:
    """Survey → number of respondents on record in the period; their answers are not shown to the region."""
    table = evidence.tables.get("responses")
    if table is None:
        return {}
    found = only(only(table, "region", place.region), "period", place.period)
    people: dict[str, set[str]] = {}
    for survey, respondent in zip(texts(found, "survey"), texts(found, "respondent"), strict=True):
        people.setdefault(survey, set()).add(respondent)
    return {survey: len(them) for survey, them in people.items()}


def _periods(evidence: Evidence, region: str | None) -> list[str]:
    found: set[str] = set()
    for name in ("statistics", "answers", "responses"):
        table = evidence.tables.get(name)
        if table is not None and table.num_rows:
            rows = only(table, "region", region) if region else table
            found.update(one for one in pc.unique(rows["period"]).to_pylist() if one and one != UNDATED)
    return sorted(found)
