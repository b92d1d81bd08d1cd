"""Which rows of evidence belong to which region and process, and a digest of each such portion."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.duckdb_engine import DuckdbEngine, parquet_files
from evaluator.engines.keeping import Keeper, key_of
from evaluator.engines.logs import Log
from evaluator.engines.sources import Source
from evaluator.engines.waiting import Waiting
from evaluator.engines.years import STAMPS, logged_years
from indicators.tables import TABLES, TOPICS

#: A file that changed within this many seconds may change again without showing it in its time stamp.
SETTLED = 3.0
#: Region → digest of its rows, for each table and topic.
Digests = dict[tuple[str, str | None], dict[str, str]]
State = tuple[int, int, int, int, int]


@dataclass
class Portions:
    """Digests of the portions of a body of evidence.

    Attributes:
        digests: Table and topic (process, survey, series, …) → region → digest of the rows.
        files: The files of a table with the regions that each holds.
        parts: Table and topic → region → digest of each part with rows of it → its file, None for rows in memory; only
            where each part stands for itself.
        years: The years of which a log tells, where it lies in files that stand for themselves.
        states: The files with device, inode, size and times when they were looked at.
    """

    digests: Digests = field(default_factory=dict)
    files: dict[str, list[tuple[Path, frozenset[str]]]] = field(default_factory=dict)
    parts: dict[tuple[str, str | None], dict[str, dict[str, Path | None]]] = field(default_factory=dict)
    years: dict[str, frozenset[str]] = field(default_factory=dict)
    states: dict[Path, State] = field(default_factory=dict)

    def of(self, reads: Iterable[tuple[str, str | None]]) -> dict[str, str]:
        """Region → digest of everything that a measure reads of it; a topic of None is every topic."""
        wanted = set(reads)
        found: dict[str, list[str]] = {}
        for (table, topic), regions in self.digests.items():
            if (table, topic) in wanted or (table, None) in wanted:
                for region, digest in regions.items():
                    found.setdefault(region, []).append(key_of(table, topic, digest))
        return {region: key_of(*sorted(parts)) for region, parts in found.items()}

    def regions(self) -> frozenset[str]:
        """Every region that the evidence speaks of."""
        return frozenset(region for regions in self.digests.values() for region in regions)

    def restricted(self, name: str, source: Source | None, regions: frozenset[str]) -> Source | None:
        """A source with at least all rows of some regions: those rows, or the files that hold them."""
        if isinstance(source, pa.Table):
            return source.filter(pc.is_in(source["region"].cast(pa.string()), value_set=pa.array(sorted(regions))))
        if source is None:
            return None
        if isinstance(source, Log):
            held = [number for number, (_, there) in enumerate(self.files[name]) if there & regions]
            # A log has at least one file, even where its rows of the regions lie in memory.
            return source.restricted(regions, held or [0])
        return [path for path, held in self.files[name] if held & regions] or None

    def unchanged(self) -> bool:
        """Whether the files are still those that were looked at."""
        return all(state_of(path) == state for path, state in self.states.items())


def portions_of(tables: Mapping[str, Source], keeper: Keeper, threads: int | None = None) -> Portions | None:
    """Digests of all portions of evidence in memory or in files.

    Rows of a table in memory are digested themselves, whatever their order; of a file only the regions and topics
    that it holds are looked up once, and its own digest stands for its rows.

    Returns:
        None where portions cannot be told: tables in a cluster, rows without a region, files that cannot be read.
    """
    found = Portions()
    with Waiting(lambda: DuckdbEngine(threads=threads)) as engine:
        for name in TABLES:
            source = tables.get(name)
            if source is None:
                continue
            if isinstance(source, pa.Table):
                told = "region" in source.column_names and source["region"].null_count == 0
                if told:
                    _add_rows(found, engine, name, source)
            elif isinstance(source, str):
                told = False
            else:
                told = _add_files(found, engine, name, source, keeper)
            if not told:
                return None
    return found


def _add_rows(found: Portions, engine: Waiting[DuckdbEngine], name: str, table: pa.Table) -> None:
    for (topic, region), digest in _digests(engine, name, table).items():
        found.digests.setdefault((name, topic), {})[region] = digest


def _digests(engine: Waiting[DuckdbEngine], name: str, table: pa.Table) -> dict[tuple[str | None, str], str]:
    """Digest of the rows of each topic and region, whatever their order."""
    if not table.num_rows:
        return {}
    engine.get().put(name, table)
    topic = TOPICS[name]
    columns = [f'"{column}"' for column in TABLES[name] if column not in ("region", topic)]
    there, back = ", ".join(columns), ", ".join(reversed(columns))
    # Sums of hashes do not depend on the order of rows, and count repeated ones; two orders of columns make 128 bits.
    rows = engine.get().query(
        f'SELECT region, "{topic}" AS topic, sum(hash({there}))::VARCHAR AS low, '
        f"sum(hash({back}, 1))::VARCHAR AS high, count(*) AS number FROM {name} GROUP BY ALL"
    )
    return {(row["topic"], row["region"]): key_of(row["low"], row["high"], row["number"]) for row in rows.to_pylist()}


def _add_files(found: Portions, engine: Waiting[DuckdbEngine], name: str, source: Source, keeper: Keeper) -> bool:
    log = source if isinstance(source, Log) else None
    indices = []
    for number, path in enumerate(parquet_files(source)):
        state = state_of(path)
        digest = file_digest(path, state, keeper) if state else None
        if digest and log:
            digest = key_of(digest, _left_out(log, number))
        alone = replace(log.some([number]), codes={}) if log else path
        index = _index(engine, name, path, alone, digest, keeper) if digest else None
        if state is None or digest is None or index is None:
            return False
        if log:
            index, digest = _coded(index, digest, log.codes)
        found.states[path] = state
        indices.append((path, digest, index))
    # Types that differ from file to file are settled over all files together: then each portion rests on all.
    alike = len({index.schema.metadata[b"columns"] for _, _, index in indices}) == 1
    if alike and name in STAMPS and not (log and log.rows is not None):
        years = (index.schema.metadata[b"years"].decode().split() for _, _, index in indices)
        found.years[name] = frozenset(year for some in years for year in some)
    everywhere = frozenset(region for _, _, index in indices for region in index["region"].to_pylist())
    held: dict[tuple[str | None, str], list[tuple[str, Path | None]]] = {}
    for path, digest, index in indices:
        regions = frozenset(index["region"].to_pylist()) if alike else everywhere
        found.files.setdefault(name, []).append((path, regions))
        for row in index.to_pylist():
            if row["region"] is None:
                return False
            held.setdefault((row["topic"], row["region"]), []).append((digest, path))
    if log and log.rows is not None:
        for place, digest in _digests(engine, name, log.rows).items():
            held.setdefault(place, []).append((digest, None))
    everything = "" if alike else key_of(*sorted(digest for _, digest, _ in indices))
    for (topic, region), parts in held.items():
        digests = sorted(digest for digest, _ in parts)
        found.digests.setdefault((name, topic), {})[region] = key_of(everything, *digests)
        if log and alike and len({*digests}) == len(digests):
            found.parts.setdefault((name, topic), {})[region] = dict(parts)
    return True


def _coded(index: pa.Table, digest: str, codes: Mapping[str, str]) -> tuple[pa.Table, str]:
    """The index of a file, and its digest, with the codes of the regions that it names otherwise."""
    written = index["region"].to_pylist()
    names = sorted({one for one in written if one in codes})
    if not names:
        return index, digest
    regions = pa.array([codes.get(one, one) for one in written], pa.string())
    coded = index.set_column(index.column_names.index("region"), "region", regions)
    return coded, key_of(digest, *(word for one in names for word in (one, codes[one])))


def _left_out(log: Log, number: int) -> str:
    """Digest of the rows of a file that are not taken."""
    rows = log.without(number)["evidence_row"].to_numpy()
    return hashlib.sha256(rows.tobytes()).hexdigest()


def _index(
    engine: Waiting[DuckdbEngine], name: str, path: Path, source: Path | Log, digest: str, keeper: Keeper
) -> pa.Table | None:
    """Regions and topics of a file, kept under its digest; the metadata tell its columns, their types and its years."""
    import pyarrow.parquet as pq

    key = key_of("index 2", name, digest)

    def look() -> pa.Table | None:
        try:
            schema = pq.read_schema(path)
        except (OSError, pa.ArrowException):
            return None
        engine.get().put(name, source)
        columns = sorted(f"{one.name} {one.type}" for one in schema if one.name in TABLES[name])
        table = engine.get().query(f'SELECT DISTINCT region, "{TOPICS[name]}" AS topic FROM {name} ORDER BY ALL')
        years = logged_years(engine.get(), keeper, [name]) if name in STAMPS else []
        return table.replace_schema_metadata({"columns": "\n".join(columns), "years": " ".join(years)})

    return keeper.kept(key, look)


def file_digest(path: Path, state: State, keeper: Keeper) -> str | None:
    """SHA-256 of a file, remembered by place, size and times once it has not changed for a while."""

    def look() -> pa.Table | None:
        try:
            with path.open("rb") as file:
                return pa.table({"sha256": [hashlib.file_digest(file, "sha256").hexdigest()]})
        except OSError:
            return None

    settled = time.time_ns() - max(state[3:]) > SETTLED * 1e9
    found = keeper.kept(key_of("file 2", path.resolve(), *state), look) if settled else look()
    return found["sha256"][0].as_py() if found is not None else None


def state_of(path: Path) -> State | None:
    """Device, inode, size, time of change and time of change of the entry: the last cannot be set back."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
