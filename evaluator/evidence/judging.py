"""Every row of a log judged where it lies; of a log that has grown, what is new, and older rows of the same keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.logs import COUNTS, FILE, LEFT_OUT, ROW, Log
from evaluator.evidence.names import Names
from evaluator.evidence.repeats import doubtful
from evaluator.evidence.sifting import refusal_of
from evaluator.evidence.validity import DATED_BY, refusal
from evaluator.evidence.verdicts import REFUSED, Earlier, Verdict
from indicators import refusals
from indicators.faults import Fault, fault
from indicators.tables import IBIS, TABLES, unbound

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue

    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.evidence.logs import LogFile

#: Rows listed for each reason.
LISTED = 50
PLACES = {FILE: "int64", ROW: "int64"}
_REGION, _SPAN = "region", "span"


@dataclass(frozen=True)
class Judging:
    """Judges the rows of a log on an engine.

    Attributes:
        engine: The engine; nothing else is in it.
        table: The table of evidence.
        log: Its files and rows before any rule.
        files: What is known of the files.
        names: The regions.
        memory: What may be taken, such as "1GB".
        earlier: The verdict on some of the files, which is taken over; an empty one judges all.
        tell: Told how much of the work is done (0 to 1).
    """

    engine: DuckdbEngine
    table: str
    log: Log
    files: Sequence[LogFile]
    names: Names
    memory: str
    earlier: Earlier
    tell: Callable[[float], None]

    def verdict(self) -> Verdict:
        """The verdict on all rows: the same, whether part of it was taken over or not."""
        self.tell(0.0)
        codes, strange = self._codes()
        log = replace(self.log, codes=codes)
        self._judge(log, strange)
        self.tell(0.8)
        refused = self.engine.table("refused").cast(REFUSED)
        told = self._told(log, refused)
        self.tell(0.9)
        counts = self._counts(replace(log, left_out=refused.select(LEFT_OUT.names)).settled())
        self.tell(1.0)
        return Verdict(codes, refused, counts, told)

    @cached_property
    def new(self) -> list[int]:
        """The files (-1: the rows in memory) of which nothing is known yet."""
        return [number for number in self.log.numbers if number not in self.earlier.numbers]

    def _rows(self, name: str, **more: str) -> ibis.Table:
        import ibis

        columns = {column: IBIS[kind] for column, kind in TABLES[self.table].items()}
        return ibis.table({**columns, **PLACES, **more}, name=name)

    def _codes(self) -> tuple[dict[str, str], list[str]]:
        """The code of every region that is written otherwise; and what is no region."""
        self.engine.place("raw", self.table, self.log, places=self.new)
        written = self.engine.run(self._rows("raw").select("region").distinct())["region"].to_pylist()
        codes = {one: self.names.find(one)[0] for one in sorted({one or "" for one in written})}
        known = {one: code for one, code in codes.items() if code is not None and code != one}
        every = {**self.earlier.verdict.codes, **known}
        return dict(sorted(every.items())), [one for one, code in codes.items() if code is None]

    def _judge(self, log: Log, strange: Sequence[str]) -> None:
        """Keep the table `refused`: file, row and reason of every row that is not taken."""
        import ibis

        engine, table = self.engine, self.table
        engine.place("sifted", table, log, places=self.new)
        rows = self._rows("sifted")
        word = refusals.refused_word(rows, table)
        if self.names.spans:
            word = ibis.ifelse((word == "") & _outside(rows, table, self.names), _SPAN, word)
        if strange:
            word = ibis.ifelse(rows.region.fill_null("").isin(list(strange)), _REGION, word)
        told = rows.mutate(refused=word)
        self.tell(0.1)
        engine.keep("wrong", told.filter(told.refused != "").select(*REFUSED.names))
        wrong = _refused("wrong")
        sound = rows.anti_join(wrong, [FILE, ROW]) if engine.run(wrong.limit(1)).num_rows else rows
        self.tell(0.4)
        if self.earlier.numbers:
            sound = sound.union(self._touched(log, sound))
        kept = doubtful(engine, sound, table, self.memory, lambda share: self.tell(0.4 + 0.3 * share))
        engine.keep("doubtful", kept)
        twice = refusals.repeated(self._rows("doubtful"), table, [FILE, ROW]).select(*REFUSED.names)
        refused = wrong.union(twice)
        if self.earlier.numbers:
            known = _refused("earlier")
            refused = refused.union(known.anti_join(self._rows("touched"), [FILE, ROW]))
        engine.keep("refused", refused.order_by([FILE, ROW]))

    def _touched(self, log: Log, sound: ibis.Table) -> ibis.Table:
        """The sound rows judged earlier that have the key of a new one: whether they stand twice is asked again."""
        import ibis

        engine = self.engine
        engine.place("before", self.table, log, places=sorted(self.earlier.numbers))
        engine.put("earlier", self.earlier.verdict.refused)
        before = self._rows("before")
        engine.keep("held", self._held(before, sound))
        found = before.filter(ibis.literal(False))
        held = ibis.table(PLACES, name="held")
        if engine.run(held.limit(1)).num_rows:
            found = before.semi_join(held, [FILE, ROW])
        engine.keep("whole", found)
        known = _refused("earlier")
        alone = known.filter(known.refused.notin([refusals.TWICE, refusals.UNLIKE]))
        engine.keep("touched", self._rows("whole").anti_join(alone, [FILE, ROW]))
        return self._rows("touched")

    def _held(self, before: ibis.Table, sound: ibis.Table) -> ibis.Table:
        """File and row of the rows judged earlier that have the key of a new one."""
        import ibis

        rule = refusals.once(self.table)
        if rule is None:
            return before.filter(ibis.literal(False)).select(FILE, ROW)
        bound = sound.filter(~rule.free(sound).fill_null(False)) if rule.free else sound
        self.engine.keep("keys", bound.select(*rule.key).distinct())
        keys = ibis.table(dict.fromkeys(rule.key, "string"), name="keys")
        regions = self.engine.run(keys.select("region").distinct().order_by("region"))["region"].to_pylist()
        # Of a log, only the column that tells most apart is read whole; a file knows which of its rows have a region.
        likely = before.filter(before.region.isin(regions)).semi_join(keys.select(rule.column).distinct(), rule.column)
        self.engine.keep("likely", likely.select(*rule.key, FILE, ROW))
        # Cells of a key are never empty in a sound row of the case log.
        found = ibis.table({**keys.schema(), **PLACES}, name="likely")
        return found.semi_join(keys, list(rule.key)).select(FILE, ROW)

    def _told(self, log: Log, refused: pa.Table) -> list[Fault]:
        """The first rows of every reason and file, and how many more there are; files first that are listed first."""
        numbers = {one.label: number for number, one in enumerate(self.files)}
        changed = self._changed(refused)
        found = [one for one in self.earlier.verdict.told if numbers.get(one.file, -1) not in changed]
        if pc.any(_among(refused[FILE], changed)).as_py():
            self.engine.place("told", self.table, log, places=sorted(changed))
            self.engine.put("untold", refused.filter(_among(refused[FILE], changed)))
            found += [*self._listed(), *self._more()]
        return sorted(found, key=lambda one: (one.line is None, numbers.get(one.file, -1)))

    def _changed(self, refused: pa.Table) -> set[int]:
        """Files of which other rows are refused than before; all that are new."""
        known = self.earlier.verdict.refused
        now = refused.filter(_among(refused[FILE], self.earlier.numbers))
        if now.equals(known):
            return set(self.new)
        return {*self.new, *(one for one in _files(now) | _files(known) if not _of(now, one).equals(_of(known, one)))}

    def _listed(self) -> list[Fault]:
        import ibis

        refused = _refused("untold")
        numbered = refused.mutate(n=ibis.row_number().over(group_by=[FILE, "refused"], order_by=ROW))
        first = numbered.filter(numbered.n < LISTED).drop("n")
        shown = self._rows("told").inner_join(first, [FILE, ROW]).order_by([FILE, ROW])
        return [self._fault(row) for row in self.engine.run(shown).to_pylist()]

    def _fault(self, row: Mapping[str, Any]) -> Fault:
        names, (file, line) = self.names, self._place(row)
        if row["refused"] == _REGION:
            text = row["region"] or ""
            return Fault(*names.refusal(text, names.find(text)[1]), file, line, _REGION)
        if row["refused"] == _SPAN:
            day = next(row[stamp] for stamp in DATED_BY[self.table] if row[stamp]).date()
            said = refusal(names.spans[row["region"]], row["region"], names.codes, day)
            assert said is not None
            return Fault(*said, file, line, _REGION)
        return refusal_of(self.table, row["refused"], row, file, line)

    def _more(self) -> list[Fault]:
        refused, faults = _refused("untold"), []
        counted = refused.group_by([FILE, "refused"]).agg(rows=refused.count())
        for row in self.engine.run(counted.filter(counted.rows > LISTED).order_by([FILE, "refused"])).to_pylist():
            file = self.files[row[FILE]].label if row[FILE] >= 0 else self.table
            more = row["rows"] - LISTED
            rule, _, column = row["refused"].partition(" ")
            zh, en = f"同类问题另有 {more:,} 行未逐一列出", f"{more:,} more rows are refused for the same reason"
            todo = f"请按同样办法处理（规则 {rule}）", f"treat them alike (rule {rule})"
            faults.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=file, column=column or rule))
        return faults

    def _place(self, row: Mapping[str, Any]) -> tuple[str, int]:
        """File and row, from 1, as a person would look for them."""
        if row[FILE] >= 0:
            return self.files[row[FILE]].label, row[ROW] + 1
        assert self.log.rows is not None
        return self.log.rows[FILE][row[ROW]].as_py(), self.log.rows[ROW][row[ROW]].as_py()

    def _counts(self, log: Log) -> pa.Table:
        """Rows taken by region, process and step."""
        found = counted(self.engine, self.table, log.some(self.new))
        if not self.earlier.numbers:
            return found
        by = ["region", "process", "step"]
        touched, places = self._rows("touched"), [FILE, ROW]
        refused, known = (_refused(name) for name in ("refused", "earlier"))
        now, was = touched.anti_join(refused, places), touched.anti_join(known, places)
        moved = now.select(*by, rows=1).union(was.select(*by, rows=-1))
        more = self.engine.run(moved.group_by(by).agg(rows=moved.rows.sum())).cast(COUNTS)
        every = pa.concat_tables([self.earlier.verdict.counts, found, more]).group_by(by).aggregate([("rows", "sum")])
        taken = every.filter(pc.greater(every["rows_sum"], 0)).sort_by([(name, "ascending") for name in by])
        return taken.rename_columns(COUNTS.names).cast(COUNTS)


def counted(engine: DuckdbEngine, table: str, log: Log) -> pa.Table:
    """Rows of a log by region, process and step."""
    engine.put(table, log)
    rows = unbound(table)
    found = rows.group_by(["region", "process", "step"]).agg(rows=rows.count())
    return engine.run(found.order_by(["region", "process", "step"])).cast(COUNTS)


def _refused(name: str) -> ibis.Table:
    """A table of the engine with file, row and reason of rows that are not taken."""
    import ibis

    return ibis.table({**PLACES, "refused": "string"}, name=name)


def _files(table: pa.Table) -> set[int]:
    return set(pc.unique(table[FILE]).to_pylist())


def _of(table: pa.Table, number: int) -> pa.Table:
    return table.filter(_among(table[FILE], [number]))


def _among(column: pa.ChunkedArray, numbers: Iterable[int]) -> pa.ChunkedArray:
    return pc.is_in(column, value_set=pa.array(list(numbers), pa.int64()))


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
