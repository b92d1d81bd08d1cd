"""Yearbook layouts become evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.cli import run
from evaluator.evidence import read_evidence
from evaluator.evidence.tidy import tidy
from indicators.faults import Faults

YEARS = """\
表16-3 各地区固定互联网宽带接入用户数（2021—2023年）,,,
,,,单位：万户
地区,2021年,2022年,2023年
全 国,53579,58965,63631
北 京,"1,234.5",１３００,1400
天  津,500,…,550
河 北,1,2,3*
注：2023年为初步数。,,,
数据来源：国家统计局《中国统计年鉴》,,,
"""


def rows(path: Path) -> set[tuple[str, str, str, float | None]]:
    table = tidy(path).statistics
    return {(row["region"], row["period"], row["series"], row["value"]) for row in table.to_pylist()}


def test_regions_by_years_in_gb18030(tmp_path):
    path = tmp_path / "yearbook.csv"
    path.write_bytes(YEARS.encode("gb18030"))
    found = tidy(path)
    name = "各地区固定互联网宽带接入用户数"
    assert ("110000", "2021", name, 1234.5) in rows(path)
    assert ("120000", "2022", name, None) in rows(path)
    assert len(rows(path)) == 8
    assert set(found.statistics["unit"].to_pylist()) == {"万户"}
    assert found.series["publisher"].to_pylist() == ["国家统计局《中国统计年鉴》"]
    assert [one.line for one in found.refusals] == [7]
    assert any("全 国" in line.zh for line in found.understood)


def test_years_by_regions(tmp_path):
    path = tmp_path / "人口.csv"
    path.write_text("单位：万人,,\n年份,南京市,苏州市\n2021,1,2\n2022,3,4\n", encoding="utf-8")
    assert rows(path) == {
        ("320100", "2021", "人口", 1.0),
        ("320500", "2021", "人口", 2.0),
        ("320100", "2022", "人口", 3.0),
        ("320500", "2022", "人口", 4.0),
    }


@pytest.mark.parametrize("ending", ["xls", "xlsx"])
def test_a_sheet_a_year_with_two_rows_of_headings(tmp_path, ending):
    path = tmp_path / f"book.{ending}"
    cells = {
        (0, 0): "各地区电信主要指标",
        (1, 0): "地区",
        (1, 1): "移动电话用户（万户）",
        (1, 3): "基站（万个）",
        (2, 1): "合计",
        (2, 2): "5G用户",
        (2, 3): "数量",
        (3, 0): "北京",
        (3, 1): 100,
        (3, 2): 20,
        (3, 3): 3,
        (4, 0): "上海",
        (4, 1): 200,
        (4, 2): 30,
        (4, 3): 4,
    }
    if ending == "xls":
        import xlwt

        book = xlwt.Workbook()
        sheets = [book.add_sheet(f"{year}年") for year in (2022, 2023)]
    else:
        import xlsxwriter

        book = xlsxwriter.Workbook(str(path))
        sheets = [book.add_worksheet(f"{year}年") for year in (2022, 2023)]
    for sheet in sheets:
        for (r, c), value in cells.items():
            sheet.write(r, c, value)
    book.save(str(path)) if ending == "xls" else book.close()
    found = tidy(path)
    assert found.series["series"].to_pylist() == ["移动电话用户_合计", "移动电话用户_5G用户", "基站_数量"]
    assert found.series["unit_zh"].to_pylist() == ["万户", "万户", "万个"]
    assert ("310000", "2023", "基站_数量", 4.0) in rows(path) and len(rows(path)) == 12


def test_what_is_written_is_evidence_and_nothing_is_overwritten(tmp_path, capsys):
    path = tmp_path / "yearbook.csv"
    path.write_text(YEARS, encoding="utf-8")
    assert run(["tidy", str(path), "--out", str(tmp_path / "out"), "--lang", "zh"]) == 0
    assert read_evidence(tmp_path / "out").statistics.num_rows == 8
    assert run(["tidy", str(path), "--out", str(tmp_path / "out"), "--lang", "zh"]) == 1
    assert "已存在" in capsys.readouterr().err


def test_figures_that_look_like_years_are_figures(tmp_path):
    """Beijing has had between 2,184 and 2,190 times 10,000 residents: no row may be taken for a heading."""
    path = tmp_path / "x.csv"
    path.write_text(
        "各地区年末人口,,\n单位：万人,,\n地区,2022,2023\n北京,2184.3,2185.8\n北京市,,\n上海,2012,2013\n重庆,—,…\n",
        encoding="utf-8",
    )
    places = {"110000": (2184.3, 2185.8), "310000": (2012.0, 2013.0), "500000": (None, None)}
    name = "各地区年末人口"
    assert rows(path) == {
        (code, year, name, value)
        for code, pair in places.items()
        for year, value in zip(("2022", "2023"), pair, strict=True)
    }
    path.write_text("各地区年末人口\n地区,2022,2023\n北京,2184,2186\n天津,1363,1364\n", encoding="utf-8")
    assert ("110000", "2023", name, 2186.0) in rows(path) and len(rows(path)) == 4


def test_units_in_a_row_below_the_headings(tmp_path):
    path = tmp_path / "2023年.csv"
    path.write_text(
        "通信业\n地区,宽带用户,移动电话用户\n,（万户）,（万户）\n北京,933,4150\n天津,600,1900\n", encoding="utf-8"
    )
    found = tidy(path)
    assert found.series["series"].to_pylist() == ["宽带用户", "移动电话用户"]
    assert found.series["unit_zh"].to_pylist() == ["万户", "万户"]


def test_a_unit_with_its_translation_is_no_heading_and_numbers_of_rows_are_no_series(tmp_path):
    path = tmp_path / "x.csv"
    head = "2-6 年末人口,,,\n(年末),,,单位：万人 (10 000 persons)\n序号,地区,Region,2023\n"
    path.write_text(head + "1,北京,Beijing,2186\n2,天津,Tianjin,1364\n", encoding="utf-8")
    found = tidy(path)
    assert rows(path) == {("110000", "2023", "年末人口", 2186.0), ("120000", "2023", "年末人口", 1364.0)}
    assert set(found.statistics["unit"].to_pylist()) == {"万人"}


def test_a_second_table_below_is_said_and_does_not_mix_with_the_first(tmp_path):
    path = tmp_path / "x.csv"
    text = "甲表\n地区,2023\n北京,1\n天津,3\n\n乙表（单位：亿元）\n地区,2023\n北京,5\n天津,7\n"
    path.write_text(text, encoding="utf-8")
    found = tidy(path)
    assert rows(path) == {("110000", "2023", "甲表", 1.0), ("120000", "2023", "甲表", 3.0)}
    assert [(one.line, "another table" in one.sentence("en")) for one in found.refusals] == [(7, True)]
    assert set(found.statistics["unit"].to_pylist()) == {""}


@pytest.mark.parametrize(
    "text", ["指标,北京,上海\n人口,2185.8,2487.5\n用户,933,1000\n", "a,b\n1,2\n", "", "地区,数\n北京,1\n"]
)
def test_a_table_without_regions_or_years_is_a_fault(tmp_path, text):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Faults):
        tidy(path)


LISTED = """\
各地区通信业主要指标,,,,
,,,,单位：万户
{head}宽带用户,移动电话用户（万部）
{rows}
数据来源：工业和信息化部,,,,
"""


@pytest.mark.parametrize(
    ("head", "rows_"),
    [
        ("地区,年份,", "北京,2022年,8,2012\n北京,2023年,9,2013\n全国,2023年,99,1\n天津,2023年,…,7"),
        ("年份,地区,", "2022,北京,8,2012\n2023,北京,9,2013\n2023,天津,—,7"),
        ("地区,年份,", "北京,2022,8,2012\n,2023,9,2013\n天津,2023,,7"),
        ("年度,地区,", "2022,北京市,8,2012\n2023,北京市,9,2013\n,天津市,,7"),
        ("地区代码,地区,年份,", "110000,北京,2022,8,2012\n110000,北京,2023,9,2013\n120000,天津,2023,…,7"),
    ],
)
def test_a_region_and_a_year_in_every_row_and_series_beside_them(head: str, rows_: str, tmp_path: Path) -> None:
    path = tmp_path / "通信.csv"
    path.write_text(LISTED.format(head=head, rows=rows_), encoding="utf-8")
    found = tidy(path)
    assert rows(path) == {
        ("110000", "2022", "宽带用户", 8.0), ("110000", "2023", "宽带用户", 9.0), ("120000", "2023", "宽带用户", None),
        ("110000", "2022", "移动电话用户", 2012.0), ("110000", "2023", "移动电话用户", 2013.0),
        ("120000", "2023", "移动电话用户", 7.0),
    }  # fmt: skip
    assert not found.refusals and found.series["unit_zh"].to_pylist() == ["万户", "万部"]
    assert any("地区和时期" in line.zh for line in found.understood)


def test_months_and_quarters_in_a_column_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("地区,年份,月份,用户\n北京,2023,10,8\n,,11月,9\n,,13,7\n", encoding="utf-8")
    assert rows(path) == {("110000", "2023-10", "用户", 8.0), ("110000", "2023-11", "用户", 9.0)}
    assert [one.line for one in tidy(path).refusals] == [4]
    path.write_text("地区,年份,季度,用户\n北京,2023,1,8\n北京,2023,二季度,9\n", encoding="utf-8")
    assert rows(path) == {("110000", "2023-Q1", "用户", 8.0), ("110000", "2023-Q2", "用户", 9.0)}


@pytest.mark.parametrize("head", ["region,period,series,value", "地区,年份,指标,数值"])
def test_a_table_that_is_evidence_already_is_said(head: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{head}\n北京,2022,宽带,8\n北京,2022,移动,9\n", encoding="utf-8")
    with pytest.raises(Faults, match="is evidence already"):
        tidy(path)
