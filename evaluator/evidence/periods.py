"""Periods as text: 2023, 2023-H1, 2023-Q1, 2023-05, and the ways in which people write them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

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
