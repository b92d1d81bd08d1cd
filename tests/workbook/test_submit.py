"""From the template through a script, back in, into the store and to a score; broken workbooks with their faults."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from evaluator.bundled import bundled_evidence
from evaluator.cli import run
from evaluator.evidence import Evidence, read_evidence
from evaluator.opening import open_evidence
from evaluator.reading import read_standard
from evaluator.submissions import Store, laid_over, submitted_evidence
from evaluator.workbook import template_bytes
from evaluator.workbook.known import place_of
from evaluator.workbook.plausible import unlikely
from evaluator.workbook.reading import read_submission
from evaluator.workbook.submission import Submission
from indicators.faults import Faults
from tests.workbook.ods import saved
from tests.workbook.office import resaved


@cache
def china() -> Evidence:
    return read_evidence(bundled_evidence("china"))


@cache
def empty_form(lang="zh", region="330000") -> bytes:
    return template_bytes(read_standard("dbe-provinces"), china(), region, "2023", lang)


def form(tmp_path: Path, change=None, name="f.xlsx", lang="zh") -> Path:
    book = openpyxl.load_workbook(io.BytesIO(empty_form(lang)))
    if change is not None:
        change(book)
    return saved(book, tmp_path / name)


def read(path: Path, **options) -> Submission:
    return read_submission(path, read_standard("dbe-provinces"), china(), **options)


def figures(submission: Submission) -> dict[str, float | None]:
    table = submission.tables["statistics"]
    return dict(zip(table["series"].to_pylist(), table["value"].to_pylist(), strict=True))


def known() -> dict[str, float]:
    rows = china().statistics.to_pylist()
    return {r["series"]: r["value"] for r in rows if (r["region"], r["period"]) == ("330000", "2023")}


def row_of(sheet, series: str) -> int:
    return next(row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value == series)


@pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_goes_out_comes_back_the_same(tmp_path, lang, name):
    found = read(form(tmp_path, name=name, lang=lang))
    assert not found.findings
    assert all(known()[series] == value for series, value in figures(found).items())
    assert found.filled == {"statistics": (23, 23)} and found.lang == lang


def test_a_figure_filled_in_by_a_script_reaches_the_store_and_the_score(tmp_path, capsys):
    def fill(book):
        sheet = book["统计"]
        row = row_of(sheet, "broadband_subscribers")
        sheet.cell(row, 5).value = sheet.cell(row, 5).value * 1.1

    path = form(tmp_path, fill)
    store = tmp_path / "store"
    assert run(["submit", str(path), "--store", str(store)]) == 0 and not store.exists()
    assert run(["submit", str(path), "--store", str(store), "--confirm", "--who", "甲"]) == 0
    versions = Store(store).versions()
    assert [one.name for one in versions] == ["330000/2023/1"] and versions[0].who == "甲"
    merged = open_evidence(store)
    rows = {(r["region"], r["period"], r["series"]): r["value"] for r in merged.statistics.to_pylist()}
    assert rows["330000", "2023", "broadband_subscribers"] == pytest.approx(known()["broadband_subscribers"] * 1.1)
    assert len(rows) == merged.statistics.num_rows == china().statistics.num_rows
    capsys.readouterr()
    assert run(["score", "--evidence", str(store), "--lang", "en"]) == 0
    with_it = capsys.readouterr().out
    assert run(["score", "--lang", "en"]) == 0
    assert with_it != capsys.readouterr().out
    assert run(["submissions", "--store", str(store), "--withdraw", "330000/2023/1", "--reason", "重报"]) == 0
    assert Store(store).current() == [] and len(Store(store).versions()) == 1
    assert open_evidence(store).statistics.equals(china().statistics)


def test_versions_are_numbered_kept_and_compared(tmp_path, capsys):
    found = read(form(tmp_path))
    store = Store(tmp_path / "store")
    a, b = store.add(found, "china"), store.add(found, "china")
    assert (a.number, b.number) == (1, 2) and store.current() == [b]
    assert run(["submissions", "330000", "--store", str(store.folder), "--compare", a.name, b.name]) == 0
    (a.folder / "statistics.parquet").write_bytes(b"changed")
    with pytest.raises(Faults):
        a.tables()


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_the_workbook_is_kept_as_it_was_handed_in(tmp_path, ending):
    path = form(tmp_path, name=f"f.{ending}")
    version = Store(tmp_path / "store").add(read(path), "china", workbook=path.read_bytes())
    assert [one.name for one in version.folder.glob("workbook.*")] == [f"workbook.{ending}"]
    assert (version.folder / f"workbook.{ending}").read_bytes() == path.read_bytes()


def test_a_submission_that_is_not_stored_can_be_looked_at(tmp_path):
    found = read(form(tmp_path))
    assert submitted_evidence(china(), found).statistics.num_rows == china().statistics.num_rows
    assert laid_over(china(), {}).statistics.equals(china().statistics)


def set_value(value, series="population", column=5):
    def change(book):
        sheet = book["统计"]
        sheet.cell(row_of(sheet, series), column).value = value

    return change


FAULTY = {
    "text": ("约六千", "不是数字"),
    "chinese": ("六千", "中文数字"),
    "scaled": ("0.66亿", "带有单位"),
    "error": ("#N/A", "错误值"),
    "div": ("#DIV/0!", "错误值"),
    "value": ("#VALUE!", "错误值"),
    "percent": ("66%", "百分数"),
    "mark": ("6627①", "注释标记"),
    "decimal": ("6.627,5", "不明确"),
    "logical": (True, "逻辑值"),
    "infinite": ("inf", "不是有限数值"),
    "brackets": ("(6627)", "括号"),
    "thousands": ("66,27", "不明确"),
}


@pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])
@pytest.mark.parametrize("case", FAULTY)
def test_a_wrong_figure_is_named_with_sheet_and_cell(tmp_path, case, name):
    value, words = FAULTY[case]
    found = read(form(tmp_path, set_value(value), name))
    assert [one.cell for one in found.of("fault")] == ["统计!E5"] or len(found.of("fault")) == 1
    fault = found.of("fault")[0]
    book = openpyxl.load_workbook(io.BytesIO(empty_form()))
    assert fault.cell == f"统计!E{row_of(book['统计'], 'population')}"
    assert words in fault.sentence("zh") and "population" not in figures(found)
    assert fault.sentence("en").isascii() or "'" in fault.sentence("en")


@pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])
def test_a_percentage_is_taken_as_it_is_seen_or_refused(tmp_path, name):
    def change(book):
        sheet = book["统计"]
        for series, value in (("population", 0.66), ("enterprises_with_ecommerce", 0.075)):
            cell = sheet.cell(row_of(sheet, series), 5)
            cell.value, cell.number_format = value, "0.0%"

    found = read(form(tmp_path, change, name))
    (fault,) = found.of("fault")
    assert "百分数" in fault.sentence("zh") and "population" not in figures(found)
    assert figures(found)["enterprises_with_ecommerce"] == 7.5


def test_every_fault_comes_at_once_and_the_rest_is_taken(tmp_path):
    def change(book):
        sheet = book["统计"]
        for row in (5, 6, 7):
            sheet.cell(row, 5).value = "x"

    found = read(form(tmp_path, change))
    assert [one.cell for one in found.of("fault")] == ["统计!E5", "统计!E6", "统计!E7"]
    assert found.filled["statistics"] == (20, 23)


def test_an_empty_cell_says_nothing_and_a_dash_says_that_there_is_none(tmp_path):
    assert "population" not in figures(read(form(tmp_path, set_value(None))))
    assert figures(read(form(tmp_path, set_value("—"))))["population"] is None


def test_what_is_unlikely_needs_a_reason_in_the_sheet_or_by_command(tmp_path):
    path = form(tmp_path, set_value(66270))
    found = read(path)
    (warning,) = found.of("warning")
    assert "10.0" in warning.sentence("en") and warning.open
    assert not read(path, reasons={warning.cell: "区划调整"}).open

    def explained(book):
        set_value(66270)(book)
        set_value("区划调整", column=9)(book)

    assert read(form(tmp_path, explained, "g.xlsx")).of("warning")[0].reason == "区划调整"
    store = tmp_path / "store"
    assert run(["submit", str(path), "--store", str(store), "--confirm"]) == 1 and not store.exists()
    assert run(["submit", str(path), "--store", str(store), "--confirm", "--reason", "*=核实"]) == 0


def merged_cells(book):
    book["统计"].merge_cells("E6:E8")


def hidden_row(book):
    book["统计"].row_dimensions[7].hidden = True


def unknown_code(book):
    book["统计"]["A6"] = "made_up"


def twice(book):
    sheet = book["统计"]
    sheet["A6"] = sheet["A5"].value


def no_headings(book):
    book["统计"].delete_rows(4)


def formula(book):
    book["统计"]["E6"] = "=1+1"


def another_sheet(book):
    book["统计"]["A1"] = "statistics|110000|2023|dbe-provinces|0.1.0"


def other_name(book):
    book["统计"].title = "我的统计"


def no_sheet(book):
    del book["统计"]


SHAPES = {
    merged_cells: ("fault", "合并"),
    hidden_row: ("note", "隐藏行"),
    unknown_code: ("fault", "没有数据项"),
    twice: ("fault", "写了两行"),
    no_headings: ("fault", "表头不完整"),
    formula: ("fault", "公式没有算出结果"),
    another_sheet: ("fault", "110000"),
    no_sheet: ("note", "没有工作表"),
}


@pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])
@pytest.mark.parametrize("change", SHAPES, ids=lambda one: one.__name__)
def test_an_odd_shape_is_said(tmp_path, change, name):
    gravity, words = SHAPES[change]
    assert any(words in one.sentence("zh") for one in read(form(tmp_path, change, name)).of(gravity))


def test_a_sheet_under_another_name_is_found_by_its_stamp(tmp_path):
    assert read(form(tmp_path, other_name)).filled == {"statistics": (23, 23)}


def no_machine(book):
    del book["_machine"]


def other_standard(book):
    book["_machine"]["A1"] = book["_machine"]["A1"].value.replace('"standard": "dbe-provinces"', '"standard": "other"')


def other_format(book):
    book["_machine"]["A1"] = book["_machine"]["A1"].value.replace('"format": 1', '"format": 9')


def broken_machine(book):
    book["_machine"]["A1"] = "{"


@pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])
@pytest.mark.parametrize(
    "change", [no_machine, other_standard, other_format, broken_machine], ids=lambda one: one.__name__
)
def test_a_workbook_that_is_not_this_form_is_refused(tmp_path, change, name):
    with pytest.raises(Faults) as error:
        read(form(tmp_path, change, name))
    assert len(error.value.faults) == 1 and error.value.faults[0].remedy.zh


def test_another_region_is_refused_where_the_region_is_known(tmp_path):
    with pytest.raises(Faults, match="not of the chosen region"):
        read(form(tmp_path), region="北京")


@pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])
def test_an_older_version_is_read_with_what_changed(tmp_path, name):
    def older(book):
        cell = book["_machine"]["A1"]
        cell.value = (
            cell.value.replace('"version": "0.1.0"', '"version": "0.0.9"')
            .replace('"digest": "', '"digest": "0')
            .replace('"population": "万人"', '"population": "人", "gone": "个"')
        )

    found = read(form(tmp_path, older, name))
    said = " ".join(one.sentence("zh") for one in found.of("note"))
    (unit,) = found.of("fault")
    assert "由“人”改为“万人”" in unit.fault.what.zh and unit.fault.cell
    assert "population" not in found.tables["statistics"]["series"].to_pylist()
    assert "0.0.9" in said and "不再填报：gone" in said and "由“人”改为“万人”" in said


def zipped(names: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return sink.getvalue()


def with_macros() -> bytes:
    sink = io.BytesIO(empty_form())
    with zipfile.ZipFile(sink, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return sink.getvalue()


def bomb() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 210_000_000)
    return sink.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FILES = {
    "empty": (lambda: b"", "空的"),
    "csv": (lambda: "地区,数值\n浙江,1\n".encode(), "文本"),
    "gbk": (lambda: "地区,数值\n浙江,1\n".encode("gb18030"), "文本"),
    "html": (lambda: b"<html><table></table></html>", "网页"),
    "pdf": (lambda: b"%PDF-1.7\n\x00", "PDF"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "无法识别"),
    "old": (lambda: OLE + b"\x00" * 600, "旧版"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "ods-password": (
        lambda: zipped({"META-INF/manifest.xml": b"<m opendocument.spreadsheet encryption-data/>"}),
        "密码",
    ),
    "word": (lambda: zipped({"word/document.xml": b"<w/>"}), "Word"),
    "archive": (lambda: zipped({"a.txt": b"x"}), "没有工作簿"),
    "macros": (with_macros, "宏"),
    "cut-10": (lambda: empty_form()[: len(empty_form()) // 10], "不完整"),
    "cut-50": (lambda: empty_form()[: len(empty_form()) // 2], "不完整"),
    "cut-99": (lambda: empty_form()[:-30], "不完整"),
    "hollow": (lambda: zipped({"xl/workbook.xml": b"<workbook/>"}), ""),
    "bomb": (bomb, "过大"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_another_kind_is_refused_kindly(tmp_path, kind):
    make, words = FILES[kind]
    path = tmp_path / "f.xlsx"
    path.write_bytes(make())
    with pytest.raises(Faults) as error:
        read(path)
    (fault,) = error.value.faults
    assert words in fault.sentence("zh") and fault.remedy.en and "Traceback" not in fault.sentence("en")
    assert run(["submit", str(path)]) == 1


@pytest.mark.parametrize(
    ("spoil"),
    [
        {"region": "../../x"}, {"region": ""}, {"period": "later"}, {"period": "2023-13"}, {"region": "999999"},
    ],
    ids=str,
)  # fmt: skip
def test_hostile_facts_are_refused(tmp_path, spoil):
    import json

    def change(book):
        cell = book["_machine"]["A1"]
        cell.value = json.dumps({**json.loads(cell.value), **spoil}, ensure_ascii=False)

    with pytest.raises(Faults):
        read(form(tmp_path, change))


def test_the_marked_workbook_names_the_cells_and_can_be_handed_in_again(tmp_path):
    path, marked = form(tmp_path, set_value("x")), tmp_path / "m.xlsx"
    assert run(["submit", str(path), "--marked", str(marked), "--lang", "zh"]) == 1
    book = openpyxl.load_workbook(marked)
    sheet = book["统计"]
    cell = sheet.cell(row_of(sheet, "population"), column_index_from_string("E"))
    assert "不是数字" in cell.comment.text and cell.fill.start_color.rgb.endswith("F4B6B0")
    cell.value = 6627
    book.save(path)
    assert not read(path).open
    assert run(["submit", str(path), "--marked", str(marked)]) == 0
    again = openpyxl.load_workbook(marked)["统计"]
    assert again.cell(cell.row, cell.column).comment is None


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_it_survives_libreoffice(tmp_path, ending):
    saved = resaved(form(tmp_path, set_value(6630)), ending)
    found = read(saved)
    assert not found.of("fault")
    assert figures(found) == {series: known()[series] for series in figures(found)} | {"population": 6630.0}
    marked = tmp_path / "m.xlsx"
    assert run(["submit", str(saved), "--marked", str(marked)]) == 0
    assert "统计" in openpyxl.load_workbook(marked).sheetnames


def test_a_first_figure_is_compared_with_regions_of_the_same_level():
    place = place_of(china(), "330000", "2023")
    # 31 provinces have between 366 and 12,706 ten thousand people; the same in persons is ten thousand times as much.
    first = replace(place, before="")
    assert unlikely(china(), first, {"population": 6_627.0}) == {}
    said = unlikely(china(), first, {"population": 66_270_000.0})["population"]
    assert "66,270,000" in said.zh and "median" in said.en


def test_a_secretary_sends_out_collects_and_sees_who_is_missing(tmp_path, capsys):
    """Three of a folder: one good, one with a fault, one that is no workbook; then who has not handed in."""
    asked = ["--standard", "dbe-provinces", "--evidence", "china", "--lang", "zh"]
    folder, store = tmp_path / "in", ["--store", str(tmp_path / "store")]
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(empty_form(region="110000"))
    form(folder, set_value("#N/A"), "b.xlsx")
    (folder / "c.xlsx").write_bytes(b"%PDF-1.7 no workbook")
    (folder / "~$a.xlsx").write_bytes(b"left behind by the office program")
    words = ["submit", str(folder), *asked, *store, "--confirm", "--who", "统计局", "--reason", "*=已核"]
    assert run([*words, "--marked", str(tmp_path / "marked")]) == 1
    said = capsys.readouterr()
    assert "共 3 个工作簿，已入库 1 个；需处理 2 个：b.xlsx、c.xlsx" in said.out
    assert "PDF" in said.err and "错误值" in said.err
    assert [one.region for one in Store(tmp_path / "store").current()] == ["110000"]
    assert {one.name for one in (tmp_path / "marked").iterdir()} == {"a.xlsx", "b.xlsx"}
    assert run(["submissions", "--awaited", *store, "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "已交 1/31" in out and "浙江" in out and "北京" not in out
    assert run(["template", "--all", *asked, "--out", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out").glob("*.xlsx"))) == 31
