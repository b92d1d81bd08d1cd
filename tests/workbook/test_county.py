"""A county with every kind of evidence: what goes out comes back row by row, and broken rows are named."""

from __future__ import annotations

import datetime
import io
from collections import Counter

import openpyxl
import pytest

from evaluator.bundled import bundled_evidence
from evaluator.evidence import Evidence, read_evidence
from evaluator.reading import read_standard
from evaluator.sample import make_sample
from evaluator.submissions import submitted_evidence
from evaluator.tables import only
from evaluator.workbook import template_bytes
from evaluator.workbook.asked import asked_of
from evaluator.workbook.form import read_form
from evaluator.workbook.known import place_of
from evaluator.workbook.reading import read_submission
from evaluator.workbook.totals import responses_of
from tests.workbook.ods import saved
from tests.workbook.office import resaved

COMPARED = ("started", "finished", "due", "opened", "closed", "answer", "proof", "outcome", "channel", "mode", "side")


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Evidence:
    folder = tmp_path_factory.mktemp("sample")
    make_sample(2, 1, 0.1, folder)
    return read_evidence(folder)


@pytest.fixture(scope="module")
def content(sample) -> bytes:
    return template_bytes(read_standard("dbe-draft"), sample, "990001", "2023-Q4")


FORMS = pytest.mark.parametrize("name", ["f.xlsx", "f.ods"])


def handed_in(tmp_path, content, sample, change=None, name="f.xlsx"):
    book = openpyxl.load_workbook(io.BytesIO(content))
    if change is not None:
        change(book)
    return read_submission(saved(book, tmp_path / name), read_standard("dbe-draft"), sample)


@FORMS
def test_every_row_comes_back_as_it_was(tmp_path, content, sample, name):
    found = handed_in(tmp_path, content, sample, name=name)
    assert not found.of("fault")
    merged = submitted_evidence(sample, found)
    for table, keys in {
        "cases": ("region", "process", "case", "step"),
        "ledger": ("region", "kind", "item"),
        "answers": ("region", "period", "indicator", "item"),
    }.items():
        columns = [*keys, *(name for name in COMPARED if name in found.tables[table].column_names)]
        before, after = (
            sorted(tuple(str(row[name] or "") for name in columns) for row in one.tables[table].to_pylist())
            for one in (sample, merged)
        )
        assert before == after, table


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_every_sheet_survives_libreoffice(tmp_path, ending):
    standard, evidence = read_standard("dbe-draft"), read_evidence(bundled_evidence("prefecture"))
    path = tmp_path / "f.xlsx"
    path.write_bytes(template_bytes(standard, evidence, "990001"))
    straight, through = (read_submission(one, standard, evidence) for one in (path, resaved(path, ending)))
    for table in ("statistics", "answers", "cases", "ledger"):
        assert straight.tables[table].num_rows, table
        assert through.tables[table].to_pylist() == straight.tables[table].to_pylist(), table
    assert (through.findings, through.filled) == (straight.findings, straight.filled)


def test_answers_of_respondents_are_not_shown(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content))["问卷"]
    assert all(cell.value is None for row in sheet.iter_rows(min_row=5) for cell in row)
    assert "部门满意度 130" in sheet["A3"].value


BROKEN = {
    "办件!A5": ("不存在的业务", "不在可选范围"),
    "办件!C8": ("下料", "不在可选范围"),
    "办件!B5": (None, "没有填"),
    "办件!D5": ("去年三月", "不是明确的日期"),
    "办件!E5": ("2024-02-30", "不是存在的日期"),
    "清单!F5": ("大概是", "不是可用的回答"),
    "清单!F6": (1.5, "不是可用的回答"),
    "清单!F7": ("#REF!", "不是可用的回答"),
    "清单!F8": ("是。", "不是可用的回答"),
    "办件!D6": ("#N/A", "电子表格的错误值"),
    "办件!E6": ("13/13/2023", "日期"),
    "台账!A5": ("别的", "不在可选范围"),
    "台账!C5": ("昨天", "不是明确的日期"),
    "统计!E5": ("十几万", "不是数字"),
    "统计!E6": (datetime.datetime(2023, 1, 5), "不是数字"),
}


@FORMS
def test_every_broken_cell_is_named_at_once(tmp_path, content, sample, name):
    def change(book):
        for place, (value, _) in BROKEN.items():
            sheet, address = place.split("!")
            book[sheet][address].value = value

    said = [(one.cell, one.sentence("zh")) for one in handed_in(tmp_path, content, sample, change, name).of("fault")]
    for place, (_, words) in BROKEN.items():
        assert any(cell == place and words in sentence for cell, sentence in said), (place, said)


@FORMS
def test_dates_as_numbers_are_read_and_said_and_a_backward_case_is_asked_about(tmp_path, content, sample, name):
    def change(book):
        sheet = book["办件"]
        for cell in (sheet["D5"], sheet["E5"]):
            cell.number_format = "0"
        sheet["D5"].value, sheet["E5"].value = 45250, 45230

    found = handed_in(tmp_path, content, sample, change, name)
    assert any(one.cell == "办件!D5" and "2023-11-20" in one.sentence("zh") for one in found.of("note"))
    assert any(one.cell == "办件!E5" and "早于" in one.sentence("zh") for one in found.of("warning"))


def test_answers_in_english_and_numbers_are_read(tmp_path, content, sample):
    def change(book):
        sheet = book["清单"]
        sheet["F5"].value, sheet["F6"].value, sheet["F7"].value = "YES", 0.8, "不适用"

    table = handed_in(tmp_path, content, sample, change).tables["answers"]
    assert table["answer"].to_pylist()[:3] == ["yes", "0.8", "na"]
    assert only(table, "region", "990001").num_rows == table.num_rows


def test_answers_of_a_form_are_checked_like_those_of_a_workbook(sample):
    standard = read_standard("dbe-draft")
    place = place_of(sample, "990001", "2023-Q4")
    asked = asked_of(standard, place.level, sample)
    (one, first), (other, second) = asked.items[:2]
    given = {(one.id, first.id): ("部分", "文号 1"), (other.id, second.id): ("也许", "")}
    found = read_form({}, given, standard, sample, place, asked, "zh")
    (fault,) = found.of("fault")
    assert fault.cell == f"清单!{other.id} {second.id}" and "不是可用的回答" in fault.sentence("zh")
    (row,) = found.tables["answers"].to_pylist()
    assert (row["indicator"], row["item"], row["answer"], row["proof"]) == (one.id, first.id, "partial", "文号 1")
    assert found.filled == {"answers": (1, len(asked.items))}


def test_records_and_totals_of_a_form_are_read_like_a_workbook(sample):
    standard = read_standard("dbe-draft")
    place = place_of(sample, "990001", "2023-Q4")
    asked = asked_of(standard, place.level, sample)
    totals = {
        ("departments", "税务局", "department_satisfaction", "very_satisfied"): 3,
        ("departments", "税务局", "department_satisfaction", "poor"): 1,
        ("departments", "税务局", "department_satisfaction", ""): 2,
        ("departments", "发改局", "department_satisfaction", "average"): 5,
    }
    ledger = [
        {"kind": "企业的意见建议", "item": "Y1", "opened": "2023-10-08", "closed": "2023年10月12日"},
        {"kind": "opinion", "item": "Y2", "opened": "昨天"},
        {"kind": "opinion", "item": "", "opened": "2023-10-08"},
    ]
    logs = {"ledger": ledger, "responses": responses_of(totals)}
    found = read_form({}, {}, standard, sample, place, asked, "zh", logs)
    rows = found.tables["responses"].to_pylist()
    assert Counter((row["subject"], row["answer"]) for row in rows) == {
        ("税务局", "very_satisfied"): 3, ("税务局", "poor"): 1, ("税务局", None): 2, ("发改局", "average"): 5,
    }  # fmt: skip
    assert {row["respondent"] for row in rows} == {f"T{n:05d}" for n in range(1, 7)}
    assert {row["contact"] for row in rows} == {"yes"} and {row["period"] for row in rows} == {"2023-Q4"}
    said = [one.cell for one in found.of("fault")]
    assert "台账!第2行 提出时间" in said and "台账!第3行 编号" in said
    (row,) = found.tables["ledger"].to_pylist()
    assert (row["kind"], row["item"], row["closed"]) == ("opinion", "Y1", datetime.datetime(2023, 10, 12))
    assert found.filled == {"ledger": (1, None), "responses": (11, None)}
