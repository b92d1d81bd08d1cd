"""Some rows of a log in files, to see what its values look like; no result may depend on which they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.engines.logs import Log

if TYPE_CHECKING:
    from evaluator.engines.duckdb_engine import DuckdbEngine

#: Share of the rows that is looked at, in percent, and the most rows.
PERCENT, MOST = 3, 1_000_000


def sample_of(engine: DuckdbEngine, table: str, log: Log, scattered: bool, columns: Collection[str]) -> str:
    """A sample as a view of the engine; gives its name.

    Args:
        engine: Has the log.
        table: The table of evidence.
        log: The log.
        scattered: Take rows from everywhere, which costs as much as reading the log, and not some groups of rows.
        columns: Columns of the table that are read of groups of rows; the others are empty.
    """
    rows = None if scattered else _groups(log.paths, columns)
    if rows is None:
        engine.sample("sampled", table, PERCENT)
    else:
        engine.place("sampled", table, Log((), rows=rows, codes=log.codes))
    return "sampled"


def _groups(paths: Sequence[Path], columns: Collection[str]) -> pa.Table | None:
    """Groups of rows at even distances over all files."""
    import pyarrow.parquet as pq

    sizes = []
    for path in paths:
        with pq.ParquetFile(path) as file:
            sizes += [(path, n, file.metadata.row_group(n).num_rows) for n in range(file.num_row_groups)]
    whole = sum(size for _, _, size in sizes)
    if not whole:
        return None
    every = max(1, round(whole / max(1, min(whole * PERCENT // 100, MOST))))
    chosen: dict[Path, list[int]] = {}
    for path, number, _ in sizes[every // 2 % len(sizes) :: every]:
        chosen.setdefault(path, []).append(number)
    parts = []
    for path, numbers in chosen.items():
        with pq.ParquetFile(path) as file:
            known = [name for name in file.schema_arrow.names if name in columns]
            parts.append(file.read_row_groups(numbers, columns=known))
    return pa.concat_tables(parts, promote_options="permissive")
