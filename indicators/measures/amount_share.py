"""Share of money in rows of a log that pass a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from typing_extensions import override

from indicators.measures._gates import gated
from indicators.measures._shares import RowMeasure
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis
    from ibis.expr.types import NumericValue


class AmountShare(RowMeasure):
    """100 × amount of the rows that pass / amount of the rows that count.

    Amounts are summed as whole hundredths, so that the sum does not depend on the order of rows. A row that
    counts and has no amount cannot be told.
    """

    kind: ClassVar[str] = "amount-share"
    title: ClassVar[Text] = Text(zh="金额占比", en="Share of amounts")
    about: ClassVar[Text] = Text(
        zh="符合规则的记录的金额占应计记录金额的百分比。",
        en="Amount of the records that pass a rule in percent of the amount of those that count.",
    )

    table: Literal["cases"] = "cases"

    def sums(self, rows: ibis.Table) -> dict[str, NumericValue]:
        hundredths = (rows.amount.fill_null(0.0) * 100.0).round().cast("int64")
        known = rows.known * (rows.amount.notnull() | (rows.counted == 0)).cast("int64")
        return {
            "rows": rows.count(),
            "known": known.sum(),
            "counted": (rows.counted * rows.amount.notnull().cast("int64")).sum(),
            "passed_amount": (rows.passed * hundredths).sum(),
            "amount": (rows.counted * hundredths).sum(),
        }

    @override
    def conclusion(self, tally: ibis.Table, periods: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        import ibis

        found = self.totals(tally, periods)
        value = found.passed_amount.cast("float64") / found.amount.cast("float64").nullif(0.0) * 100.0
        nothing = ibis.null("float64")
        found = found.mutate(cases=found.counted, value=value, standard_error=nothing, low=nothing, high=nothing)
        return gated(found, min_cases=self.min_cases, min_coverage=self.min_coverage)
