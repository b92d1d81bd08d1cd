"""What changed between two versions of a standard, by hand; and the grade of evidence."""

from __future__ import annotations

import pyarrow as pa
import pytest
from click.testing import CliRunner

from evaluator.cli import main
from evaluator.evidence import Evidence
from evaluator.grading import grade_of
from evaluator.reading import read_standard
from evaluator.revision import changes
from indicators.catalogue import measure_of

FIRST = """id: s
version: "1"
name: {zh: 标准, en: Standard}
tree:
  - id: a
    name: {zh: 甲, en: A}
    weight: 60
    children: [{indicator: x}, {indicator: y}]
  - id: b
    name: {zh: 乙, en: B}
    weight: 40
    children: [{indicator: z}]
indicators:
  - id: x
    name: {zh: 一, en: One}
    direction: higher
    measure: {kind: statistic, formula: x}
    bounds: {worst: 0, best: 10}
  - {id: y, name: {zh: 二, en: Two}, direction: lower, measure: {kind: statistic, formula: y}}
  - {id: z, name: {zh: 三, en: Three}, direction: higher, measure: {kind: statistic, formula: z}}
"""
SECOND = (
    FIRST.replace("best: 10", "best: 12, basis: proposal")
    .replace("{indicator: z}]", "{indicator: z}, {indicator: w}]")
    .replace("{indicator: x}, {indicator: y}]", "{indicator: x}]")
    .replace(
        "direction: higher, measure: {kind: statistic, formula: z}",
        "direction: lower, measure: {kind: statistic, formula: 2 * z}",
    )
    .replace("id: y, name: {zh: 二, en: Two}", "id: w, name: {zh: 四, en: Four}")
    .replace("tree:", "method: {aggregation: geometric}\ntree:", 1)
)


@pytest.fixture
def pair(tmp_path):
    paths = tmp_path / "first.yaml", tmp_path / "second.yaml"
    for path, text in zip(paths, (FIRST, SECOND), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_changes_are_found_by_hand(pair):
    first, second = map(read_standard, pair)
    found = {(one.kind, one.name): (one.before.en, one.after.en) for one in changes(first, second)}
    assert found == {
        ("method", "total"): ("aggregation: arithmetic", "aggregation: geometric"),
        ("weight", "x"): ("30.00 %", "60.00 %"),  # its sibling went: it takes the whole of its node
        ("bounds", "x"): ("0 → 10", "0 → 12 (proposal)"),
        ("weight", "z"): ("40.00 %", "20.00 %"),  # halved by the new sibling, though nobody touched its weight
        ("direction", "z"): ("higher", "lower"),
        ("measure", "z"): ("statistic(formula=z)", "statistic(formula=2 * z)"),
        ("added", "w"): ("—", "B, 20.00 %"),
        ("removed", "y"): ("A, 30.00 %", "—"),
    }


def test_a_standard_does_not_differ_from_itself(pair):
    first = read_standard(pair[0])
    assert changes(first, first) == []


def test_an_indicator_that_changed_its_node_has_moved(tmp_path):
    text = FIRST.replace("{indicator: x}, {indicator: y}]", "{indicator: x}]").replace(
        "{indicator: z}]", "{indicator: z}, {indicator: y}]"
    )
    (tmp_path / "a.yaml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    found = changes(read_standard(tmp_path / "a.yaml"), read_standard(tmp_path / "b.yaml"))
    assert [(one.before.zh, one.after.zh) for one in found if one.kind == "moved"] == [("甲", "乙")]


def test_the_command_lists_them_and_says_when_there_are_none(pair):
    said = CliRunner().invoke(main, ["changes", *map(str, pair), "--lang", "zh"])
    assert said.exit_code == 0 and "上下界" in said.output and "共 8 处" in said.output
    same = CliRunner().invoke(main, ["changes", "dbe-provinces", "dbe-provinces", "--lang", "en"])
    assert same.exit_code == 0 and "do not differ" in same.output


def _evidence(grade: list[str | None], publisher: str = "NBS") -> Evidence:
    statistics = pa.table(
        {"region": ["1", "2"], "period": ["2023", "2023"], "series": ["x", "x"], "value": [1.0, 2.0], "grade": grade}
    )
    return Evidence({"statistics": statistics, "series": pa.table({"series": ["x"], "publisher": [publisher]})})


@pytest.mark.parametrize(
    ("grade", "publisher", "letter"),
    [
        ([None, None], "NBS", "A"),
        ([None, None], "", "B"),
        (["A", "C"], "NBS", "C"),  # the lowest of those given
        (["nonsense", None], "NBS", "A"),
    ],
)
def test_figures_are_graded_by_their_publisher_or_by_what_is_given_with_them(pair, grade, publisher, letter):
    measure = measure_of(read_standard(pair[0]).by_id["x"])
    assert grade_of(measure, _evidence(grade, publisher), "2023").letter == letter


def test_the_draft_has_every_grade():
    standard = read_standard("dbe-draft")
    letters = {
        measure_of(one).kind: grade_of(measure_of(one), _evidence([None, None]), "2023").letter
        for one in standard.indicators
    }
    assert letters["duration"] == "B" and letters["satisfaction"] == "C" and letters["checklist"] == "D"
