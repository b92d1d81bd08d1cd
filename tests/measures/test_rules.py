"""The filter language: what it accepts, what it refuses, and that its SQL means what it says."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.engines.duckdb_engine import DuckdbEngine
from indicators.conditions import Among, Compare, Empty, Joined, Span, Test
from indicators.rules import Rule, RuleError, parse_rule
from indicators.stamps import with_worked
from indicators.tables import unbound
from tests.measures.desk import case, table


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("finished <", "a column is expected"),
        ("finished <= due extra", "'extra' is not expected"),
        ("finsihed <= due", "did you mean 'finished'?"),
        ("outcome <= 'done'", "= or != only"),
        ("amount > 'ten'", "different types"),
        ("finished <= 'soon'", "not a day"),
        ("__import__('os')", "there is no column"),
        ("days(started, mode) < 3", "two columns of time stamps"),
        ("amount in ('a')", "'in' needs a column of text"),
        ("mode in ()", "a text in single quotes"),
        ("mode = 'a' and", "a column is expected"),
        ('mode = "a"', "cannot be read"),
        ("mode", "a comparison or 'in' is expected"),
        ("not not mode = 'a'", "a column is expected"),
        ("(mode = 'a'", "')' is missing"),
        ("(" * 80 + "mode = 'a'" + ")" * 80, "nested too deeply"),
    ],
)
def test_what_is_not_in_the_language_is_refused_with_a_reason(text: str, part: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(text, "cases")
    assert part in caught.value.en
    assert caught.value.zh


def test_and_binds_closer_than_or() -> None:
    rule = parse_rule("mode = 'a' or mode = 'b' and side = 'gov'", "cases")
    assert isinstance(rule.test, Joined)
    assert rule.test.word == "or"
    assert isinstance(rule.test.parts[1], Joined)


def test_a_rule_knows_what_it_reads() -> None:
    rule = parse_rule("workdays(started, finished) <= 5 and due <= period_end", "cases")
    assert rule.fields == ("started", "finished", "due", "period_end")
    assert rule.worked == ("started", "finished")
    assert rule.timed


def passing(text: str, rows: list[dict[str, Any]]) -> list[str]:
    """Numbers of the cases that a rule lets through, by DuckDB."""
    with DuckdbEngine(threads=1) as engine:
        engine.put("cases", table("cases", rows))
        rule = parse_rule(text, "cases")
        cases = with_worked(unbound("cases"), unbound("calendar"), rule.worked)
        found = engine.run(cases.filter(rule.expression(cases)).select("case"))
    return sorted(found["case"].to_pylist())


ROWS = [
    case("noon", "2023-05-01 12:00", "2023-05-03 15:00", due="2023-05-03", outcome="granted", amount=5.0),
    case("late", "2023-05-01", "2023-05-04 00:30", due="2023-05-03"),
    case("open", "2023-05-01", None, due="2023-05-03", outcome="withdrawn"),
]


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        # Done at 15:00 on the due day is on time, because the due day has no time of day.
        ("finished <= due", ["noon"]),
        ("finished > due", ["late"]),
        # An empty outcome reads as 'none', so != keeps it; a comparison with an empty stamp is unknown.
        ("outcome != 'withdrawn'", ["late", "noon"]),
        ("outcome = 'none'", ["late"]),
        ("is_null(outcome)", ["late"]),
        ("not (finished <= due)", ["late"]),
        ("not is_null(finished)", ["late", "noon"]),
        # 2 days and 3 hours; from a day without time only whole days count.
        ("days(started, finished) > 2", ["late", "noon"]),
        ("days(started, finished) <= 2.125", ["noon"]),
        ("days(started, finished) = 3", ["late"]),
        ("hours(started, finished) = 51", ["noon"]),
        # 1 to 3 May 2023 were holidays: no working day up to the 3rd, one up to the 4th.
        ("workdays(started, finished) = 0", ["noon"]),
        ("workdays(started, finished) = 1", ["late"]),
        ("finished >= '2023-05-04'", ["late"]),
        ("amount >= 5", ["noon"]),
        ("outcome not in ('granted', 'none')", ["open"]),
    ],
)
def test_rules_mean_what_they_say(text: str, cases: list[str]) -> None:
    assert passing(text, ROWS) == cases


stamps = st.one_of(
    st.none(),
    st.datetimes(datetime.datetime(2022, 12, 30), datetime.datetime(2023, 1, 4)).map(
        lambda one: one.replace(microsecond=0)
    ),
    st.dates(datetime.date(2022, 12, 30), datetime.date(2023, 1, 4)).map(
        lambda one: datetime.datetime.combine(one, datetime.time())
    ),
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(stamps, stamps, st.sampled_from([None, "a", "b"])), min_size=1, max_size=8),
    st.sampled_from(
        [
            "finished <= due or mode = 'a'",
            "not (finished < due and mode != 'b')",
            "finished = due or is_null(mode)",
            "days(due, finished) <= 1 and mode in ('a')",
            "workdays(due, finished) >= 1 or not mode in ('a', 'b')",
        ]
    ),
)
def test_duckdb_agrees_with_three_valued_logic_in_python(rows: list[tuple[Any, Any, Any]], text: str) -> None:
    listed = [
        case(n, None, None if a is None else str(a), due=None if b is None else str(b), mode=mode)
        for n, (a, b, mode) in enumerate(rows)
    ]
    wanted = [
        str(n)
        for n, (a, b, mode) in enumerate(rows)
        if truth(parse_rule(text, "cases"), {"finished": a, "due": b, "mode": mode}) is True
    ]
    assert passing(text, listed) == sorted(wanted)


def truth(rule: Rule, row: dict[str, Any]) -> bool | None:
    """The rule by plain Python, None where it is unknown."""
    return _truth(rule.test, row)


def _truth(test: Test, row: dict[str, Any]) -> bool | None:
    if isinstance(test, Joined):
        parts = [_truth(part, row) for part in test.parts]
        if test.word == "not":
            return None if parts[0] is None else not parts[0]
        if test.word == "and":
            return False if False in parts else None if None in parts else True
        return True if True in parts else None if None in parts else False
    if isinstance(test, Empty):
        return row[test.field.name] is None
    if isinstance(test, Among):
        value = row[test.field.name]
        return None if value is None else value in test.values
    assert isinstance(test, Compare)
    left, right = (_value(side, row) for side in (test.left, test.right))
    if left is None or right is None:
        return None
    if isinstance(left, datetime.datetime) and datetime.time() in (left.time(), right.time()):
        left, right = left.date(), right.date()
    signs = {"=": left == right, "!=": left != right}
    if test.sign in signs:
        return bool(signs[test.sign])
    return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[test.sign])


def _value(side: Any, row: dict[str, Any]) -> Any:
    if not isinstance(side, Span):
        return row[side.name] if hasattr(side, "name") else side.value
    start, end = row[side.start.name], row[side.end.name]
    if start is None or end is None:
        return None
    if side.unit == "workdays":
        from indicators.calendar import workdays

        return workdays(start.date(), end.date())
    if datetime.time() in (start.time(), end.time()):
        return (end.date() - start.date()).days
    return (end - start).total_seconds() / 86400
