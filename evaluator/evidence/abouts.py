"""What refused rows would have been about, so that an indicator can be told which rows of a region it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.logs import FILE, ROW
from evaluator.evidence.logs import LogFile
from evaluator.evidence.names import Names
from indicators.faults import About, Fault
from indicators.tables import TOPICS


def about_row(table: str, row: Mapping[str, object]) -> About:
    """What a row is about, as far as its cells can be read."""
    region, topic = row.get("region"), row.get(TOPICS[table])
    return About(table, region if isinstance(region, str) else "", topic if isinstance(topic, str) else "")


def with_abouts(table: str, rows: pa.Table, faults: Sequence[Fault]) -> list[Fault]:
    """Faults of rows of a table in memory, each with what its row is about."""
    if not faults:
        return []
    wanted = {(one.file, one.line) for one in faults}
    columns = [name for name in ("region", TOPICS[table], FILE, ROW) if name in rows.column_names]
    lines = pa.array(sorted({line for _, line in wanted if line is not None}), pa.int64())
    near = rows.select(columns).filter(pc.is_in(rows[ROW], value_set=lines)).to_pylist()
    found = {(row[FILE], row[ROW]): about_row(table, row) for row in near}
    return [_with(one, found.get((one.file, one.line))) for one in faults]


def with_abouts_in_files(table: str, files: Iterable[LogFile], faults: Sequence[Fault], names: Names) -> list[Fault]:
    """Faults of rows of Parquet files that stay where they lie: only the listed rows are looked up."""
    import pyarrow.parquet as pq

    found: dict[tuple[str, int], About] = {}
    for file in files:
        lines = sorted({one.line for one in faults if one.file == file.label and one.line is not None})
        columns = [name for name in ("region", TOPICS[table]) if name in file.columns]
        before = 0
        with pq.ParquetFile(file.path) as opened:
            for group in range(opened.num_row_groups if lines else 0):
                after = before + opened.metadata.row_group(group).num_rows
                inside = [line for line in lines if before < line <= after]
                if inside:
                    rows = opened.read_row_group(group, columns).take([line - before - 1 for line in inside])
                    for line, row in zip(inside, rows.to_pylist(), strict=True):
                        code = names.find(row.get("region") or "")[0] or ""
                        found[file.label, line] = about_row(table, {**row, "region": code})
                before = after
    return [_with(one, found.get((one.file, one.line)) if one.line is not None else None) for one in faults]


def _with(one: Fault, about: About | None) -> Fault:
    return replace(one, about=about) if about is not None else one
