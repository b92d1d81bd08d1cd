"""What spreadsheets and slips of the pen make of periods, quotes, regions and figures: never taken in silence."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlwt

from evaluator.cli import run
from evaluator.evidence import Evidence, read_evidence
from evaluator.evidence.csvs import read_csv
from evaluator.evidence.numbers import Figure, Refused, read_figure
from evaluator.evidence.periods import period_of
from evaluator.evidence.workbooks import read_workbook
from indicators.faults import Faults
from tests.workbook.ods import ods_bytes, saved

REGIONS = "region,name_zh,level,parent,population\n"
FIGURES = "region,period,series,value\n"


def evidence(folder: Path, regions: str, statistics: str = "") -> Evidence:
    (folder / "regions.csv").write_text(REGIONS + regions, encoding="utf-8")
    (folder / "statistics.csv").write_text(FIGURES + statistics, encoding="utf-8")
    return read_evidence(folder)


@pytest.mark.parametrize(
    ("cell", "period"),
    [(2023.05, "2023-05"), (2023.12, "2023-12"), (2023.0, "2023"), (2023, "2023"), ("2023.1", "2023-01")],
)
def test_a_month_that_has_lost_no_zero_is_read(cell: object, period: str) -> None:
    assert period_of(cell) == period


def test_a_number_that_may_be_january_or_october_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "statistics"
    for row in (["region", "period", "series", "value"], ["110000", 2023.1, "a", 1], ["110000", 2023.11, "a", 2]):
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    found = read_evidence(tmp_path / "book.xlsx")
    assert found.statistics["period"].to_pylist() == ["2023-11"]
    (one,) = found.refusals
    assert (one.line, one.column) == (2, "period") and "2023-10" in one.sentence("en") and "10 月" in one.sentence("zh")


def test_the_same_in_parquet_and_in_days(tmp_path: Path) -> None:
    rows = {"region": ["110000"] * 2, "period": [2023.1, 2023.0], "survey": ["s"] * 2, "respondent": ["1"] * 2}
    pq.write_table(pa.table({**rows, "question": ["q"] * 2, "answer": ["a"] * 2}), tmp_path / "responses.parquet")
    found = read_evidence(tmp_path)
    assert found.tables["responses"]["period"].to_pylist() == ["2023"] and len(found.refusals) == 1
    (one,) = Evidence.from_tables({"regions": pa.table({"region": ["x"], "valid_from": [2023.1]})}).refusals
    assert one.column == "valid_from" and "October" in one.sentence("en")


def test_a_month_in_text_that_may_have_lost_its_zero_is_said(tmp_path: Path) -> None:
    found = evidence(tmp_path, "a,甲,,,\n", "a,2023.1,s,1\na,2022.1,s,1\na,2022.10,s,2\n")
    assert found.statistics["period"].to_pylist() == ["2023-01", "2022-01", "2022-10"]
    (one,) = [note for note in found.notes if note.column == "period"]
    assert "2023-10" in one.sentence("zh") and one.file == "statistics.csv"


@pytest.mark.parametrize("cell", ["1e308", 1e308, "-1e101", "1e400", 10**400])
def test_a_figure_too_large_to_calculate_with_is_refused(cell: object) -> None:
    found = read_figure(cell)
    assert isinstance(found, Refused) and "1e100" in found.what.zh and "1e100" in found.what.en
    assert read_figure("1e99") == Figure(1e99)


def test_a_population_is_read_as_a_person_would_and_a_doubtful_one_costs_no_region(tmp_path: Path) -> None:
    rows = 'a,甲,,,"1,234"\nb,乙,,,约100\nc,丙,,,-5\nd,丁,,,—\ne,戊,,,12%\n'
    found = evidence(tmp_path, rows, "a,2023,s,1\nb,2023,s,1\n乙,2024,s,1\n")
    assert found.regions["region"].to_pylist() == list("abcde")
    assert found.regions["population"].to_pylist() == ["1234", None, None, None, None]
    assert found.statistics.num_rows == 3 and not found.refusals
    assert [(one.line, one.column) for one in found.notes if one.column == "population"] == [
        (3, "population"),
        (4, "population"),
        (6, "population"),
    ]


def test_circles_of_parents_are_one_fault_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "a,甲,,丙,\nb,乙,,a,\nc,丙,,b,\nd,丁,,e,\ne,戊,,d,\nf,己,,a,\n"
    with pytest.raises(Faults) as caught:
        evidence(tmp_path, rows)
    assert [(one.line, one.column) for one in caught.value.faults] == [(2, "parent"), (5, "parent")]
    assert "a → c → b → a" in caught.value.faults[0].sentence("en")
    assert run(["check", "--evidence", str(tmp_path), "--lang", "zh"]) == 1
    assert capsys.readouterr().err.count("绕成了一圈") == 2


def test_a_region_above_itself_has_no_parent_and_this_is_said(tmp_path: Path) -> None:
    found = evidence(tmp_path, "a,甲,,a,\nb,乙,,a,\n")
    (one,) = [note for note in found.notes if note.column == "parent"]
    assert found.regions.num_rows == 2 and one.line == 2


@pytest.mark.parametrize(
    ("text", "line", "last"),
    [
        ('region,value\na,1\nb,"2\nc,3\nd,4\n', 3, 5),
        ('region,value\na,1\nb,"2', 3, 3),
        ('region,value\na,"1\nb,2\nc,"3"\nd,4\n', 2, 4),
        ('region,value\na,"1\n' + "b,2\n" * 300_000, 2, None),
    ],
)
def test_a_quote_that_is_not_closed_is_told_with_its_line(text: str, line: int, last: int, tmp_path: Path) -> None:
    path = tmp_path / "statistics.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as caught:
        read_csv(path, path.name)
    (one,) = caught.value.faults
    assert one.line == line and "a quote is not closed" in one.sentence("en")
    assert last in (None, line) or f"line {last}" in one.sentence("en")


def test_quotes_that_hold_lines_or_stand_inside_a_cell_are_in_order(tmp_path: Path) -> None:
    path = tmp_path / "statistics.csv"
    path.write_text('region,note\na,"two\nlines, ""said"""\nb,5" pipe\n"c",x', encoding="utf-8")
    grid, _ = read_csv(path, path.name)
    assert grid.rows == [["a", 'two\nlines, "said"'], ["b", '5" pipe'], ["c", "x"]]
    assert grid.lines == [2, 4, 5]


def test_figures_of_one_series_in_two_units_are_not_mixed(tmp_path: Path) -> None:
    (tmp_path / "series.csv").write_text("series,unit_zh\ns,万户\n", encoding="utf-8")
    head = "region,period,series,value,unit\n"
    rows = "a,2023,s,1,万户\nb,2023,s,20000,户\nc,2023,s,3,\nd,2023,s,40000,户\na,2023,p,5,%\nb,2023,p,6,百分比\n"
    (tmp_path / "statistics.csv").write_text(head + rows, encoding="utf-8")
    found = read_evidence(tmp_path)
    assert found.statistics["value"].to_pylist() == [1.0, 3.0, 5.0, 6.0]
    assert [(one.line, one.column) for one in found.refusals] == [(3, "unit"), (5, "unit")]
    assert all("万户" in one.sentence("zh") for one in found.refusals)
    assert [(one.taken, one.refused) for one in found.files if one.table == "statistics"] == [(4, 2)]


@pytest.mark.parametrize("mark", ["\u200b", "\u202e", "\ufeff", "\x07", "\u2060"])
def test_characters_that_nobody_sees_are_passed_over(mark: str, tmp_path: Path) -> None:
    found = evidence(tmp_path, f"a{mark},甲{mark},,,\n", f"{mark}a,20{mark}23,s{mark},{mark}1\n")
    assert found.statistics.to_pylist() == [{"region": "a", "period": "2023", "series": "s", "value": 1.0}]
    assert found.regions["name_zh"].to_pylist() == ["甲"]


def test_parquet_that_holds_no_text_or_is_damaged_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "statistics.parquet"
    rows = {"period": ["2023"], "series": ["s"], "value": [1.0]}
    pq.write_table(pa.table({"region": pa.array([b"\xff\xfe"]), **rows}), path)
    with pytest.raises(Faults, match="no UTF-8 text"):
        read_evidence(tmp_path)
    pq.write_table(
        pa.table({"region": ["a"] * 1000, "period": ["2023"] * 1000, "series": ["s"] * 1000, "value": range(1000)}),
        path,
    )
    data = bytearray(path.read_bytes())
    data[20] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(Faults, match="no readable Parquet"):
        read_evidence(tmp_path)


def test_a_cell_that_is_neither_text_nor_number_is_not_called_a_date(tmp_path: Path) -> None:
    rows = {"region": ["a"], "period": ["2023"], "series": ["s"], "value": pa.array([[1]])}
    pq.write_table(pa.table(rows), tmp_path / "statistics.parquet")
    (one,) = read_evidence(tmp_path).refusals
    assert "is not a number" in one.sentence("en") and "date" not in one.sentence("en")


def test_a_file_that_only_ends_like_a_workbook_is_said(tmp_path: Path) -> None:
    path = tmp_path / "statistics.xlsx"
    path.write_text("region,period\n", encoding="utf-8")
    with pytest.raises(Faults, match="no Excel, WPS or ODS workbook"):
        read_evidence(path)


def test_parquet_that_swells_beyond_reason_is_refused(tmp_path: Path) -> None:
    """One long word in a dictionary and one byte a row: 1 MB that would become 4 GB."""
    rows = 2_000_000
    word = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int8()), ["x" * 2000])
    pq.write_table(
        pa.table({"region": word, "period": word, "series": word, "value": word}), tmp_path / "statistics.parquet"
    )
    with pytest.raises(Faults, match="too large when decoded"):
        read_evidence(tmp_path)


def test_more_figures_than_can_be_read_one_by_one_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluator.evidence.tables.MAX_ROWS", 2)
    rows = {"region": ["a"] * 3, "period": ["2023"] * 3, "series": ["s", "t", "u"], "value": [1.0, 2.0, 3.0]}
    pq.write_table(pa.table(rows), tmp_path / "statistics.parquet")
    with pytest.raises(Faults, match="has 3 rows, at most 2"):
        read_evidence(tmp_path)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_percentages_in_a_workbook_are_read_as_they_are_seen(tmp_path: Path, ending: str) -> None:
    book = openpyxl.Workbook()
    series = book.active
    series.title = "series"
    for row in (["series", "unit_zh"], ["rate", "%"], ["users", "万户"]):
        series.append(row)
    sheet = book.create_sheet("statistics")
    for row in (["region", "period", "series", "value"], ["a", 2023, "rate", 0.07], ["b", 2023, "rate", 8.5],
                ["a", 2023, "users", 0.5], ["c", 2023, "rate", 0.125]):  # fmt: skip
        sheet.append(row)
    sheet["D2"].number_format, sheet["D4"].number_format, sheet["D5"].number_format = "0%", "0.0%", '0.0"%"'
    found = read_evidence(saved(book, tmp_path / f"book.{ending}"))
    assert found.statistics["value"].to_pylist() == [7.0, 8.5, 0.125]
    (one,) = found.refusals
    assert one.line == 4 and "percentage" in one.sentence("en")


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_errors_in_a_workbook_are_refused_and_not_taken_for_empty_cells(tmp_path: Path, ending: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "statistics"
    for row in ([None] * 4, ["region", "period", "series", "value"], ["a", 2023, "rate", "#N/A"],
                ["b", 2023, "rate", "#DIV/0!"], ["c", 2023, "rate", "=1+1"], ["d", 2023, "rate", 2.5]):  # fmt: skip
        sheet.append(row)
    found = read_evidence(saved(book, tmp_path / f"book.{ending}"))
    assert found.statistics["value"].to_pylist() == [2.5]
    assert [one.line for one in found.refusals] == [3, 4, 5]
    said = [one.sentence("en") for one in found.refusals]
    assert ["spreadsheet error" in one for one in said] == [True, True, False] and "stored result" in said[2]


def test_percentages_and_errors_in_a_workbook_of_the_old_kind_are_read_as_they_are_seen(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    series, sheet = book.add_sheet("series"), book.add_sheet("statistics")
    for r, row in enumerate((["series", "unit_zh"], ["rate", "%"])):
        for c, word in enumerate(row):
            series.write(r, c, word)
    styles = {"0%": 0.07, "0.00": 8.5, '0.0"%"': 0.125}
    for c, word in enumerate(("region", "period", "series", "value")):
        sheet.write(1, c, word)
    for r, (style, value) in enumerate(styles.items(), 2):
        sheet.write(r, 0, "abc"[r - 2]), sheet.write(r, 1, 2023), sheet.write(r, 2, "rate")
        sheet.write(r, 3, value, xlwt.easyxf(num_format_str=style))
    sheet.write(5, 0, "d"), sheet.write(5, 1, 2023), sheet.write(5, 2, "rate")
    sheet.row(5).set_cell_error(3, "#DIV/0!")
    book.save(str(tmp_path / "book.xls"))
    found = read_evidence(tmp_path / "book.xls")
    assert found.statistics["value"].to_pylist() == [7.0, 8.5, 0.125]
    (one,) = found.refusals
    assert one.line == 6 and "spreadsheet error" in one.sentence("en")


#: An error as LibreOffice saves it: shown, with an empty text as its value; and a run of equal cells and rows.
_ROWS = """<table:table-row><table:table-cell office:value-type="percentage" office:value="0.5"
table:number-columns-repeated="2"><text:p>50%</text:p></table:table-cell><table:table-cell
table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error">
<text:p>#N/A</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="{times}"><table:table-cell
office:value-type="percentage" office:value="0.07" table:number-columns-repeated="3"><text:p>7%</text:p>
</table:table-cell></table:table-row>"""


def ods(path: Path, rows: str) -> Path:
    book = openpyxl.Workbook()
    with zipfile.ZipFile(io.BytesIO(ods_bytes(book))) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "content.xml":
                calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
                content = content.replace("<office:document-content ", f"<office:document-content {calc}")
                content = re.sub(r"(<table:table [^>]*>).*(</table:table>)", rf"\1{rows}\2", content)
            new.writestr(name, content)
    return path


def test_runs_of_equal_cells_in_ods_are_each_a_percentage(tmp_path: Path) -> None:
    (sheet,) = read_workbook(ods(tmp_path / "run.ods", _ROWS.format(times=3)), "run.ods")
    assert sheet.shown() == [["50.0%", "50.0%", "#N/A"], *[["7.00%"] * 3] * 3]
    with pytest.raises(Faults, match="too large"):
        read_workbook(ods(tmp_path / "run.ods", _ROWS.format(times=1_000_000)), "run.ods")
    with pytest.raises(Faults, match="cannot be opened"):
        read_workbook(ods(tmp_path / "run.ods", "<table:table-row>"), "run.ods")
