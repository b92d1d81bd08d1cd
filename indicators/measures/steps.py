"""How many distinct interactions a case takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from indicators.measures._per_case import PerCase
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


class Steps(PerCase):
    """Distinct steps (or departments, or rows) of a case that pass the counting rule.

    With `negative: zero` a case that ends before it starts counts with the steps that it has.

    Attributes:
        count: What is counted.
        counting: Rule on the rows that are counted; empty counts each.
    """

    kind: ClassVar[str] = "steps"
    title: ClassVar[Text] = Text(zh="环节数", en="Steps")
    about: ClassVar[Text] = Text(
        zh="办成一件事要经过的不同环节（或部门、次数），按办件取中位数或均值。",
        en="Distinct steps (or departments, or contacts) that a case takes, as a median or mean over cases.",
    )
    rules: ClassVar[tuple[str, ...]] = ("filter", "denominator", "counting")

    count: Literal["step", "department", "row"] = "step"
    counting: str = ""

    def amounts(self, bounds: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        import ibis

        from indicators.measures._logs import test

        rows = self.worked(self.rows(tables), tables)
        rows = rows.filter(test(self.rule("counting"), rows).fill_null(False))
        counts = {"row": rows.count(), "step": rows.step.nunique(), "department": rows.department.nunique()}
        found = rows.group_by(found_region=rows.region, found_case=rows.case).agg(amount=counts[self.count])
        joined = bounds.left_join(found, (bounds.region == found.found_region) & (bounds.case == found.found_case))
        amount = joined.amount.fill_null(0).cast("int64")
        if self.negative == "refuse":
            amount = ibis.ifelse(joined.ended.date() < joined.begun.date(), -1, amount)
        return joined.mutate(amount=amount).drop("found_region", "found_case")

    def faults(self) -> list[tuple[str, Text]]:
        found = super().faults()
        if self.table != "cases":
            found.append(("table", Text(zh="环节数只用于 cases", en="steps are counted in cases only")))
        return found
