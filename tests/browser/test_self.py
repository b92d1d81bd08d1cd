"""A region's journey: take the workbook, fill it in with a script, hand it in, store it."""

from __future__ import annotations

import openpyxl
import pytest

from evaluator.submissions import Store
from tests.browser.conftest import serving

pytestmark = pytest.mark.filterwarnings("ignore")


def test_download_fill_in_upload_and_store(page, tmp_path):
    store = tmp_path / "store"
    with serving(tmp_path, "--store", str(store)) as address:
        page.goto(f"{address}/self?lang=en&code=330000&period=2023")
        button = page.get_by_test_id("stDownloadButton").get_by_role("button").first
        button.first.wait_for()
        with page.expect_download() as download:
            button.click()
        path = tmp_path / download.value.suggested_filename
        assert path.name == "330000-2023.xlsx"
        download.value.save_as(path)
        book = openpyxl.load_workbook(path)
        sheet = next(one for one in book.worksheets if one.title in ("统计", "Statistics"))
        row = next(cells for cells in sheet.iter_rows() if cells[0].value == "population")
        cell = next(one for one in row if one.value == 6627)
        cell.value = 6630
        book.save(path)
        page.locator("input[type=file]").set_input_files(str(path))
        page.get_by_role("heading", name="Findings").first.wait_for()
        assert not Store(store).versions(), "nothing is stored before the user says so"
        page.get_by_role("button", name="Store this version").click()
        page.get_by_text("Stored: 330000/2023/1").first.wait_for()
        page.get_by_role("heading", name="Stored versions").first.wait_for()
    (version,) = Store(store).versions("330000")
    rows = {row["series"]: row["value"] for row in version.tables()["statistics"].to_pylist()}
    assert rows["population"] == 6630
