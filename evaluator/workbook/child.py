"""Reads an uploaded workbook in a process of its own, which is then thrown away."""

from __future__ import annotations

import contextlib
import datetime
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

from evaluator.evidence import workbooks
from evaluator.workbook.ods import is_ods, marks_of
from indicators.faults import Faults

MEMORY, SECONDS = 2_000_000_000, 20
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f[^>]*?(?:/>|>([^<]*)</f>)\s*(<v>[^<]+</v>)?')
_MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]{3,30})"')
_HIDDEN = re.compile(rb'<row r="(\d{1,7})"[^>]*\shidden="(?:1|true)"')


def limit() -> None:
    """Bound memory and processor time where the system can (not on Windows; sizes are bounded everywhere)."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def read(path: Path, label: str) -> dict[str, object]:
    """Every sheet: name, first row, column before the first, rows as shown; formulas, merged cells and hidden rows."""
    sheets = workbooks.read_workbook(path, label)
    marks = marks_of(path) if is_ods(path) else _marks(path)
    return {
        "sheets": [
            {
                "name": one.name,
                "first": one.first,
                "left": one.left,
                "rows": one.shown(),
                **marks.get(one.name, {"formulas": {}, "merged": [], "hidden": []}),
            }
            for one in sheets
        ]
    }


def _marks(path: Path) -> dict[str, dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        names = workbooks._sheet_names(archive)
        found: dict[str, dict[str, Any]] = {}
        for file, name in names.items():
            text = archive.read(f"xl/worksheets/{file}") if f"xl/worksheets/{file}" in archive.namelist() else b""
            formulas = {
                cell.decode(): "empty" if not value else "linked" if b"[" in formula else "shown"
                for cell, formula, value in _FORMULA.findall(text)
            }
            found[name] = {
                "formulas": formulas,
                "merged": [one.decode() for one in _MERGED.findall(text)],
                "hidden": [int(one) for one in _HIDDEN.findall(text)],
            }
    return found


def _plain(cell: object) -> object:
    if isinstance(cell, datetime.datetime):
        return {"stamp": cell.isoformat()}
    if isinstance(cell, datetime.date):
        return {"stamp": datetime.datetime(cell.year, cell.month, cell.day).isoformat()}
    return str(cell)


def main() -> None:
    """Print the sheets, or the faults, as JSON."""
    limit()
    try:
        result = read(Path(sys.argv[1]), sys.argv[2])
    except Faults as error:
        result = {"faults": [[one.what.zh, one.what.en, one.remedy.zh, one.remedy.en] for one in error.faults]}
    sys.stdout.buffer.write(json.dumps(result, default=_plain, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
