"""Every row of a log judged where it lies; of a log that has grown, what is new, and older rows of the same keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.keeping import Keeper, key_of
from evaluator.engines.logs import COUNTS, FILE, LEFT_OUT, ROW, Log
from evaluator.engines.statements import Query
from evaluator.evidence.names import Names
from evaluator.evidence.repeats import doubtful
from evaluator.evidence.sifting import refusal_of
from evaluator.evidence.validity import DATED_BY, refusal
from evaluator.evidence.verdicts import REFUSED, Earlier, Verdict, rules_digest
from evaluator.quoting import literal, name
from indicators import refusals
from indicators.faults import Fault, fault
from indicators.tables import IBIS, TABLES

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue

    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.evidence.logs import LogFile

#: Rows listed for each reason.
LISTED = 50
#: Where a row stood, and by what rows are counted, in SQL.
AT, BY = f'"{FILE}", "{ROW}"', "region, process, step"
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
        keeper: Where statements are kept.
    """

    engine: DuckdbEngine
    table: str
    log: Log
    files: Sequence[LogFile]
    names: Names
    memory: str
    earlier: Earlier
    tell: Callable[[float], None]
    keeper: Keeper | None = None

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

    def _ruled(self, name: str, rule: Callable[[ibis.Table], ibis.Table], *words: object) -> str:
        """The statement of a rule on the rows of a view with their places; the words tell it from others."""
        columns = {**{column: IBIS[kind] for column, kind in TABLES[self.table].items()}, **PLACES}

        def made() -> ibis.Table:
            import ibis

            return rule(ibis.table(columns, name=name))

        return Query(key_of("judging", rules_digest(), self.table, name, *words), made).sql(self.keeper)

    def _codes(self) -> tuple[dict[str, str], list[str]]:
        """The code of every region that is written otherwise; and what is no region."""
        self.engine.place("raw", self.table, self.log, places=self.new)
        written = self.engine.query("SELECT DISTINCT region FROM raw")["region"].to_pylist()
        codes = {one: self.names.find(one)[0] for one in sorted({one or "" for one in written})}
        known = {one: code for one, code in codes.items() if code is not None and code != one}
        every = {**self.earlier.verdict.codes, **known}
        return dict(sorted(every.items())), [one for one, code in codes.items() if code is None]

    def _judge(self, log: Log, strange: Sequence[str]) -> None:
        """Keep the table `refused`: file, row and reason of every row that is not taken."""
        engine, table = self.engine, self.table
        engine.place("sifted", table, log, places=self.new)
        self.tell(0.1)
        spans = repr(sorted(self.names.spans.items()))
        engine.keep("wrong", self._ruled("sifted", lambda rows: self._wrong(rows, strange), "wrong", spans, *strange))
        sound = "SELECT * FROM sifted" + (f" ANTI JOIN wrong USING ({AT})" if engine.holds("wrong") else "")
        self.tell(0.4)
        rule = refusals.once(table)
        assert rule is not None
        engine.view("sound", sound)
        engine.view("once", self._ruled("sound", rule.bound, "once"))
        refused = "SELECT * FROM wrong UNION ALL SELECT * FROM twice"
        if self.earlier.numbers:
            self._touch(log, rule)
            engine.view("sound", f"{sound} UNION ALL SELECT * FROM touched")
            refused += f" UNION ALL SELECT * FROM earlier ANTI JOIN touched USING ({AT})"
        kept = doubtful(engine, "once", rule.key, self.memory, lambda share: self.tell(0.4 + 0.3 * share))
        engine.keep("doubtful", kept)
        engine.keep("twice", self._ruled("doubtful", partial(_twice, table=table), "twice"))
        engine.keep("refused", f"{refused} ORDER BY {AT}")

    def _wrong(self, rows: ibis.Table, strange: Sequence[str]) -> ibis.Table:
        """File, row and reason of rows that are wrong by themselves."""
        import ibis

        word = refusals.refused_word(rows, self.table)
        if self.names.spans:
            word = ibis.ifelse((word == "") & _outside(rows, self.table, self.names), _SPAN, word)
        if strange:
            word = ibis.ifelse(rows.region.fill_null("").isin(list(strange)), _REGION, word)
        told = rows.mutate(refused=word)
        return told.filter(told.refused != "").select(*REFUSED.names)

    def _touch(self, log: Log, rule: refusals.Once) -> None:
        """Keep `touched`, sound rows judged earlier with the key of a new one: whether they stand twice is asked again.

        Of a log, only the column that tells most apart is read whole; a file knows which of its rows have a region.
        """
        engine, key, column = self.engine, _names(rule.key), name(rule.column)
        engine.place("before", self.table, log, places=sorted(self.earlier.numbers))
        engine.put("earlier", self.earlier.verdict.refused)
        engine.keep("keys", f"SELECT DISTINCT {key} FROM once")
        regions = engine.query("SELECT DISTINCT region FROM keys ORDER BY region")["region"].to_pylist()
        there = f"region IN ({', '.join(literal(one) for one in regions)})" if regions else "FALSE"
        likely = f"SELECT {key}, {AT} FROM before SEMI JOIN (SELECT DISTINCT {column} FROM keys) USING ({column})"
        engine.keep("likely", f"{likely} WHERE {there}")
        # Cells of a key are never empty in a sound row of the case log.
        engine.keep("held", f"SELECT {AT} FROM likely SEMI JOIN keys USING ({key})")
        some = f"SEMI JOIN held USING ({AT})" if engine.holds("held") else "WHERE FALSE"
        engine.keep("whole", f"SELECT * FROM before {some}")
        again = ", ".join(literal(word) for word in (refusals.TWICE, refusals.UNLIKE))
        alone = f"SELECT * FROM earlier WHERE refused NOT IN ({again})"
        engine.keep("touched", f"SELECT * FROM whole ANTI JOIN ({alone}) USING ({AT})")

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
        number = f'row_number() OVER (PARTITION BY "{FILE}", refused ORDER BY "{ROW}")'
        first = f"SELECT * FROM untold QUALIFY {number} <= {LISTED}"
        shown = self.engine.query(f"SELECT * FROM told JOIN ({first}) USING ({AT}) ORDER BY {AT}")
        return [self._fault(row) for row in shown.to_pylist()]

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
        faults, by = [], f'"{FILE}", refused'
        counted = f"SELECT {by}, count(*) AS rows FROM untold GROUP BY {by} HAVING count(*) > {LISTED} ORDER BY {by}"
        for row in self.engine.query(counted).to_pylist():
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
        now, was = (
            f"SELECT {BY}, {number} AS rows FROM touched ANTI JOIN {gone} USING ({AT})"
            for gone, number in (("refused", 1), ("earlier", -1))
        )
        moved = f"SELECT {BY}, sum(rows)::BIGINT AS rows FROM ({now} UNION ALL {was}) GROUP BY {BY}"
        more, by = self.engine.query(moved).cast(COUNTS), COUNTS.names[:-1]
        every = pa.concat_tables([self.earlier.verdict.counts, found, more]).group_by(by).aggregate([("rows", "sum")])
        taken = every.filter(pc.greater(every["rows_sum"], 0)).sort_by([(one, "ascending") for one in by])
        return taken.rename_columns(COUNTS.names).cast(COUNTS)


def counted(engine: DuckdbEngine, table: str, log: Log) -> pa.Table:
    """Rows of a log by region, process and step."""
    engine.put(table, log)
    return engine.query(f"SELECT {BY}, count(*) AS rows FROM {table} GROUP BY {BY} ORDER BY {BY}").cast(COUNTS)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(name(one) for one in columns)


def _twice(rows: ibis.Table, table: str) -> ibis.Table:
    """File, row and reason of rows that stand twice or contradict each other."""
    return refusals.repeated(rows, table, [FILE, ROW]).select(*REFUSED.names)


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
