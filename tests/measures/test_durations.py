"""Durations by hand: clocks, statistics, open and backward cases, steps that stand twice."""

from __future__ import annotations

import math

import pytest

from indicators.catalogue import measure_of
from tests.measures.desk import DURATION, Row, case, indicator, measure_one, measure_rows

# Five cases of 2, 4, 4, 5 and 9 calendar days in 2023.
FIVE = [case(n, "2023-03-01", f"2023-03-{1 + days:02d}", due="2023-03-05") for n, days in enumerate((2, 4, 4, 5, 9))]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ({"statistic": "median"}, 4.0),
        ({"statistic": "mean"}, 4.8),
        # Place 0.9 * (5 - 1) = 3.6 between 5 and 9: 5 + 0.6 * 4.
        ({"statistic": "p90"}, 7.4),
        ({"statistic": "within", "limit": 4.0}, 60.0),
        ({"statistic": "promised"}, 60.0),
        # From Wednesday 1 March: the 3rd is 2 working days, the 5th (Sunday) 2, the 6th 3, the 10th 7.
        ({"clock": "working_days"}, 2.0),
        ({"clock": "hours"}, 96.0),
    ],
)
def test_statistics_of_five_cases(setting: Row, value: float) -> None:
    row = measure_one({**DURATION, **setting}, cases=FIVE)
    assert math.isclose(row["value"], value, rel_tol=1e-12)
    assert (row["cases"], row["coverage"], row["reason"]) == (5, 1.0, "")


def test_an_even_number_of_cases_takes_the_middle_of_two() -> None:
    rows = [case(1, "2023-03-01", "2023-03-02"), case(2, "2023-03-01", "2023-03-05")]
    assert measure_one(DURATION, cases=rows)["value"] == 2.5


def test_the_standard_error_of_a_mean_is_the_textbook_one() -> None:
    row = measure_one({**DURATION, "statistic": "mean"}, cases=FIVE)
    # Deviations from 4.8: 2.8, 0.8, 0.8, 0.2, 4.2; squares 7.84 + 0.64 + 0.64 + 0.04 + 17.64 = 26.8; / 4 / 5.
    assert math.isclose(row["standard_error"], math.sqrt(26.8 / 4 / 5), rel_tol=1e-12)


def test_midnights_are_not_days_when_both_moments_have_a_time() -> None:
    """Counting midnights would give 1 day; 2 hours passed."""
    row = measure_one(DURATION, cases=[case(1, "2023-03-01 23:00", "2023-03-02 01:00")])
    assert math.isclose(row["value"], 2 / 24, rel_tol=1e-12)


def test_elapsed_days_do_not_swallow_a_date() -> None:
    """From 23:00 to a day without time is one whole day, though one hour has elapsed."""
    row = measure_one(DURATION, cases=[case(1, "2023-03-01 23:00", "2023-03-02")])
    assert row["value"] == 1.0


def test_open_cases_stand_outside_and_missing_starts_lower_the_coverage() -> None:
    rows = [*FIVE, case("open", "2023-03-01"), case("no start", None, "2023-03-09")]
    row = measure_one({**DURATION, "min_coverage": 0.8}, cases=rows)
    assert (row["value"], row["cases"]) == (4.0, 5)
    assert math.isclose(row["coverage"], 5 / 6)
    assert measure_one({**DURATION, "min_coverage": 0.9}, cases=rows)["reason"] == "log-incomplete"


def test_an_end_before_the_start_is_refused_or_counted_as_zero() -> None:
    rows = [*FIVE, case("back", "2023-03-09", "2023-03-01")]
    assert measure_one(DURATION, cases=rows)["cases"] == 5
    row = measure_one({**DURATION, "negative": "zero", "statistic": "mean"}, cases=rows)
    assert (row["cases"], row["value"]) == (6, 4.0)


@pytest.mark.parametrize("year", ["1900", "2099"])
def test_years_that_no_case_can_lie_in_are_refused(year: str) -> None:
    rows = [*FIVE, case("slip", f"{year}-03-01", "2023-03-02")]
    row = measure_one({**DURATION, "statistic": "mean"}, cases=rows)
    assert (row["cases"], math.isclose(row["value"], 4.8)) == (5, True)
    assert math.isclose(row["coverage"], 5 / 6)


TWO_STEPS = {**DURATION, "start": {"step": "a", "stamp": "started"}, "end": {"step": "b", "stamp": "finished"}}


def test_start_and_end_may_stand_in_two_rows() -> None:
    rows = [
        case(1, "2023-03-01", "2023-03-02", step="a"),
        case(1, "2023-03-03", "2023-03-11", step="b"),
        # Another region has a case of the same number.
        case(1, "2023-02-01", step="a", region="q"),
        case(1, None, "2023-02-03", step="b", region="q"),
    ]
    found = {row["region"]: row["value"] for row in measure_rows(TWO_STEPS, ["2023"], cases=rows)}
    assert found == {"r": 10.0, "q": 2.0}


def test_a_step_that_stands_twice_runs_from_its_first_start_to_its_last_end() -> None:
    rows = [
        case(1, "2023-03-05", step="a"),
        case(1, "2023-03-01", step="a"),
        case(1, None, "2023-03-04", step="b"),
        case(1, None, "2023-03-11", step="b"),
    ]
    assert measure_one(TWO_STEPS, cases=rows)["value"] == 10.0


def test_a_case_withdrawn_at_any_step_is_withdrawn() -> None:
    rows = [
        case(1, "2023-03-01", step="a"),
        case(1, None, "2023-03-11", step="b", outcome="withdrawn"),
        case(2, "2023-03-01", step="a"),
        case(2, None, "2023-03-03", step="b"),
    ]
    setting = {**TWO_STEPS, "filter": "outcome != 'withdrawn'", "fill": True}
    assert measure_one(setting, cases=rows)["value"] == 2.0


def test_few_cases_are_reported_and_not_scored() -> None:
    row = measure_one({**DURATION, "min_cases": 6}, cases=FIVE)
    assert (row["value"], row["reported"], row["reason"]) == (None, 4.0, "too-few-cases")


def test_a_case_belongs_to_every_period_that_holds_its_end() -> None:
    rows = [case(1, "2023-03-01", "2023-03-31 23:59:59"), case(2, "2023-03-01", "2023-04-01")]
    found = {
        row["period"]: (row["cases"], row["value"])
        for row in measure_rows(DURATION, ["2023", "2023-H1", "2023-Q1", "2023-Q2", "2023-03"], cases=rows)
    }
    # The start has no time of day, so only whole days count.
    first = (1, 30.0)
    assert found == {
        "2023": (2, 30.5),
        "2023-H1": (2, 30.5),
        "2023-Q1": first,
        "2023-Q2": (1, 31.0),
        "2023-03": first,
    }


def test_periods_come_from_the_logs_when_nothing_names_them() -> None:
    rows = [case(1, "2022-12-01", "2022-12-05"), case(2, "2022-12-30", "2023-01-05")]
    assert [(row["period"], row["value"]) for row in measure_rows(DURATION, cases=rows)] == [
        ("2022", 4.0),
        ("2023", 6.0),
    ]


def test_a_rule_of_a_duration_that_asks_for_the_period_is_a_fault() -> None:
    one = measure_of(indicator({**DURATION, "filter": "started < period_end"}))
    assert [name for name, _ in one.faults()] == ["filter"]
    assert measure_of(indicator({**DURATION, "filter": "started < due"})).faults() == []
