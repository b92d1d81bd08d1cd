"""The ledger in three colours and consultations, by hand, as things stood at the end of a period."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.measures.desk import Row, measure_one


def item(number: int, opened: str, due: str, closed: str | None = None, **more: Any) -> Row:
    return {"item": str(number), "kind": "problem", "opened": opened, "due": due, "closed": closed, **more}


ITEMS = [
    item(1, "2023-01-05", "2023-02-01", "2023-01-20"),
    item(2, "2023-01-05", "2023-02-01", "2023-02-10"),
    item(3, "2023-01-05", "2023-02-01"),
    item(4, "2023-03-20", "2023-05-01"),
    item(5, "2023-03-20", "2023-05-01", "2023-04-15"),
    item(6, "2022-01-05", "2022-02-01", "2022-01-20"),
    item(7, "2023-01-05", "2023-02-01", "2023-01-20", reopened="2023-03-01"),
    item(8, "2023-06-01", "2023-07-01"),
]
LEDGER: Row = {"kind": "ledger", "process": "problem", "min_coverage": 0.0}


@pytest.mark.parametrize(
    ("show", "value", "cases"),
    [
        # At the end of March: 1 done, 2 done late, 3 overdue, 7 put again and overdue, 4 and 5 under way;
        # 6 was over before, 8 comes later.
        ("red", 300 / 6, 6),
        ("green", 100 / 6, 6),
        ("yellow", 200 / 6, 6),
        # Done or due: 1, 2, 3, 7; on time 1 and 7.
        ("on-time", 50.0, 4),
        # Done at some time: 1, 2, 7; one was put again.
        ("reopened", 100 / 3, 3),
    ],
)
def test_colours_at_the_end_of_the_first_quarter(show: str, value: float, cases: int) -> None:
    row = measure_one({**LEDGER, "show": show}, "2023-Q1", ledger=ITEMS)
    assert math.isclose(row["value"], value)
    assert row["cases"] == cases


def test_what_happens_later_is_not_known_yet() -> None:
    """In the second quarter item 5 is done and item 4 has become overdue."""
    row = measure_one({**LEDGER, "show": "red"}, "2023-Q2", ledger=ITEMS)
    # In the period: 3, 4 and 7 (overdue), 5 (done), 8 (under way).
    assert (row["value"], row["cases"]) == (60.0, 5)


def test_the_rule_of_the_colours_is_a_parameter() -> None:
    strict = {
        "red": "(is_null(closed) and due < period_end) or closed > due or reopened >= closed",
        "green": "closed <= due and not is_null(confirmed) and (is_null(reopened) or reopened < closed)",
    }
    row = measure_one({**LEDGER, "show": "green", "lights": strict}, "2023-Q1", ledger=ITEMS)
    assert row["value"] == 0.0
    confirmed = [{**one, "confirmed": "2023-03-30"} if one["item"] == "1" else one for one in ITEMS]
    row = measure_one({**LEDGER, "show": "green", "lights": strict}, "2023-Q1", ledger=confirmed)
    assert math.isclose(row["value"], 100 / 6)


def opinion(number: int, opened: str, closed: str | None) -> Row:
    return {"item": str(number), "kind": "opinion", "opened": opened, "closed": closed}


OPINIONS = [
    opinion(1, "2023-05-08", "2023-05-29"),
    opinion(2, "2023-05-08", "2023-05-30"),
    opinion(3, "2023-05-08", None),
    opinion(4, "2023-12-20", "2023-12-21"),
    {"item": "2", "kind": "commitment", "opened": "2023-06-01", "due": "2023-12-31"},
]


def test_opinions_received_answered_and_adopted() -> None:
    firms = [{"period": "2023", "series": "active_firms", "value": 2000.0}]
    setting = {"kind": "consultation"}
    assert measure_one({**setting, "show": "received"}, ledger=OPINIONS, statistics=firms)["value"] == 2.0
    # 15 working days after 8 May 2023 is the 29th; opinion 4 can be judged in 2024 only.
    row = measure_one({**setting, "show": "answered"}, ledger=OPINIONS)
    assert (row["cases"], math.isclose(row["value"], 100 / 3)) == (3, True)
    row = measure_one({**setting, "show": "adopted"}, ledger=OPINIONS)
    assert (row["cases"], math.isclose(row["value"], 100 / 3)) == (3, True)
