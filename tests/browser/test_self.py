"""A region's journey: take the workbook, fill it in with a script, hand it in, store it; then a plan and a report."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

from evaluator.advice.plans import read_plan
from evaluator.submissions import Store
from tests.browser.conftest import serving

pytestmark = pytest.mark.filterwarnings("ignore")


def downloaded(page, tmp_path, name: str) -> Path:
    """What the button of that name gives."""
    button = page.get_by_test_id("stDownloadButton").get_by_role("button", name=name).first
    button.wait_for()
    with page.expect_download() as download:
        button.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def filled_in(path: Path) -> None:
    """A script fills in the population."""
    book = openpyxl.load_workbook(path)
    sheet = next(one for one in book.worksheets if one.title in ("统计", "Statistics"))
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == "population")
    cell = next(one for one in row if one.value == 6627)
    cell.value = 6630
    book.save(path)


def words_of(path: Path) -> str:
    """The text of a report in any form, without spaces."""
    if path.suffix == ".docx":
        docx = pytest.importorskip("docx")
        opened = docx.Document(str(path))
        cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(one.text for one in opened.paragraphs), *cells])
    elif path.suffix == ".pdf":
        pdfium = pytest.importorskip("pypdfium2")
        text = " ".join(one.get_textpage().get_text_range() for one in pdfium.PdfDocument(path.read_bytes()))
    else:
        text = re.sub(r"<[^>]+>", " ", path.read_text("utf-8"))
    return re.sub(r"\s+", "", text)


def test_from_the_workbook_to_the_report(page, tmp_path):
    store = tmp_path / "store"
    with serving(tmp_path, "--store", str(store)) as address:
        page.goto(f"{address}/self?lang=en&code=330000&period=2023")
        path = downloaded(page, tmp_path, "Download the workbook")
        assert path.name == "330000-2023.xlsx"
        filled_in(path)
        page.locator("input[type=file]").first.set_input_files(str(path))
        page.get_by_role("heading", name="Findings").first.wait_for()
        assert not Store(store).versions(), "nothing is stored before the user says so"
        page.get_by_role("button", name="Store this version").first.click()
        page.get_by_text("Stored: 330000/2023/1").first.wait_for()
        page.get_by_role("heading", name="Stored versions").first.wait_for()
        (version,) = Store(store).versions("330000")
        rows = {row["series"]: row["value"] for row in version.tables()["statistics"].to_pylist()}
        assert rows["population"] == 6630

        page.goto(f"{address}/next?lang=en&code=330000&period=2023")
        page.get_by_role("heading", name="A way to a goal").first.wait_for()
        page.get_by_role("button", name="Find the least effort").first.click()
        plan = downloaded(page, tmp_path, "Download the plan")
        lines = read_plan(plan)
        assert {line["region"] for line in lines} == {"330000"} and all(line["to"] != line["from"] for line in lines)
        header = next(csv.reader(io.StringIO(plan.read_text("utf-8-sig"))))
        assert header[-2:] == ["owner", "date"]

        score = page.get_by_test_id("stMetricValue").first.inner_text().strip()
        for form in ("docx", "pdf", "html"):
            text = words_of(downloaded(page, tmp_path, form))
            told = re.search(r"scores([0-9.]+)points", text)
            assert told and f"{float(told[1]):.2f}" == f"{float(score):.2f}", (form, score)
            assert "Zhejiang" in text and "Strengthsandweaknesses" in text
