"""Which days are worked in mainland China: weekdays, less public holidays, plus the weekends worked in exchange.

`calendar.csv` holds the days that differ from Monday to Friday, as announced each year by the General Office of the
State Council (国务院办公厅关于部分节假日安排的通知). Years outside `OFFICIAL` count Monday to Friday.
"""

from __future__ import annotations

import csv
import datetime
from functools import cache
from itertools import accumulate
from pathlib import Path

from indicators.stamps import EPOCH, YEARS

#: First and last year whose official arrangement is known.
OFFICIAL = (2004, 2026)
FILE = Path(__file__).with_name("calendar.csv")


@cache
def exceptions() -> dict[datetime.date, bool]:
    """Days that differ from Monday to Friday: True is a weekend day that is worked, False a holiday."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {datetime.date.fromisoformat(row["day"]): row["working"] == "1" for row in rows}


def is_worked(day: datetime.date) -> bool:
    """Whether a day is a working day.

    >>> is_worked(datetime.date(2023, 1, 28)), is_worked(datetime.date(2023, 1, 23))
    (True, False)
    """
    return exceptions().get(day, day.weekday() < 5)


def workdays(start: datetime.date, end: datetime.date) -> int:
    """Working days from one day to another: the first is not counted, the last is; negative if the end is earlier."""
    first, last = min(start, end), max(start, end)
    days = (last - first).days
    count = sum(is_worked(first + datetime.timedelta(days=n)) for n in range(1, days + 1))
    return count if end >= start else -count


@cache
def worked_days() -> tuple[list[int], list[int]]:
    """The table `calendar`: days since 1970-01-01, and working days up to and including each."""
    first, stop = ((datetime.date(year, 1, 1) - EPOCH).days for year in YEARS)
    known = {(day - EPOCH).days: worked for day, worked in exceptions().items()}
    days = list(range(first, stop))
    # 1970-01-01 was a Thursday.
    return days, list(accumulate(int(known.get(day, (day + 3) % 7 < 5)) for day in days))
