"""Share of rows of a log that pass a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from indicators.measures._gates import gated, share_columns
from indicators.measures._shares import RowMeasure
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


class Share(RowMeasure):
    """100 × rows that pass filter, denominator and numerator / rows that pass filter and denominator."""

    kind: ClassVar[str] = "share"
    title: ClassVar[Text] = Text(zh="记录占比", en="Share of records")
    about: ClassVar[Text] = Text(
        zh="符合规则的记录占应计记录的百分比；到期未办结的留在分母。",
        en="Records that pass a rule in percent of those that count; overdue open ones stay in the denominator.",
    )

    @override
    def conclusion(self, tally: ibis.Table, periods: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        found = self.totals(tally, periods)
        found = found.mutate(cases=found.counted, **share_columns(found.passed, found.counted))
        return gated(found, min_cases=self.min_cases, min_coverage=self.min_coverage)
