"""Periods as text: 2023, 2023-H1, 2023-Q1, 2023-05, and the ways in which people write them."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from evaluator.evidence.grid import Cell, word
from evaluator.evidence.numbers import Refused
from indicators.faults import Fault, fault
from indicators.text import Text

UNDATED = "undated"
"""The period of a table without time; a calendar of its own."""

_YEAR = r"((?:1[89]|2[01])\d\d)"
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2, "1": 1, "2": 2, "3": 3, "4": 4}
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_YEAR}(?:\.0+)?\s*(?:年度?|fy)?", re.IGNORECASE), "year"),
    (re.compile(rf"{_YEAR}\s*年?\s*[-/]?\s*q([1-4])", re.IGNORECASE), "quarter"),
    (re.compile(rf"{_YEAR}\s*年?\s*第?\s*([一二三四1-4])\s*季度?"), "quarter"),
    (re.compile(rf"{_YEAR}\s*年?\s*[-/]?\s*h([12])", re.IGNORECASE), "half"),
    (re.compile(rf"{_YEAR}\s*年?\s*([上下])半年"), "half"),
    (re.compile(rf"{_YEAR}\s*[-/.年]\s*(0?[1-9]|1[0-2])\s*月?"), "month"),
)
_SIZES = {"year": 1, "half": 2, "quarter": 4, "month": 12}
_LETTERS = {"half": "H", "quarter": "Q"}
ACCEPTED = "2023, 2023-H1, 2023-Q1, 2023-05"
_SHORT = re.compile(r"(\d{4})\.1")
"""January, or October that was taken for a number and lost its zero."""


@lru_cache(maxsize=10_000)
def read_period(cell: str) -> str | None:
    """A period in its one form, or None if it cannot be read.

    >>> read_period("2023年"), read_period("2023.0"), read_period("2023年第一季度"), read_period("2023年5月")
    ('2023', '2023', '2023-Q1', '2023-05')
    """
    text = unicodedata.normalize("NFKC", cell).strip()
    if text.lower() == UNDATED:
        return UNDATED
    for form, calendar in _FORMS:
        match = form.fullmatch(text)
        if match:
            year, part = match[1], match[2] if match.lastindex and match.lastindex > 1 else ""
            if calendar == "year":
                return year
            if calendar == "month":
                return f"{year}-{int(part):02d}"
            return f"{year}-{_LETTERS[calendar]}{_NUMERALS[part]}"
    return None


def period_of(cell: Cell) -> str | Refused:
    """The period that a cell of any type says, or what is wrong with it and what to do.

    >>> period_of("2023.1"), period_of(2023.0)
    ('2023-01', '2023')
    """
    short = _SHORT.fullmatch(str(cell)) if isinstance(cell, float) else None
    if short:
        what = Text(
            zh=f"“{cell}”是数字，看不出是 {short[1]} 年 1 月还是 10 月（数字末尾的 0 会被表格软件去掉）",
            en=f"{cell} is a number: it may be January {short[1]}, or October, whose last zero a spreadsheet drops",
        )
        todo = Text(
            zh=f"请把单元格设为文本，写成 {short[1]}-01 或 {short[1]}-10",
            en=f"format the cell as text and write {short[1]}-01 or {short[1]}-10",
        )
        return Refused(what, todo)
    if isinstance(cell, datetime.date):
        day = cell.date() if isinstance(cell, datetime.datetime) else cell
        what = Text(zh=f"{day} 是日期，不是时期", en=f"{day} is a date, not a period")
        todo = Text(
            zh=f"请把单元格设为文本，写成 {day.year}、{day:%Y-%m} 这样的时期",
            en=f"format the cell as text and write a period such as {day.year} or {day:%Y-%m}",
        )
        return Refused(what, todo)
    text = word(cell)
    if not text:
        return Refused(
            Text(zh="没有写时期", en="names no period"), Text(zh=f"请填写，如 {ACCEPTED}", en=f"write {ACCEPTED}")
        )
    found = read_period(text)
    if found is None:
        what = Text(zh=f"“{text}”不是时期", en=f"'{text}' is not a period")
        return Refused(what, Text(zh=f"请写成 {ACCEPTED}", en=f"write {ACCEPTED}"))
    return found


def short_months(cells: Iterable[object], file: str, sheet: str = "") -> list[Fault]:
    """A note on each `2023.1` of a column of text that never writes `2023.10`: taken for January, and said."""
    written = {unicodedata.normalize("NFKC", cell).strip() for cell in cells if isinstance(cell, str)}
    years = sorted(match[1] for text in written if (match := _SHORT.fullmatch(text)) and f"{text}0" not in written)
    return [
        fault(
            f"时期“{year}.1”按 {year} 年 1 月读取",
            f"the period '{year}.1' is read as January {year}",
            todo_zh=f"若是 10 月（数字末尾的 0 会被表格软件去掉），请改为 {year}-10",
            todo_en=f"if it is October, whose last zero a spreadsheet drops, write {year}-10",
            file=file,
            sheet=sheet,
            column="period",
        )
        for year in years
    ]


@lru_cache(maxsize=10_000)
def period_ordinal(period: str) -> tuple[str, int]:
    """Calendar of a period and its place in it, so that the one before has the place less one.

    >>> period_ordinal("2023-Q1"), period_ordinal("2022-Q4")
    (('quarter', 8092), ('quarter', 8091))
    """
    if re.fullmatch(r"\d{4}", period):
        return "year", int(period)
    match = re.fullmatch(r"(\d{4})-(?:([HQ])(\d)|(\d\d))", period)
    if not match:
        return "other", 0
    calendar = {"H": "half", "Q": "quarter", None: "month"}[match[2]]
    return calendar, int(match[1]) * _SIZES[calendar] + int(match[3] or match[4]) - 1
