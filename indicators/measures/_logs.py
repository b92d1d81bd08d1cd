"""What measures over case logs and ledgers have in common: which rows, in which period, by which rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from indicators.measures import Measure
from indicators.records import Flag, Real, Record, Whole
from indicators.rules import CONSTANTS, Rule, RuleError, parse_rule
from indicators.stamps import later, month, plausible, with_worked
from indicators.tables import TABLES
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import ibis

Log = Literal["cases", "ledger"]
Share = Annotated[Real, Field(ge=0, le=1)]
Count = Annotated[Whole, Field(ge=0)]
#: Empty cells of these columns take the value of the other rows of the case, where those agree.
FILLED = ("side", "channel", "mode", "outcome")


class Lag(Record):
    """How long after a stamp its result can be known."""

    days: Count = 0
    workdays: Count = 0

    @property
    def setting(self) -> tuple[int, Literal["days", "workdays"]]:
        """Number and unit."""
        return (self.workdays, "workdays") if self.workdays else (self.days, "days")


class LogMeasure(Measure):
    """Base of measures over `cases` and `ledger`.

    Attributes:
        table: The log.
        process: Process of a case, or kind of a ledger item.
        filter: Rule on a row; rows that do not pass are outside the measure.
        fill: Whether empty `side`, `channel`, `mode` and `outcome` take the value of the case's other rows.
        min_cases: Fewer are shown and not scored.
        min_coverage: Least share of rows that hold all that the measure reads, 0 to 1.
    """

    tables: ClassVar[tuple[str, ...]] = ("cases", "ledger")
    rules: ClassVar[tuple[str, ...]] = ("filter",)

    table: Log = "cases"
    process: str
    filter: str = ""
    fill: Flag = False
    min_cases: Count = 0
    min_coverage: Share = 0.8

    def faults(self) -> list[tuple[str, Text]]:
        found = []
        for name in self.rules:
            text = getattr(self, name)
            try:
                if text:
                    parse_rule(text, self.table)
            except RuleError as error:
                found.append((name, Text(zh=f"规则有误：{error.zh}（{text}）", en=f"{name}: {error.en} ({text})")))
        if self.fill and self.table == "ledger":
            found.append(("fill", Text(zh="fill 只用于 cases", en="'fill' is for cases only")))
        return found

    def reads(self, indicator: str) -> tuple[tuple[str, str | None], ...]:
        del indicator
        return ((self.table, self.process),)

    def rule(self, name: str) -> Rule | None:
        """A rule by the name of its parameter, or None where it is not given."""
        text = getattr(self, name)
        return parse_rule(text, self.table) if text else None

    @property
    def parsed(self) -> list[Rule]:
        """Every rule that is given."""
        return [rule for name in self.rules if (rule := self.rule(name))]

    @property
    def timed(self) -> bool:
        """Whether a rule refers to the first or last moment of the period."""
        return any(rule.timed for rule in self.parsed)

    def rows(self, tables: Mapping[str, ibis.Table], steps: Sequence[str] = ()) -> ibis.Table:
        """The rows of the process (and of some of its steps); filled first, so that a case's other steps count."""
        log = tables[self.table]
        log = log.filter((log.process if self.table == "cases" else log.kind) == self.process)
        if self.fill:
            log = filled(log)
        return log.filter(log.step.isin(sorted(set(steps)))) if steps else log

    def worked(self, rows: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        """The rows with what `workdays` in the rules needs."""
        names = dict.fromkeys(name for rule in self.parsed for name in rule.worked)
        return with_worked(rows, tables["calendar"], names)


def test(rule: Rule | None, rows: ibis.Table) -> ibis.expr.types.BooleanValue:
    """A rule as an expression; no rule passes every row."""
    import ibis as engine

    return rule.expression(rows) if rule else engine.literal(True)


def unknown(passes: ibis.expr.types.BooleanValue) -> ibis.expr.types.BooleanValue:
    """Whether a rule met an empty cell that keeps it from being told.

    Not written as IS NULL: behind a NOT the printed SQL would read NOT (… IS NULL), which is something else.
    """
    return passes.fill_null(True) & ~passes.fill_null(False)


def check_stamp(table: Log, name: str, parameter: str) -> list[tuple[str, Text]]:
    """A fault if a table has no such column of time stamps."""
    stamps = [column for column, kind in TABLES[table].items() if kind == "stamp"]
    if name in stamps:
        return []
    listed = ", ".join(stamps)
    zh, en = f"{table} 没有时间列“{name}”（可用：{listed}）", f"{table} has no stamp '{name}' (known: {listed})"
    return [(parameter, Text(zh=zh, en=en))]


def filled(log: ibis.Table) -> ibis.Table:
    """Fill empty cells of a case where its other rows agree."""
    import ibis

    within = ibis.window(group_by=[log.region, log.case])
    agreed = {}
    for name in FILLED:
        low, high = log[name].min().over(within), log[name].max().over(within)
        agreed[name] = log[name].fill_null(ibis.ifelse(low == high, low, ibis.null("string")))
    return log.mutate(**agreed)


def decided(rows: ibis.Table, tables: Mapping[str, ibis.Table], stamp: str, lag: Lag | None = None) -> ibis.Table:
    """Add `deciding`, the stamp that puts a row into a period; rows without a plausible one fall out."""
    dated = later(rows, tables["calendar"], stamp, (lag or Lag()).setting)
    return dated.filter(plausible(dated.deciding))


def placed(rows: ibis.Table, periods: ibis.Table, timed: bool) -> ibis.Table:
    """Add `month`, or, where the rules need the period's first and last moment, `period` with those moments."""
    import ibis

    if not timed:
        return rows.mutate(month=month(rows.deciding))
    keyed = rows.mutate(month=month(rows.deciding))
    spans = periods.select(
        "period",
        period_month=periods.month,
        period_start=periods.starts,
        period_end=periods.ends - ibis.interval(seconds=1),
    )
    return keyed.inner_join(spans, keyed.month == spans.period_month).drop("period_month")


def place(timed: bool) -> str:
    """The column that holds the period, or the month, of a row."""
    return "period" if timed else "month"


def in_periods(tally: ibis.Table, periods: ibis.Table, timed: bool) -> ibis.Table:
    """Months become the periods that hold them; a month may lie in several (a quarter and its year)."""
    if timed:
        return tally
    spans = periods.select("period", period_month=periods.month)
    return tally.inner_join(spans, tally.month == spans.period_month).drop("period_month", "month")


__all__ = ["CONSTANTS", "Count", "Lag", "Log", "LogMeasure", "Share"]
