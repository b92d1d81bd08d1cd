"""Marks cells of a workbook in a process of its own: XLSX, ODS, and ODS as XLSX without its looks."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.workbook.child import limit
from evaluator.workbook.ods import marked_ods

if TYPE_CHECKING:
    import openpyxl

COLOURS = {"fault": "F4B6B0", "warning": "FBD98B", "note": "CFE3F3"}
AUTHOR = "evaluator"
PLAIN = "FFF9E0"


def marked(path: Path, marks: dict[str, dict[str, list[str]]]) -> bytes:
    """The bytes of the workbook with colours and comments; marks of an earlier round are taken off first."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = _book(path)
    for sheet in book.worksheets:
        wanted = marks.get(sheet.title, {})
        for row in sheet.iter_rows():
            for cell in row:
                if getattr(cell, "comment", None) is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
                    cell.fill = PatternFill("solid", start_color=PLAIN)
        for address, (gravity, text) in wanted.items():
            cell = sheet[address]
            cell.fill = PatternFill("solid", start_color=COLOURS[gravity])
            cell.comment = Comment(text, AUTHOR, width=320, height=110)
        if any(gravity == "fault" for gravity, _ in wanted.values()):
            sheet.sheet_properties.tabColor = COLOURS["fault"]
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _book(path: Path) -> openpyxl.Workbook:
    import openpyxl

    from evaluator.evidence.workbooks import read_workbook

    with zipfile.ZipFile(path) as archive:
        excel = "xl/workbook.xml" in archive.namelist()
    if excel:
        read_workbook(path, path.name)  # its size is measured before it is opened
        return openpyxl.load_workbook(path)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for found in read_workbook(path, path.name):
        sheet = book.create_sheet(found.name)
        for i, row in enumerate(found.rows):
            for c, value in enumerate(row):
                if value is not None:
                    cell = sheet.cell(i + found.first, c + found.left + 1)
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
        if found.name.startswith("_"):
            sheet.sheet_state = "veryHidden"
    return book


def main() -> None:
    """Read marks from standard input, write the workbook to standard output in the form that is asked for."""
    limit()
    path, form = Path(sys.argv[1]), sys.argv[2]
    marks = json.load(sys.stdin.buffer)
    made = marked_ods(path, marks, COLOURS, PLAIN, AUTHOR) if form == "ods" else marked(path, marks)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
