"""Measure only the regions whose rows have changed; what was measured before is taken from where it was kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.choice import EngineChoice
from evaluator.engines.keeping import Keeper, code_digest, key_of
from evaluator.engines.portions import Portions, portions_of
from evaluator.engines.sources import Engine, Source
from evaluator.engines.waiting import Waiting
from evaluator.engines.years import STAMPS
from indicators.tables import TABLES

if TYPE_CHECKING:
    from indicators.indicator import Indicator
    from indicators.measures import Measure

#: Earlier states of a region that an entry may hold besides those of this run, for each state of this run.
EARLIER = 3
#: Measures an indicator by its number; then how many are done, and how many there are to be done.
Work = Callable[[int, int, int], pa.Table]


class Remeasuring:
    """Values kept from earlier runs, for one body of evidence on one engine.

    An entry belongs to one indicator's measure under one code, engine and list of periods. It holds rows with the
    digest of all that the measure reads of the region (`part`); a region without a result has one empty row.

    Args:
        keeper: Where entries lie.
        portions: Digests of the evidence.
        tables: The evidence.
        waiting: The engine that measures.
        kind: Its name.
    """

    def __init__(
        self, keeper: Keeper, portions: Portions, tables: Mapping[str, Source], waiting: Waiting[Engine], kind: str
    ) -> None:
        self.keeper, self.portions, self.tables, self.waiting, self.kind = keeper, portions, tables, waiting, kind

    def years(self, look: Callable[[Iterable[str]], list[str]]) -> list[str]:
        """The years of the logs: of files they are kept file by file, of others once for each state."""
        found = {year for years in self.portions.years.values() for year in years}
        others = [name for name in STAMPS if name not in self.portions.years]
        parts = self.portions.of((name, None) for name in others)
        if parts:
            key = key_of("years", code_digest(), self.kind, *(word for item in sorted(parts.items()) for word in item))
            kept = self.keeper.read(key)
            looked = look(others) if kept is None else [str(year) for year in kept["year"].to_pylist()]
            if kept is None and self.portions.unchanged():
                self.keeper.write(key, pa.table({"year": pa.array(looked, pa.string())}))
            found.update(looked)
        return sorted(found)

    def values(self, wanted: Sequence[tuple[Indicator, Measure]], periods: Sequence[str], work: Work) -> list[pa.Table]:
        """The result of every indicator: kept rows, and rows measured now for regions that changed."""
        keys = [self._key(indicator, measure, periods) for indicator, measure in wanted]
        parts = [self.portions.of(measure.reads(indicator.id)) for indicator, measure in wanted]
        kept = [self.keeper.read(key) if key else None for key in keys]
        everywhere = self.portions.regions()
        groups: dict[frozenset[str], list[int]] = {}
        for number, (key, part, known) in enumerate(zip(keys, parts, kept, strict=True)):
            changed = frozenset(part) - _unchanged(part, known) if key else everywhere
            if changed:
                groups.setdefault(changed, []).append(number)
        measured = self._measured(groups, everywhere, keys, work)
        found = []
        for number, (key, part, known) in enumerate(zip(keys, parts, kept, strict=True)):
            new = measured.get(number)
            if key is None:
                found += [new] if new is not None else []
                continue
            if not part:
                continue  # No row that the measure reads: no value.
            current = _current(part, known, new)
            if new is not None and self.portions.unchanged():
                self.keeper.write(key, _with_earlier(current, part, known))
            else:
                self.keeper.used(key)
            found.append(_rows(current))
        return found

    def _measured(
        self,
        groups: Mapping[frozenset[str], list[int]],
        everywhere: frozenset[str],
        keys: Sequence[str | None],
        work: Work,
    ) -> dict[int, pa.Table]:
        """Results by number, with the regions' own rows of evidence in the engine."""
        whole, done = sum(len(numbers) for numbers in groups.values()), 0
        found: dict[int, pa.Table] = {}
        # All regions first: their tables stand in the engine already.
        for regions in sorted(groups, key=lambda one: (one != everywhere, sorted(one))):
            if regions != everywhere:
                self._put(regions)
            names = pa.array(sorted(regions), pa.string())
            for number in groups[regions]:
                rows = work(number, done, whole)
                found[number] = rows.filter(pc.is_in(rows["region"], value_set=names)) if keys[number] else rows
                done += 1
        if any(regions != everywhere for regions in groups):
            self._put(None)
        return found

    def _put(self, regions: frozenset[str] | None) -> None:
        for name in TABLES:
            source = self.tables.get(name)
            own = self.portions.restricted(name, source, regions) if regions is not None else source
            self.waiting.get().put(name, own)

    def _key(self, indicator: Indicator, measure: Measure, periods: Sequence[str]) -> str | None:
        """The key of an indicator's entry; None for kinds from plug-ins, of which nothing is known."""
        if not measure.bundled():
            return None
        return key_of(
            "values", code_digest(), self.kind, indicator.id, measure.kind, measure.model_dump_json(), *periods
        )


def remeasuring(
    choice: EngineChoice, tables: Mapping[str, Source], waiting: Waiting[Engine], keeper: Keeper
) -> Remeasuring | None:
    """What was kept of earlier runs; None where the evidence cannot be told apart."""
    portions = portions_of(tables, keeper, choice.threads)
    return Remeasuring(keeper, portions, tables, waiting, choice.engine) if portions else None


def _unchanged(part: Mapping[str, str], known: pa.Table | None) -> frozenset[str]:
    if known is None:
        return frozenset()
    pairs = set(zip(known["region"].to_pylist(), known["part"].to_pylist(), strict=True))
    return frozenset(region for region, digest in part.items() if (region, digest) in pairs)


def _current(part: Mapping[str, str], known: pa.Table | None, new: pa.Table | None) -> pa.Table:
    """Rows of this run with their `part`; regions without a result have an empty row."""
    pieces = []
    if known is not None:
        pieces.append(known.filter(_among(known, part)))
    if new is not None:
        pieces.append(
            new.append_column("part", pa.array([part[one] for one in new["region"].to_pylist()], pa.string()))
        )
    held = {region for piece in pieces for region in piece["region"].to_pylist()}
    empty = sorted(region for region in part if region not in held)
    schema = pieces[0].schema if pieces else None
    if schema is not None and empty:
        rows = [{"region": region, "part": part[region]} for region in empty]
        pieces.append(pa.Table.from_pylist(rows, schema=schema))
    return pa.concat_tables(pieces)


def _rows(current: pa.Table) -> pa.Table:
    return current.filter(pc.is_valid(current["period"])).drop(["part"])


def _with_earlier(current: pa.Table, part: Mapping[str, str], known: pa.Table | None) -> pa.Table:
    """The rows of this run before those of earlier ones, of which the oldest fall off."""
    if known is None:
        return current
    others = known.filter(pc.invert(_among(known, part)))
    latest = list(dict.fromkeys(zip(others["region"].to_pylist(), others["part"].to_pylist(), strict=True)))
    dropped = set(latest[EARLIER * max(1, len(part)) :])
    pairs = zip(others["region"].to_pylist(), others["part"].to_pylist(), strict=True)
    return pa.concat_tables([current, others.filter(pa.array([one not in dropped for one in pairs], pa.bool_()))])


def _among(known: pa.Table, part: Mapping[str, str]) -> pa.Array:
    pairs = zip(known["region"].to_pylist(), known["part"].to_pylist(), strict=True)
    return pa.array([part.get(region) == digest for region, digest in pairs], pa.bool_())
