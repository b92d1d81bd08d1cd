"""Shares of rows of a log: which rows count, which pass, which cannot be told."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from indicators.measures._logs import Lag, LogMeasure, check_stamp, decided, in_periods, place, placed, test, unknown
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


class RowMeasure(LogMeasure):
    """Base of measures that count rows.

    A row is outside the measure when the filter says no. Of the others, those whose filter, denominator or
    numerator meets an empty cell cannot be told; they lower the coverage.

    Attributes:
        step: Only rows of this step; empty takes every step.
        denominator: Rule on the rows that count; empty counts each that passes the filter.
        numerator: Rule on the rows that pass.
        period_by: Stamp that puts a row into a period.
        lag: How long after that stamp the row's result can be known; stamp plus lag decide the period.
    """

    rules: ClassVar[tuple[str, ...]] = ("filter", "denominator", "numerator")

    step: str = ""
    denominator: str = ""
    numerator: str
    period_by: str
    lag: Lag = Lag()

    def faults(self) -> list[tuple[str, Text]]:
        found = super().faults() + check_stamp(self.table, self.period_by, "period_by")
        if self.step and self.table == "ledger":
            found.append(("step", Text(zh="台账没有 step", en="the ledger has no steps")))
        if self.lag.days and self.lag.workdays:
            found.append(("lag", Text(zh="days 与 workdays 只能取一", en="give days or workdays, not both")))
        return found

    def told(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """Rows in their periods with `counted`, `passed` and `known`, each 0 or 1."""
        rows = decided(self.rows(tables, [self.step] if self.step else ()), tables, self.period_by, self.lag)
        return self.marked(placed(self.worked(rows, tables), periods, self.timed))

    def marked(self, rows: ibis.Table) -> ibis.Table:
        """Rows that do not pass the filter fall out; the others get `counted`, `passed` and `known`."""
        passes, counts = test(self.rule("filter"), rows), test(self.rule("denominator"), rows)
        hit = test(self.rule("numerator"), rows)
        counted = (passes & counts).fill_null(False)
        # A row that passes so far and cannot be told further, or cannot be told at all, lacks something.
        lacks = unknown(passes) | unknown(counts) | (counts.fill_null(False) & unknown(hit))
        marked = rows.mutate(
            inside=passes.fill_null(True),
            counted=counted.cast("int64"),
            passed=(counted & hit.fill_null(False)).cast("int64"),
            known=(~lacks).cast("int64"),
        )
        return marked.filter(marked.inside)

    def tally(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """Counts by region and month (or period). Tallies of parts of a log add up."""
        rows = self.told(tables, periods)
        return rows.group_by(["region", place(self.timed)]).agg(**self.sums(rows))

    def sums(self, rows: ibis.Table) -> dict[str, ibis.expr.types.NumericValue]:
        """What is summed for each region and period: whole numbers only."""
        return {
            "rows": rows.count(),
            "known": rows.known.sum(),
            "counted": rows.counted.sum(),
            "passed": rows.passed.sum(),
        }

    def expression(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """The measure as one ibis expression (see `Measure.expression`)."""
        return self.conclusion(self.tally(tables, periods), periods, tables)

    def totals(self, tally: ibis.Table, periods: ibis.Table) -> ibis.Table:
        """One row a region and period: the sums, and `coverage`, the share of rows that can be told."""
        placed_tally = in_periods(tally, periods, self.timed)
        names = [name for name in placed_tally.columns if name not in ("region", "period")]
        sums = placed_tally.group_by(["region", "period"]).agg(
            **{name: placed_tally[name].sum().cast("int64") for name in names}
        )
        return sums.mutate(coverage=sums.known.cast("float64") / sums.rows.cast("float64"))

    @abstractmethod
    def conclusion(self, tally: ibis.Table, periods: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        """From the tally to the result."""
