"""Time stamps as people write them; a date that could be two different days is refused."""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import lru_cache

from evaluator.evidence.numbers import Refused
from indicators.stamps import YEARS
from indicators.text import Text, visible

_DATE = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_STAMP = re.compile(_DATE + r"(?:[T\s]*(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})秒?(?:\.\d+)?)?分?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
REMEDY = Text(
    zh="请写成 2024-01-05 或 2024-01-05 14:30（当地时间）",
    en="write 2024-01-05 or 2024-01-05 14:30 (local time)",
)
LOCAL = Text(zh="请换算为当地时间，去掉时区", en="write the local time, without a zone")
CHECK = Text(zh="请核对；尚无日期的请留空", en="check it; leave the cell empty where there is no date yet")
_ZONED = re.compile(r".*\d{1,2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$")


@lru_cache(maxsize=200_000)
def read_stamp(cell: object) -> datetime.datetime | Refused | None:
    """A moment, None where the cell is empty, or what is wrong.

    >>> read_stamp("2024年1月5日")
    datetime.datetime(2024, 1, 5, 0, 0)
    """
    if cell is None:
        return None
    if isinstance(cell, datetime.datetime):
        return _in_range(cell.replace(tzinfo=None), cell)
    if isinstance(cell, datetime.date):
        return _in_range(datetime.datetime(cell.year, cell.month, cell.day), cell)
    text = visible(unicodedata.normalize("NFKC", str(cell))).strip()
    if text in ("", "-", "—", "/", "无", "NULL", "null", "NaT"):
        return None
    if _ZONED.fullmatch(text):
        return Refused(Text(zh=f"“{text}”带时区", en=f"'{text}' carries a time zone"), LOCAL)
    match = _STAMP.fullmatch(text) or _COMPACT.fullmatch(text)
    if not match:
        return Refused(Text(zh=f"“{text}”不是明确的日期", en=f"'{text}' is not a clear date"), REMEDY)
    parts = [int(part) for part in match.groups() if part is not None]
    try:
        return _in_range(datetime.datetime(*parts), text)  # type: ignore[arg-type]
    except ValueError:
        return Refused(Text(zh=f"“{text}”不是存在的日期", en=f"'{text}' is not a date that exists"), CHECK)


def _in_range(moment: datetime.datetime, cell: object) -> datetime.datetime | Refused:
    if YEARS[0] <= moment.year < YEARS[1]:
        return moment
    first, last = YEARS[0], YEARS[1] - 1
    what = Text(zh=f"“{cell}”不在 {first}–{last} 年之间", en=f"'{cell}' is not between {first} and {last}")
    return Refused(what, CHECK)
