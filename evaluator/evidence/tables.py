"""Each table of evidence checked against its columns, and put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.bundled import bundled_evidence
from evaluator.engines.keeping import Keeper
from evaluator.engines.logs import FILE, ROW, Log
from evaluator.engines.sources import ZONE
from evaluator.evidence.abouts import about_row, with_abouts, with_abouts_in_files
from evaluator.evidence.evidence import Evidence, EvidenceFile
from evaluator.evidence.grid import Cell, Grid, heading, word
from evaluator.evidence.logs import MEMORY, LogFile, Said, judged
from evaluator.evidence.names import Names, OpenNames, names_of
from evaluator.evidence.numbers import Figure, Refused, read_figure
from evaluator.evidence.periods import period_of, short_months
from evaluator.evidence.regions import Regions
from evaluator.evidence.sifting import counted_steps, sifted, unknown_steps
from evaluator.evidence.stamps import read_stamp
from evaluator.evidence.statistics import Figures, one_unit, read_statistics, require, settle
from evaluator.evidence.validity import doubts, within
from indicators import tables as rows
from indicators.faults import Fault, Faults, fault
from indicators.text import Text

Content: TypeAlias = "Grid | pa.Table | LogFile"

NEEDED: dict[str, tuple[str, ...]] = {
    "regions": ("region",),
    "series": ("series",),
    "statistics": ("region", "period"),
    "answers": ("region", "period", "indicator", "item", "answer"),
    "cases": ("region", "process", "case", "step", "started", "finished"),
    "responses": ("region", "period", "survey", "respondent", "question", "answer"),
    "ledger": ("region", "item", "opened", "due", "closed"),
    "flags": ("region", "period", "series"),
}
TABLES = tuple(NEEDED)
#: Rows of a table that is read cell by cell.
MAX_ROWS = 5_000_000
TYPES = {"text": pa.string(), "stamp": pa.timestamp("us"), "number": pa.float64()}


class Tables:
    """Tables read so far.

    Args:
        memory: What judging a large log may take, such as "1GB".
        keeper: Where the verdict on rows is kept; None judges anew.
        said: Told how much of the check of a large log is done.
    """

    def __init__(self, memory: str | None = None, keeper: Keeper | None = None, said: Said | None = None) -> None:
        self.memory, self.keeper, self.said = memory or MEMORY, keeper, said
        self.names = Names()
        self.given = False
        self.figures = Figures()
        self.units: dict[str, str] = {}
        self.parts: dict[str, list[pa.Table]] = {}
        self.files: dict[str, list[LogFile]] = {}
        self.refusals: list[Fault] = []
        self.notes: list[Fault] = []
        self.regions = Regions(self.names, self.refusals)

    def prepare(self, regions: Sequence[Content]) -> None:
        """Make regions known before any table that names one."""
        self.given = bool(regions)
        if not self.given:
            self.names = OpenNames(names_of(_bundled_rows()))
            self.regions = Regions(self.names, self.refusals)

    def add(self, table: str, content: Content, label: str) -> tuple[int, int]:
        """Check one table.

        Returns:
            Rows read and rows refused.

        Raises:
            Faults: A column that must be there is missing.
        """
        if isinstance(content, LogFile):
            return self._file(table, content)
        if table == "statistics":
            return self._statistics(content, label)
        before = len(self.refusals)
        if isinstance(content, pa.Table) and table in rows.TABLES:
            found, read = self._columns(table, content, label), content.num_rows
        else:
            grid = grid_from(content, label) if isinstance(content, pa.Table) else content
            require(grid, NEEDED[table])
            self.refusals.extend(grid.refusals)
            read = len(grid.rows) + len(grid.refusals)
            found = self.regions.read(grid) if table == "regions" else self._rows(table, grid)
        if table == "series" and "unit_zh" in found.column_names:
            self.units.update(zip(found["series"].to_pylist(), found["unit_zh"].to_pylist(), strict=True))
        self.parts.setdefault(table, []).append(found)
        return read, len(self.refusals) - before

    def evidence(self, files: tuple[EvidenceFile, ...], notes: Sequence[Fault]) -> Evidence:
        """Everything put together; raises Faults where regions are above one another."""
        above = self.regions.hierarchy()
        tables = {name: pa.concat_tables(parts, promote_options="permissive") for name, parts in self.parts.items()}
        tables["statistics"], late = self._settled()
        lost = Counter((file, "statistics") for file in late)
        logs = {name: self._judged(name, tables.pop(name, None), lost) for name in self.files}
        for name in rows.TABLES:
            if name in tables and name != "statistics":
                every_row = tables[name]
                tables[name], faults = sifted(name, every_row, self.keeper)
                tables[name], late_faults = within(name, tables[name], self.names.spans, self.names.codes, (FILE, ROW))
                faults = with_abouts(name, every_row, [*faults, *late_faults])
                self.refusals.extend(faults)
                lost.update((one.file, name) for one in faults)
        files = tuple(_recount(file, lost[file.label, file.table]) for file in files)
        if not self.given:
            tables["regions"] = self._seen([*tables.values(), *(log.counts for log in logs.values())])
        strange = (*unknown_steps(_steps(tables, logs)), *doubts(self.names.spans, self.names.codes))
        every = [*notes, *self.notes, *self.figures.notes, *above, *_silent(tables), *strange]
        return Evidence(tables, files, (*self.refusals, *self.figures.refusals), tuple(every), logs=logs)

    def _file(self, table: str, file: LogFile) -> tuple[int, int]:
        """A large file stays where it lies; its rows are judged when all tables are there."""
        require(Grid(file.label, "", list(file.columns)), NEEDED[table])
        for column, zone in file.zones:
            self.notes.append(_zoned(file.label, column, zone))
        self.files.setdefault(table, []).append(file)
        return file.num_rows, 0

    def _judged(self, table: str, rows: pa.Table | None, lost: Counter[tuple[str, str]]) -> Log:
        files = self.files[table]
        log, faults, numbers = judged(table, files, rows, self.names, self.memory, self.keeper, self.said)
        faults = with_abouts_in_files(table, files, faults, self.names)
        self.refusals.extend(faults if rows is None else with_abouts(table, rows, faults))
        labels = [one.label for one in files]
        lost.update({(label, table): number for label, number in zip(labels, numbers, strict=False)})
        lost.update((one.file, table) for one in faults if one.file not in labels)
        return log

    def _statistics(self, content: Grid | pa.Table, label: str) -> tuple[int, int]:
        grid = grid_from(content, label) if isinstance(content, pa.Table) else content
        read, refused = self.figures.read, len(self.figures.refusals)
        read_statistics(grid, self.names, self.units, self.figures)
        return self.figures.read - read, len(self.figures.refusals) - refused

    def _settled(self) -> tuple[pa.Table, list[str]]:
        figures = self.figures
        before = len(figures.refusals)
        kept = settle(figures, one_unit(figures, self.units))
        columns: dict[str, pa.Array] = {
            name: pa.array([values[i] for i in kept], pa.string())
            for name, values in (("region", figures.region), ("period", figures.period), ("series", figures.series))
        }
        columns["value"] = pa.array([figures.value[i] for i in kept], pa.float64())
        for name, extra in figures.extra.items():
            columns[name] = pa.array([extra[i] if i < len(extra) else None for i in kept], pa.string())
        return pa.table(columns), [one.file for one in figures.refusals[before:]]

    def _rows(self, table: str, grid: Grid) -> pa.Table:
        """Rows of cases, answers and the like: regions resolved, stamps and numbers read."""
        types = rows.TABLES.get(table, {})
        at = {name: i for i, name in enumerate(grid.headings) if name}
        if "period" in at:
            self.notes.extend(short_months((cells[at["period"]] for cells in grid.rows), grid.file, grid.sheet))
        columns: dict[str, list[object]] = {name: [] for name in at}
        lines: list[int] = []
        for line, cells in grid:
            read = {name: self._cell(table, name, types.get(name, "text"), cells[i]) for name, i in at.items()}
            wrong = [(name, value) for name, value in read.items() if isinstance(value, Refused)]
            if wrong:
                name, value = wrong[0]
                about = about_row(table, read) if table in rows.TABLES else None
                self.refusals.append(Fault(value.what, value.remedy, grid.file, line, name, grid.sheet, about=about))
                continue
            lines.append(line)
            for name, cell in read.items():
                columns[name].append(cell)
        made = {name: pa.array(values, TYPES[types.get(name, "text")]) for name, values in columns.items()}
        return pa.table(made if table not in rows.TABLES else {**made, **_places(grid.file, lines)})

    def _cell(self, table: str, name: str, kind: str, cell: Cell) -> object:
        if kind == "stamp":
            return read_stamp(cell)
        if kind == "number":
            figure = read_figure(cell)
            return figure.value if isinstance(figure, Figure) else figure
        text = word(cell) or None
        if name == "region" and not (text is None and table == "flags"):
            code, candidates = self.names.find(text or "")
            return Refused(*self.names.refusal(text or "", candidates)) if code is None else code
        if name == "period" and text is not None:
            return period_of(cell)
        return text

    def _columns(self, table: str, content: pa.Table, label: str) -> pa.Table:
        """A typed table (Parquet), checked column by column without touching single rows."""
        require(Grid(label, "", list(content.column_names)), NEEDED[table])
        types = rows.TABLES[table]
        columns: dict[str, pa.ChunkedArray] = {}
        good = pa.array([True] * content.num_rows, pa.bool_())
        wrong: dict[int, Fault] = {}
        for name in content.column_names:
            column = content[name]
            if name in types:
                column, bad = self._typed(table, name, column, label)
                for row, one in bad.items():
                    wrong.setdefault(row, one)
            columns[name] = column
        made = pa.table({**columns, **_places(label, range(1, content.num_rows + 1))})
        self.refusals.extend(with_abouts(table, made, [wrong[row] for row in sorted(wrong)]))
        if not wrong:
            return made
        good = pc.invert(pc.is_in(pa.array(range(content.num_rows)), value_set=pa.array(list(wrong), pa.int64())))
        return made.filter(good)

    def _typed(
        self, table: str, name: str, column: pa.ChunkedArray, label: str
    ) -> tuple[pa.ChunkedArray, dict[int, Fault]]:
        """A typed column in its own type; text is read cell by distinct cell. And the rows that cannot be read."""
        kind = rows.TABLES[table][name]
        wanted = TYPES[kind]
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if pa.types.is_timestamp(column.type) and column.type.tz and kind == "stamp":
            self.notes.append(_zoned(label, name, column.type.tz))
            return pc.local_timestamp(column.cast(pa.timestamp("us", ZONE))), {}
        if name not in ("region", "period") and (kind == "text" or not _textual(column.type)):
            return (column if column.type == wanted else column.cast(wanted, safe=False)), {}
        if name == "region" and not column.null_count and _textual(column.type) and self._codes(column)[0] is column:
            return column, {}
        # A period that is a number is looked at as one: it may have lost a zero.
        written = column if name == "period" and pa.types.is_float64(column.type) else column.cast(pa.string())
        distinct = pc.unique(written)
        read = [self._cell(table, name, kind, cell) for cell in distinct.to_pylist()]
        values = pa.array([None if isinstance(one, Refused) else one for one in read], wanted)
        places = pc.index_in(written, value_set=distinct)
        bad: dict[int, Fault] = {}
        if any(isinstance(one, Refused) for one in read):
            for row, place in enumerate(places.to_pylist()):
                one = read[place]
                if isinstance(one, Refused):
                    bad[row] = Fault(one.what, one.remedy, label, row + 1, name)
        return pc.take(values, places), bad

    def _codes(self, column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        """Region codes for a column of what is written; and which rows have one."""
        distinct = pc.unique(column).to_pylist()
        codes = [self.names.find(value or "")[0] for value in distinct]
        if codes == distinct:
            return column, pc.is_valid(column)
        places = pc.index_in(column, value_set=pa.array(distinct, pa.string()))
        found = pc.take(pa.array(codes, pa.string()), places)
        return found, pc.is_valid(found)

    def _refuse(self, grid: Grid, line: int, column: str, what: tuple[str, str], todo: tuple[str, str]) -> None:
        zh, en = Text(zh=what[0], en=what[1]), Text(zh=todo[0], en=todo[1])
        self.refusals.append(Fault(zh, en, grid.file, line, column, grid.sheet))

    def _seen(self, tables: Sequence[pa.Table]) -> pa.Table:
        """Without a table of regions: those that the other tables name."""
        codes = sorted(
            {
                str(code)
                for table in tables
                if "region" in table.column_names
                for code in pc.unique(table["region"]).to_pylist()
            }
        )
        bundled = {row["region"]: row for row in _bundled_rows()}
        return pa.table(
            {
                "region": pa.array(codes, pa.string()),
                "name_zh": pa.array([bundled.get(code, {}).get("name_zh", code) for code in codes], pa.string()),
                "name_en": pa.array([bundled.get(code, {}).get("name_en", code) for code in codes], pa.string()),
                "level": pa.array([None for _ in codes], pa.string()),
            }
        )


def grid_from(table: pa.Table, label: str) -> Grid:
    """An Arrow table as cells, its headings in the product's words; raises Faults if it has too many rows for that."""
    if table.num_rows > MAX_ROWS:
        zh, en = f"有 {table.num_rows:,} 行，上限 {MAX_ROWS:,} 行", f"has {table.num_rows:,} rows, at most {MAX_ROWS:,}"
        todo = "请按时期拆成几次运行", "run it in parts, such as by period"
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=label)])
    grid = Grid(label, "", [heading(name) for name in table.column_names], list(table.column_names))
    columns = [
        _plain(column, label, name).to_pylist() for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    grid.rows = [list(row) for row in zip(*columns, strict=True)]
    grid.lines = list(range(1, len(grid.rows) + 1))
    return grid


def _plain(column: pa.ChunkedArray, label: str, name: str) -> pa.ChunkedArray:
    """Exact decimals as numbers and bytes as text, as a CSV file would hold them; raises Faults for other bytes."""
    if pa.types.is_decimal(column.type):
        return column.cast(pa.float64())
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        try:
            return column.cast(pa.string())
        except pa.ArrowInvalid:
            zh, en = "含有不是 UTF-8 文字的字节", "holds bytes that are no UTF-8 text"
            todo = "请以文字列重新保存", "save the column as text"
            raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=label, column=name)]) from None
    return column


def _bundled_rows() -> list[dict[str, str]]:
    import csv

    folder = bundled_evidence("china")
    if folder is None:
        return []
    with (folder / "regions.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _silent(tables: dict[str, pa.Table]) -> Iterable[Fault]:
    """Series that are described but have no figure."""
    if "series" not in tables:
        return
    there = set(pc.unique(tables["statistics"]["series"]).to_pylist())
    for name in tables["series"]["series"].to_pylist():
        if name not in there:
            yield fault(f"序列“{name}”没有数据", f"the series '{name}' has no figures", file="series")


def _steps(tables: dict[str, pa.Table], logs: dict[str, Log]) -> Counter[tuple[str, str]]:
    """Rows of the case log by process and step."""
    if "cases" in tables:
        return counted_steps(tables["cases"])
    counted: Counter[tuple[str, str]] = Counter()
    if "cases" in logs:
        for row in logs["cases"].counts.to_pylist():
            counted[row["process"], row["step"]] += row["rows"]
    return counted


def _zoned(label: str, column: str, zone: str) -> Fault:
    zh = f"带时区（{zone}）的时间已换算为北京时间"
    return fault(zh, f"stamps with a zone ({zone}) were put on Beijing time", file=label, column=column)


def _recount(file: EvidenceFile, lost: int) -> EvidenceFile:
    """Take rows that were refused when tables were put together out of what a file's count says is taken."""
    return replace(file, taken=file.taken - lost, refused=file.refused + lost) if lost else file


def _places(file: str, lines: Iterable[int]) -> dict[str, pa.Array]:
    """File and row of every row."""
    numbers = pa.array(list(lines), pa.int64())
    return {FILE: pa.repeat(pa.scalar(file, pa.string()), len(numbers)), ROW: numbers}


def _textual(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
