"""The ledger of problems in three colours at the end of a period: red, yellow, green, on time, reopened."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from indicators.measures._gates import gated, share_columns
from indicators.measures._logs import LogMeasure, test
from indicators.records import Record
from indicators.stamps import plausible
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis

LATER = ("closed", "confirmed", "reopened")


class Lights(Record):
    """Rules of the colours; red is asked first, then green; every other row is yellow.

    The default is the plain rule of a development zone's ledger: red is overdue, yellow under way, green done; an
    item put again after it was closed is under way again.
    """

    red: str = "((is_null(closed) or reopened >= closed) and due < period_end) or closed > due"
    green: str = "not is_null(closed) and (is_null(reopened) or reopened < closed)"


class Ledger(LogMeasure):
    """Share of items of one colour at the end of the period, as things stood then.

    Items that were open in the period count: opened before its end, and not closed before its start (an item
    put again after it was closed is open). What happened after the period's end is not known yet.
    """

    kind: ClassVar[str] = "ledger"
    title: ClassVar[Text] = Text(zh="三色台账", en="Ledger lights")
    about: ClassVar[Text] = Text(
        zh="评价期末按规则判定红、黄、绿灯，计算其中一色的占比；也可计算按期办结率和重新提出率。",
        en="Share of red, yellow or green items at the end of the period, done on time, or reopened.",
    )
    tables: ClassVar[tuple[str, ...]] = ("ledger",)

    table: Literal["ledger"] = "ledger"
    show: Literal["red", "yellow", "green", "on-time", "reopened"]
    lights: Lights = Field(default_factory=Lights)
    min_coverage: float = 0.0

    def faults(self) -> list[tuple[str, Text]]:
        from indicators.rules import RuleError, parse_rule

        found = super().faults()
        for colour in ("red", "green"):
            try:
                parse_rule(getattr(self.lights, colour), "ledger")
            except RuleError as error:
                found.append(("lights", Text(zh=f"{colour} 规则有误：{error.zh}", en=f"{colour}: {error.en}")))
        return found

    def lit(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """Items in each period with `light`, `on_time` and `again`, as things stood at its end."""
        import ibis

        from indicators.rules import parse_rule

        rows = self.rows(tables)
        rows = rows.filter(plausible(rows.opened))
        spans = periods.group_by("period").agg(starts=periods.starts.min(), ends=periods.ends.max())
        spans = spans.mutate(period_start=spans.starts, period_end=spans.ends - ibis.interval(seconds=1))
        joined = rows.cross_join(spans)
        joined = joined.filter(joined.opened < joined.ends)
        stood = {name: ibis.ifelse(joined[name] < joined.ends, joined[name], ibis.null("timestamp")) for name in LATER}
        asof = joined.mutate(**stood)
        lasting = asof.closed.isnull() | (asof.closed >= asof.starts) | (asof.reopened >= asof.closed)
        asof = self.worked(asof.filter(lasting), tables)
        asof = asof.filter(test(self.rule("filter"), asof).fill_null(False))
        red = parse_rule(self.lights.red, "ledger").expression(asof).fill_null(False)
        green = parse_rule(self.lights.green, "ledger").expression(asof).fill_null(False)
        on_time = parse_rule("closed <= due", "ledger").expression(asof).fill_null(False)
        return asof.mutate(
            light=ibis.cases((red, "red"), (green, "green"), else_="yellow"),
            on_time=on_time.cast("int64"),
            over=(asof.closed.notnull() | (asof.due < asof.ends)).cast("int64"),
            again=asof.reopened.notnull().cast("int64"),
        )

    def expression(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """The measure as one ibis expression (see `Measure.expression`)."""
        rows = self.lit(tables, periods)
        if self.show == "on-time":
            # Done, or due and not done: only these can be on time or late.
            passed, counted = (rows.on_time * rows.over).sum(), rows.over.sum()
        elif self.show == "reopened":
            closed = (rows.closed.notnull() | rows.reopened.notnull()).cast("int64")
            passed, counted = rows.again.sum(), closed.sum()
        else:
            passed, counted = (rows.light == self.show).cast("int64").sum(), rows.count()
        found = rows.group_by("region", "period").agg(
            passed=passed, cases=counted, rows=rows.count(), known=rows.due.count()
        )
        found = found.mutate(
            coverage=found.known.cast("float64") / found.rows.cast("float64"),
            **share_columns(found.passed, found.cases),
        )
        return gated(found, min_cases=self.min_cases, min_coverage=self.min_coverage)
