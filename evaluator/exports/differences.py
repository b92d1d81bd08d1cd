"""Where two files of one name first differ: the row and the column of a table, the line of a text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from indicators.faults import Faults

LONGEST = 60


@dataclass(frozen=True)
class Difference:
    """The first place where two files differ.

    Attributes:
        line: Line of a text, row of a table with its heading row as the first.
        column: Heading of the column, for tables.
        sheet: Name of the sheet, for workbooks.
        old: What stands in the first file; "" if it has no such place.
        new: What stands in the second one.
    """

    line: int
    old: str
    new: str
    column: str = ""
    sheet: str = ""


def first_difference(old: Path, new: Path) -> Difference | None:
    """The first difference, or None where no cell or line differs or a file cannot be read."""
    try:
        if old.suffix == ".xlsx":
            return _in_sheets(old, new)
        if old.suffix == ".parquet":
            return _in_rows(_parquet(old), _parquet(new))
        if old.suffix == ".csv":
            return _in_rows(_csv(old), _csv(new))
        if old.suffix == ".json":
            return _in_rows(_json(old), _json(new))
        return _in_lines(old, new)
    except (OSError, ValueError, csv.Error, Faults):
        return None


def _in_lines(old: Path, new: Path) -> Difference | None:
    pairs = zip_longest(*(path.read_text(encoding="utf-8").split("\n") for path in (old, new)), fillvalue="")
    return next((Difference(i, _clip(a), _clip(b)) for i, (a, b) in enumerate(pairs, start=1) if a != b), None)


def _in_rows(old: Iterator[Sequence[object]], new: Iterator[Sequence[object]], sheet: str = "") -> Difference | None:
    names: Sequence[object] = ()
    for i, (a, b) in enumerate(zip_longest(old, new, fillvalue=()), start=1):
        names = names or b
        if a == b:
            continue
        for j, (left, right) in enumerate(zip_longest(a, b, fillvalue="")):
            if left != right:
                return Difference(i, _clip(left), _clip(right), str(names[j]) if j < len(names) else "", sheet)
    return None


def _in_sheets(old: Path, new: Path) -> Difference | None:
    from evaluator.evidence.workbooks import read_workbook

    before, after = ({sheet.name: sheet for sheet in read_workbook(path, path.name)} for path in (old, new))
    for name in {**after, **before}:
        found = _in_rows(
            iter(before[name].rows) if name in before else iter(()),
            iter(after[name].rows) if name in after else iter(()),
            name,
        )
        if found is not None:
            return found
    return None


def _csv(path: Path) -> Iterator[Sequence[object]]:
    return csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)


def _json(path: Path) -> Iterator[Sequence[object]]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(path.name)
    yield list(rows[0]) if rows else []
    yield from (list(row.values()) for row in rows)


def _parquet(path: Path) -> Iterator[Sequence[object]]:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    yield table.column_names
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _clip(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
