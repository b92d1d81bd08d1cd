"""A foreign table as rows with their line numbers, whatever file it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evaluator.evidence.csvs import csv_rows
from evaluator.evidence.grid import Cell, word
from evaluator.evidence.workbooks import read_workbook
from indicators.faults import Fault, Faults, fault

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
NOTHING = ("", "")


@dataclass
class Sheet:
    """Rows of one table.

    Attributes:
        file: What it is called in messages.
        head: Names of the columns, exactly as written.
        rows: Line and cells by column.
        name: The sheet of a workbook; "" for files with one table.
        notes: What is to be said of how it was read.
    """

    file: str
    head: list[str]
    rows: list[tuple[int, dict[str, Cell]]]
    name: str = ""
    notes: list[Fault] = field(default_factory=list)

    def text(self, row: dict[str, Cell], column: str) -> str:
        """A cell as text; `NA` as R writes it is empty."""
        found = word(row.get(column))
        return "" if found in ("NA", "") else found

    def fault(self, line: int | None, column: str, zh: str, en: str, todo: tuple[str, str] = NOTHING) -> Fault:
        """A fault at a cell of this table."""
        return fault(
            zh, en, todo_zh=todo[0], todo_en=todo[1], file=self.file, line=line, column=column, sheet=self.name
        )


def read_sheet(path: Path, wanted: str = "", strict: bool = False) -> Sheet:
    """Read a CSV file or a sheet of a workbook.

    Args:
        path: Where it lies.
        wanted: Name of the sheet; the first one is read if there is none of this name.
        strict: Whether the sheet must bear this name.

    Raises:
        Faults: It cannot be read, has no heading, or has rows that do not fit the heading.
    """
    sheet, body = _open(path, wanted, strict)
    width = len(sheet.head)
    faults = [
        sheet.fault(1, name, f"列“{name}”重复", f"the column '{name}' stands twice")
        for name in dict.fromkeys(sheet.head)
        if name and sheet.head.count(name) > 1
    ]
    for line, cells in body:
        count = len(cells)
        if count != width and word(cells[0]).startswith("#"):
            continue  # a remark; a row of figures is as long as the heading
        if count < width or any(word(cell) for cell in cells[width:]):
            zh, en = f"有 {count} 格，表头有 {width} 格", f"has {count} cells, the heading has {width}"
            faults.append(sheet.fault(line, "", zh, en, ("请逐格对齐", "give it as many cells as the heading")))
            continue
        sheet.rows.append((line, dict(zip(sheet.head, cells, strict=False))))
    if faults:
        raise Faults(faults)
    if "" in sheet.head:
        sheet.notes.append(sheet.fault(1, "", "没有列名的列未读取", "columns without a name are not read"))
        sheet.head = [name for name in sheet.head if name]
    return sheet


def read_head(path: Path) -> list[str]:
    """The names of the columns of a CSV file; raises Faults as `read_sheet` does."""
    return _open(path, "", False)[0].head


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by its ending."""
    return path.suffix.lower() in WORKBOOKS


def column_fault(file: str, name: str, zh: str, en: str) -> Fault:
    """A fault about a column."""
    return fault(f"列“{name}”{zh}", f"the column '{name}' {en}", file=file, line=1, column=name)


def _open(path: Path, wanted: str, strict: bool) -> tuple[Sheet, Iterator[tuple[int, list[Cell]]]]:
    """A sheet with its heading, and the rows below it; remarks that begin with # may stand above."""
    if not path.is_file():
        raise Faults([fault("找不到文件", "there is no such file", file=str(path))])
    sheet = Sheet(path.name, [], [])
    if is_workbook(path):
        body = _sheet_rows(path, sheet, wanted, strict)
    else:
        body, _, sheet.notes = csv_rows(path, path.name)
    for _, cells in body:
        if not word(cells[0]).startswith("#"):
            sheet.head = [word(cell) for cell in cells]
            break
    while sheet.head and not sheet.head[-1]:
        sheet.head.pop()
    if not sheet.head:
        raise Faults([fault("表是空的", "the table is empty", file=sheet.file, sheet=sheet.name)])
    return sheet, body


def _sheet_rows(path: Path, into: Sheet, wanted: str, strict: bool) -> Iterator[tuple[int, list[Cell]]]:
    sheets = [one for one in read_workbook(path, path.name) if one.rows]
    named = [one for one in sheets if one.name.lower() == wanted.lower()]
    if strict and not named:
        zh, en = f"没有工作表“{wanted}”", f"there is no sheet '{wanted}'"
        raise Faults([fault(zh, en, todo_zh="请另给 --meta", todo_en="give --meta as well", file=path.name)])
    for one in named or sheets[:1]:
        into.name = one.name
        numbered = ((one.first + i, cells) for i, cells in enumerate(one.rows))
        return ((line, cells) for line, cells in numbered if any(word(cell) for cell in cells))
    return iter(())
