"""Which moment decides the period: the last second of a year, the first of the next, and a lag across the year."""

from __future__ import annotations

from tests.measures.desk import DURATION, Row, case, measure_rows

SHARE: Row = {"kind": "share", "process": "p", "numerator": "finished <= due", "period_by": "due"}


def periods(measure: Row, rows: list[Row], *asked: str) -> set[str]:
    return {row["period"] for row in measure_rows(measure, list(asked), cases=rows)}


ASKED = ("2023", "2023-H2", "2023-Q4", "2023-12", "2024", "2024-H1", "2024-Q1", "2024-01")


def test_the_last_second_of_a_year_belongs_to_it_and_midnight_to_the_next() -> None:
    last = [case(1, "2023-12-30 08:00", "2023-12-31 23:59:59")]
    first = [case(1, "2023-12-30 08:00", "2024-01-01 00:00:00")]
    assert periods(DURATION, last, *ASKED) == set(ASKED[:4])
    assert periods(DURATION, first, *ASKED) == set(ASKED[4:])
    assert periods({**DURATION, "period_by": "start"}, first, *ASKED) == set(ASKED[:4])


def test_a_lag_carries_a_row_into_the_next_year() -> None:
    rows = [case(1, "2023-12-01", "2023-12-02", due="2023-12-20")]
    assert periods(SHARE, rows, *ASKED) == set(ASKED[:4])
    # 20 December and 11 days are 31 December, and 12 are 1 January.
    assert periods({**SHARE, "lag": {"days": 11}}, rows, *ASKED) == set(ASKED[:4])
    assert periods({**SHARE, "lag": {"days": 12}}, rows, *ASKED) == set(ASKED[4:])
    # Working days after Wednesday 20 December: the 7th is Friday the 29th; 1 January is a holiday, the 8th is the 2nd.
    assert periods({**SHARE, "lag": {"workdays": 7}}, rows, *ASKED) == set(ASKED[:4])
    assert periods({**SHARE, "lag": {"workdays": 8}}, rows, *ASKED) == set(ASKED[4:])
