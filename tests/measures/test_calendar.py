"""The working calendar against official arrangements that can be looked up."""

from __future__ import annotations

import datetime

import pytest

from indicators.calendar import OFFICIAL, exceptions, is_worked, workdays, worked_days
from indicators.stamps import EPOCH

DAY = datetime.date


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        # General Office of the State Council, arrangement for 2023: Spring Festival 21 to 27 January, worked 28 and 29.
        (DAY(2023, 1, 20), True),
        (DAY(2023, 1, 23), False),
        (DAY(2023, 1, 28), True),
        (DAY(2023, 1, 29), True),
        # Labour Day 2023: 29 April to 3 May, worked 23 April and 6 May.
        (DAY(2023, 4, 23), True),
        (DAY(2023, 5, 3), False),
        (DAY(2023, 5, 6), True),
        # National Day 2023: 29 September to 6 October, worked 7 and 8 October.
        (DAY(2023, 9, 29), False),
        (DAY(2023, 10, 7), True),
        # 2020: the Spring Festival holiday was prolonged to 2 February.
        (DAY(2020, 1, 31), False),
        # National Day 2024: 1 to 7 October, worked 29 September and 12 October.
        (DAY(2024, 10, 7), False),
        (DAY(2024, 10, 12), True),
        # An ordinary Wednesday and an ordinary Sunday.
        (DAY(2023, 6, 7), True),
        (DAY(2023, 6, 11), False),
    ],
)
def test_official_days(day: datetime.date, worked: bool) -> None:
    assert is_worked(day) is worked


def test_every_official_year_is_there() -> None:
    assert {day.year for day in exceptions()} == set(range(OFFICIAL[0], OFFICIAL[1] + 1))


def test_an_exception_differs_from_monday_to_friday() -> None:
    assert all(worked == (day.weekday() >= 5) for day, worked in exceptions().items())


def test_the_first_day_is_not_counted_and_the_last_is() -> None:
    assert workdays(DAY(2023, 6, 5), DAY(2023, 6, 5)) == 0
    assert workdays(DAY(2023, 6, 5), DAY(2023, 6, 6)) == 1
    assert workdays(DAY(2023, 6, 6), DAY(2023, 6, 5)) == -1
    # Friday to Monday, and over Labour Day: 28 April (Friday) to 4 May (Thursday).
    assert workdays(DAY(2023, 6, 2), DAY(2023, 6, 5)) == 1
    assert workdays(DAY(2023, 4, 28), DAY(2023, 5, 4)) == 1


def test_the_table_counts_as_the_function_does() -> None:
    days, worked = worked_days()
    place = dict(zip(days, worked, strict=True))
    start, end = DAY(2022, 12, 1), DAY(2024, 2, 29)
    assert place[(end - EPOCH).days] - place[(start - EPOCH).days] == workdays(start, end)
