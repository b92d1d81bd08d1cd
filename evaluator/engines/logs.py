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
        whole: Rows taken of every region, where only some are read.
    """

    paths: tuple[Path, ...]
    left_out: pa.Table = field(default_factory=LEFT_OUT.empty_table)
    codes: Mapping[str, str] = field(default_factory=dict)
    rows: pa.Table | None = None
    counts: pa.Table = field(default_factory=COUNTS.empty_table)
    made_up: bool = False
    only: frozenset[str] | None = None
    whole: int = 0

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

    @property
    def numbers(self) -> list[int]:
        """The numbers of its files; -1 stands for the rows in memory."""
        return [*([] if self.rows is None else [-1]), *range(len(self.paths))]

    def restricted(self, regions: frozenset[str], held: Sequence[int]) -> Log:
        """The rows of some regions, all of which lie in memory or in some of the files (by number)."""
        there = pc.is_in(self.counts["region"], value_set=pa.array(sorted(regions), pa.string()))
        some = self.some([-1, *held])
        return replace(some, only=regions, counts=self.counts.filter(there), whole=self.num_rows)

    def some(self, held: Sequence[int]) -> Log:
        """Some of the files (by number; -1 for the rows in memory); the counts remain those of all."""
        files = [number for number in held if number >= 0]
        places = pc.index_in(self.left_out[FILE], value_set=pa.array(files, pa.int64())).cast(pa.int64())
        left_out = self.left_out.set_column(0, LEFT_OUT.field(0), places).filter(pc.is_valid(places))
        paths = tuple(self.paths[number] for number in files)
        return replace(self, paths=paths, left_out=left_out, rows=self.rows if -1 in held else None)

    def settled(self) -> Log:
        """The same log with the rows that lie in memory and are left out taken out themselves."""
        gone = self.without(-1)
        if self.rows is None or not gone.num_rows:
            return self
        there = pc.is_in(pa.array(range(self.rows.num_rows), pa.int64()), value_set=gone[ROW])
        inside = pc.is_in(self.left_out[FILE], value_set=pa.array([-1], pa.int64()))
        return replace(self, rows=self.rows.filter(pc.invert(there)), left_out=self.left_out.filter(pc.invert(inside)))
