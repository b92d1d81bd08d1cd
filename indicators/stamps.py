"""Time arithmetic over columns of time stamps, the same on every engine: days, seconds, months, working days.

Stamps carry no zone: they are the region's own clock. Only whole seconds count. A stamp at midnight has no time of
day, so that a day may stand beside a moment: compared with it, or counted from or to it, only days matter.
Days are counted by dates, because `date_diff('day', …)` counts midnights on one engine and elapsed days on another.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ibis.expr.types import BooleanValue, IntegerValue, Table, Value

EPOCH = datetime.date(1970, 1, 1)
#: Stamps outside these years are slips of the pen (1900, 2099) and are refused.
YEARS = (1990, 2060)

Lag = tuple[int, Literal["days", "workdays"]]


def day(stamp: Value) -> IntegerValue:
    """Days since 1970-01-01."""
    import ibis

    return stamp.date().delta(ibis.literal(EPOCH, type="date"), unit="day")


def month(stamp: Value) -> IntegerValue:
    """Year * 12 + month - 1."""
    return (stamp.year().cast("int64") * 12 + stamp.month().cast("int64") - 1).cast("int64")


def dayless(stamp: Value) -> BooleanValue:
    """Whether a stamp has no time of day."""
    return stamp == stamp.truncate("D")


def seconds(start: Value, end: Value, whole_days: bool = True) -> IntegerValue:
    """Seconds from one stamp to another; negative if the end is earlier.

    Args:
        start: Column of time stamps.
        end: Column of time stamps.
        whole_days: Count whole days where either stamp has no time of day.
    """
    import ibis

    passed = end.truncate("s").delta(start.truncate("s"), unit="second").cast("int64")
    if not whole_days:
        return passed
    days = end.date().delta(start.date(), unit="day").cast("int64") * 86400
    return ibis.ifelse(dayless(start) | dayless(end), days, passed)


def compare(left: Value, right: Value, sign: str) -> BooleanValue:
    """Compare two stamps; as days where either has no time of day (done at 15:00 on the due day is on time)."""
    import ibis

    by_day = _sign(left.date(), right.date(), sign)
    return ibis.ifelse(dayless(left) | dayless(right), by_day, _sign(left, right, sign))


def with_worked(rows: Table, calendar: Table, fields: Iterable[str]) -> Table:
    """Add `worked_FIELD` for each column of stamps: working days up to and including its day."""
    for field in fields:
        name = f"worked_{field}"
        if name in rows.columns:
            continue
        keyed = rows.mutate(calendar_day=day(rows[field]))
        known = calendar.select(calendar_key="day", **{name: "worked"})
        rows = keyed.left_join(known, keyed.calendar_day == known.calendar_key).drop("calendar_key", "calendar_day")
    return rows


def later(rows: Table, calendar: Table, field: str, lag: Lag) -> Table:
    """Add `deciding`: the stamp in a column plus a number of days or working days (the day on which they are over)."""
    import ibis

    number, unit = lag
    if not number:
        return rows.mutate(deciding=rows[field])
    if unit == "days":
        return rows.mutate(deciding=rows[field] + ibis.interval(days=number))
    counted = with_worked(rows, calendar, [field])
    # The day on which the count is first reached is the earliest calendar row with that number of working days.
    reached = calendar.group_by(worked_key="worked").agg(reached_day=calendar.day.min())
    wanted = counted.mutate(worked_wanted=counted[f"worked_{field}"] + number)
    joined = wanted.left_join(reached, wanted.worked_wanted == reached.worked_key)
    ahead = joined.mutate(ahead=(joined.reached_day - day(joined[field])).cast("int64"))
    return ahead.mutate(deciding=ahead[field] + ahead.ahead.as_interval("D")).drop(
        "worked_key", "worked_wanted", "reached_day", "ahead"
    )


def plausible(stamp: Value) -> BooleanValue:
    """Whether a stamp lies in years that a case can lie in."""
    import ibis

    first = ibis.literal(datetime.datetime(YEARS[0], 1, 1), type="timestamp")
    last = ibis.literal(datetime.datetime(YEARS[1], 1, 1), type="timestamp")
    return (stamp >= first) & (stamp < last)


def _sign(left: Value, right: Value, sign: str) -> BooleanValue:
    signs = {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }
    return signs[sign]
