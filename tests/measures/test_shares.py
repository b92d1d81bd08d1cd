"""Shares, shares of money, rates per firm: which rows count, when, and what cannot be told."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.measures.desk import Row, case, indicator, measure_one, measure_rows

ON_TIME: Row = {
    "kind": "share",
    "process": "p",
    "denominator": "not is_null(due) and due <= period_end",
    "numerator": "not is_null(finished) and finished <= due",
    "period_by": "due",
}


def test_overdue_open_cases_stay_in_the_denominator() -> None:
    rows = [
        case(1, "2023-03-01", "2023-03-05 17:00", due="2023-03-05"),
        case(2, "2023-03-01", "2023-03-06", due="2023-03-05"),
        case(3, "2023-03-01", None, due="2023-03-05"),
        case(4, "2023-03-01", None, due="2024-03-05"),
    ]
    row = measure_one(ON_TIME, cases=rows)
    assert math.isclose(row["value"], 100 / 3)
    assert row["cases"] == 3
    assert math.isclose(row["standard_error"], 100 * math.sqrt(1 / 3 * 2 / 3 / 3))


def test_wilson_interval_against_the_published_form() -> None:
    """E. B. Wilson (1927): for 8 of 10 the 95 % interval is 0.490 to 0.943."""
    rows = [case(n, "2023-03-01", "2023-03-05" if n < 8 else None, due="2023-03-05") for n in range(10)]
    row = measure_one(ON_TIME, cases=rows)
    assert (round(row["low"], 1), round(row["high"], 1)) == (49.0, 94.3)


def test_a_result_is_scored_once_it_can_be_known() -> None:
    setting = {**ON_TIME, "denominator": "", "numerator": "days(started, finished) <= 30", "lag": {"days": 30}}
    setting["period_by"] = "started"
    rows = [case(1, "2023-12-01", "2023-12-05"), case(2, "2023-12-02", "2023-12-05")]
    found = {row["period"]: row["cases"] for row in measure_rows(setting, ["2023", "2024"], cases=rows)}
    assert found == {"2023": 1, "2024": 1}


def test_a_lag_in_working_days_follows_the_calendar() -> None:
    """15 working days after 8 December 2023 is the 29th; after the 11th it is 2 January 2024 (the 1st is a holiday)."""
    setting = {**ON_TIME, "denominator": "", "numerator": "mode = 'a'", "period_by": "started"}
    setting["lag"] = {"workdays": 15}
    rows = [case(1, "2023-12-08", mode="a"), case(2, "2023-12-11", mode="b")]
    found = {row["period"]: row["value"] for row in measure_rows(setting, ["2023", "2024"], cases=rows)}
    assert found == {"2023": 100.0, "2024": 0.0}


def test_rows_that_cannot_be_told_lower_the_coverage_and_not_the_share() -> None:
    setting = {
        "kind": "share",
        "process": "p",
        "denominator": "mode in ('auto', 'applied')",
        "numerator": "mode = 'auto'",
        "period_by": "finished",
        "min_coverage": 0.8,
    }
    rows = [case(n, None, "2023-03-01", mode=mode) for n, mode in enumerate(["auto", "applied", None, "waived"])]
    row = measure_one(setting, cases=rows)
    assert (row["reported"], row["cases"], row["coverage"]) == (50.0, 2, 0.75)
    assert (row["value"], row["reason"]) == (None, "log-incomplete")


def test_a_negated_test_for_an_empty_cell_is_never_unknown() -> None:
    """Printed as NOT x IS NULL IS NULL the engine would read something else."""
    setting = {
        "kind": "share",
        "process": "p",
        "filter": "not is_null(finished)",
        "numerator": "mode = 'a'",
        "period_by": "finished",
    }
    row = measure_one(setting, cases=[case(1, None, "2023-03-01", mode="a")])
    assert (row["coverage"], row["value"]) == (1.0, 100.0)


def test_amounts_are_summed_to_the_fen() -> None:
    setting = {
        "kind": "amount-share",
        "process": "p",
        "denominator": "mode in ('auto', 'applied')",
        "numerator": "mode = 'auto'",
        "period_by": "finished",
        "min_coverage": 0.0,
    }
    rows = [case(n, None, "2023-03-01", mode="auto", amount=0.1) for n in range(3)]
    rows += [case("b", None, "2023-03-01", mode="applied", amount=0.7), case("c", None, "2023-03-01", mode="auto")]
    row = measure_one(setting, cases=rows)
    # Sums of 0.1 as binary fractions would give 0.30000000000000004 / 1.0.
    assert (row["value"], row["cases"], row["coverage"]) == (30.0, 4, 0.8)


RATE: Row = {
    "kind": "rate",
    "process": "p",
    "numerator": "mode = 'onsite'",
    "period_by": "finished",
    "per": {"series": "active_firms", "scale": 1.0},
}


@pytest.mark.parametrize(
    ("firms", "value", "reason"), [(50.0, 0.04, ""), (0.0, None, "no-denominator"), (None, None, "no-denominator")]
)
def test_rates_need_their_denominator(firms: float | None, value: float | None, reason: str) -> None:
    rows = [case(n, None, "2023-03-01", mode=mode) for n, mode in enumerate(["onsite", "onsite", "offsite"])]
    statistics: list[dict[str, Any]] = [{"period": "2023", "series": "active_firms", "value": firms}]
    row = measure_one(RATE, cases=rows, statistics=statistics if firms is not None else [])
    assert (row["value"], row["reason"]) == (value, reason)


def test_a_quarter_takes_the_figure_of_its_year() -> None:
    rows = [case(1, None, "2023-03-01", mode="onsite")]
    statistics = [{"period": "2023", "series": "active_firms", "value": 10.0}]
    assert measure_one(RATE, "2023-Q1", cases=rows, statistics=statistics)["value"] == 0.1


def test_a_region_that_says_it_offers_no_service_scores_its_worst_bound() -> None:
    from evaluator.engines.measuring import measured
    from tests.measures.desk import Desk

    answers = [{"region": "q", "period": "2023", "indicator": "x", "item": "service", "answer": "no"}]
    desk = Desk(cases=[case(1, "2023-01-01", "2023-01-02", due="2023-01-03")], answers=answers)
    found = measured([indicator(ON_TIME, bounds={"worst": 50.0, "best": 100.0})], desk).to_pylist()
    assert [(row["region"], row["value"], row["reason"]) for row in found] == [
        ("q", 50.0, "no-service"),
        ("r", 100.0, ""),
    ]
