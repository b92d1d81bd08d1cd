"""Which regions are scored in which period, and where a series breaks because regions were changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from evaluator.evidence import period_ordinal
from evaluator.evidence.validity import Break, Span, breaks_of, era, last_day, spans_of
from evaluator.methods.base import Bools, Integers

BREAKS = pa.schema({name: pa.string() for name in ("region", "predecessors", "period", "since", "kind")})


@dataclass(frozen=True)
class Validity:
    """Spans and breaks over the periods of a run. The last day of a period decides which codes it has.

    Attributes:
        spans: Code → when it is in force, for those that do not hold for ever.
        breaks: Every break that the regions bring, seen in this run or not.
        periods: Periods of the run, in order of time.
    """

    spans: dict[str, Span]
    breaks: tuple[Break, ...]
    periods: tuple[str, ...]

    @classmethod
    def of(cls, regions: pa.Table, periods: Sequence[str]) -> Validity:
        """From the table `regions` and the periods of a run."""
        spans = spans_of(regions)
        return cls(spans, breaks_of(spans), tuple(periods))

    def outside(self, region: str, period: str) -> str:
        """Why a region is not scored in a period, or ""."""
        day = last_day(period) if region in self.spans else None
        return "" if day is None else self.spans[region].outside(day)

    def era(self, region: str, period: str) -> int:
        """How many breaks a region has behind it."""
        return era(self.breaks, region, period) if self.breaks else 0

    def broken(self, region: str, period: str) -> bool:
        """Whether a period is the first after a break, with an earlier period of its calendar in the run."""
        earlier = self._earlier(period) if self.breaks else ""
        return bool(earlier) and self.era(region, earlier) < self.era(region, period)

    def _earlier(self, period: str) -> str:
        calendar, ordinal = period_ordinal(period)
        own = [(period_ordinal(one)[1], one) for one in self.periods if period_ordinal(one)[0] == calendar]
        return max(((at, one) for at, one in own if at < ordinal), default=(0, ""))[1]

    def columns(self, regions: Sequence[str], periods: Sequence[str]) -> dict[str, pa.Array]:
        """`outside`, `era` and `broken` for seats."""
        changed = {*self.spans, *(one.region for one in self.breaks)}
        pairs = list(zip(regions, periods, strict=True))
        return {
            "outside": pa.array(
                [self.outside(*pair) or None if pair[0] in changed else None for pair in pairs], pa.string()
            ),
            "era": pa.array([self.era(*pair) if pair[0] in changed else 0 for pair in pairs], pa.int64()),
            "broken": pa.array([pair[0] in changed and self.broken(*pair) for pair in pairs], pa.bool_()),
        }

    def valid(self, regions: Sequence[str]) -> Bools | None:
        """`[period, region]`; None if every code is in force throughout."""
        if not self.spans:
            return None
        return np.array([[not self.outside(region, period) for region in regions] for period in self.periods])

    def eras(self, regions: Sequence[str]) -> Integers | None:
        """`[period, region]`; None without breaks."""
        if not self.breaks:
            return None
        return np.array([[self.era(region, period) for region in regions] for period in self.periods], dtype=np.int64)

    def table(self) -> pa.Table:
        """region, predecessors, period, since, kind: the breaks that fall between periods of the run."""
        rows = []
        for one in self.breaks:
            for period in self.periods:
                earlier, day = self._earlier(period), last_day(period)
                before = last_day(earlier) if earlier else None
                if day is not None and before is not None and before < one.since <= day:
                    row = {"region": one.region, "predecessors": ";".join(one.predecessors), "period": period}
                    rows.append({**row, "since": str(one.since), "kind": one.kind})
        return pa.Table.from_pylist(rows, schema=BREAKS)
