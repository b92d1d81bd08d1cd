"""Steps side by side, idle time, days covered, number of steps: by hand on small calendars."""

from __future__ import annotations

import math

from tests.measures.desk import Row, case, measure_one

# 1 March 2023 is a Wednesday. The case runs from the 1st to the 21st: 20 days on the clock.
STEPS = [
    case(1, "2023-03-01", "2023-03-01", step="begin", side="firm", department="d1"),
    case(1, "2023-03-03", "2023-03-08", step="survey", side="gov", department="d2"),
    case(1, "2023-03-07", "2023-03-10", step="review", side="gov", department="d3"),
    case(1, "2023-03-15", "2023-03-16", step="pay", side="firm", department="d1"),
    case(1, "2023-03-20", "2023-03-21", step="end", side="gov", department="d2"),
]
SPAN: Row = {
    "process": "p",
    "start": {"step": "begin", "stamp": "started"},
    "end": {"step": "end", "stamp": "finished"},
}


def test_two_of_five_steps_overlap() -> None:
    assert measure_one({"kind": "overlap", **SPAN}, cases=STEPS)["value"] == 40.0


def test_touching_on_one_calendar_day_is_overlap() -> None:
    rows = [case(1, "2023-03-01", "2023-03-05", step="begin"), case(1, "2023-03-05", "2023-03-09", step="end")]
    assert measure_one({"kind": "overlap", **SPAN}, cases=rows)["value"] == 100.0


def test_idle_days_are_those_without_any_step() -> None:
    """Covered: 3 to 10 (8 days), 15 and 16, 20 and 21; idle 20 - 12 = 8 days."""
    assert measure_one({"kind": "waiting", **SPAN}, cases=STEPS)["value"] == 40.0


def test_a_step_that_has_not_ended_is_under_way() -> None:
    rows = [*STEPS, case(1, "2023-03-17", None, step="permit")]
    # Covered as before plus 17, 18 and 19: idle 5 of 20.
    assert measure_one({"kind": "waiting", **SPAN}, cases=rows)["value"] == 25.0


def test_a_case_of_one_day_has_no_idle_time() -> None:
    rows = [case(1, "2023-03-01", "2023-03-01", step="begin"), case(1, "2023-03-01", "2023-03-01", step="end")]
    assert measure_one({"kind": "waiting", **SPAN}, cases=rows)["value"] == 0.0


def test_union_counts_an_overlap_once() -> None:
    """Government: 3 to 10 March is 6 working days (3, 6, 7, 8, 9, 10), 20 and 21 are 2."""
    setting = {"kind": "union", **SPAN, "covering": "side = 'gov'"}
    assert measure_one(setting, cases=STEPS)["value"] == 8.0
    assert measure_one({**setting, "clock": "calendar_days"}, cases=STEPS)["value"] == 10.0


def test_union_keeps_to_the_time_between_start_and_end() -> None:
    rows = [*STEPS, case(1, "2023-01-01", "2023-04-30", step="permit", side="gov")]
    setting = {"kind": "union", **SPAN, "covering": "side = 'gov'", "clock": "calendar_days"}
    assert measure_one(setting, cases=rows)["value"] == 20.0


def test_steps_departments_and_rows() -> None:
    again = [*STEPS, case(1, "2023-03-12", "2023-03-13", step="review", department="d3")]
    assert measure_one({"kind": "steps", **SPAN}, cases=again)["value"] == 5.0
    assert measure_one({"kind": "steps", **SPAN, "count": "department"}, cases=again)["value"] == 3.0
    assert measure_one({"kind": "steps", **SPAN, "count": "row"}, cases=again)["value"] == 6.0
    assert measure_one({"kind": "steps", **SPAN, "counting": "side = 'gov'"}, cases=again)["value"] == 3.0


def test_a_mean_over_cases_of_thirds() -> None:
    rows = []
    for number in range(3):
        rows += [
            case(number, "2023-03-01", "2023-03-02", step="begin"),
            case(number, "2023-03-02", "2023-03-04", step="x") if number else case(0, "2023-03-06", "2023-03-06"),
            case(number, "2023-03-08", "2023-03-08", step="end"),
        ]
    # Shares: 0, 2 of 3, 2 of 3.
    assert math.isclose(measure_one({"kind": "overlap", **SPAN}, cases=rows)["value"], 400 / 9, rel_tol=1e-9)
