"""Small verbs on Arrow tables.

Comparing a column with a Python value makes Arrow import pandas, which costs more than scoring 31 provinces;
looking it up in a set of values does not.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc


def only(table: pa.Table, column: str, *values: str) -> pa.Table:
    """The rows whose text in a column is one of the values."""
    return table.filter(among(table, column, values))


def among(table: pa.Table, column: str, values: Iterable[str]) -> pa.ChunkedArray:
    """Whether the text in a column is one of the values, row by row."""
    return pc.is_in(table[column], value_set=pa.array(list(values), pa.string()))


def texts(table: pa.Table, column: str) -> list[str]:
    """A column as text, "" where empty or absent."""
    if column not in table.column_names:
        return [""] * table.num_rows
    return ["" if value is None else str(value) for value in table[column].to_pylist()]
