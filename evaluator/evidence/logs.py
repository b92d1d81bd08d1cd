"""Large Parquet logs at the door: judged where they lie, by the rules for small tables, never read into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.keeping import Keeper
from evaluator.engines.logs import COUNTS, FILE, LEFT_OUT, ROW, Log
from evaluator.engines.portions import State, state_of
from evaluator.evidence.names import Names
from evaluator.evidence.repeats import doubtful
from evaluator.evidence.sifting import refusal_of
from evaluator.evidence.validity import DATED_BY, refusal
from evaluator.evidence.verdicts import Verdict, keep_verdict, kept_verdict, verdict_key
from indicators import refusals
from indicators.faults import Fault, Faults, fault
from indicators.tables import IBIS, TABLES
from indicators.text import Text

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue

    from evaluator.engines.duckdb_engine import DuckdbEngine

#: Rows of all Parquet files of a table together above which they stay in their files.
LARGE = 200_000
#: Rows listed for each reason.
LISTED = 50
#: What judging may take unless something else is said; the rest goes to a temporary folder.
MEMORY = "1GB"
_REGION, _SPAN = "region", "span"
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
    key = verdict_key(table, files, rows, names) if keeper else None
    verdict = kept_verdict(keeper, key) if keeper and key else None
    log = Log(tuple(one.path for one in files), rows=rows, made_up=any(one.made_up for one in files))
    if verdict is None:
        verdict = _verdict(table, log, files, names, memory, said)
        # A file that was written meanwhile may not be the one whose digest stands in the key.
        if keeper and key and all(state_of(one.path) == one.state for one in files):
            keep_verdict(keeper, key, verdict)
    log = replace(log, codes=verdict.codes, left_out=verdict.left_out)
    numbers = [log.without(number).num_rows for number in (*range(len(files)), -1)]
    return replace(_settled(log), counts=verdict.counts), list(verdict.told), numbers


def _verdict(table: str, log: Log, files: Sequence[LogFile], names: Names, memory: str, said: Said | None) -> Verdict:
    """Judge every row."""
    from evaluator.engines.duckdb_engine import DuckdbEngine

    def tell(share: float) -> None:
        if said:
            said(share, CHECKING)

    with readable(", ".join(one.label for one in files)), DuckdbEngine(memory_limit=memory) as engine:
        tell(0.0)
        log, strange = _with_codes(engine, table, log, names)
        _judge(engine, table, log, strange, names, memory, tell)
        tell(0.8)
        found = engine.table("refused")
        told = _told(engine, table, log, files, names)
        tell(0.9)
        left_out = found.select(LEFT_OUT.names).cast(LEFT_OUT)
        engine.put(table, _settled(replace(log, left_out=left_out)))
        counts = _counted(engine, table)
    tell(1.0)
    return Verdict(log.codes, left_out, counts, told)


def _settled(log: Log) -> Log:
    """The log with the rows that lie in memory taken out themselves."""
    gone = log.without(-1)
    if log.rows is None or not gone.num_rows:
        return log
    there = pc.is_in(pa.array(range(log.rows.num_rows), pa.int64()), value_set=gone[ROW])
    inside = pc.is_in(log.left_out[FILE], value_set=pa.array([-1], pa.int64()))
    return replace(log, rows=log.rows.filter(pc.invert(there)), left_out=log.left_out.filter(pc.invert(inside)))


def rows_of(table: str, log: Log, region: str) -> pa.Table:
    """The rows of one region, in an order that does not depend on threads."""
    from evaluator.engines.duckdb_engine import DuckdbEngine
    from indicators.tables import unbound

    with DuckdbEngine(memory_limit=MEMORY) as engine:
        engine.put(table, log)
        rows = unbound(table)
        return engine.run(rows.filter(rows.region == region).order_by(list(TABLES[table])))


def laid_over(table: str, log: Log, more: pa.Table, key: Sequence[str]) -> Log:
    """The log with rows of the same key left out, and `more` beside it."""
    import ibis

    from evaluator.engines.duckdb_engine import DuckdbEngine

    with DuckdbEngine(memory_limit=MEMORY) as engine:
        columns = {column: IBIS[kind] for column, kind in TABLES[table].items()}
        engine.place("placed", table, replace(log, left_out=LEFT_OUT.empty_table()), places=True)
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
        engine.put(table, made)
        return replace(made, counts=_counted(engine, table))


def _with_codes(engine: DuckdbEngine, table: str, log: Log, names: Names) -> tuple[Log, list[str]]:
    """The log with the code of every region that is written otherwise; and what is no region."""
    import ibis

    engine.place("raw", table, log)
    raw = ibis.table({column: IBIS[kind] for column, kind in TABLES[table].items()}, name="raw")
    written = [one or "" for one in engine.run(raw.select("region").distinct())["region"].to_pylist()]
    codes = {one: names.find(one)[0] for one in sorted(written)}
    known = {one: code for one, code in codes.items() if code is not None and code != one}
    return replace(log, codes=known), [one for one, code in codes.items() if code is None]


def _judge(
    engine: DuckdbEngine,
    table: str,
    log: Log,
    strange: Sequence[str],
    names: Names,
    memory: str,
    tell: Callable[[float], None],
) -> None:
    """Keep the table `refused`: file, row and reason of every row that is not taken."""
    import ibis

    engine.place("sifted", table, log, places=True)
    places = {FILE: "int64", ROW: "int64"}
    columns = {column: IBIS[kind] for column, kind in TABLES[table].items()}
    rows = ibis.table({**columns, **places}, name="sifted")
    word = refusals.refused_word(rows, table)
    if names.spans:
        word = ibis.ifelse((word == "") & _outside(rows, table, names), _SPAN, word)
    if strange:
        word = ibis.ifelse(rows.region.fill_null("").isin(list(strange)), _REGION, word)
    told = rows.mutate(refused=word)
    tell(0.1)
    engine.keep("wrong", told.filter(told.refused != "").select(FILE, ROW, "refused"))
    wrong = ibis.table({**places, "refused": "string"}, name="wrong")
    sound = rows.anti_join(wrong, [FILE, ROW]) if engine.run(wrong.limit(1)).num_rows else rows
    tell(0.4)
    engine.keep("doubtful", doubtful(engine, sound, table, memory, lambda share: tell(0.4 + 0.3 * share)))
    together = ibis.table({**columns, **places}, name="doubtful")
    twice = refusals.repeated(together, table, [FILE, ROW]).select(FILE, ROW, "refused")
    engine.keep("refused", wrong.union(twice).order_by([FILE, ROW]))


def _outside(rows: ibis.Table, table: str, names: Names) -> BooleanValue:
    """Whether the code of a row is not in force on the day that dates it."""
    import ibis

    day = ibis.coalesce(*(rows[stamp] for stamp in DATED_BY[table])).date()
    found = ibis.literal(False)
    for code, span in names.spans.items():
        early = day < ibis.literal(span.starts) if span.starts else ibis.literal(False)
        late = day > ibis.literal(span.ends) if span.ends else ibis.literal(False)
        found = found | ((rows.region == code) & (early | late))
    return found.fill_null(False)


def _told(engine: DuckdbEngine, table: str, log: Log, files: Sequence[LogFile], names: Names) -> list[Fault]:
    """The first rows of every reason and file, and how many more there are."""
    import ibis

    places = {FILE: "int64", ROW: "int64", "refused": "string"}
    refused = ibis.table(places, name="refused")
    numbered = refused.mutate(n=ibis.row_number().over(group_by=[FILE, "refused"], order_by=ROW))
    first = numbered.filter(numbered.n < LISTED).drop("n")
    columns = {column: IBIS[kind] for column, kind in TABLES[table].items()}
    rows = ibis.table({**columns, FILE: "int64", ROW: "int64"}, name="sifted")
    faults = []
    for row in engine.run(rows.inner_join(first, [FILE, ROW]).order_by([FILE, ROW])).to_pylist():
        file, line = _place(files, log, row)
        if row["refused"] == _REGION:
            text = row["region"] or ""
            faults.append(Fault(*names.refusal(text, names.find(text)[1]), file, line, _REGION))
        elif row["refused"] == _SPAN:
            day = next(row[stamp] for stamp in DATED_BY[table] if row[stamp]).date()
            said = refusal(names.spans[row["region"]], row["region"], names.codes, day)
            assert said is not None
            faults.append(Fault(*said, file, line, _REGION))
        else:
            faults.append(refusal_of(table, row["refused"], row, file, line))
    counted = refused.group_by([FILE, "refused"]).agg(rows=refused.count())
    for row in engine.run(counted.filter(counted.rows > LISTED).order_by([FILE, "refused"])).to_pylist():
        file = files[row[FILE]].label if row[FILE] >= 0 else table
        more = row["rows"] - LISTED
        rule, _, column = row["refused"].partition(" ")
        zh, en = f"同类问题另有 {more:,} 行未逐一列出", f"{more:,} more rows are refused for the same reason"
        todo = f"请按同样办法处理（规则 {rule}）", f"treat them alike (rule {rule})"
        faults.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=file, column=column or rule))
    return faults


def _place(files: Sequence[LogFile], log: Log, row: Mapping[str, Any]) -> tuple[str, int]:
    """File and row, from 1, as a person would look for them."""
    if row[FILE] >= 0:
        return files[row[FILE]].label, row[ROW] + 1
    assert log.rows is not None
    return log.rows[FILE][row[ROW]].as_py(), log.rows[ROW][row[ROW]].as_py()


def _counted(engine: DuckdbEngine, table: str) -> pa.Table:
    from indicators.tables import unbound

    rows = unbound(table)
    counted = rows.group_by(["region", "process", "step"]).agg(rows=rows.count())
    return engine.run(counted.order_by(["region", "process", "step"])).cast(COUNTS)


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
