"""A workbook of openpyxl written as ODS by hand: values, formulas, merged cells and hidden rows, nothing else."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    """Save a workbook in the form that its name says."""
    if path.suffix == ".ods":
        path.write_bytes(ods_bytes(book))
    else:
        book.save(path)
    return path


def ods_bytes(book: openpyxl.Workbook) -> bytes:
    """The workbook as ODS."""
    sheets = "".join(_sheet(one) for one in book.worksheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.3">'
        f"<office:automatic-styles/><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("mimetype", KIND)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return sink.getvalue()


def _sheet(sheet) -> str:
    merged = {(one.min_row, one.min_col): one for one in sheet.merged_cells.ranges}
    rows = []
    for row in sheet.iter_rows():
        hidden = ' table:visibility="collapse"' if sheet.row_dimensions[row[0].row].hidden else ""
        rows.append(f"<table:table-row{hidden}>{''.join(_cell(cell, merged) for cell in row)}</table:table-row>")
    return f"<table:table table:name={quoteattr(sheet.title)}>{''.join(rows)}</table:table>"


def _cell(cell, merged) -> str:
    if type(cell).__name__ == "MergedCell":
        return "<table:covered-table-cell/>"
    span = merged.get((cell.row, cell.column))
    words = ""
    if span is not None:
        words = (
            f' table:number-columns-spanned="{span.size["columns"]}" table:number-rows-spanned="{span.size["rows"]}"'
        )
    value = cell.value
    if value is None:
        return f"<table:table-cell{words}/>"
    if cell.data_type == "f":
        return f"<table:table-cell{words} table:formula={quoteattr('of:' + str(value))}/>"
    if isinstance(value, bool):
        words += f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, (int, float)):
        kind = "percentage" if "%" in re.sub(r'"[^"]*"', "", cell.number_format) else "float"
        words += f' office:value-type="{kind}" office:value="{value!r}"'
    elif isinstance(value, (datetime.datetime, datetime.date)):
        words += f' office:value-type="date" office:date-value="{value.isoformat()}"'
    else:
        words += ' office:value-type="string"'
    return f"<table:table-cell{words}><text:p>{escape(str(value))}</text:p></table:table-cell>"
