"""Days of a case that at least one of some steps takes (the government's side of a project, for example)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from indicators.measures._intervals import Intervals
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


class Union(Intervals):
    """Days covered by at least one row that passes, overlaps counted once."""

    kind: ClassVar[str] = "union"
    title: ClassVar[Text] = Text(zh="环节并集用时", en="Days covered by steps")
    about: ClassVar[Text] = Text(
        zh="起止之间至少有一个所选环节在办的天数，重叠只计一次，按办件取中位数或均值。",
        en="Days between start and end that at least one chosen step takes, overlaps counted once.",
    )

    clock: Literal["calendar_days", "working_days"] = "working_days"

    def amounts(self, bounds: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        found = self.covered(bounds, tables, working=self.clock == "working_days")
        # An end before its start stays negative, so that it is refused like any other.
        return found.mutate(amount=(found.elapsed < 0).ifelse(found.elapsed, found.covered)).drop("covered", "elapsed")
