"""A log too large for memory: Parquet files that stay where they lie, and what was found out about them at the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

#: Where a row stood: in small tables the file's name and row from 1, in a log the file's number and row from 0.
FILE, ROW = "evidence_file", "evidence_row"
LEFT_OUT = pa.schema([(FILE, pa.int64()), (ROW, pa.int64())])
COUNTS = pa.schema([("region", pa.string()), ("process", pa.string()), ("step", pa.string()), ("rows", pa.int64())])


@dataclass(frozen=True)
class Log:
    """Rows of one table of evidence in Parquet files, with rows from small files beside them.

    Attributes:
        paths: The files.
        left_out: Rows of the files that are not taken, by number of the file and of the row, both from 0.
        codes: Region as written → its code, where they differ.
        rows: Rows that lie in memory, all of them taken.
        counts: Rows taken by region, process and step; empty for tables without processes.
        made_up: Whether the files say that they are made up.
        only: The regions whose rows are read; None is every region.
    """

    paths: tuple[Path, ...]
    left_out: pa.Table = field(default_factory=LEFT_OUT.empty_table)
    codes: Mapping[str, str] = field(default_factory=dict)
    rows: pa.Table | None = None
    counts: pa.Table = field(default_factory=COUNTS.empty_table)
    made_up: bool = False
    only: frozenset[str] | None = None

    @property
    def num_rows(self) -> int:
        """Rows taken."""
        return int(pc.sum(self.counts["rows"]).as_py() or 0)

    def without(self, number: int) -> pa.Table:
        """The rows of one file that are not taken, in one column."""
        held = pc.is_in(self.left_out[FILE], value_set=pa.array([number], pa.int64()))
        return self.left_out.filter(held).select([ROW])

    def parts(self) -> tuple[list[Path], dict[int, pa.Table]]:
        """Files that are taken whole; and for each other file (by number) its rows that are not."""
        touched = set(pc.unique(self.left_out[FILE]).to_pylist())
        whole = [path for number, path in enumerate(self.paths) if number not in touched]
        return whole, {number: self.without(number) for number in sorted(touched)}

    def restricted(self, regions: frozenset[str], held: Sequence[int]) -> Log:
        """The rows of some regions, all of which lie in some of the files (by number)."""
        there = pc.is_in(self.counts["region"], value_set=pa.array(sorted(regions), pa.string()))
        places = pc.index_in(self.left_out[FILE], value_set=pa.array(held, pa.int64())).cast(pa.int64())
        left_out = self.left_out.set_column(0, LEFT_OUT.field(0), places).filter(pc.is_valid(places))
        paths = tuple(self.paths[number] for number in held)
        return replace(self, paths=paths, left_out=left_out, only=regions, counts=self.counts.filter(there))

    def alone(self, number: int) -> Log:
        """One of the files, without the rows in memory."""
        left_out = self.without(number)
        zeros = pa.array([0] * left_out.num_rows, pa.int64())
        return Log((self.paths[number],), left_out.add_column(0, LEFT_OUT.field(0), zeros), self.codes)

    def raw(self) -> Log:
        """The same files before any rule."""
        return replace(self, left_out=LEFT_OUT.empty_table(), codes={})
