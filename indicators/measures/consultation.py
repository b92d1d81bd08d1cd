"""Opinions of firms and what became of them: per 1,000 firms, answered in time, adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from indicators.measures._gates import gated, share_columns
from indicators.measures._logs import Count, Lag, LogMeasure, decided, in_periods, placed
from indicators.measures._per import Per, per_figure, rate_columns
from indicators.rules import parse_rule
from indicators.stamps import with_worked
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


class Consultation(LogMeasure):
    """Opinions (`process`) in the ledger, answered when `closed`, adopted when a commitment for the item follows.

    Attributes:
        show: `received` per firms, `answered` in percent, or `adopted` in percent.
        within: Working days in which an answer is due; an opinion is counted when they are over.
        adopted_as: Kind of the ledger item that records an adopted opinion, under the same item number.
        per: Denominator of `received`, opinions per 1,000 firms by default.
    """

    kind: ClassVar[str] = "consultation"
    title: ClassVar[Text] = Text(zh="意见征集与答复", en="Consultation")
    about: ClassVar[Text] = Text(
        zh="每千户企业收到的意见数、按期答复率和采纳率。",
        en="Opinions received per 1,000 firms, the share answered in time and the share adopted.",
    )
    tables: ClassVar[tuple[str, ...]] = ("ledger", "statistics")

    table: Literal["ledger"] = "ledger"
    process: str = "opinion"
    show: Literal["received", "answered", "adopted"]
    within: Count = 15
    adopted_as: str = "commitment"
    per: Per = Per(series="active_firms", scale=0.001)

    def reads(self, indicator: str) -> tuple[tuple[str, str | None], ...]:
        return (*super().reads(indicator), ("ledger", self.adopted_as), ("statistics", self.per.series))

    def expression(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """The measure as one ibis expression (see `Measure.expression`)."""
        lag = Lag() if self.show == "received" else Lag(workdays=self.within)
        rows = decided(self.rows(tables), tables, "opened", lag)
        if self.filter:
            rows = self.worked(rows, tables)
            rows = rows.filter(parse_rule(self.filter, "ledger").expression(rows).fill_null(False))
        rows = placed(self.marked(rows, tables), periods, timed=False)
        tally = rows.group_by("region", "month").agg(rows=rows.count(), passed=rows.passed.sum())
        spans = in_periods(tally, periods, timed=False)
        found = spans.group_by("region", "period").agg(
            cases=spans.rows.sum().cast("int64"), passed=spans.passed.sum().cast("int64")
        )
        found = found.mutate(coverage=1.0)
        if self.show == "received":
            found = per_figure(found, tables["statistics"], self.per.series)
            found = found.mutate(**rate_columns(found.cases, found.figure, self.per.scale))
            return gated(found, min_cases=self.min_cases, denominated=True)
        found = found.mutate(**share_columns(found.passed, found.cases))
        return gated(found, min_cases=self.min_cases)

    def marked(self, rows: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        """Add `passed`: 1 for an opinion that was answered in time, or adopted."""
        import ibis

        if self.show == "answered":
            counted = with_worked(rows, tables["calendar"], ["opened", "closed"])
            answered = (counted.worked_closed - counted.worked_opened) <= self.within
            return counted.mutate(passed=answered.fill_null(False).cast("int64"))
        if self.show == "adopted":
            ledger = tables["ledger"]
            adopted = ledger.filter(ledger.kind == self.adopted_as)
            adopted = adopted.select(adopted_region="region", adopted_item="item").distinct()
            joined = rows.left_join(
                adopted, (rows.region == adopted.adopted_region) & (rows.item == adopted.adopted_item)
            )
            return joined.mutate(passed=joined.adopted_item.notnull().cast("int64"))
        return rows.mutate(passed=ibis.literal(1).cast("int64"))
