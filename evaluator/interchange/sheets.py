"""A foreign table as rows with their line numbers, whatever file it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evaluator.evidence.csvs import csv_rows
from evaluator.evidence.grid import Cell, word
from evaluator.evidence.workbooks import read_workbook
from indicators.faults import Fault, Faults, fault

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")


@dataclass
class Sheet:
    """Rows of one table.

    Attributes:
        file: What it is called in messages.
        head: Names of the columns, exactly as written.
        rows: Line and cells by column.
    """

    file: str
    head: list[str]
    rows: list[tuple[int, dict[str, Cell]]]

    def text(self, row: dict[str, Cell], column: str) -> str:
        """A cell as text; `NA` as R writes it is empty."""
        found = word(row.get(column))
        return "" if found in ("NA", "") else found


def read_sheet(path: Path, wanted: str = "") -> Sheet:
    """Read a CSV file or a sheet of a workbook (the one named `wanted`, else the first).

    Raises:
        Faults: It cannot be read, or has no heading.
    """
    if not path.is_file():
        raise Faults([fault("找不到文件", "there is no such file", file=str(path))])
    label = path.name
    if path.suffix.lower() in WORKBOOKS:
        sheets = [one for one in read_workbook(path, label) if one.rows]
        found = next((one for one in sheets if one.name.lower() == wanted.lower()), sheets[0] if sheets else None)
        numbered = [(found.first + i, cells) for i, cells in enumerate(found.rows)] if found else []
    else:
        numbered = list(csv_rows(path, label)[0])
    numbered = [(line, cells) for line, cells in numbered if any(word(cell) for cell in cells)]
    if not numbered:
        raise Faults([fault("表是空的", "the table is empty", file=label)])
    head = [word(cell) for cell in numbered[0][1]]
    rows = [(line, dict(zip(head, cells, strict=False))) for line, cells in numbered[1:]]
    repeated = [name for name in dict.fromkeys(head) if name and head.count(name) > 1]
    if repeated:
        raise Faults([column_fault(label, name, "重复", "stands twice") for name in repeated])
    return Sheet(label, head, rows)


def column_fault(file: str, name: str, zh: str, en: str) -> Fault:
    """A fault about a column."""
    return fault(f"列“{name}”{zh}", f"the column '{name}' {en}", file=file, line=1, column=name)
