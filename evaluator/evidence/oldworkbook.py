"""Cells of a workbook of the old kind (XLS) that need more than their value: errors and percentages."""

from __future__ import annotations

import io
import re
from pathlib import Path

from evaluator.evidence.opendocument import Marks

_QUOTED = re.compile(r'"[^"]*"|\\.')


def xls_marks(path: Path) -> dict[str, Marks]:
    """Sheet → its marked cells; none where the formats of the file cannot be read."""
    import xlrd

    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except Exception:  # the reader of the values says what is wrong with the file
        return {}
    shown = {i for i, style in enumerate(book.xf_list) if _is_percent(book, style.format_key)}
    found: dict[str, Marks] = {}
    for sheet in book.sheets():
        marks = found.setdefault(sheet.name, Marks())
        for r in range(sheet.nrows):
            for c, cell in enumerate(sheet.row(r)):
                if cell.ctype == xlrd.XL_CELL_ERROR:
                    marks.errors[r, c] = xlrd.error_text_from_code.get(cell.value, "#N/A")
                elif cell.ctype == xlrd.XL_CELL_NUMBER and cell.xf_index in shown:
                    marks.percents.add((r, c))
    return found


def _is_percent(book: object, key: int) -> bool:
    """Whether numbers of a format are shown as percentages; a quoted sign is only text."""
    style = book.format_map.get(key)  # type: ignore[attr-defined]
    return style is not None and "%" in _QUOTED.sub("", style.format_str)
