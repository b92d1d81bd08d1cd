"""Where a table of evidence may lie, and what every engine must offer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

import pyarrow as pa

from evaluator.engines.logs import Log
from indicators.tables import TABLES, Type

if TYPE_CHECKING:
    import ibis

#: A table in memory, Parquet files, a log in files, or (for a cluster) the name of a table that already lies there.
Source: TypeAlias = pa.Table | Path | Sequence[Path] | Log | str

#: Stamps with a zone become the clock of mainland China; stamps without one are taken as they stand.
ZONE = "Asia/Shanghai"

SQL_TYPES: dict[Type, str] = {"text": "STRING", "stamp": "TIMESTAMP", "number": "DOUBLE"}


class Engine(Protocol):
    """Runs expressions over tables of evidence."""

    def put(self, name: str, source: Source | None) -> None:
        """Make a table known in the form of `indicators.tables`; None is a table without rows."""

    def run(self, expression: ibis.Table) -> pa.Table:
        """The result of an expression."""

    def sql(self, expression: ibis.Table) -> str:
        """The statement that `run` runs, to be printed or run again by an auditor."""

    def close(self) -> None:
        """Let go of everything."""


def columns_of(name: str) -> dict[str, Type]:
    """Columns and types of a table of evidence."""
    return TABLES[name]
