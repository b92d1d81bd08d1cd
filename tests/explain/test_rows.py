"""Explaining a value down to its rows: cases at the median, the slowest, what is missing; items and lights."""

from __future__ import annotations

import pyarrow as pa
import pytest

from evaluator import Assessment, Evidence, evaluate
from evaluator.reading import read_standard
from evaluator.tracing import explain_rows
from tests.measures.desk import DURATION, table

REGIONS = pa.table({"region": ["r", "q"], "name_zh": ["甲", "乙"], "name_en": ["A", "B"], "level": ["county"] * 2})


def assessed(tmp_path, measure, **tables) -> Assessment:
    import yaml

    standard = {
        "id": "x", "version": "1", "status": "draft", "name": {"zh": "例", "en": "X"}, "levels": ["county"],
        "method": {"normalisation": "none"}, "tree": [{"indicator": "i"}],
        "indicators": [{"id": "i", "name": {"zh": "例", "en": "I"}, "direction": "lower", "measure": measure}],
    }  # fmt: skip
    path = tmp_path / "x.yaml"
    path.write_text(yaml.safe_dump(standard, allow_unicode=True), "utf-8")
    made = {name: table(name, rows) for name, rows in tables.items()}
    return evaluate(read_standard(str(path)), Evidence.from_tables({"regions": REGIONS, **made}), period="2023")


def case(number: int, finished: str | None, region: str = "r", started: str | None = "2023-03-01") -> dict[str, object]:
    return {
        "region": region,
        "process": "p",
        "case": str(number),
        "step": "s",
        "started": started,
        "finished": finished,
    }


def test_a_median_shows_its_cases_the_slowest_the_open_and_those_that_lack_a_stamp(tmp_path):
    """Five cases of 1, 2, 4, 8 and 20 days: the median is case 3; one is open, one has no start; B's do not enter."""
    ends = ["2023-03-02", "2023-03-03", "2023-03-05", "2023-03-09", "2023-03-21"]
    rows = [case(n + 1, end) for n, end in enumerate(ends)]
    rows += [case(6, None), case(7, "2023-03-09", started=None), case(8, "2023-12-30", region="q")]
    found = explain_rows(assessed(tmp_path, DURATION | {"min_coverage": 0.0}, cases=rows), "r", "i")
    assert found["counts"].to_pylist() == [{"taken": 5, "lacking": 1, "refused": 0, "open": 1}]
    assert [(row["case"], row["value"]) for row in found["middle"].to_pylist()] == [("2", 2.0), ("3", 4.0), ("4", 8.0)]
    assert found["slowest"]["value"].to_pylist() == [20.0, 8.0, 4.0, 2.0, 1.0]
    assert found["lacking"]["case"].to_pylist() == ["7"]


def test_a_share_shows_the_rows_that_fail(tmp_path):
    measure = {"kind": "share", "process": "p", "numerator": "channel = 'online'", "period_by": "finished"}
    rows = [case(n, "2023-03-05") | {"channel": way} for n, way in enumerate(["online", "counter", None])]
    found = explain_rows(assessed(tmp_path, measure | {"min_coverage": 0.0}, cases=rows), "r", "i")
    assert found["counts"].to_pylist() == [{"rows": 3, "counted": 3, "passed": 1, "lacking": 1}]
    assert found["failing"]["case"].to_pylist() == ["1", "2"]
    assert found["lacking"]["case"].to_pylist() == ["2"]


def test_a_checklist_shows_answered_missing_and_inapplicable_items(tmp_path):
    items = [{"id": name, "question": {"zh": name, "en": name}, "points": 1.0} for name in ("a", "b", "c")]
    rows = [{"period": "2023", "indicator": "i", "item": "a", "answer": "partial", "proof": "x"},
            {"period": "2023", "indicator": "i", "item": "b", "answer": "na"}]  # fmt: skip
    found = explain_rows(assessed(tmp_path, {"kind": "checklist", "items": items}, answers=rows), "r", "i")
    assert [(row["answer"], row["state"]) for row in found["items"].to_pylist()] == [
        (0.5, "answered"), (None, "na"), (None, "missing"),
    ]  # fmt: skip


def test_small_departments_are_hidden_and_cannot_be_worked_out(tmp_path):
    """Three answers are hidden, and with them the next smallest, as the total would give the one away."""
    measure = {"kind": "satisfaction", "survey": "s", "questions": ["q"], "statistic": "subject-mean",
               "marks": {"good": 100, "poor": 0}}  # fmt: skip
    sizes = {"x": 40, "y": 20, "z": 3}
    rows = [
        {"period": "2023", "survey": "s", "question": "q", "subject": name, "respondent": f"{n}", "contact": "yes",
         "answer": "good" if n % 2 else "poor"}
        for name, size in sizes.items() for n in range(size)
    ]  # fmt: skip
    found = explain_rows(assessed(tmp_path, measure, responses=rows), "r", "i")["departments"].to_pylist()
    assert [(row["subject"], row["n"]) for row in found] == [("x", 40), ("y", None), ("z", None)]
    # Wilson's interval of 20 in 40, worked by hand: 50 ± 14.8.
    assert found[0]["mean"] == pytest.approx(50.0)
    assert (found[0]["low"], found[0]["high"]) == (pytest.approx(35.2, abs=0.05), pytest.approx(64.8, abs=0.05))


def test_a_ledger_shows_its_lights_and_the_red_items(tmp_path):
    rows = [
        {"item": "1", "kind": "p", "opened": "2023-03-01", "due": "2023-03-10", "closed": "2023-03-09"},
        {"item": "2", "kind": "p", "opened": "2023-03-01", "due": "2023-03-10", "closed": None},
        {"item": "3", "kind": "p", "opened": "2023-12-01", "due": "2024-01-10", "closed": None},
    ]
    found = explain_rows(assessed(tmp_path, {"kind": "ledger", "process": "p", "show": "red"}, ledger=rows), "r", "i")
    assert {row["light"]: row["items"] for row in found["lights"].to_pylist()} == {"green": 1, "red": 1, "yellow": 1}
    assert found["overdue"]["item"].to_pylist() == ["2"]
