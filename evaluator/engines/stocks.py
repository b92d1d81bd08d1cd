"""What a pass over a log counted, kept by region, so that of a log that has grown only what is new is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.keeping import Keeper, code_digest, key_of
from evaluator.engines.logs import Log
from evaluator.tables import among, only

if TYPE_CHECKING:
    from evaluator.engines.layers import Layer
    from evaluator.engines.portions import Portions
    from indicators.measures._per_case import PerCase

#: The column that says which parts were counted.
COUNTED = "counted_parts"
#: Entries over which the regions of one count are spread.
DRAWERS = 16


@dataclass(frozen=True)
class Stocks:
    """The counts of one body of evidence.

    Attributes:
        keeper: Where they are kept.
        portions: Digests of the evidence.
    """

    keeper: Keeper
    portions: Portions

    def stock(self, measures: Sequence[PerCase], layer: Layer, name: str) -> Stock | None:
        """The counts of measures of one name in a layer of periods; None where nothing may be kept."""
        first = measures[0]
        parts = self.portions.parts.get((first.table, first.process))
        if parts is None or not all(one.bundled() for one in measures):
            return None
        sums = sorted(f"{one.statistic} {one.limit}" for one in measures)
        months = layer.rows.select(["period", "month"]).to_pylist()
        key = key_of("stock 1", code_digest(), name, *sums, *(f"{one['period']} {one['month']}" for one in months))
        return Stock(self, key, parts)


@dataclass(frozen=True)
class Stock:
    """Counts by region: each with the digests of the files, or of the rows in memory, that were counted.

    Attributes:
        stocks: Where they are kept.
        key: Key of what is counted.
        parts: Region → digest of what holds rows of it now → the file, None for rows in memory.
    """

    stocks: Stocks
    key: str
    parts: Mapping[str, Mapping[str, Path | None]]

    def regions(self, log: Log) -> frozenset[str]:
        """The regions of which a log has rows."""
        return frozenset(self.parts) if log.only is None else log.only & frozenset(self.parts)

    def kept(self, regions: Iterable[str]) -> pa.Table | None:
        """The counts of some regions; None unless all are there."""
        wanted = sorted(regions)
        found = []
        for entry in (self._entry(number) for number in sorted({_drawer(one) for one in wanted})):
            drawer = self.stocks.keeper.read(entry)
            if drawer is None:
                return None
            self.stocks.keeper.used(entry)
            found.append(drawer)
        if not found:
            return None
        table = only(pa.concat_tables(found), "region", *wanted)
        return table if pc.count_distinct(table["region"]).as_py() == len(wanted) else None

    def grown(self, kept: pa.Table, log: Log) -> Log | None:
        """The files and rows of a log that have not been counted; None unless all that was counted is still there."""
        counted = dict(zip(kept["region"].to_pylist(), kept[COUNTED].to_pylist(), strict=True))
        old: dict[str, set[Path | None]] = {}
        new: set[Path | None] = set()
        for region, digests in counted.items():
            now = self.parts[region]
            if not set(digests) <= now.keys():
                return None
            old[region] = {now[one] for one in digests}
            new |= set(now.values()) - old[region]
        # What is new to one region and was counted for another cannot be counted for both at once.
        if not new or any(files & new for files in old.values()):
            return None
        return log.some([*([-1] if None in new else []), *(n for n, path in enumerate(log.paths) if path in new)])

    def keep(self, counts: pa.Table, regions: Iterable[str]) -> None:
        """Keep the counts of regions as those of what holds their rows now; a region without a row has no case."""
        if not self.stocks.portions.unchanged():
            return
        wanted = sorted(regions)
        lacking = sorted(set(wanted) - set(counts["region"].to_pylist()))
        rows = pa.concat_tables(
            [only(counts, "region", *wanted), pa.Table.from_pylist([{"region": one} for one in lacking], counts.schema)]
        )
        parts = [sorted(self.parts[one]) for one in rows["region"].to_pylist()]
        rows = rows.append_column(COUNTED, pa.array(parts, pa.list_(pa.string())))
        for number in sorted({_drawer(one) for one in wanted}):
            entry, own = self._entry(number), [one for one in wanted if _drawer(one) == number]
            before, made = self.stocks.keeper.read(entry), only(rows, "region", *own)
            if before is not None:
                made = pa.concat_tables(
                    [before.filter(pc.invert(among(before, "region", own))), made.cast(before.schema)]
                )
            self.stocks.keeper.write(entry, made)

    def _entry(self, drawer: int) -> str:
        return key_of("drawer", self.key, drawer)


def _drawer(region: str) -> int:
    return int(key_of(region)[:8], 16) % DRAWERS
