"""Pasted formulas in XLSX and ODS: what shows is taken, what leads outside asked about."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from evaluator.workbook.marking import form_of, marked_bytes
from evaluator.workbook.ods import marks_of
from indicators.faults import Faults
from tests.workbook.test_submit import empty_form, figures, form, read, row_of, set_value, zipped

#: Formula as XLSX and as ODS write it, what it shows, what is said of it.
PASTED = {
    "shown": ("6600+30", "of:=6600+30", "6630", "note", "按显示值读取"),
    "linked": ("[1]Sheet1!$A$1", "of:=['file:///x.xlsx'#$Sheet1.A1]", "6630", "warning", "引用其他工作簿"),
    "error": ("NA()", "of:=NA()", "#N/A", "fault", "错误值"),
}


def pasted(tmp_path: Path, kind: str, ending: str) -> Path:
    """The form with a formula in the cell of the population, as a spreadsheet program saves it."""
    xlsx, ods, shown, *_ = PASTED[kind]
    path = form(tmp_path, set_value(424242), f"f.{ending}")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if ending == "xlsx":
        mark = b' t="e"' if kind == "error" else b""
        (name,) = [one for one, content in parts.items() if b"<v>424242</v>" in content]
        old = re.compile(rb'<c r="([A-Z]+\d+)"([^>]*?)(?: t="n")?><v>424242</v></c>')
        new = rb'<c r="\1"\2' + mark + f"><f>{xlsx}</f><v>{shown}</v></c>".encode()
    else:
        name = "content.xml"
        old = re.compile(rb'<table:table-cell office:value-type="float" office:value="424242"><text:p>424242</text:p>')
        value = 'string" ' if kind == "error" else f'float" office:value="{shown}"'
        new = f'<table:table-cell table:formula="{ods}" office:value-type="{value}><text:p>{shown}</text:p>'.encode()
    parts[name], count = old.subn(new, parts[name])
    assert count == 1
    path.write_bytes(zipped(parts))
    return path


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
@pytest.mark.parametrize("kind", PASTED)
def test_a_pasted_formula_is_said(tmp_path, kind, ending):
    *_, gravity, words = PASTED[kind]
    found = read(pasted(tmp_path, kind, ending))
    row = row_of(openpyxl.load_workbook(io.BytesIO(empty_form()))["统计"], "population")
    assert any(one.cell == f"统计!E{row}" and words in one.sentence("zh") for one in found.of(gravity))
    assert figures(found).get("population") == (None if kind == "error" else 6630)


def test_a_marked_ods_keeps_its_form_its_text_and_loses_old_marks(tmp_path):
    path = form(tmp_path, set_value("约六千"), "f.ods")
    found = read(path)
    assert form_of(path) == "ods" and found.of("fault")
    again = tmp_path / "again.ods"
    again.write_bytes(marked_bytes(path, found, "zh"))
    with zipfile.ZipFile(again) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        content = archive.read("content.xml").decode()
    assert content.count("<office:annotation ") == len({one.cell for one in found.findings})
    assert "不是数字" in content and "#F4B6B0" in content
    assert [one.sentence("zh") for one in read(again).findings] == [
        one.sentence("zh").replace("f.ods", "again.ods") for one in found.findings
    ]
    clean = tmp_path / "clean.ods"
    clean.write_bytes(marked_bytes(again, read(form(tmp_path, None, "g.ods")), "zh"))
    with zipfile.ZipFile(clean) as archive:
        assert "<office:annotation " not in archive.read("content.xml").decode()
    with pytest.raises(Faults):
        marked_bytes(form(tmp_path), read(form(tmp_path)), "zh", "ods")


def test_marks_are_found_behind_repeated_rows_and_cells(tmp_path):
    rows = (
        '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="4"/>'
        '</table:table-row><table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=1" table:number-columns-spanned="2" table:number-rows-spanned="3"/>'
        '</table:table-row><table:table-row table:visibility="filter"><table:table-cell office:value-type="float" '
        'office:value="1"/></table:table-row>'
    )
    path = form(tmp_path, None, "f.ods")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = parts["content.xml"].decode()
    start = whole.index("<office:spreadsheet>") + len("<office:spreadsheet>")
    parts["content.xml"] = (
        whole[:start]
        + f'<table:table table:name="s">{rows}</table:table>'
        + whole[whole.index("</office:spreadsheet>") :]
    ).encode()
    path.write_bytes(zipped(parts))
    assert marks_of(path) == {"s": {"formulas": {"C4": "empty"}, "merged": ["C4:D6"], "hidden": [5]}}


def test_macros_of_opendocument_are_refused(tmp_path):
    parts = {"META-INF/manifest.xml": b"<m opendocument.spreadsheet/>", "content.xml": b"<a/>"}
    path = tmp_path / "f.ods"
    for name in ("Basic/Standard/Module1.xml", "Scripts/python/x.py"):
        path.write_bytes(zipped({**parts, name: b"x"}))
        with pytest.raises(Faults, match="macros"):
            read(path)


def test_the_process_that_reads_an_upload_starts_with_little():
    said = "import sys, evaluator.workbook.child; print(sorted({'duckdb', 'numpy', 'pyarrow'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
