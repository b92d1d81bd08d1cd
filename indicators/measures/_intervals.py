"""Steps of a case as stretches of days: which overlap, and which days are covered by at least one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from indicators.measures._logs import test
from indicators.measures._per_case import PerCase
from indicators.stamps import day
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis

#: A share of a case is a whole number of these parts of one percent.
PARTS = 100_000_000


class Intervals(PerCase):
    """Base of measures over the stretches of a case's steps.

    Attributes:
        covering: Rule on the rows whose stretches count; the filter holds for them too.
    """

    rules: ClassVar[tuple[str, ...]] = ("filter", "denominator", "covering")

    covering: str = ""

    def faults(self) -> list[tuple[str, Text]]:
        found = super().faults()
        if self.table != "cases":
            found.append(("table", Text(zh="此度量只用于 cases", en="this measure reads cases only")))
        return found

    def stretches(self, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        """One row a step that has begun: stretch_region, stretch_case, first, last (days; last may be missing)."""
        rows = self.worked(self.rows(tables), tables)
        passes = test(self.rule("filter"), rows) & test(self.rule("covering"), rows)
        rows = rows.filter(passes.fill_null(False) & rows.started.notnull())
        return rows.select(
            stretch_region=rows.region,
            stretch_case=rows.case,
            step=rows.step,
            first=day(rows.started).cast("int64"),
            last=day(rows.finished).cast("int64"),
        )

    def covered(self, bounds: ibis.Table, tables: Mapping[str, ibis.Table], working: bool) -> ibis.Table:
        """Add `covered` and `elapsed` days: those after the start's day up to the end's.

        A step that has begun and not ended is under way until the case ends.
        """
        import ibis

        begin, end = day(bounds.begun).cast("int64"), day(bounds.ended).cast("int64")
        cases = bounds.mutate(first_day=begin, last_day=end)
        spans = self.stretches(tables)
        keys = cases.select(case_region="region", case_number="case", first_day="first_day", last_day="last_day")
        joined = spans.inner_join(
            keys, (spans.stretch_region == keys.case_region) & (spans.stretch_case == keys.case_number)
        )
        open_end = joined.last.fill_null(joined.last_day)
        inside = joined.mutate(until=ibis.least(open_end, joined.last_day))
        order = [inside.first, inside.until, inside.step]
        before = ibis.window(group_by=[inside.stretch_region, inside.stretch_case], order_by=order, preceding=(None, 1))
        inside = inside.mutate(reached=inside.until.max().over(before))
        since = ibis.greatest(inside.first - 1, inside.first_day, inside.reached.fill_null(inside.first_day))
        pieces = inside.mutate(since=since)
        pieces = pieces.filter(pieces.until > pieces.since)
        pieces = _count(pieces, tables["calendar"], working, "since", "until", "days")
        total = pieces.group_by("stretch_region", "stretch_case").agg(covered=pieces.days.sum())
        cases = _count(cases, tables["calendar"], working, "first_day", "last_day", "elapsed")
        found = cases.left_join(total, (cases.region == total.stretch_region) & (cases.case == total.stretch_case))
        return found.mutate(covered=found.covered.fill_null(0).cast("int64")).drop(
            "stretch_region", "stretch_case", "first_day", "last_day"
        )


def _count(rows: ibis.Table, calendar: ibis.Table, working: bool, start: str, end: str, name: str) -> ibis.Table:
    """Add the days, or the working days, from one day to another."""
    if not working:
        return rows.mutate(**{name: rows[end] - rows[start]})
    first = calendar.select(first_key="day", first_worked="worked")
    last = calendar.select(last_key="day", last_worked="worked")
    rows = rows.left_join(first, rows[start] == first.first_key)
    rows = rows.left_join(last, rows[end] == last.last_key)
    counted = rows.mutate(**{name: rows.last_worked - rows.first_worked})
    return counted.drop("first_key", "first_worked", "last_key", "last_worked")
