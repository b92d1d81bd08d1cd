"""The cheapest plan against every combination of steps; plans against the next period's fact."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.advice.case import case_of
from evaluator.advice.goals import Effort, Goal, cheapest, furthest, reached, read_goal
from evaluator.advice.plans import check_plan, plan_table, read_efforts, read_plan, revised
from evaluator.advice.steps import road
from evaluator.advice.whatif import Trial
from evaluator.exports.tables import csv_bytes
from indicators.faults import Faults
from tests.advice.worlds import ROWS, assessment, standard


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(["goalposts", "minmax"]),
    efforts=st.lists(st.integers(1, 9), min_size=4, max_size=4),
    steps=st.lists(st.sampled_from([20.0, 30.0, 45.0]), min_size=4, max_size=4),
    place=st.integers(1, 4),
    points=st.none() | st.floats(30, 80),
    parents=st.sampled_from(["reweight", "fail"]),
)
def test_no_combination_of_steps_is_cheaper(
    kind: str, efforts: list[int], steps: list[float], place: int, points: float | None, parents: str
) -> None:
    case = case_of(assessment(ROWS, standard(kind, parents=parents)), "r1")
    goal = Goal(place=place) if points is None else Goal(points=points)
    stated = {
        n: Effort(float(e), s, 20.0 if n == "c" else 80.0) for n, e, s in zip("abcd", efforts, steps, strict=True)
    }
    trial = Trial(case)
    roads = [road(case, i, s, stated[n].most) for i, (n, s) in enumerate(zip("abcd", steps, strict=True))]
    assert all(roads)
    best: float | None = None
    for combination in itertools.product(*(range(one.count + 1) for one in roads if one)):
        outcome = trial.outcome(
            {one.slot: one.after(n) for one, n in zip(roads, combination, strict=True) if one and n}
        )
        cost = float(sum(n * e for n, e in zip(combination, efforts, strict=True)))
        if reached(outcome, goal) and (best is None or cost < best):
            best = cost
    found = cheapest(case, goal, stated)
    assert (found is None) == (best is None)
    if found is not None:
        assert found.effort == pytest.approx(best)
        assert reached(found.outcome, goal)


def test_what_cannot_be_changed_stays() -> None:
    case = case_of(assessment(ROWS, standard("goalposts")), "r1")
    found = cheapest(case, Goal(points=30.0), {"a": Effort(None), "b": Effort(None)})
    assert found is not None
    assert {case.kernel.cells.indicators[move.road.slot] for move in found.moves} <= {"c", "d"}
    assert cheapest(case, Goal(points=99.0), {"a": Effort(None)}) is None
    assert cheapest(case, Goal(place=5)) is not None  # reached already


def test_a_plan_is_saved_and_checked(tmp_path: Path) -> None:
    rows = {**ROWS}
    whole = assessment(rows, standard("goalposts"), periods=2)  # every figure rises by 5 from 2022 to 2023
    case = case_of(whole, "r1", "2022")
    way = cheapest(case, Goal(points=25.0), {n: Effort(1.0, 5.0) for n in "abcd"})
    assert way is not None
    path = tmp_path / "plan.csv"
    path.write_bytes(csv_bytes(plan_table(case, way, "points 25"), bom=True))
    later, table = check_plan(whole, read_plan(path))
    assert later.period == "2023"
    for row in table.to_pylist():
        assert row["share"] == pytest.approx((row["fact"] - row["from"]) / (row["to"] - row["from"]))
        expected = "no-progress" if row["indicator"] == "c" else "reached" if row["to"] <= row["fact"] else "on-the-way"
        assert row["verdict"] == expected
    with pytest.raises(Faults):
        check_plan(whole, [{**one, "period": "2023"} for one in read_plan(path)])


def test_bad_plans_efforts_and_goals(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("region,period,indicator,from,to\nr1,2023,a,x,\nr2,2023,b,1,2\n")
    with pytest.raises(Faults) as error:
        read_plan(path)
    assert len(error.value.faults) == 3
    case = case_of(assessment(ROWS, standard("goalposts")), "r1")
    path.write_text("efforts:\n  zz: {effort: 1}\n  a: {step: 1}\n  yy: {}\n")
    with pytest.raises(Faults) as error:
        read_efforts(path, case)
    assert [one.line for one in error.value.faults] == [2, 4]
    for text in ("", "place", "place 0", "place 1.5", "rank 3", "points x"):
        with pytest.raises(Faults):
            read_goal(text)
    geometric = case_of(assessment(ROWS, standard("goalposts", "geometric")), "r1")
    with pytest.raises(Faults):
        cheapest(geometric, Goal(place=1))


def test_a_changed_plan_counts_anew_and_reads_back(tmp_path: Path) -> None:
    made = assessment(ROWS, standard("goalposts"), periods=2)
    case = case_of(made, "r1", "2022")
    way = cheapest(case, Goal(points=30.0))
    assert way is not None
    rows = plan_table(case, way, "points 30").to_pylist()
    rows[0] |= {"to": rows[0]["from"] + 5.0, "owner": "=HYPERLINK(1)", "date": "2023-06"}
    plan, outcome = revised(case, rows)
    first = plan.to_pylist()[0]
    assert first["steps"] is None
    assert outcome.score < way.outcome.score
    alone = Trial(case).outcome({case.kernel.cells.indicators.index(first["indicator"]): first["to"]})
    assert first["points"] == pytest.approx(alone.score - float(case.scores[0, case.region]))
    path = tmp_path / "plan.csv"
    path.write_bytes(csv_bytes(plan, bom=True))
    read = read_plan(path)
    assert [float(row["to"]) for row in read] == [row["to"] for row in rows]
    assert not read[0]["owner"].startswith("=")
    _, table = check_plan(made, read)
    assert table.to_pylist()[0]["verdict"] in ("reached", "on-the-way")


def test_the_furthest_is_every_road_to_its_end() -> None:
    case = case_of(assessment(ROWS, standard("goalposts")), "r1")
    assert furthest(case).score == pytest.approx(100.0)
    assert furthest(case, {"a": Effort(None)}).score == pytest.approx(100.0 - (2 / 3) / 2 * 99 * 0.9)
