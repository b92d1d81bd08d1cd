"""Measures of one quantity a case between two stamps: which case, how much, in which period."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from indicators.measures._gates import gated
from indicators.measures._logs import LogMeasure, check_stamp, decided, in_periods, place, placed, test, unknown
from indicators.measures._spread import PERCENT, Statistic, spread, sums
from indicators.records import Real, Record
from indicators.stamps import plausible
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis
    from ibis.expr.types import NumericValue

ANY = "any"


class Point(Record):
    """A moment in a case: the stamp of a step (for the ledger, a stamp of the item)."""

    step: str = ""
    stamp: str


class PerCase(LogMeasure):
    """Base of measures that work out one whole number a case and then a median, a mean or a share over cases.

    A case belongs to the period of its end (or of its start, by `period_by`). A step that stands twice runs from
    its earliest start to its latest end; the step `any` stands for every step of the case. Cases without an end
    are open and stand outside the statistic.

    Attributes:
        start: Where the clock starts; the filter must hold for that row.
        end: Where it stops; the filter and the denominator must hold for that row.
        denominator: Rule on the row of the end.
        statistic: What is worked out of the cases.
        limit: For `within`, the most that counts as within it.
        negative: What becomes of an end before its start: refused and listed, or counted as zero.
    """

    rules: ClassVar[tuple[str, ...]] = ("filter", "denominator")
    #: Amount of one unit of the indicator, and the amount to which a mean's standard error is rounded.
    scale: ClassVar[int] = 1
    coarse: ClassVar[int] = 1

    start: Point
    end: Point
    denominator: str = ""
    statistic: Statistic = "median"
    limit: Real | None = None
    negative: Literal["refuse", "zero"] = "refuse"
    period_by: Literal["start", "end"] = "end"

    def faults(self) -> list[tuple[str, Text]]:
        found = super().faults()
        for name, point in (("start", self.start), ("end", self.end)):
            found += check_stamp(self.table, point.stamp, name)
            if self.table == "cases" and not point.step:
                found.append((name, Text(zh="缺少 step", en=f"{name}: 'step' is missing")))
            if self.table == "ledger" and point.step:
                found.append((name, Text(zh="台账没有 step", en=f"{name}: the ledger has no steps")))
        if not found and self.timed:
            zh, en = "此度量的规则不能用时期的起止时刻", "a rule of this measure cannot use the moments of a period"
            found.append(("filter", Text(zh=zh, en=en)))
        if (self.statistic == "within") != (self.limit is not None):
            found.append(("limit", Text(zh="limit 与 statistic: within 必须同时使用", en="limit goes with 'within'")))
        return found

    @property
    def one_row(self) -> bool:
        """Whether start and end stand in one row."""
        return self.start.step == self.end.step != ANY

    def units(self) -> tuple[int, int]:
        """Scale and coarse amount (see `spread`)."""
        return self.scale, self.coarse

    @abstractmethod
    def amounts(self, bounds: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        """Add `amount`, a whole number, to a table of cases with `begun`, `ended` and the case's number."""

    def own_rows(self, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        """The rows of the process that the measure reads."""
        names = (self.start.step, self.end.step)
        return self.rows(tables, () if self.table == "ledger" or ANY in names else names)

    def bounds(self, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        """One row a case: region, case, begun, ended, due, unknown (a rule met an empty cell)."""
        rows = self.worked(self.own_rows(tables), tables)
        rows = rows.mutate(passes=test(self.rule("filter"), rows), counted=test(self.rule("denominator"), rows))
        number = "case" if self.table == "cases" else "item"
        if self.one_row:
            kept = rows.filter(rows.passes.fill_null(True) & rows.counted.fill_null(False))
            return kept.select(
                region=kept.region,
                case=kept[number],
                begun=kept[self.start.stamp],
                ended=kept[self.end.stamp],
                due=kept.due,
                unknown=unknown(kept.passes),
            )
        rows = rows.mutate(at_start=_at(rows, self.start), at_end=_at(rows, self.end))
        begins = rows.at_start & rows.passes.fill_null(False)
        ends = rows.at_end & rows.passes.fill_null(False) & rows.counted.fill_null(False)
        return rows.group_by(region=rows.region, case=rows[number]).agg(
            begun=rows[self.start.stamp].min(where=begins),
            ended=rows[self.end.stamp].max(where=ends),
            due=rows.due.max(where=ends),
            unknown=(unknown(rows.passes) & rows.at_start).any(),
        )

    def cases(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """One row a case that ends (or starts) in a period: region, period, case, amount, kept, promised, lacking.

        A case that is refused, or lacks its other stamp, has no amount; `lacking` says which (1 lacks, 0 refused).
        """
        import ibis

        cases = decided(self.bounds(tables), tables, "ended" if self.period_by == "end" else "begun")
        cases = placed(cases, periods, self.timed)
        whole = plausible(cases.begun) & plausible(cases.ended)
        cases = self.amounts(cases, tables)
        amount = cases.amount
        if self.negative == "zero":
            amount = ibis.ifelse(amount < 0, 0, amount)
        taken = whole.fill_null(False) & ~cases.unknown & (amount >= 0)
        return cases.select(
            "region",
            place(self.timed),
            "case",
            "begun",
            "ended",
            "due",
            amount=ibis.ifelse(taken, amount, ibis.null("int64")).cast("int64"),
            lacking=ibis.ifelse(whole.fill_null(False) & ~cases.unknown, 0, 1),
        )

    def tally(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """The histogram: rows counted by region, month (or period) and amount. Tallies of parts of a log add up."""
        return self.counted(self.cases(tables, periods), place(self.timed))

    def counted(self, cases: ibis.Table, at: str) -> ibis.Table:
        """The histogram of a table of cases; `at` is the column of their period or month."""
        by = ["region", at, "amount"] if self.statistic in PERCENT else ["region", at]
        return cases.group_by(by).agg(**self.sums(cases))

    def sums(self, cases: ibis.Table) -> dict[str, NumericValue]:
        """What is summed over cases for the statistic: whole numbers only."""
        more = sums(cases, self.statistic, *self.units(), self.limit)
        return {"rows": cases.count(), "lacking": cases.lacking.sum(), **more}

    def expression(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """The measure as one ibis expression (see `Measure.expression`)."""
        return self.conclusion(self.tally(tables, periods), periods)

    def conclusion(self, tally: ibis.Table, periods: ibis.Table) -> ibis.Table:
        """From the tally to the result."""
        return self.concluded(in_periods(tally, periods, self.timed))

    def concluded(self, tally: ibis.Table) -> ibis.Table:
        """From a tally by period to the result."""
        scale, coarse = self.units()
        found = spread(tally, self.statistic, scale, coarse, self.limit)
        return gated(found, min_cases=self.min_cases, min_coverage=self.min_coverage)


def _at(rows: ibis.Table, point: Point) -> ibis.expr.types.BooleanValue:
    """Whether a row is of the step of a moment."""
    import ibis as engine

    return engine.literal(True) if point.step == ANY else rows.step == point.step
