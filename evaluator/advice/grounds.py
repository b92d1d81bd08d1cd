"""What a strength or weakness rests on, down to rows of evidence, as small tables in the reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from evaluator.advice.case import Case
from evaluator.tracing import HEADINGS, TITLES, WORDS, Tracer
from evaluator.workbook.words import in_words
from indicators.text import Lang

#: The lists that tell most, by kind of finding.
TELLING = {
    "weakness": ("failing", "slowest", "items", "departments", "answers", "overdue"),
    "strength": ("middle", "items", "departments", "answers", "passing", "lights"),
}
#: Where the marks stand in lists that have some.
MARKS = {"items": "answer", "departments": "mean"}
CODED = ("step", "channel", "mode", "outcome", "question", "answer")


@dataclass(frozen=True)
class Ground:
    """One small table.

    Attributes:
        name: As in `TITLES`.
        title: What it lists.
        head: Names of its columns, in the order of `rows`.
        by: Column of the marks, where rows have marks.
    """

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    by: int | None = None


def grounds(tracer: Tracer, case: Case, node: str, lang: Lang) -> list[Ground]:
    """The rows behind an indicator's value: text, numbers, moments as text; empty for one worked out of statistics."""
    measure = next(slot.measure for slot in case.plan.slots if slot.indicator.id == node)
    process = str(getattr(measure, "process", ""))
    found = []
    for name, table in tracer.rows(node).items():
        columns = _columns(table, lang)
        if table.num_rows and columns:
            rows = [tuple(_cell(row, column, lang, process) for column in columns) for row in table.to_pylist()]
            head = tuple(HEADINGS[column].in_(lang) for column in columns)
            marks = MARKS.get(name, "")
            by = columns.index(marks) if marks in columns else None
            found.append(Ground(name, TITLES[name].in_(lang), head, tuple(rows), by))
    return found


def telling(found: list[Ground], kind: str, most: int) -> list[Ground]:
    """The counts, and the first rows of the list that tells most of a strength or a weakness."""
    by_name = {one.name: one for one in found}
    chosen = [by_name["counts"]] if "counts" in by_name else []
    for name in TELLING[kind]:
        if name in by_name:
            one = by_name[name]
            chosen.append(replace(one, rows=_ordered(one, kind)[:most]))
            break
    return chosen


def _ordered(one: Ground, kind: str) -> tuple[tuple[object, ...], ...]:
    """Answers and departments with the lowest marks first for a weakness, the highest for a strength."""
    if one.by is None:
        return one.rows
    at, sign = one.by, 1.0 if kind == "weakness" else -1.0
    marks = [row[at] for row in one.rows]
    known = [float(mark) if isinstance(mark, (int, float)) else None for mark in marks]
    order = sorted(range(len(known)), key=lambda i: (known[i] is None, sign * (known[i] or 0.0), i))
    return tuple(one.rows[i] for i in order)


def _columns(table: pa.Table, lang: Lang) -> list[str]:
    """Columns to be shown: in the reader's language, and not empty throughout."""
    other = "_en" if lang == "zh" else "_zh"
    names = [one for one in table.column_names if not one.endswith(other)]
    if "question_zh" in table.column_names:
        names = [one for one in names if one != "item"]
    return [one for one in names if table[one].null_count < table.num_rows]


def _cell(row: Mapping[str, object], column: str, lang: Lang, process: str) -> object:
    value = row[column]
    if (column, value) in WORDS:
        return WORDS[column, str(value)].in_(lang)
    if column in CODED and isinstance(value, str):
        return in_words(column, value, lang, process)
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d}" if value.time() == datetime.time() else f"{value:%Y-%m-%d %H:%M}"
    return value
