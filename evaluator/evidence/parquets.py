"""Parquet files: decoded batch by batch under a budget, since a footer does not say how large they become."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from indicators.faults import Faults, fault

BUDGET = 16_000_000_000
RATIO = 200
FREE = 500_000_000


def read_parquet(path: Path, label: str) -> pa.Table:
    """Read a Parquet file.

    Raises:
        Faults: It is no Parquet file, or swells beyond reason when decoded.
    """
    import pyarrow.parquet as pq

    allowed = min(BUDGET, max(FREE, RATIO * path.stat().st_size))
    batches: list[pa.RecordBatch] = []
    size = 0
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            for batch in file.iter_batches(batch_size=65_536):
                size += _decoded(batch)
                if size > allowed:
                    raise Faults(
                        [
                            fault(
                                "解码后过大",
                                "becomes too large when decoded",
                                todo_zh="请拆分文件",
                                todo_en="split the file",
                                file=label,
                            )
                        ]
                    )
                batches.append(batch)
        return pa.Table.from_batches(batches, schema)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk, not the file
            raise
        reason = " ".join(str(error).split())[:200]
        raise Faults(
            [fault(f"不是可读的 Parquet 文件（{reason}）", f"is no readable Parquet file ({reason})", file=label)]
        ) from None


def _decoded(batch: pa.RecordBatch) -> int:
    """Bytes of a batch with every word written out: a dictionary hides how large a column becomes."""
    return sum(
        (column.dictionary_decode() if pa.types.is_dictionary(column.type) else column).nbytes
        for column in batch.columns
    )
