"""Rows of a large log that may stand for one thing with another, found by sorting hashes within a memory limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evaluator.engines.choice import bytes_of
from evaluator.quoting import name

if TYPE_CHECKING:
    from evaluator.engines.duckdb_engine import DuckdbEngine

Hashes: TypeAlias = npt.NDArray[np.int64]
#: Part of the memory that the hashes of one portion may take.
SHARE = 8


def doubtful(engine: DuckdbEngine, rows: str, key: Sequence[str], memory: str, tell: Callable[[float], None]) -> str:
    """The statement of the rows whose key has the hash of another's; the rule itself then looks at the keys.

    Sorting hashes takes eight bytes a row; counting them by value takes six times as much and goes to disk.

    Args:
        engine: Has the rows.
        rows: Name of their view.
        key: Columns that name what a row stands for.
        memory: What may be taken, such as "1GB".
        tell: Told the share of the rows (0 to 1) that was looked at.
    """
    # Half of the hash's values, so that they are whole numbers with a sign.
    hashed = f"hash({', '.join(name(one) for one in key)})::UBIGINT >> 1"
    number = engine.query(f"SELECT count(*) AS rows FROM {rows}")["rows"][0].as_py()
    # A power of two, so that the last bits of a hash tell its portion.
    portions = 1 << (number * 8 // (bytes_of(memory) // SHARE)).bit_length()
    room, done, found = number // portions * 2 + 1000, 0, []

    def looked(rows: int) -> None:
        nonlocal done
        done += rows
        tell(min(1.0, done / max(1, number)))

    for at in range(portions):
        chosen = f"SELECT hash FROM (SELECT ({hashed})::BIGINT AS hash FROM {rows}) WHERE hash & {portions - 1} = {at}"
        found.append(_twice(engine, chosen, room, looked))
    engine.put("hashes", pa.table({"hash": np.concatenate(found)}))
    return f"SELECT * FROM {rows} WHERE ({hashed})::BIGINT IN (SELECT hash FROM hashes)"


def _twice(engine: DuckdbEngine, statement: str, room: int, looked: Callable[[int], None]) -> Hashes:
    """The hashes of one portion that stand several times, each once."""
    held, end = np.empty(room, np.int64), 0
    for batch in engine.stream(statement):
        if end + batch.num_rows > len(held):  # Many rows of one key: they all have one hash.
            held = np.concatenate([held[:end], np.empty(len(held) + batch.num_rows, np.int64)])
        held[end : end + batch.num_rows] = batch.column(0).to_numpy(zero_copy_only=False)
        end += batch.num_rows
        looked(batch.num_rows)
    held = held[:end]
    held.sort()
    return np.unique(held[1:][held[1:] == held[:-1]])
