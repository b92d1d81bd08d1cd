"""A report goes down to cases, answers and the slowest tenth; its numbers are those of the tables."""

from __future__ import annotations

import pytest

from evaluator.advice.case import Case, case_of
from evaluator.advice.grounds import grounds, telling
from evaluator.advice.peers import peers
from evaluator.advice.slowest import CLOCKS, slowest_tenth
from evaluator.advice.strengths import strengths
from evaluator.assessment import evaluate
from evaluator.explanation import figures_beside
from evaluator.opening import open_evidence
from evaluator.reading import read_standard
from evaluator.reports.evidence import FINDINGS, MOST, TRIED
from evaluator.reports.figures import amount, signed
from evaluator.reports.making import report_bytes
from evaluator.tracing import Tracer
from indicators.measures.statistic import Statistic
from indicators.text import Lang
from tests.reports.test_region_report import _cells, _html_rows


@pytest.fixture(scope="module")
def county() -> Case:
    return case_of(evaluate(read_standard("dbe-draft"), open_evidence("prefecture")), "990001")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rows_of_evidence_stand_under_findings(county: Case, lang: Lang) -> None:
    rows = _html_rows(report_bytes(county.assessment, "990001", "html", lang))
    assert rows == _cells(report_bytes(county.assessment, "990001", "docx", lang))
    held = [row[2] for row in rows if len(row) == 3]
    figures = {slot.indicator.id for slot in county.plan.slots if isinstance(slot.measure, Statistic)}
    found = [row for row in strengths(county, peers(county)).to_pylist() if row["node"] not in figures]
    with Tracer(county.assessment, county.code, county.period) as tracer:
        weak = [row["node"] for row in found if row["kind"] == "weakness"][:FINDINGS]
        assert weak
        for node in weak:
            tables = grounds(tracer, county, node, lang)
            assert tables, node
            listed = next(
                one for one in tables if one.name in ("failing", "slowest", "items", "departments", "overdue")
            )
            (told,) = [one for one in telling(tables, "weakness", MOST) if one.name == listed.name]
            if listed.by is not None:
                marks = [row[listed.by] for row in listed.rows if row[listed.by] is not None]
                assert [row[listed.by] for row in told.rows] == sorted(marks)[:MOST]
            for row in told.rows:
                assert any(all(str(cell) in line for cell in row if isinstance(cell, str)) for line in held), row


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_slowest_tenth_stands_in_the_report(county: Case, lang: Lang) -> None:
    rows = _html_rows(report_bytes(county.assessment, "990001", "html", lang))
    tried = slowest_tenth(county).to_pylist()
    assert tried[0]["points"] > 0
    for row in tried[:TRIED]:
        name = county.assessment.standard.name_of(row["node"]).in_(lang)
        mean = f"{amount(row['mean'])} → {amount(row['mean_after'])} {CLOCKS[row['clock']].in_(lang)}"
        assert any(cells[0] == name and mean in cells and cells[-1] == signed(row["points"]) for cells in rows), name


def test_tables_are_numbered_in_order_and_the_evidence_is_marked_as_made_up(county: Case) -> None:
    page = report_bytes(county.assessment, "990001", "html", "zh").decode()
    numbers = [int(one.split("　")[0]) for one in page.split("<caption>表 ")[1:]]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 7
    assert "虚构" in page.split("<h2>")[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_beside_stand_in_the_report_as_on_the_page(county: Case, lang: Lang) -> None:
    """Measured on the region's own rows, they are what measuring every region gives."""
    rows = _html_rows(report_bytes(county.assessment, "990001", "html", lang))
    names = [slot.indicator.id for slot in county.plan.slots]
    found = figures_beside(county.assessment, names, county.code, county.period)
    shown = [one for ones in found.values() for one in ones if one.value is not None]
    assert len(shown) >= 10
    for one in shown:
        cases = "—" if one.cases is None else str(one.cases)
        cells = [one.name.in_(lang), amount(one.value), one.unit.in_(lang), cases]
        assert any(row[1:5] == cells for row in rows), cells
