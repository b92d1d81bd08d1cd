"""Workbooks (XLSX, ODS, XLS): measured before they are opened, so that no bomb goes off."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO

from evaluator.evidence.grid import Cell, Grid, empty_grid, fill
from evaluator.evidence.numbers import UNSAVED
from evaluator.evidence.oldworkbook import xls_marks
from evaluator.evidence.opendocument import CONTENT, Marks, ods_marks
from indicators.faults import Fault, Faults, fault

MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
MAX_CELLS = 2_000_000

#: How a workbook of the old kind (.xls), or one with a password, begins.
_OLD = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_FORMULA = re.compile(rb"\s*<(?:\w+:)?f[\s>/]")
_RESULT = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?t[\s>]|</(?:\w+:)?c>")
_ERROR = re.compile(rb"<(?:\w+:)?v>(#[^<]{1,20})</")


@dataclass
class SheetRows:
    """A sheet as rows of cells.

    Attributes:
        name: Name of the sheet.
        first: Row of the sheet in which the rows begin, from 1.
        rows: Cells, every row equally long; errors such as #N/A as text.
        left: Columns of the sheet before the first one, from 0.
        percents: Row and column, from 0 within `rows`, of numbers that are shown as percentages.
    """

    name: str
    first: int
    rows: list[list[Cell]]
    left: int = 0
    percents: frozenset[tuple[int, int]] = frozenset()

    def shown(self) -> list[list[Cell]]:
        """The rows with percentages as a person sees them: 0.12 in a cell of the format 0% is 12%."""
        if not self.percents:
            return self.rows
        rows = [list(row) for row in self.rows]
        for r, c in self.percents:
            cell = rows[r][c] if r < len(rows) and c < len(rows[r]) else None
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                rows[r][c] = f"{Decimal(repr(cell)) * 100:f}%"
        return rows


def read_workbook(path: Path, label: str) -> list[SheetRows]:
    """Every sheet of a workbook.

    Raises:
        Faults: It is no workbook, is protected, or is larger than a person would make it.
    """
    import python_calamine

    with path.open("rb") as file:
        if not file.read(8).startswith((b"PK", _OLD)):
            zh, en = "内容不是 Excel、WPS 或 ODS 工作簿", "its content is no Excel, WPS or ODS workbook"
            todo = "请在 Excel 或 WPS 中另存为 .xlsx", "save it as .xlsx in Excel or WPS"
            raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=label)])
    try:
        marks = _measure(path, label)
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return [_sheet(book, name, marks.get(name, Marks()), label) for name in book.sheet_names]
    except Faults:
        raise
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise Faults(
            [
                fault(
                    f"无法作为工作簿打开（{reason}）",
                    f"cannot be opened as a workbook ({reason})",
                    todo_zh="若有密码请先去除；或另存为 .xlsx",
                    todo_en="remove a password, or save it as .xlsx",
                    file=label,
                )
            ]
        ) from None


def grid_of(sheet: SheetRows, label: str) -> Grid:
    """A sheet whose first filled row is its heading."""
    body: Iterator[tuple[int, list[Cell]]] = iter(
        (sheet.first + i, row) for i, row in enumerate(sheet.shown()) if any(cell not in (None, "") for cell in row)
    )
    first = next(body, None)
    if first is None:
        return Grid(label, sheet.name, [])
    return fill(empty_grid(label, sheet.name, first[1], "workbook"), body)


def _sheet(book: object, name: str, marks: Marks, label: str) -> SheetRows:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise Faults([_too_large(label)])
    start = sheet.start or (0, 0)
    rows: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=True)]
    for (row, column), word in marks.errors.items():
        r, c = row - start[0], column - start[1]
        if 0 <= r < len(rows) and 0 <= c < len(rows[r]) and rows[r][c] in (None, ""):
            rows[r][c] = word
    cells: list[list[Cell]] = [[None if cell == "" else cell for cell in row] for row in rows]
    percents = frozenset((row - start[0], column - start[1]) for row, column in marks.percents)
    return SheetRows(name, start[0] + 1, cells, start[1], percents)


def _measure(path: Path, label: str) -> dict[str, Marks]:
    """Check the sizes inside a workbook; find the cells of which the reader would not give all."""
    if not zipfile.is_zipfile(path):
        if path.stat().st_size > MAX_UNPACKED:
            raise Faults([_too_large(label)])
        return xls_marks(path)
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(1, sum(entry.compress_size for entry in entries))
        if unpacked > MAX_UNPACKED or (unpacked > 20_000_000 and unpacked / packed > MAX_RATIO):
            raise Faults([_too_large(label)])
        if CONTENT in archive.namelist():
            marked = ods_marks(archive, MAX_CELLS)
            if marked is None:
                raise Faults([_too_large(label)])
            return marked
        found: dict[str, Marks] = {}
        names, styles = _sheet_names(archive), _percent_styles(archive)
        for entry in entries:
            match = re.fullmatch(r"xl/worksheets/(\w+\.xml)", entry.filename)
            if match:
                with archive.open(entry) as file:
                    marks = _scan(file, label, styles)
                if match[1] in names:
                    found[names[match[1]]] = marks
        return found


def _scan(file: IO[bytes], label: str, styles: frozenset[bytes]) -> Marks:
    """The marked cells of a sheet; raises Faults if its cells span more than a dense table may."""
    marks = Marks()
    errors = marks.errors
    low, high = [2**30, 2**30], [0, 0]
    rest = b""
    while block := file.read(4_000_000):
        text = rest + block
        for match in _CELL.finditer(text):
            row, column = int(match[2]) - 1, _column(match[1])
            low = [min(low[0], row), min(low[1], column)]
            high = [max(high[0], row), max(high[1], column)]
            if styles and (style := _STYLE.search(match[0])) and style[1] in styles:
                marks.percents.add((row, column))
            if b't="e"' in match[3]:
                value = _ERROR.search(text, match.end(), match.end() + 2000)
                errors[row, column] = value[1].decode("ascii", "replace") if value else "#N/A"
            elif not match[3].endswith(b"/") and _FORMULA.match(text, match.end()):
                result = _RESULT.search(text, match.end(), match.end() + 20_000)
                if result and result[0].startswith(b"</"):
                    errors[row, column] = UNSAVED
        rest = text[-4000:] if len(text) > 4000 else text
        if high[0] and (high[0] - low[0] + 1) * (high[1] - low[1] + 1) > MAX_CELLS:
            raise Faults([_too_large(label)])
    return marks


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Numbers of the styles that show a number as a percentage."""
    from xml.etree import ElementTree

    try:
        text = archive.read("xl/styles.xml")
        if len(text) > 10_000_000 or b"<!DOCTYPE" in text:
            return frozenset()
        root = ElementTree.fromstring(text)
    except (KeyError, ElementTree.ParseError):
        return frozenset()
    space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter(f"{space}numFmt")}
    shown = {"9", "10", *(number for number, code in codes.items() if "%" in re.sub(r'"[^"]*"', "", code))}
    formats = root.find(f"{space}cellXfs")
    listed = enumerate(formats if formats is not None else ())
    return frozenset(str(i).encode() for i, one in listed if one.get("numFmtId") in shown)


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """File of a worksheet → name of the sheet."""
    from xml.etree import ElementTree

    try:
        book = archive.read("xl/workbook.xml")
        links = archive.read("xl/_rels/workbook.xml.rels")
    except KeyError:
        return {}
    if b"<!DOCTYPE" in book or b"<!DOCTYPE" in links:
        return {}
    targets = {
        str(link.get("Id")): str(link.get("Target", "")).rsplit("/", 1)[-1] for link in ElementTree.fromstring(links)
    }
    names: dict[str, str] = {}
    for element in ElementTree.fromstring(book).iter():
        if element.tag.endswith("}sheet"):
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            names[targets.get(link, "")] = str(element.get("name"))
    return names


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _too_large(label: str) -> Fault:
    return fault(
        f"工作簿过大（上限 {MAX_CELLS:,} 格、解压后 {MAX_UNPACKED // 1_000_000} MB）",
        f"the workbook is too large (at most {MAX_CELLS:,} cells, {MAX_UNPACKED // 1_000_000} MB unpacked)",
        todo_zh="请删去表外零散单元格，或改用 CSV、Parquet",
        todo_en="remove stray cells far from the table, or use CSV or Parquet",
        file=label,
    )
