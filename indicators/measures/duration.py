"""Time between two moments of a case, in days, working days or hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from indicators.measures._per_case import PerCase
from indicators.stamps import seconds, with_worked
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis

Clock = Literal["calendar_days", "working_days", "hours"]
UNITS: dict[Clock, tuple[int, int]] = {"calendar_days": (86400, 3600), "working_days": (1, 1), "hours": (3600, 60)}


class Duration(PerCase):
    """Median, mean, 90th percentile, or share within a limit, of the time between two moments of a case.

    Calendar days are whole where either moment has no time of day; working days leave out the first day and
    count the last.
    """

    kind: ClassVar[str] = "duration"
    title: ClassVar[Text] = Text(zh="办理时长", en="Duration")
    about: ClassVar[Text] = Text(
        zh="同一办件两个时点之间的时长：日历日、工作日（按国务院办公厅公布的放假安排）或小时。",
        en="Time between two moments of a case: calendar days, working days (by the official holidays) or hours.",
    )

    clock: Clock = "calendar_days"

    def units(self) -> tuple[int, int]:
        return UNITS[self.clock]

    def amounts(self, bounds: ibis.Table, tables: Mapping[str, ibis.Table]) -> ibis.Table:
        if self.clock == "working_days":
            counted = with_worked(bounds, tables["calendar"], ["begun", "ended"])
            # An end at an earlier hour of the start's own day is zero working days, and is no slip.
            return counted.mutate(amount=counted.worked_ended - counted.worked_begun)
        whole_days = self.clock == "calendar_days"
        return bounds.mutate(amount=seconds(bounds.begun, bounds.ended, whole_days=whole_days))
