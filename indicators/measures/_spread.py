"""From a histogram of whole numbers to medians, means and shares: exact on every engine, in little memory.

Quantities are whole numbers (seconds, days, parts of a share) counted by value, so that sums never depend on
the order of rows, and a quantile is read off the running count instead of a sort that must stay in memory.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from indicators.measures._gates import Z, share_columns

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue, IntegerValue, NumericValue

Statistic = Literal["median", "mean", "p90", "within", "promised"]
PERCENT: dict[str, int] = {"median": 50, "p90": 90}
BY = ("region", "period")


def sums(
    cases: ibis.Table, statistic: Statistic, scale: int, coarse: int, limit: float | None
) -> dict[str, NumericValue]:
    """What a statistic sums over cases besides `rows` and `lacking`: whole numbers, so that parts of a log add up.

    Args:
        cases: ended, due, amount (whole number; missing for a case that is not taken).
        statistic: What is worked out; quantiles need no sums, but rows counted by amount.
        scale: Amount of one unit of the indicator.
        coarse: Amounts are divided by this for the standard error of a mean, so that squares stay exact.
        limit: For `within`, in the indicator's unit.
    """
    from indicators.stamps import compare

    taken = cases.amount.notnull()
    if statistic == "mean":
        part = cases.amount // coarse
        squares = (part * part).sum()
        return {"taken": cases.amount.count(), "total": cases.amount.sum(), "parts": part.sum(), "squares": squares}
    if statistic == "within":
        passed = count_if(cases.amount.cast("float64") <= (limit or 0.0) * scale)
        return {"taken": cases.amount.count(), within(limit): passed}
    if statistic == "promised":
        kept = compare(cases.ended, cases.due, "<=")
        return {"kept": count_if(taken & kept), "promised": count_if(taken & cases.due.notnull())}
    return {}


def count_if(condition: BooleanValue) -> IntegerValue:
    """How often a condition holds; every engine has it, and DuckDB counts it faster than any other way."""
    counted: IntegerValue = _counter()(condition)
    return counted


@cache
def _counter() -> Callable[[BooleanValue], Any]:
    import ibis

    def count_if(condition: bool) -> int:
        raise NotImplementedError  # The engine's own stands in its place.

    counter: Callable[[BooleanValue], Any] = ibis.udf.agg.builtin(count_if)
    return counter


def within(limit: float | None) -> str:
    """Name of the sum of cases within a limit, so that several limits may share a tally."""
    return f"within_{limit!r}"


def spread(tally: ibis.Table, statistic: Statistic, scale: int, coarse: int, limit: float | None) -> ibis.Table:
    """One row a region and period: value, cases, coverage, standard error and interval.

    Args:
        tally: region, period, rows, lacking (rows that lack a stamp or a cell), and what the statistic needs:
            `amount` (missing for rows that are not taken), or its `sums`.
        statistic: What to work out of the amounts.
        scale: Amount of one unit of the indicator.
        coarse: See `sums`.
        limit: For `within`, in the indicator's unit.
    """
    whole = tally.group_by(list(BY)).agg(rows=tally.rows.sum(), lacking=tally.lacking.sum())
    if statistic in PERCENT:
        taken = tally.filter(tally.amount.notnull()).group_by([*BY, "amount"]).agg(rows=lambda t: t.rows.sum())
        found = _quantile(taken, PERCENT[statistic], scale)
    elif statistic == "mean":
        found = _mean(tally, scale, coarse)
    elif statistic == "within":
        found = _share(tally, within(limit), "taken")
    else:
        found = _share(tally, "kept", "promised")
    whole = whole.rename(whole_region="region", whole_period="period", all_rows="rows")
    joined = whole.left_join(found, (whole.whole_region == found.region) & (whole.whole_period == found.period))
    return joined.select(
        region=joined.whole_region,
        period=joined.whole_period,
        value=joined.value,
        cases=joined.cases.fill_null(0),
        coverage=(joined.all_rows - joined.lacking).cast("float64") / joined.all_rows.cast("float64"),
        standard_error=joined.standard_error,
        low=joined.low,
        high=joined.high,
    )


def _quantile(taken: ibis.Table, percent: int, scale: int) -> ibis.Table:
    """Linear between order statistics (Hyndman and Fan's type 7), with the interval of Conover's order statistics.

    Source: W. J. Conover, Practical nonparametric statistics, 3rd ed. (1999), section 3.2.
    """
    import ibis

    running = ibis.cumulative_window(group_by=list(BY), order_by="amount")
    within = ibis.window(group_by=list(BY))
    ranked = taken.mutate(
        upto=taken.rows.sum().over(running).cast("int64"), total=taken.rows.sum().over(within).cast("int64")
    )
    place = (ranked.total - 1) * percent
    share = percent / 100.0
    middle = ranked.total.cast("float64") * share
    half = (ranked.total.cast("float64") * (share * (1.0 - share))).sqrt() * Z
    ranked = ranked.mutate(
        first=place // 100 + 1,
        rest=(place % 100).cast("float64") / 100.0,
        lower=(middle - half).ceil().cast("int64"),
        upper=(middle + half).ceil().cast("int64"),
    )
    found = ranked.group_by(list(BY)).agg(
        cases=ranked.total.max(),
        rest=ranked.rest.max(),
        here=ranked.amount.min(where=ranked.upto >= ranked.first),
        next=ranked.amount.min(where=ranked.upto >= ranked.first + 1),
        low=ranked.amount.min(where=(ranked.lower >= 1) & (ranked.upto >= ranked.lower)),
        high=ranked.amount.min(where=ranked.upto >= ranked.upper),
    )
    here = found.here.cast("float64")
    step = found.next.fill_null(found.here).cast("float64") - here
    low, high = _scaled(found.low, scale), _scaled(found.high, scale)
    return found.select(
        *BY, "cases", value=(here + step * found.rest) / float(scale), low=low, high=high,
        standard_error=(high - low) / (2.0 * Z),
    )  # fmt: skip


def ranks(total: int, percent: int) -> set[int]:
    """The ranks, from 1, at which a quantile and its interval are read, and those beside them."""
    if total < 1:
        return set()
    share = percent / 100.0
    half = math.sqrt(total * (share * (1.0 - share))) * Z
    first = (total - 1) * percent // 100 + 1
    found = {first, first + 1}
    for edge in (math.ceil(total * share - half), math.ceil(total * share + half)):
        found |= {edge - 1, edge, edge + 1}
    return {rank for rank in found if 1 <= rank <= total}


def _mean(tally: ibis.Table, scale: int, coarse: int) -> ibis.Table:
    """The mean, and its standard error from the sample standard deviation."""
    names = ("taken", "total", "parts", "squares")
    found = tally.group_by(list(BY)).agg(**{name: tally[name].sum().fill_null(0).cast("float64") for name in names})
    number = found.taken.nullif(0.0)
    mean = found.total / number / float(scale)
    variance = (found.squares - found.parts * found.parts / number) / (number - 1.0).nullif(0.0)
    error = (_positive(variance) / number).sqrt() * (coarse / scale)
    cases = found.taken.cast("int64")
    return found.select(*BY, cases=cases, value=mean, standard_error=error, low=mean - error * Z, high=mean + error * Z)


def _share(tally: ibis.Table, passed: str, counted: str) -> ibis.Table:
    """Share of cases within a limit, or on the promised day or before (cases without a promise stand aside)."""
    found = tally.group_by(list(BY)).agg(
        passed=tally[passed].sum().fill_null(0).cast("int64"), cases=tally[counted].sum().fill_null(0).cast("int64")
    )
    return found.select(*BY, "cases", **share_columns(found.passed, found.cases))


def _scaled(amount: NumericValue, scale: int) -> NumericValue:
    return amount.cast("float64") / float(scale)


def _positive(number: NumericValue) -> NumericValue:
    import ibis

    return ibis.ifelse(number < 0.0, 0.0, number)


def median(taken: ibis.Table, by: list[str], amount: str) -> ibis.Table:
    """The median by group as `middle`, from counts `rows` of each amount; halves stay halves."""
    import ibis

    running = ibis.cumulative_window(group_by=by, order_by=amount)
    ranked = taken.mutate(
        upto=taken.rows.sum().over(running).cast("int64"),
        total=taken.rows.sum().over(ibis.window(group_by=by)).cast("int64"),
    )
    found = ranked.group_by(by).agg(
        low=ranked[amount].min(where=ranked.upto * 2 >= ranked.total),
        high=ranked[amount].min(where=ranked.upto * 2 >= ranked.total + 1),
    )
    both = (found.low + found.high.fill_null(found.low)).cast("float64")
    return found.select(*by, middle=both / 2.0)
