"""Share of a case's time in which nothing is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from indicators.measures._intervals import PARTS, Intervals
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


class Waiting(Intervals):
    """Calendar days on which no step is under way, in percent of the days from start to end."""

    kind: ClassVar[str] = "waiting"
    title: ClassVar[Text] = Text(zh="空窗占比", en="Idle share")
    about: ClassVar[Text] = Text(
        zh="起止之间没有任何环节在办的日历日占比，按办件取中位数或均值。",
        en="Share of calendar days from start to end on which no step is under way, over cases.",
    )
    scale: ClassVar[int] = PARTS
    coarse: ClassVar[int] = PARTS // 100

    def amounts(self, bounds: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        import ibis

        found = self.covered(bounds, tables, working=False)
        days = found.elapsed.cast("float64").nullif(0.0)
        idle = (found.elapsed - found.covered).cast("float64") / days
        share = (idle * (100.0 * PARTS)).round().cast("int64")
        # A case that ends on its first day has no day to wait; an end before the start is refused.
        amount = ibis.cases((found.elapsed < 0, -1), (found.elapsed == 0, 0), else_=share)
        return found.mutate(amount=amount).drop("covered", "elapsed")
