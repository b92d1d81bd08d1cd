"""Rows of a log per firm, per resident or per another published figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from indicators.measures._gates import gated
from indicators.measures._per import Per, per_figure, rate_columns
from indicators.measures._shares import RowMeasure
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


class Rate(RowMeasure):
    """Rows that pass / (figure × scale); the figure is that of the period, or of the year that holds it."""

    kind: ClassVar[str] = "rate"
    title: ClassVar[Text] = Text(zh="每户（人）次数", en="Rate per firm or resident")
    about: ClassVar[Text] = Text(
        zh="符合规则的记录数除以企业数、人口等公布的数字。",
        en="Records that pass a rule, per firm, per resident or per another published figure.",
    )

    numerator: str = ""
    per: Per

    def reads(self, indicator: str) -> tuple[tuple[str, str | None], ...]:
        return (*super().reads(indicator), ("statistics", self.per.series))

    @override
    def conclusion(self, tally: ibis.Table, periods: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        found = per_figure(self.totals(tally, periods), tables["statistics"], self.per.series)
        found = found.mutate(cases=found.passed, **rate_columns(found.passed, found.figure, self.per.scale))
        return gated(
            found,
            min_cases=self.min_cases,
            min_coverage=self.min_coverage,
            denominated=True,
            counted=found.rows,
        )
