"""Evidence: read as a person would read it, or refused with file, row, column and remedy."""

from __future__ import annotations

import datetime
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.evidence import Evidence, read_evidence
from evaluator.evidence.numbers import Figure, Refused, read_figure
from evaluator.evidence.periods import period_ordinal, read_period
from evaluator.evidence.stamps import read_stamp
from indicators.faults import Faults

REGIONS = "region,name_zh,name_en,level,aliases\n010000,甲省,Alpha,province,老甲\n110000,北京市,Beijing,province,\n"
REGIONS += "220000,吉林省,Jilin,province,\n220200,吉林市,Jilin City,city,\n"


def folder(tmp_path: Path, **files: str | bytes) -> Path:
    home = tmp_path / "evidence"
    home.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (home / name.replace("__", ".").replace("_dash_", "-")).write_bytes(data)
    return home


def figures(evidence: Evidence) -> set[tuple[str, str, str, float | None]]:
    return {(row["region"], row["period"], row["series"], row["value"]) for row in evidence.statistics.to_pylist()}


def accounted(evidence: Evidence) -> None:
    for file in evidence.files:
        assert file.read == file.taken + file.refused
    assert sum(file.refused for file in evidence.files) == len(evidence.refusals)
    for one in evidence.refusals:
        assert one.file and one.line and one.sentence("zh") and one.sentence("en")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234", 1234),
        ("１，２３４．５", 1234.5),
        ("1 234 567", 1234567),
        ("12%", 12),
        ("１２％", 12),
        ("−5", -5),
        ("－5", -5),
        ("+3.5", 3.5),
        ("1e3", 1000),
        (".5", 0.5),
        (" 7 ", 7),
        ("'8", 8),
        (7, 7),
        (7.25, 7.25),
        ("—", None),
        ("……", None),
        ("n/a", None),
        ("NA", None),
        ("", None),
        (None, None),
        ("无", None),
        (float("nan"), None),
    ],
)
def test_a_figure_is_read_as_a_person_would(cell, value):
    found = read_figure(cell)
    assert isinstance(found, Figure) and found.value == value


@pytest.mark.parametrize(
    "cell",
    ["一百二十", "1.2万", "12*", "3①", "3²", "1.234,5", "12,34", "1,2345", "#N/A", "#DIV/0!", "inf", "12（预计）"]
    + ["abc", "1_000", True, datetime.date(2023, 1, 1), float("inf"), "(12)", "5a"],
)
def test_what_is_not_clear_is_refused_with_a_remedy(cell):
    found = read_figure(cell)
    assert isinstance(found, Refused)
    assert found.what.zh and found.what.en and found.remedy.zh and found.remedy.en


@given(st.floats(-1e12, 1e12, allow_nan=False), st.booleans())
def test_a_number_written_with_commas_reads_back(number, grouped):
    text = f"{number:,.4f}" if grouped else repr(number)
    found = read_figure(text)
    assert isinstance(found, Figure) and found.value == pytest.approx(float(text.replace(",", "")))


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2023", "2023"),
        ("2023.0", "2023"),
        ("2023年", "2023"),
        ("２０２３年", "2023"),
        ("2023-Q1", "2023-Q1"),
        ("2023Q4", "2023-Q4"),
        ("2023年第一季度", "2023-Q1"),
        ("2023年二季度", "2023-Q2"),
        ("2023-H1", "2023-H1"),
        ("2023年下半年", "2023-H2"),
        ("2023-05", "2023-05"),
        ("2023年5月", "2023-05"),
        ("2023/12", "2023-12"),
        ("undated", "undated"),
        ("23", None),
        ("2023-13", None),
        ("2023-05-31", None),
        ("last year", None),
        ("20233", None),
    ],
)
def test_periods(cell, period):
    assert read_period(cell) == period


def test_the_period_before_has_the_ordinal_less_one():
    for before, after in (("2022", "2023"), ("2022-Q4", "2023-Q1"), ("2022-H2", "2023-H1"), ("2022-12", "2023-01")):
        assert period_ordinal(after)[1] - period_ordinal(before)[1] == 1
        assert period_ordinal(after)[0] == period_ordinal(before)[0]


@pytest.mark.parametrize(
    "cell", ["01/02/2024", "2024-02-30", "1900-01-01", "2099-01-01", "2024-01-05T10:00+08:00", "soon"]
)
def test_a_date_that_is_not_clear_is_refused(cell):
    assert isinstance(read_stamp(cell), Refused)


def test_dates_as_people_write_them():
    day = datetime.datetime(2024, 1, 5)
    for cell in ("2024-01-05", "2024/1/5", "2024年1月5日", "20240105", datetime.date(2024, 1, 5)):
        assert read_stamp(cell) == day
    assert read_stamp("2024-01-05 14:30") == datetime.datetime(2024, 1, 5, 14, 30)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_recognised(tmp_path, codec):
    text = "region,period,series,value\n北京,2023,网站数,1\n"
    evidence = read_evidence(folder(tmp_path, regions__csv=REGIONS, statistics__csv=text.encode(codec)))
    assert figures(evidence) == {("110000", "2023", "网站数", 1.0)}
    assert bool(evidence.notes) == (codec in ("utf-16", "gb18030"))


def test_regions_by_code_name_short_name_english_and_alias(tmp_path):
    rows = [
        ("010000", 1),
        ("甲省", 2),
        ("Alpha", 3),
        ("老甲", 4),
        ("北京", 5),
        ("beijing", 6),
        (" 北 京 市 ", 7),
        ("110000.0", 8),
    ]
    text = "region,period,series,value\n" + "".join(f"{name},2023,s{i},{i}\n" for name, i in rows)
    evidence = read_evidence(folder(tmp_path, regions__csv=REGIONS, statistics__csv=text))
    assert [row[0] for row in sorted(figures(evidence), key=lambda row: row[3] or 0)] == ["010000"] * 4 + ["110000"] * 4
    accounted(evidence)


def test_an_ambiguous_region_is_refused_with_its_candidates(tmp_path):
    text = "region,period,series,value\n吉林,2023,a,1\nNowhere,2023,a,1\n"
    evidence = read_evidence(folder(tmp_path, regions__csv=REGIONS, statistics__csv=text))
    sentences = [one.sentence("en") for one in evidence.refusals]
    assert "220000" in sentences[0] and "220200" in sentences[0] and "Nowhere" in sentences[1]
    accounted(evidence)


def test_without_regions_names_of_provinces_are_known_and_other_codes_taken(tmp_path):
    text = "region,period,series,value\n河北,2023,a,1\nHebei Province,2022,a,2\nXYZ,2023,a,3\n"
    evidence = read_evidence(folder(tmp_path, statistics__csv=text))
    assert {row[0] for row in figures(evidence)} == {"130000", "XYZ"}
    assert set(evidence.regions["region"].to_pylist()) == {"130000", "XYZ"}


def test_unlike_values_are_both_refused_and_like_ones_taken_once(tmp_path):
    text = "region,period,series,value\nx,2023,a,1\nx,2023,a,2\ny,2023,a,3\ny,2023,a,3.0\nz,2023,a,—\nz,2023,a,5\n"
    evidence = read_evidence(folder(tmp_path, statistics__csv=text))
    assert figures(evidence) == {("y", "2023", "a", 3.0), ("z", "2023", "a", 5.0)}
    assert [one.line for one in evidence.refusals] == [2, 3]
    accounted(evidence)


def test_a_wide_table(tmp_path):
    text = "地区,年份,人口,网站,备注说明\n北京,2023,2186,1%,好\n甲省,2023年,—,二,好\n"
    evidence = read_evidence(folder(tmp_path, regions__csv=REGIONS, statistics__csv=text))
    assert figures(evidence) == {
        ("110000", "2023", "人口", 2186.0),
        ("110000", "2023", "网站", 1.0),
        ("010000", "2023", "人口", None),
    }
    assert [(one.line, one.column) for one in evidence.refusals] == [(3, "网站")]
    accounted(evidence)


def test_a_percentage_must_fit_the_unit(tmp_path):
    series = "series,unit_zh\npeople,万人\nshare,%\n"
    text = "region,period,series,value\nx,2023,people,12%\nx,2023,share,12%\n"
    evidence = read_evidence(folder(tmp_path, series__csv=series, statistics__csv=text))
    assert figures(evidence) == {("x", "2023", "share", 12.0)}
    accounted(evidence)


def test_a_ragged_row_is_refused_and_the_rest_taken(tmp_path):
    text = "region,period,series,value\nx,2023,a\ny,2023,a,1\nz,2023,a,1,2\n\n,,,\n"
    evidence = read_evidence(folder(tmp_path, statistics__csv=text))
    assert figures(evidence) == {("y", "2023", "a", 1.0)}
    assert [one.line for one in evidence.refusals] == [2, 4]
    accounted(evidence)


def test_several_files_make_one_table_and_others_are_named(tmp_path):
    one, two = "region,period,series,value\nx,2022,a,1\n", "value,series,period,region\n2,a,2023,x\n"
    home = folder(tmp_path, statistics2022__csv=one, statistics_dash_2023__csv=two, readme__csv="hello\n")
    evidence = read_evidence(home)
    assert figures(evidence) == {("x", "2022", "a", 1.0), ("x", "2023", "a", 2.0)}
    assert any("readme.csv" in one.sentence("en") for one in evidence.notes)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("statistics__csv", "region,period,value\nx,2023,1\n", "series"),
        ("statistics__csv", "region,period,series\nx,2023,a\n", "value"),
        ("statistics__csv", "period,series,value\n2023,a,1\n", "region"),
        ("statistics__csv", "region,period,series,value,value\nx,2023,a,1,2\n", "twice"),
        ("statistics__csv", "", "empty"),
        ("statistics__csv", b"\xff\xfe\x00\xd8\x00", "encoding"),
        ("statistics__csv", 'region,period,series,value\nx,2023,a,"' + "9" * 1_100_000 + '"\n', "split"),
        ("statistics__csv", "a," * 6000 + "b\n1\n", "columns"),
        ("statistics__parquet", b"PAR1 nonsense PAR1", "Parquet"),
        ("statistics__xlsx", b"PK nonsense", "workbook"),
        ("other__txt", "x\n1\n", "no readable table"),
    ],
)
def test_a_wrong_file_is_one_fault_and_no_traceback(tmp_path, name, content, words):
    home = folder(tmp_path, **{name: content})
    with pytest.raises(Faults) as caught:
        read_evidence(home)
    assert any(words in one.sentence("en") for one in caught.value.faults)


def test_workbooks_by_sheet_with_codes_dates_and_errors(tmp_path):
    import xlsxwriter

    path = tmp_path / "证据.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("统计数据")
        sheet.write_row(0, 0, ["地区代码", "年份", "序列", "数值"])
        sheet.write_row(1, 0, [110000, 2023, "a", 1.5])
        sheet.write_row(2, 0, ["010000", "2023年", "a", "1,000"])
        sheet.write_row(3, 0, ["110000", 2022, "a"])
        sheet.write_formula(3, 3, "=NA()", None, "#N/A")
        book.add_worksheet("目录").write(0, 0, "hello")
    evidence = read_evidence(path)
    assert figures(evidence) == {("110000", "2023", "a", 1.5), ("010000", "2023", "a", 1000.0)}
    assert evidence.refusals[0].line == 4 and "#N/A" in evidence.refusals[0].sentence("en")
    accounted(evidence)


def test_a_formula_that_was_never_worked_out_is_refused_and_not_taken_for_empty(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "statistics"
    for row in (
        ["region", "period", "series", "value"],
        ["110000", "2023", "a", "=1+1"],
        ["310000", "2023", "a", 3],
        ["330000", "2023", "a", None],
    ):
        sheet.append(row)
    path = tmp_path / "statistics.xlsx"
    book.save(path)
    evidence = read_evidence(path)
    assert figures(evidence) == {("310000", "2023", "a", 3.0), ("330000", "2023", "a", None)}
    assert evidence.refusals[0].line == 2 and "formula" in evidence.refusals[0].sentence("en")
    accounted(evidence)


def test_a_cell_at_the_far_corner_is_refused_at_once(tmp_path):
    import xlsxwriter

    path = tmp_path / "statistics.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("statistics")
        sheet.write(0, 0, "region")
        sheet.write(1_048_575, 16_383, 1)
    with pytest.raises(Faults) as caught:
        read_evidence(path)
    assert "too large" in caught.value.faults[0].sentence("en")


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "statistics.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 210_000_000)
    with pytest.raises(Faults) as caught:
        read_evidence(path)
    assert "too large" in caught.value.faults[0].sentence("en")


def test_parquet_and_python_tables_go_through_the_same_checks(tmp_path):
    table = pa.table({"region": ["x", "x"], "period": ["2023", "soon"], "series": ["a", "a"], "value": [1.0, 2.0]})
    home = folder(tmp_path)
    pq.write_table(table, home / "statistics.parquet")
    for evidence in (read_evidence(home), Evidence.from_tables({"statistics": table})):
        assert figures(evidence) == {("x", "2023", "a", 1.0)}
        assert len(evidence.refusals) == 1
    with pytest.raises(Faults):
        Evidence.from_tables({"statistic": table})


def test_parquet_with_decimals_bytes_and_chinese_headings(tmp_path):
    home = folder(tmp_path)
    columns = {
        "地区": pa.array([b"x", b"y"]),
        "年份": pa.array([2023, 2023]),
        "序列": pa.array(["a", "a"]).dictionary_encode(),
        "数值": pa.array([Decimal("1.10"), None], pa.decimal128(10, 2)),
    }
    pq.write_table(pa.table(columns), home / "statistics.parquet")
    evidence = read_evidence(home)
    assert figures(evidence) == {("x", "2023", "a", 1.1), ("y", "2023", "a", None)}
    assert not evidence.refusals


def test_what_cannot_be_a_file_or_lies_deeper_is_said(tmp_path):
    home = folder(tmp_path, statistics__csv="region,period,series,value\nx,2023,a,1\n")
    (home / "2022").mkdir()
    (home / "2022" / "statistics.csv").write_text("region,period,series,value\nx,2022,a,1\n")
    assert [one.file for one in read_evidence(home).notes] == ["2022"]
    (home / "cases.parquet").mkdir()
    (home / "statistics-2021.csv").symlink_to("nowhere.csv")
    with pytest.raises(Faults) as caught:
        read_evidence(home)
    assert [one.file for one in caught.value.faults] == ["cases.parquet", "statistics-2021.csv"]


def test_cases_with_wrong_stamps_are_refused_row_by_row(tmp_path):
    text = (
        "region,process,case,step,started,finished,due\n"
        "x,p,1,s,2024-01-01,2024-01-03,\nx,p,2,s,01/02/2024,2024-01-03,\nx,p,3,s,2024年1月1日 09:00,,2024-02-01\n"
    )
    evidence = read_evidence(folder(tmp_path, cases__csv=text))
    assert evidence.tables["cases"].num_rows == 2
    assert [(one.line, one.column) for one in evidence.refusals] == [(3, "started")]
    accounted(evidence)


def test_a_series_without_figures_is_said(tmp_path):
    home = folder(tmp_path, series__csv="series\na\nb\n", statistics__csv="region,period,series,value\nx,2023,a,1\n")
    assert any("'b'" in one.sentence("en") for one in read_evidence(home).notes)


def test_changed_figures_change_the_digest(tmp_path):
    home = folder(tmp_path, regions__csv=REGIONS, statistics__csv="region,period,series,value\n北京,2023,a,1\n")
    evidence = read_evidence(home)
    changed = evidence.with_values([{"region": "Beijing", "period": "2023年", "series": "a", "value": 5}])
    assert figures(changed) == {("110000", "2023", "a", 5.0)}
    assert changed.digest != evidence.digest == read_evidence(home).digest
    with pytest.raises(Faults):
        evidence.with_values([{"region": "Nowhere", "period": "2023", "series": "a", "value": 5}])


CELLS = st.sampled_from(["1", "2,000", "x", "—", "12%", "一", "", "3*", "0.5"])


WHERE = st.sampled_from(["110000", "北京", "吉林", "q", ""])
ROWS = st.tuples(WHERE, st.sampled_from(["2023", "2022年", "no"]), st.sampled_from(["a", "b", ""]), CELLS)


@given(st.lists(ROWS, max_size=12), st.randoms())
@settings(deadline=None, max_examples=60)
def test_rows_read_are_rows_taken_plus_rows_refused_in_any_order(tmp_path_factory, rows, random):
    def read(listed: list[tuple[str, ...]]) -> Evidence:
        home = tmp_path_factory.mktemp("e")
        (home / "regions.csv").write_text(REGIONS, encoding="utf-8")
        body = "".join(",".join(row) + "\n" if any(row) else "" for row in listed)
        (home / "statistics.csv").write_text(
            "region,period,series,value\n" + body.replace("2,000", '"2,000"'), encoding="utf-8"
        )
        return read_evidence(home)

    evidence = read(rows)
    accounted(evidence)
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert figures(read(shuffled)) == figures(evidence)


@pytest.mark.parametrize("listed", [True, False])
def test_a_code_is_the_same_code_with_a_decimal_point_or_wide(tmp_path, listed):
    rows = "990001,2023,a,1\n990002.0,2023,a,2\n９９０００３,2023,a,3\n990001.0,2023,b,4\n"
    files = {"statistics": "region,period,series,value\n" + rows}
    if listed:
        files["regions"] = "region,name_en\n990001.0,A\n990002,B\n９９０００３,C\n"
    evidence = read_evidence(folder(tmp_path, **{f"{name}.csv": text for name, text in files.items()}))
    assert {row[0] for row in figures(evidence)} == {"990001", "990002", "990003"}
    accounted(evidence)


def test_codes_that_differ_in_width_only_stand_twice(tmp_path):
    text = "region,name_en\nX1,A\nＸ１,B\n"
    evidence = read_evidence(
        folder(tmp_path, **{"regions.csv": text, "statistics.csv": "region,period,series,value\n"})
    )
    assert ["stands twice" in one.sentence("en") for one in evidence.refusals] == [True]
