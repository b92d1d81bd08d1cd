"""From a histogram of whole numbers to medians, means and shares: exact on every engine, in little memory.

Quantities are whole numbers (seconds, days, parts of a share) counted by value, so that sums never depend on
the order of rows, and a quantile is read off the running count instead of a sort that must stay in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from indicators.measures._gates import Z, share_columns

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import NumericValue

Statistic = Literal["median", "mean", "p90", "within", "promised"]
PERCENT: dict[str, int] = {"median": 50, "p90": 90}
BY = ("region", "period")


def spread(tally: ibis.Table, statistic: Statistic, scale: int, coarse: int, limit: float | None) -> ibis.Table:
    """One row a region and period: value, cases, coverage, standard error and interval.

    Args:
        tally: region, period, amount (whole number; missing for a row that is not taken), rows, lacking
            (rows that lack a stamp or a cell), kept (rows that kept the promised day; for `promised`).
        statistic: What to work out of the amounts.
        scale: Amount of one unit of the indicator.
        coarse: Amounts are divided by this for the standard error of a mean, so that squares stay exact.
        limit: For `within`, in the indicator's unit.
    """
    whole = tally.group_by(list(BY)).agg(rows=tally.rows.sum(), lacking=tally.lacking.sum())
    taken = tally.filter(tally.amount.notnull()).group_by([*BY, "amount"]).agg(rows=lambda t: t.rows.sum())
    if statistic in PERCENT:
        found = _quantile(taken, PERCENT[statistic], scale)
    elif statistic == "mean":
        found = _mean(taken, scale, coarse)
    else:
        found = _share(tally, statistic, scale, limit)
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


def _mean(taken: ibis.Table, scale: int, coarse: int) -> ibis.Table:
    """The mean, and its standard error from the sample standard deviation."""
    parts = taken.mutate(part=taken.amount // coarse)
    found = parts.group_by(list(BY)).agg(
        cases=parts.rows.sum().cast("int64"),
        total=(parts.amount * parts.rows).sum().cast("float64"),
        parts=(parts.part * parts.rows).sum().cast("float64"),
        squares=(parts.part * parts.part * parts.rows).sum().cast("float64"),
    )
    number = found.cases.cast("float64")
    mean = found.total / number / float(scale)
    variance = (found.squares - found.parts * found.parts / number) / (number - 1.0).nullif(0.0)
    error = (_positive(variance) / number).sqrt() * (coarse / scale)
    return found.select(*BY, "cases", value=mean, standard_error=error, low=mean - error * Z, high=mean + error * Z)


def _share(tally: ibis.Table, statistic: Statistic, scale: int, limit: float | None) -> ibis.Table:
    """Share of cases within a limit, or on the promised day or before (cases without a promise stand aside)."""
    taken = tally.filter(tally.amount.notnull())
    if statistic == "within":
        passed = taken.rows.sum(where=taken.amount.cast("float64") <= (limit or 0.0) * scale)
        counted = taken.rows.sum()
    else:
        passed = taken.kept.sum()
        counted = taken.promised.sum()
    found = taken.group_by(list(BY)).agg(passed=passed.fill_null(0).cast("int64"), cases=counted.cast("int64"))
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
