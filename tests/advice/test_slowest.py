"""The slowest tenth as long as the median, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.advice.case import case_of
from evaluator.advice.slowest import slowest_tenth
from tests.explain.test_rows import assessed, case
from tests.measures.desk import DURATION

#: Ten cases of 1, 2, … 9 and 30 days: the upper of the middle two is 6; the slowest tenth is the one of 30.
DAYS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 30]


def rows() -> list[dict[str, object]]:
    own = [case(n, f"2023-03-{1 + days:02d}" if days < 30 else "2023-03-31") for n, days in enumerate(DAYS)]
    return own + [case(50 + n, f"2023-03-{1 + n:02d}", region="q") for n in range(1, 5)]


def test_a_mean_falls_by_what_is_saved(tmp_path: Path) -> None:
    made = assessed(tmp_path, DURATION | {"statistic": "mean"}, cases=rows())
    (found,) = slowest_tenth(case_of(made, "r")).to_pylist()
    assert (found["cases"], found["slow"], found["median"]) == (10, 1, 6.0)
    assert (found["raw"], found["to"]) == (pytest.approx(7.5), pytest.approx(5.1))
    assert (found["mean"], found["mean_after"]) == (7.5, 5.1)
    assert found["note"] == ""


def test_a_median_does_not_notice(tmp_path: Path) -> None:
    (found,) = slowest_tenth(case_of(assessed(tmp_path, DURATION, cases=rows()), "r")).to_pylist()
    assert found["raw"] == found["to"] == 5.5
    assert found["note"] == "unmoved"
    assert (found["mean"], found["mean_after"], found["points"]) == (7.5, 5.1, 0.0)


def test_a_share_within_a_limit_rises_by_the_case_that_now_keeps_it(tmp_path: Path) -> None:
    made = assessed(tmp_path, DURATION | {"statistic": "within", "limit": 9.0}, cases=rows())
    (found,) = slowest_tenth(case_of(made, "r")).to_pylist()
    assert (found["raw"], found["to"]) == (pytest.approx(90.0), pytest.approx(100.0))


def test_a_promised_day_is_kept_by_the_case_that_is_faster(tmp_path: Path) -> None:
    due = [one | {"due": "2023-03-12"} for one in rows()]
    made = assessed(tmp_path, DURATION | {"statistic": "promised"}, cases=due)
    (found,) = slowest_tenth(case_of(made, "r")).to_pylist()
    assert (found["raw"], found["to"]) == (pytest.approx(90.0), pytest.approx(100.0))


def test_no_log_no_row(tmp_path: Path) -> None:
    made = assessed(tmp_path, DURATION, cases=rows()[:10])
    assert slowest_tenth(case_of(made, "q")).num_rows == 0
