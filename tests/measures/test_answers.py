"""Checklists and surveys by hand: points, panels, proof, departments, weights, response rates."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.measures.desk import Row, measure_one, measure_rows

ITEMS = [{"id": f"q{n}", "question": {"zh": "问", "en": "question"}, "points": 2 if n == 3 else 1} for n in range(1, 5)]
CHECKLIST: Row = {"kind": "checklist", "items": ITEMS}


def answers(respondent: str = "a", proof: str | None = "seen", **given: str) -> list[Row]:
    return [
        {"period": "2023", "indicator": "x", "item": item, "answer": answer, "respondent": respondent, "proof": proof}
        for item, answer in given.items()
    ]


@pytest.mark.parametrize(
    ("given", "value", "coverage"),
    [
        ({"q1": "yes", "q2": "partial", "q3": "no", "q4": "yes"}, 50.0, 1.0),
        # Not applicable leaves both sums: (1 + 2) of 4 points.
        ({"q1": "yes", "q2": "no", "q3": "yes", "q4": "na"}, 75.0, 1.0),
        ({"q1": "0.9", "q2": "1", "q3": "0.25", "q4": "0"}, 48.0, 1.0),
        # An item without an answer lowers the coverage (4 of 5 points are answered).
        ({"q1": "yes", "q2": "no", "q3": "yes"}, 75.0, 0.8),
        # A word that is no answer counts as none.
        ({"q1": "yes", "q2": "no", "q3": "yes", "q4": "perhaps"}, 75.0, 0.8),
        ({"q1": "yes", "q2": "no", "q3": "yes", "q4": "1.5"}, 75.0, 0.8),
    ],
)
def test_points_and_answers(given: dict[str, str], value: float, coverage: float) -> None:
    row = measure_one(CHECKLIST, answers=answers(**given))
    assert math.isclose(row["value"], value, rel_tol=1e-12)
    assert math.isclose(row["coverage"], coverage)


def test_too_few_answers_are_not_scored() -> None:
    row = measure_one(CHECKLIST, answers=answers(q1="yes", q2="yes"))
    assert (row["value"], row["reported"], row["reason"]) == (None, 100.0, "log-incomplete")


def test_yes_without_proof_is_no() -> None:
    rows = answers(q1="yes", q2="no", q3="yes") + answers(q4="yes", proof=None)
    assert measure_one(CHECKLIST, answers=rows)["value"] == 60.0
    assert measure_one({**CHECKLIST, "proof": False}, answers=rows)["value"] == 80.0


def test_a_panel_takes_the_median_and_an_even_split_is_half() -> None:
    """B-READY Methodology Handbook, Annex B."""
    one = {"kind": "checklist", "items": ITEMS[:1]}
    split = answers("a", q1="yes") + answers("b", q1="no")
    assert measure_one(one, answers=split)["value"] == 50.0
    three = split + answers("c", q1="yes")
    assert measure_one(one, answers=three)["value"] == 100.0
    # One who says it does not apply stands aside.
    assert measure_one(one, answers=three + answers("d", q1="na"))["value"] == 100.0


def test_a_respondent_who_answers_twice_in_two_ways_is_not_counted() -> None:
    one = {"kind": "checklist", "items": ITEMS[:1]}
    rows = answers("a", q1="yes") + answers("a", q1="no") + answers("b", q1="no") + answers("b", q1="no")
    assert measure_one(one, answers=rows)["value"] == 0.0


def test_a_checklist_where_nothing_applies_is_missing() -> None:
    row = measure_one(CHECKLIST, answers=answers(q1="na", q2="na", q3="na", q4="na"))
    assert (row["value"], row["reason"]) == (None, "no-cases")


def test_other_indicators_answers_are_not_read() -> None:
    other = [{**row, "indicator": "y"} for row in answers(q1="no", q2="no", q3="no", q4="no")]
    assert measure_rows(CHECKLIST, ["2023"], answers=other) == []


SURVEY: Row = {
    "kind": "satisfaction",
    "survey": "s",
    "questions": ["q"],
    "marks": {"very_satisfied": 100.0, "average": 50.0, "poor": 0.0},
    "min_response_rate": 0.0,
}


def replies(subject: str, said: str, start: int = 0, **more: Any) -> list[Row]:
    """One reply a letter: v, a, p, or - for none."""
    words = {"v": "very_satisfied", "a": "average", "p": "poor", "-": None}
    return [
        {
            "period": "2023",
            "survey": "s",
            "question": "q",
            "subject": subject,
            "respondent": f"f{start + n}",
            "answer": words[letter],
            "contact": "yes",
            **more,
        }
        for n, letter in enumerate(said)
    ]


def test_departments_count_alike_whatever_their_size() -> None:
    rows = replies("tax", "vvvvvvvv") + replies("land", "ap")
    assert measure_one({**SURVEY, "statistic": "mean"}, responses=rows)["value"] == 85.0
    assert measure_one({**SURVEY, "statistic": "subject-mean"}, responses=rows)["value"] == 62.5
    assert measure_one({**SURVEY, "statistic": "subject-floor"}, responses=rows)["value"] == 25.0


def test_small_departments_do_not_count_and_too_few_departments_are_not_scored() -> None:
    rows = replies("tax", "vvva") + replies("land", "p")
    setting = {**SURVEY, "statistic": "subject-mean", "min_subject_responses": 2}
    assert measure_one(setting, responses=rows)["value"] == 87.5
    row = measure_one({**setting, "min_subjects": 2}, responses=rows)
    assert (row["value"], row["reason"]) == (None, "too-few-subjects")


def test_only_firms_that_had_contact_count() -> None:
    rows = replies("tax", "v") + replies("tax", "ppp", 1, contact="no")
    assert measure_one(SURVEY, responses=rows)["value"] == 100.0


def test_weights_count_and_an_empty_weight_is_one() -> None:
    rows = replies("tax", "v", weight=3.0) + replies("tax", "p", 1)
    assert measure_one(SURVEY, responses=rows)["value"] == 75.0
    assert measure_one({**SURVEY, "weighted": False}, responses=rows)["value"] == 50.0


def test_the_response_rate_gates_the_score() -> None:
    rows = replies("tax", "v---------")
    row = measure_one({**SURVEY, "min_response_rate": 0.2}, responses=rows)
    assert (row["reported"], row["coverage"], row["value"], row["reason"]) == (100.0, 0.1, None, "low-response")
    invited = [{"period": "2023", "series": "firms_asked", "value": 4.0}]
    setting = {**SURVEY, "min_response_rate": 0.2, "invited": "firms_asked"}
    assert measure_one(setting, responses=rows, statistics=invited)["coverage"] == 0.25


def test_a_share_of_answers_with_its_interval() -> None:
    setting = {
        **SURVEY,
        "statistic": "share",
        "numerator": "answer = 'poor'",
        "denominator": "answer in ('poor', 'average')",
    }
    rows = replies("tax", "ppppppppaavvv")
    row = measure_one(setting, responses=rows)
    assert (row["value"], row["cases"]) == (80.0, 10)
    assert (round(row["low"], 1), round(row["high"], 1)) == (49.0, 94.3)


def test_unequal_weights_widen_the_interval() -> None:
    setting = {**SURVEY, "statistic": "share", "numerator": "answer = 'poor'"}
    plain = measure_one(setting, responses=replies("tax", "pa" * 10))
    heavy = replies("tax", "pa", weight=9.0) + replies("tax", "pa" * 9, 2)
    wide = measure_one(setting, responses=heavy)
    assert plain["value"] == wide["value"] == 50.0
    # Kish: (2 * 9 + 18)^2 / (2 * 81 + 18) = 7.2 answers instead of 20.
    assert math.isclose(wide["standard_error"], 100 * math.sqrt(0.25 / 7.2))
