"""Opinions of firms and what became of them: per 1,000 firms, answered in time, adopted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from indicators.measures._gates import gated, share_columns
from indicators.measures._logs import Count, Lag, LogMeasure, decided, in_periods, placed, test, unknown
from indicators.measures._per import Per, per_figure, rate_columns
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
        rows = self.told(tables, periods)
        tally = rows.group_by("region", "month").agg(
            rows=rows.count(), known=rows.known.sum(), counted=rows.counted.sum(), passed=rows.passed.sum()
        )
        spans = in_periods(tally, periods, timed=False)
        found = spans.group_by("region", "period").agg(
            rows=spans.rows.sum(),
            known=spans.known.sum(),
            cases=spans.counted.sum().cast("int64"),
            passed=spans.passed.sum().cast("int64"),
        )
        found = found.mutate(coverage=found.known.cast("float64") / found.rows.cast("float64"))
        gates = partial(gated, min_cases=self.min_cases, min_coverage=self.min_coverage)
        if self.show == "received":
            found = per_figure(found, tables["statistics"], self.per.series)
            found = found.mutate(**rate_columns(found.cases, found.figure, self.per.scale))
            return gates(found, denominated=True, counted=found.rows)
        return gates(found.mutate(**share_columns(found.passed, found.cases)))

    def told(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """Opinions in their months with `counted`, `passed` and `known`, each 0 or 1.

        An opinion that the filter cannot tell, because a cell is empty, is not counted and lowers the coverage.
        """
        lag = Lag() if self.show == "received" else Lag(workdays=self.within)
        rows = self.worked(decided(self.rows(tables), tables, "opened", lag), tables)
        passes = test(self.rule("filter"), rows)
        rows = rows.mutate(
            inside=passes.fill_null(True),
            counted=passes.fill_null(False).cast("int64"),
            known=(~unknown(passes)).cast("int64"),
        )
        rows = self.marked(rows.filter(rows.inside), tables)
        return placed(rows.mutate(passed=rows.passed * rows.counted), periods, timed=False)

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
