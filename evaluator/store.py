"""The DuckDB database of a run: the only place besides the engines that opens a connection."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa


class Store:
    """One database in memory (or in a file), closed to the outside, with one thread for exact sums.

    Sums of floating-point numbers depend on their order; with one thread the same input gives the same bytes.
    """

    def __init__(self, path: str = ":memory:") -> None:
        self._connection = duckdb.connect(
            path,
            config={
                "threads": 1,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            },
        )
        self._connection.execute("SET enable_external_access = false")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def execute(self, sql: str) -> None:
        """Run one statement or several."""
        self._connection.execute(sql)

    def put(self, name: str, table: pa.Table) -> None:
        """Create a table from an Arrow table."""
        self._connection.register("incoming", table)
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM incoming")
        self._connection.unregister("incoming")

    def table(self, sql: str) -> pa.Table:
        """The result of a query."""
        return self._connection.sql(sql).to_arrow_table()
