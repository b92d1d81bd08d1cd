"""Single tables as CSV, Parquet and JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pyarrow as pa

from evaluator.exports.cells import harmless_table


def csv_bytes(table: pa.Table, bom: bool = False) -> bytes:
    """A table as CSV in UTF-8; numbers read back as they were. With `bom`, Excel recognises the encoding."""
    from pyarrow import csv

    sink = io.BytesIO()
    csv.write_csv(harmless_table(table), sink, csv.WriteOptions(quoting_style="needed"))
    return (b"\xef\xbb\xbf" if bom else b"") + sink.getvalue()


def parquet_bytes(table: pa.Table, origin: Mapping[str, str] | None = None) -> bytes:
    """A table as Parquet; `origin` goes into the metadata of the file's schema."""
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(dict(origin) if origin else None), sink)
    return sink.getvalue()


def json_bytes(table: pa.Table) -> bytes:
    """A table as a JSON list of rows, one row a line."""
    rows = [json.dumps(row, ensure_ascii=False, allow_nan=False) for row in table.to_pylist()]
    return ("[\n" + ",\n".join(rows) + "\n]\n").encode()
