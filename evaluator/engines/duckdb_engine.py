"""The default engine: DuckDB over Arrow tables and Parquet files, without rows passing through Python."""

from __future__ import annotations

import gc
import re
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import duckdb
import numpy as np
import pyarrow as pa

from evaluator.engines.choice import engine_bytes
from evaluator.engines.logs import FILE, ROW, Log
from evaluator.engines.sources import SQL_TYPES, ZONE, Source, columns_of
from evaluator.quoting import literal
from indicators.calendar import worked_days
from indicators.tables import TABLES, Type

if TYPE_CHECKING:
    import ibis
    from ibis.expr.operations import Relation

# It advises relations for large results; see `DuckdbEngine.query`.
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result", category=UserWarning)

#: Rows of a batch of a result that is streamed.
BATCH = 1_000_000
_CUT = re.compile(
    r"""DATE_DIFF\(\s*'SECOND',\s*DATE_TRUNC\('SECOND',\s*("\w+"\."\w+")\),"""
    r"""\s*DATE_TRUNC\('SECOND',\s*("\w+"\."\w+")\)\s*\)"""
)
_MIDNIGHT = re.compile(r"""("\w+"\."\w+") = DATE_TRUNC\('DAY', \1\)""")


class DuckdbEngine:
    """One database in memory.

    Args:
        memory_limit: Such as "2GB", for the whole process; what does not fit goes to a temporary folder.
        threads: Number of threads; results do not depend on it, because only whole numbers are summed.
    """

    def __init__(self, memory_limit: str | None = None, threads: int | None = None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
            "preserve_insertion_order": False,
        }
        if memory_limit:
            settings["memory_limit"] = f"{engine_bytes(memory_limit) // 1000}KB"
        if threads:
            settings["threads"] = threads
        self._temporary = tempfile.TemporaryDirectory(prefix="evaluator-", ignore_cleanup_errors=True)
        settings["temp_directory"] = self._temporary.name
        self._connection = duckdb.connect(":memory:", config=settings)
        self.sources: dict[str, Source | None] = {}
        days, worked = worked_days()
        self._register("calendar_source", pa.table({"day": days, "worked": worked}))
        self._connection.execute("CREATE TABLE calendar AS SELECT * FROM calendar_source")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
        self._temporary.cleanup()

    def put(self, name: str, source: Source | None) -> None:
        """Make a table known: `periods` as it is, evidence in the form of `indicators.tables`."""
        self.sources[name] = source
        if isinstance(source, Log):
            self.place(name, name, source)
            return
        relation = self._relation(f"{name}_source", source)
        if name not in TABLES:
            self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM {relation}")
            return
        known = self._known(relation) if relation else {}
        columns = [_column(column, kind, known.get(column)) for column, kind in columns_of(name).items()]
        rest = f"FROM {relation}" if relation else "WHERE FALSE"
        self._connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT {', '.join(columns)} {rest}")

    def place(self, view: str, table: str, log: Log, places: Sequence[int] | None = None) -> None:
        """Make a log known as a view: what it leaves out is left out, regions are codes.

        Args:
            view: Name of the view.
            table: The table of evidence whose columns it has.
            log: The log.
            places: The files (by number; -1 for rows in memory) of which every row is given with file and row, both
                from 0; None gives all rows without.
        """
        whole, touched = log.parts()
        selects = []
        if whole and places is None:
            selects.append((self._relation("", whole), ""))
        for at, path in enumerate(log.paths):
            if at in (touched if places is None else places):
                selects.append((f"read_parquet([{_quoted(path)}], file_row_number = true)", str(at)))
        if log.rows is not None and (places is None or -1 in places):
            self._register(
                f"{view}_rows", log.rows.append_column("file_row_number", pa.array(np.arange(log.rows.num_rows)))
            )
            selects.append((f"{view}_rows", "-1"))
        made = []
        for relation, number in selects:
            known = self._known(relation)
            columns = [_column(column, kind, known.get(column)) for column, kind in columns_of(table).items()]
            columns[0] = _coded(columns[0], log.codes)
            if places is not None:
                columns += [f'CAST({number} AS BIGINT) AS "{FILE}"', f'file_row_number AS "{ROW}"']
            statement = f"SELECT {', '.join(columns)} FROM {relation}"
            if number and int(number) in touched:
                self._register(f"{view}_without_{number}", touched[int(number)])
                statement += f' AS f ANTI JOIN {view}_without_{number} AS w ON w."{ROW}" = f.file_row_number'
            made.append(statement)
        statement = " UNION ALL ".join(made)
        if log.only is not None:
            statement = (
                f"SELECT * FROM ({statement}) WHERE region IN ({', '.join(literal(one) for one in sorted(log.only))})"
            )
        self._connection.execute(f"CREATE OR REPLACE VIEW {view} AS {statement}")

    def sample(self, view: str, table: str, percent: int) -> None:
        """Make rows from everywhere in a table known as a view."""
        self._connection.execute(
            f"CREATE OR REPLACE VIEW {view} AS SELECT * FROM {table} TABLESAMPLE SYSTEM({percent}%)"
        )

    def sql(self, expression: ibis.Table) -> str:
        """The expression in DuckDB's SQL."""
        return printed(expression.op())

    def run(self, expression: ibis.Table) -> pa.Table:
        """The result of an expression."""
        return self._connection.sql(self.sql(expression)).to_arrow_table()

    def stream(self, statement: str) -> Iterator[pa.RecordBatch]:
        """The result of a statement, batch by batch."""
        yield from self._connection.sql(statement).to_arrow_reader(BATCH)

    def query(self, statement: str) -> pa.Table:
        """The result of a statement in DuckDB's own SQL over tables that were put; a result of modest size.

        A relation would be planned twice, which for a measure takes longer than running it; this way, rows are copied.
        """
        return self._connection.execute(statement).to_arrow_table()

    def keep(self, name: str, statement: str) -> None:
        """Keep the result of a statement as a table that later ones may read."""
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {statement}")

    def view(self, name: str, statement: str) -> None:
        """Make the rows of a statement known under a name."""
        self._connection.execute(f"CREATE OR REPLACE VIEW {name} AS {statement}")

    def holds(self, name: str) -> bool:
        """Whether a table that was kept has a row."""
        return bool(self._connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall())

    def table(self, name: str) -> pa.Table:
        """A table that was kept."""
        return self._connection.table(name).to_arrow_table()

    def _relation(self, name: str, source: pa.Table | Path | Sequence[Path] | str | None) -> str:
        if source is None:
            return ""
        if isinstance(source, pa.Table):
            self._register(name, source)
            return name
        paths = [source] if isinstance(source, Path | str) else list(source)
        listed = ", ".join(_quoted(path) for path in paths)
        return f"read_parquet([{listed}], union_by_name = true)"

    def _register(self, name: str, table: pa.Table) -> None:
        self._connection.register(name, table)

    def _known(self, relation: str) -> dict[str, str]:
        rows = self._connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        return {str(row[0]): str(row[1]) for row in rows}


def parquet_files(source: Source) -> Sequence[Path]:
    """The Parquet files of a source, if it lies in files."""
    if isinstance(source, pa.Table | str):
        return []
    if isinstance(source, Log):
        return source.paths
    return [source] if isinstance(source, Path) else list(source)


def broken(error: Exception) -> bool:
    """Whether an error means that a file cannot be read, and not a wrong statement or full memory."""
    ours = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.OutOfMemoryException)
    return isinstance(error, duckdb.Error) and not isinstance(error, ours)


@lru_cache(maxsize=512)
def printed(operation: Relation) -> str:
    """The SQL of an expression; printing takes longer than running it on the rows of one region."""
    from ibis.backends.sql.compilers.duckdb import compiler
    from sqlglot.expressions import Star

    with _quickly():
        tree = compiler.to_sqlglot(operation.to_expr())
        for star in tree.find_all(Star):
            # Columns left out come as a set, in another order in every process.
            if left_out := star.args.get("except_"):
                star.set("except_", sorted(left_out, key=lambda column: str(column.name)))
        text = tree.sql(dialect=compiler.dialect, copy=False)
    # The difference in seconds counts full seconds that begin between two moments: cut moments give the same.
    text = _CUT.sub(r"DATE_DIFF('SECOND', \1, \2)", text)
    # A remainder is found in half the time of a day cut out of a calendar.
    return _MIDNIGHT.sub(r"EPOCH_US(\1) % 86400000000 = 0", text)


@contextmanager
def _quickly() -> Iterator[None]:
    """Print in half the time: selections that lie in each other stay so, and no garbage is looked for meanwhile."""
    import ibis

    fused, collecting = ibis.options.sql.fuse_selects, gc.isenabled()
    ibis.options.sql.fuse_selects = False
    gc.disable()
    try:
        yield
    finally:
        ibis.options.sql.fuse_selects = fused
        if collecting:
            gc.enable()


def _column(name: str, kind: Type, known: str | None) -> str:
    """The SQL of one column in its own type."""
    sql_type = "VARCHAR" if kind == "text" else SQL_TYPES[kind]
    if known is None:
        return f'CAST(NULL AS {sql_type}) AS "{name}"'
    if kind == "stamp" and known == "TIMESTAMP WITH TIME ZONE":
        return f'timezone(\'{ZONE}\', "{name}") AS "{name}"'
    if known == sql_type:
        return f'"{name}"'
    return f'TRY_CAST("{name}" AS {sql_type}) AS "{name}"'


def _coded(column: str, codes: Mapping[str, str]) -> str:
    """The column of regions with codes in the place of names."""
    if not codes:
        return column
    cases = " ".join(f"WHEN {literal(name)} THEN {literal(code)}" for name, code in codes.items())
    value = column.removesuffix(' AS "region"')
    return f'CASE {value} {cases} ELSE {value} END AS "region"'


def _quoted(path: Path | str) -> str:
    """A path as a literal; signs of a pattern in a file's name stand for themselves."""
    plain = "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))
    return literal(plain)
