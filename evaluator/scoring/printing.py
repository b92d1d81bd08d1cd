"""A run as one SQL script that an auditor can read and run in a bare DuckDB."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow as pa

from evaluator.quoting import literal, name
from evaluator.scoring.run import Input, Run
from evaluator.scoring.statement import Statement


def print_program(run: Run, folder: str | None = None) -> str:
    """The whole script.

    Args:
        run: A finished run.
        folder: If given, inputs are read from `<folder>/<table>.parquet` (see `write_inputs`); otherwise
            they stand in the script as VALUES, which makes it complete in itself.
    """
    standard = run.standard
    lines = [
        f"-- 标准 standard: {_plain(standard.id)} {_plain(standard.version)} ({standard.digest})",
        f"-- 证据 evidence: {run.evidence.digest}",
        "-- 结果表 result tables: ranking, scores, indicators",
    ]
    for step in run.steps:
        about = f"{step.about.zh} {step.about.en}"
        if isinstance(step, Input):
            lines += ["", f"-- {step.name}: {about}", f"-- sha256 {table_digest(step.table)}"]
            lines.append(f"CREATE OR REPLACE TABLE {step.name} AS\n{_source(step, folder)};")
        else:
            lines += ["", f"-- {step.name}: {about}", f"{step.sql};"]
    return "\n".join(lines) + "\n"


def write_inputs(run: Run, folder: Path) -> None:
    """Write every input table of a run as Parquet."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    for step in run.steps:
        if isinstance(step, Input):
            pq.write_table(step.table, folder / f"{step.name}.parquet")


def table_digest(table: pa.Table) -> str:
    """SHA-256 of a table's content in Arrow's own format."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


def steps(run: Run) -> list[Statement]:
    """The statements of a run, without its inputs."""
    return [step for step in run.steps if isinstance(step, Statement)]


def _source(step: Input, folder: str | None) -> str:
    if folder is not None:
        return f"SELECT * FROM read_parquet({literal(f'{folder}/{step.name}.parquet')})"
    columns = ", ".join(
        f"CAST({name(field.name)} AS {_type(field.type)}) AS {name(field.name)}" for field in step.table.schema
    )
    names = ", ".join(name(word) for word in step.table.column_names)
    rows = zip(*(column.to_pylist() for column in step.table.columns), strict=True)
    values = ",\n  ".join(f"({', '.join(_value(value) for value in row)})" for row in rows)
    if not values:
        empty = ", ".join("NULL" for _ in step.table.column_names)
        return f"SELECT {columns}\nFROM (VALUES ({empty})) AS t({names})\nWHERE FALSE"
    return f"SELECT {columns}\nFROM (VALUES\n  {values}\n) AS t({names})"


def _value(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return literal(repr(value))
    return literal(str(value))


def _type(kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):
        return "DOUBLE"
    if pa.types.is_boolean(kind):
        return "BOOLEAN"
    return "BIGINT" if pa.types.is_integer(kind) else "VARCHAR"


def _plain(text: str) -> str:
    return " ".join(text.split())
