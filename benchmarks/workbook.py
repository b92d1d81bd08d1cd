"""Speed of self-assessment: the template, and the check of a workbook with 10,000 rows of cases, also as
LibreOffice saves it (where it is installed).

Run: python benchmarks/workbook.py
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path

import openpyxl
from machine import machine, row, seconds
from python_calamine import CalamineWorkbook

from evaluator.evidence import read_evidence
from evaluator.reading import read_standard
from evaluator.sample import make_sample
from evaluator.workbook import asked_of, template_bytes
from evaluator.workbook.cells import read_cells
from evaluator.workbook.reading import read_submission

CASES = 10_000


def main() -> None:
    """Print times, floors and ratios."""
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make_sample(2, 1, 0.1, home / "sample")
        standard, evidence = read_standard("dbe-draft"), read_evidence(home / "sample")
        asked = asked_of(standard, "county", evidence)
        content = template_bytes(standard, evidence, "990001", "2023-Q4")
        path = home / "form.xlsx"
        _filled(content, path)
        print(f"{len(asked.indicators)} indicators, {CASES} rows of cases")
        floor = seconds(lambda: _bare(path), 1)
        made = seconds(lambda: template_bytes(standard, evidence, "990001", "2023-Q4"), 1)
        cells = seconds(lambda: read_cells(path, "form.xlsx"), 1)
        check = seconds(lambda: read_submission(path, standard, evidence), 1)
        used = time.process_time()
        found = read_submission(path, standard, evidence)
        used = time.process_time() - used
        print(row("template", made, floor, "≤ 2 s"))
        print(row("cells of the workbook, in a process of its own", cells, floor, "-"))
        print(row("the whole check", check, floor, "≤ 2 s"))
        print(f"processor time of the check without that process: {used:.2f} s; rows taken: {found.rows}")
        for ending in ("xlsx", "ods") if shutil.which("soffice") else ():
            words = ["soffice", f"-env:UserInstallation=file://{home}/profile", "--headless", "--convert-to", ending]
            subprocess.run([*words, "--outdir", str(home / "out"), str(path)], check=True, capture_output=True)
            saved = home / "out" / f"form.{ending}"
            floor, whole = seconds(lambda p=saved: _bare(p), 1), partial(read_submission, saved, standard, evidence)
            print(row(f"the whole check, saved by LibreOffice as {ending}", seconds(whole, 1), floor, "≤ 2 s"))


def _filled(content: bytes, path: Path) -> None:
    """As many rows of cases as asked, each a copy of the first with a number of its own."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["办件"]
    first = [cell.value for cell in sheet[5]]
    formats = [cell.number_format for cell in sheet[5]]
    for i in range(CASES):
        for c, value in enumerate(first, start=1):
            cell = sheet.cell(5 + i, c)
            cell.value, cell.number_format = f"B{i}" if c == 2 else value, formats[c - 1]
    book.save(path)


def _bare(path: Path) -> None:
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


if __name__ == "__main__":
    main()
