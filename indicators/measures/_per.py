"""Published figures as denominators of case counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from indicators.measures._gates import Z
from indicators.records import Real, Record

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import NumericValue


class Per(Record):
    """A series of `statistics` as denominator: count / (series * scale)."""

    series: str
    scale: Annotated[Real, Field(gt=0)] = 1.0


def per_figure(found: ibis.Table, statistics: ibis.Table, series: str) -> ibis.Table:
    """Add `figure`: the series in the region's period, otherwise in the year that holds the period."""
    known = statistics.filter(statistics.series == series)
    # One figure a region and period; the door has refused unlike repeats.
    known = known.group_by("region", "period").agg(figure=known.value.max())
    exact = known.rename(exact_region="region", exact_period="period", exact="figure")
    yearly = known.rename(year_region="region", year_period="period", yearly="figure")
    joined = found.left_join(exact, (found.region == exact.exact_region) & (found.period == exact.exact_period))
    joined = joined.drop("exact_region", "exact_period")
    year = joined.period.substr(0, 4)
    joined = joined.left_join(yearly, (joined.region == yearly.year_region) & (year == yearly.year_period))
    return joined.mutate(figure=joined.exact.fill_null(joined.yearly)).drop(
        "exact", "yearly", "year_region", "year_period"
    )


def chosen(rows: ibis.Table, periods: ibis.Table) -> ibis.Table:
    """Rows of the periods of the run only, for tables that name their periods."""
    names = periods.select(chosen_period=periods.period).distinct()
    return rows.semi_join(names, rows.period == names.chosen_period)


def rate_columns(count: NumericValue, figure: NumericValue, scale: float) -> dict[str, NumericValue]:
    """A count per figure, with the standard error of a Poisson count; the interval stops at zero."""
    import ibis

    per = (figure * scale).nullif(0.0)
    value = count.cast("float64") / per
    error = count.cast("float64").sqrt() / per
    return {
        "value": value,
        "standard_error": error,
        "low": ibis.ifelse(value > error * Z, value - error * Z, 0.0),
        "high": value + error * Z,
    }
