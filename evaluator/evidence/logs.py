"""Large Parquet logs at the door: judged where they lie, by the rules for small tables, never read into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.keeping import Keeper
from evaluator.engines.logs import FILE, LEFT_OUT, ROW, Log
from evaluator.engines.portions import State, state_of
from evaluator.evidence.names import Names
from evaluator.evidence.verdicts import (
    NOTHING,
    Earlier,
    Verdict,
    basis_of,
    earlier_verdict,
    keep_verdict,
    kept_verdict,
)
from indicators.faults import Fault, Faults, fault
from indicators.tables import IBIS, TABLES
from indicators.text import Text

if TYPE_CHECKING:
    pass

#: Rows of all Parquet files of a table together above which they stay in their files.
LARGE = 200_000
#: A log is judged as one that has grown while its new rows are at most this part of the others.
FEW = 4
#: What judging may take unless something else is said; the rest goes to a temporary folder.
MEMORY = "1GB"
#: Takes a share (0 to 1) and what is being done.
Said: TypeAlias = Callable[[float, Text], None]
CHECKING = Text(zh="逐行核对办件记录", en="Checking every row of the case log")


@dataclass(frozen=True)
class LogFile:
    """A Parquet file that stays where it lies.

    Attributes:
        path: Where it lies.
        label: What it is called in messages.
        num_rows: Its rows.
        columns: Names of its columns.
        zones: Columns of stamps with a zone, each with the zone.
        made_up: Whether it says that it is made up.
        sha256: Digest of its bytes; empty where it is not known.
        state: Device, inode, size and times of change before its bytes were read.
    """

    path: Path
    label: str
    num_rows: int
    columns: tuple[str, ...]
    zones: tuple[tuple[str, str], ...] = ()
    made_up: bool = False
    sha256: str = ""
    state: State | None = None


def log_file(path: Path, label: str, table: str) -> LogFile | None:
    """What the footer of a Parquet file says; None if its cells must be read one by one (stamps written as text).

    Raises:
        Faults: It is no Parquet file.
    """
    import pyarrow.parquet as pq

    with readable(label), pq.ParquetFile(path) as file:
        schema, rows = file.schema_arrow, file.metadata.num_rows
    zones = []
    for one in schema:
        kind = TABLES[table].get(one.name, "text")
        if kind == "number" and not (pa.types.is_floating(one.type) or pa.types.is_integer(one.type)):
            return None
        if kind == "stamp" and not (pa.types.is_timestamp(one.type) or pa.types.is_date(one.type)):
            return None
        if kind == "stamp" and pa.types.is_timestamp(one.type) and one.type.tz:
            zones.append((one.name, str(one.type.tz)))
    return LogFile(path, label, rows, tuple(schema.names), tuple(zones), "made_up" in schema.names)


def judged(
    table: str,
    files: Sequence[LogFile],
    rows: pa.Table | None,
    names: Names,
    memory: str = MEMORY,
    keeper: Keeper | None = None,
    said: Said | None = None,
) -> tuple[Log, list[Fault], list[int]]:
    """Judge every row of a log, or take what was found when the same files were judged before.

    Args:
        table: The table of evidence.
        files: Its Parquet files.
        rows: Rows of small files beside them, with the names of their files and their rows.
        names: The regions.
        memory: What judging may take; the rest goes to a temporary folder.
        keeper: Where verdicts are kept; None judges anew and keeps nothing.
        said: Told how much of the work is done (0 to 1) and what it is.

    Returns:
        The log; a fault for each of the first `LISTED` rows of every reason and file; and the number of rows refused
        in each file (the last for `rows`).

    Raises:
        Faults: A file that breaks off or cannot be decoded.
    """
    basis = basis_of(table, files, rows, names) if keeper else None
    verdict = kept_verdict(keeper, basis) if keeper and basis else None
    log = Log(tuple(one.path for one in files), rows=rows, made_up=any(one.made_up for one in files))
    if verdict is None:
        place = str(files[0].path.parent.resolve())
        earlier = earlier_verdict(keeper, basis, place) if keeper and basis else None
        if earlier is None or not _mostly(earlier, log, files):
            earlier = NOTHING
        verdict = _verdict(table, log, files, names, memory, said, keeper, earlier)
        # A file that was written meanwhile may not be the one whose digest stands in the basis.
        if keeper and basis and all(state_of(one.path) == one.state for one in files):
            keep_verdict(keeper, basis, verdict, place)
    left_out = verdict.refused.select(LEFT_OUT.names)
    log = replace(log, codes=verdict.codes, left_out=left_out)
    numbers = [log.without(number).num_rows for number in (*range(len(files)), -1)]
    return replace(log.settled(), counts=verdict.counts), list(verdict.told), numbers


def _mostly(earlier: Earlier, log: Log, files: Sequence[LogFile]) -> bool:
    """Whether most rows were judged earlier: otherwise judging all anew is as fast."""
    sizes = {-1: log.rows.num_rows if log.rows is not None else 0, **{n: one.num_rows for n, one in enumerate(files)}}
    known = sum(sizes[number] for number in earlier.numbers)
    return (sum(sizes.values()) - known) * FEW <= known


def _verdict(
    table: str,
    log: Log,
    files: Sequence[LogFile],
    names: Names,
    memory: str,
    said: Said | None,
    keeper: Keeper | None,
    earlier: Earlier,
) -> Verdict:
    """Judge every row, or what has come since an earlier verdict."""
    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.evidence.judging import Judging

    def tell(share: float) -> None:
        if said:
            said(share, CHECKING)

    with readable(", ".join(one.label for one in files)), DuckdbEngine(memory_limit=memory) as engine:
        return Judging(engine, table, log, files, names, memory, earlier, tell, keeper).verdict()


def rows_of(table: str, log: Log, region: str) -> pa.Table:
    """The rows of one region, in an order that does not depend on threads."""
    from evaluator.engines.duckdb_engine import DuckdbEngine
    from indicators.tables import unbound

    with DuckdbEngine(memory_limit=MEMORY) as engine:
        engine.put(table, log)
        rows = unbound(table)
        return engine.run(rows.filter(rows.region == region).order_by(list(TABLES[table])))


def laid_over(table: str, log: Log, more: pa.Table, key: Sequence[str], memory: str = MEMORY) -> Log:
    """The log with rows of the same key left out, and `more` beside it."""
    import ibis

    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.evidence.judging import counted

    with DuckdbEngine(memory_limit=memory) as engine:
        columns = {column: IBIS[kind] for column, kind in TABLES[table].items()}
        engine.place("placed", table, replace(log, left_out=LEFT_OUT.empty_table()), places=log.numbers)
        engine.put("keys", more.select(list(key)).group_by(list(key)).aggregate([]))
        placed = ibis.table({**columns, FILE: "int64", ROW: "int64"}, name="placed")
        gone = engine.run(placed.semi_join(ibis.table(dict.fromkeys(key, "string"), name="keys"), list(key)))
        places = gone.select(LEFT_OUT.names).cast(LEFT_OUT).sort_by([(FILE, "ascending"), (ROW, "ascending")])
        inside = pc.is_in(places[FILE], value_set=pa.array([-1], pa.int64()))
        left_out = pa.concat_tables([log.left_out, places.filter(pc.invert(inside))])
        left_out = left_out.group_by(LEFT_OUT.names).aggregate([]).sort_by([(FILE, "ascending"), (ROW, "ascending")])
        rows = more
        if log.rows is not None:
            there = pc.is_in(pa.array(range(log.rows.num_rows), pa.int64()), value_set=places.filter(inside)[ROW])
            rows = pa.concat_tables([log.rows.filter(pc.invert(there)), more], promote_options="permissive")
        made = replace(log, left_out=left_out, rows=rows)
        return replace(made, counts=counted(engine, table, made))


@contextmanager
def readable(label: str) -> Iterator[None]:
    """Turn the errors of a broken file into a fault."""
    from evaluator.engines.duckdb_engine import broken

    try:
        yield
    except Exception as error:
        if not isinstance(error, pa.ArrowException) and not broken(error):
            raise
        reason = " ".join(str(error).split())[:200]
        zh, en = f"不是可读的 Parquet 文件（{reason}）", f"is no readable Parquet file ({reason})"
        raise Faults([fault(zh, en, file=label)]) from None
