"""The template: one level's needs only, what is known filled in, the same bytes, no live formulas from data."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pytest

from evaluator.bundled import bundled_evidence
from evaluator.evidence import Evidence, read_evidence
from evaluator.reading import read_standard
from evaluator.workbook import template_bytes
from indicators.faults import Faults


@cache
def china() -> Evidence:
    return read_evidence(bundled_evidence("china"))


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def column(sheet, title: str) -> int:
    return next(cell.column for cell in sheet[4] if cell.value == title)


def test_the_same_input_gives_the_same_bytes():
    standard = read_standard("dbe-provinces")
    assert template_bytes(standard, china(), "浙江") == template_bytes(standard, china(), "330000")


@pytest.mark.parametrize(("lang", "name", "now"), [("zh", "统计", "本期"), ("en", "Statistics", "This period")])
def test_it_holds_what_the_evidence_knows_and_nothing_that_is_not_asked(lang, name, now):
    book = opened(template_bytes(read_standard("dbe-provinces"), china(), "浙江", "2023", lang))
    assert len(book.sheetnames) == 5 and name in book.sheetnames
    sheet = book[name]
    at = column(sheet, now)
    shown = {sheet.cell(row, 1).value: sheet.cell(row, at).value for row in range(5, sheet.max_row + 1)}
    rows = china().statistics.to_pylist()
    known = {r["series"]: r["value"] for r in rows if r["region"] == "330000" and r["period"] == "2023"}
    assert shown["population"] == 6627
    assert all(value == known.get(series) for series, value in shown.items())
    assert {"population", "broadband_subscribers"} <= set(shown)
    assert sheet.protection.sheet and not sheet.cell(5, at).protection.locked and sheet.cell(5, 1).protection.locked


def test_a_checklist_is_a_row_a_question_with_a_list():
    regions = {"region": ["990001"], "name_zh": ["甲县"], "name_en": ["A"], "level": ["county"]}
    import pyarrow as pa

    evidence = Evidence.from_tables({"regions": pa.table(regions)})
    standard = read_standard("dbe-draft")
    book = opened(template_bytes(standard, evidence, "甲县", "2023-Q4"))
    assert {"统计", "清单", "办件", "问卷", "台账", "说明"} <= set(book.sheetnames)
    rows = [row for row in book["清单"].iter_rows(min_row=5, values_only=True) if row[0]]
    county = {one.id: one for one in standard.indicators if "county" in one.levels}
    asked = {(one.id, str(item["id"])) for one in county.values() for item in one.measure.get("items", [])}
    assert {(row[0], row[1]) for row in rows} == asked
    assert len(book["清单"].data_validations.dataValidation) == 1
    assert book["_machine"].sheet_state == "veryHidden"


def test_text_that_looks_like_a_formula_stays_text():
    import pyarrow as pa

    hostile = '=HYPERLINK("http://x","x")'
    evidence = Evidence.from_tables(
        {
            "regions": pa.table({"region": ["1"], "name_zh": ["=1+1"], "name_en": ["@SUM(1)"], "level": ["province"]}),
            "statistics": pa.table(
                {"region": ["1"], "period": ["2023"], "series": ["population"], "value": [5.0], "source": [hostile]}
            ),
        }
    )
    book = opened(template_bytes(read_standard("dbe-provinces"), evidence, "1"))
    live = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert live and all('"=' not in cell.value and "http" not in cell.value for cell in live)
    assert book["封面"]["A1"].data_type == "s"
    sources = [row[5] for row in book["统计"].iter_rows(min_row=5, values_only=True) if row[0] == "population"]
    assert sources == [hostile]


@pytest.mark.parametrize(("region", "period"), [("Nowhere", None), ("浙江", "soon"), ("浙江", "2023-13")])
def test_an_unknown_region_or_period_is_a_fault(region, period):
    with pytest.raises(Faults):
        template_bytes(read_standard("dbe-provinces"), china(), region, period)


def test_a_level_that_the_standard_is_not_for_is_a_fault():
    with pytest.raises(Faults):
        template_bytes(read_standard("dbe-draft-economy"), china(), "浙江")
