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


SHARE = {
    "kind": "share", "process": "p", "min_coverage": 0.0, "period_by": "due",
    "denominator": "not is_null(due) and due <= period_end",
    "numerator": "not is_null(finished) and finished <= due",
}  # fmt: skip


def in_time(period_by: str = "due", **more: object) -> list[dict[str, object]]:
    """Ten records begun on 1 March and due on the 8th: 1 to 9 days and one never done; one of another year."""
    own = [case(n, f"2023-03-{1 + days:02d}" if days < 30 else None) for n, days in enumerate(DAYS)]
    other = case(90, "2022-03-30", started="2022-03-01") | {"due": "2022-03-02"}
    return [*(one | {"due": "2023-03-08"} | more for one in own), other]


def test_a_share_in_time_rises_by_the_records_that_now_keep_their_day(tmp_path: Path) -> None:
    made = assessed(tmp_path, SHARE, cases=in_time())
    (found,) = slowest_tenth(case_of(made, "r")).to_pylist()
    # 1 to 7 days are in time: 7 of 10. The one that is still open has run to the end of the year, 306 days, and is
    # the slowest; as fast as the median of 6 days it keeps its day, 7 March.
    assert (found["cases"], found["slow"], found["median"]) == (10, 1, 6.0)
    assert (found["raw"], found["to"]) == (pytest.approx(70.0), pytest.approx(80.0))
    assert found["mean"] == pytest.approx((45 + 306) / 10) and found["mean_after"] == pytest.approx((45 + 6) / 10)


def test_only_the_time_of_a_record_is_changed(tmp_path: Path) -> None:
    rule = SHARE | {"numerator": SHARE["numerator"] + " and outcome = 'done'"}
    rows = in_time(outcome="done")
    rows[9] = rows[9] | {"outcome": "lost"}
    (found,) = slowest_tenth(case_of(assessed(tmp_path, rule, cases=rows), "r")).to_pylist()
    assert found["raw"] == found["to"] == pytest.approx(70.0) and found["note"] == "unmoved"


def test_a_share_counted_from_the_start_is_known_by_its_rule(tmp_path: Path) -> None:
    rule = SHARE | {"denominator": "", "numerator": "days(started, finished) <= 8", "period_by": "started"}
    rows = [one | {"finished": "2023-03-31"} if one["finished"] is None else one for one in in_time()]
    (found,) = slowest_tenth(case_of(assessed(tmp_path, rule, cases=rows), "r")).to_pylist()
    assert (found["cases"], found["raw"], found["to"]) == (10, pytest.approx(80.0), pytest.approx(90.0))


def test_a_record_stays_in_its_period_though_it_ends_earlier(tmp_path: Path) -> None:
    rule = SHARE | {"period_by": "finished", "denominator": "", "numerator": "finished <= due"}
    late = [
        one | {"started": "2022-12-01", "finished": f"2023-01-{n + 1:02d}", "due": "2022-12-31"}
        for n, one in enumerate(in_time()[:10])
    ]
    late[9] |= {"started": "2022-06-01", "due": "2022-07-31"}
    (found,) = slowest_tenth(case_of(assessed(tmp_path, rule, cases=late), "r")).to_pylist()
    # The slowest, 223 days, takes the upper median of 36: done on 7 July 2022, and yet counted in 2023.
    assert (found["cases"], found["median"]) == (10, 36.0)
    assert (found["raw"], found["to"]) == (pytest.approx(0.0), pytest.approx(10.0))


def test_a_share_without_a_time_is_left_out(tmp_path: Path) -> None:
    for numerator in ("outcome = 'done'", "not is_null(finished)", "days(finished, due) <= 90"):
        made = assessed(tmp_path, SHARE | {"numerator": numerator}, cases=in_time(outcome="done"))
        assert slowest_tenth(case_of(made, "r")).num_rows == (1 if "due" in numerator else 0)
