"""Peers, gaps and strengths against figures worked by hand; a trial against a full re-score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator import Scenario, evaluate
from evaluator.advice.case import case_of
from evaluator.advice.gaps import gaps
from evaluator.advice.peers import peers
from evaluator.advice.steps import steps
from evaluator.advice.strengths import findings, left_out, strengths
from evaluator.advice.whatif import Trial, slots_of
from indicators.faults import Faults
from tests.advice.worlds import ROWS, assessment, standard


def test_the_nearest_in_population_come_first() -> None:
    case = case_of(assessment(ROWS), "r2")  # populations 10, 11, 12, 13, 14
    found = peers(case, size=3)
    assert [case.kernel.cells.regions[i] for i in found.positions] == ["r1", "r3", "r4"]
    assert found.distances[0] == pytest.approx(found.distances[1]) == pytest.approx(1 / np.std([10, 11, 12, 13, 14]))


def test_peers_by_hand_and_every_fault_at_once() -> None:
    case = case_of(assessment(ROWS), "r2")
    assert peers(case, ["r5", "r2", "r5"]).positions == (4,)
    with pytest.raises(Faults) as error:
        peers(case, ["nowhere", "r1", "elsewhere"])
    assert len(error.value.faults) == 2


def test_gaps_by_hand() -> None:
    made = assessment(ROWS, standard("goalposts"), periods=2)
    case = case_of(made, "r1")
    rows = {row["node"]: row for row in gaps(case, peers(case, ["r2", "r3", "r4"])).to_pylist()}
    # goalposts 0–100 on [1, 100]: score = 1 + 0.99 · x
    assert rows["a"]["score"] == pytest.approx(10.9)
    assert rows["a"]["peer_median"] == pytest.approx(1 + 0.99 * 50)
    assert rows["a"]["to_bound"] == pytest.approx(100 - 10.9)
    assert rows["a"]["change"] == pytest.approx(4.95)
    assert rows["c"]["change"] == pytest.approx(-4.95)  # lower is better, and it rose
    assert rows["a"]["share"] == pytest.approx(1 / 3)
    assert rows["d"]["share"] == pytest.approx(1 / 4)


def test_a_strength_must_survive_the_loss_of_any_peer() -> None:
    base: dict[str, list[float | None]] = {f"p{i}": [50.0 + i, 50, 50, 50 + 10 * i] for i in range(5)}
    case = case_of(assessment({**base, "own": [90, 50, 50, 75]}, standard("goalposts")), "own")
    found = {row["node"]: row["kind"] for row in strengths(case, peers(case)).to_pylist()}
    assert found == {"a": "strength"}  # b and c do not vary; d: 75 is 0.3 sd above 50 … 90


@pytest.mark.parametrize(("grade", "counts"), [("A", True), ("B", True), ("C", False), ("D", False)])
def test_a_strength_rests_on_evidence_of_grade_b_or_better(grade: str, counts: bool) -> None:
    base: dict[str, list[float | None]] = {f"p{i}": [50.0 + i, 50, 50, 50 + 10 * i] for i in range(5)}
    made = assessment({**base, "own": [90, 50, 50, 75]}, standard("goalposts"), grades={"a": grade})
    case = case_of(made, "own")
    found = findings(case, peers(case)).to_pylist()
    assert [(row["node"], row["grade"]) for row in found] == [("a", grade)]
    assert strengths(case, peers(case)).num_rows == counts
    said = left_out(found, str.upper, "en")
    assert ("A +" in said and f"({grade}, " in said) is not counts and bool(said) is not counts


@settings(max_examples=40, deadline=None)
@given(
    value=st.floats(-20, 150),
    slot=st.sampled_from("abcd"),
    kind=st.sampled_from(["minmax", "goalposts", "zscore", "rank"]),
    aggregation=st.sampled_from(["arithmetic", "geometric"]),
    panel=st.booleans(),
    impute=st.booleans(),
)
def test_a_trial_is_a_full_score(
    value: float, slot: str, kind: str, aggregation: str, panel: bool, impute: bool
) -> None:
    made = standard(kind, aggregation).with_method({"normalisation.scope": "panel" if panel else "period"})
    if impute:
        made = made.with_method({"imputation": "mean"})
    whole = assessment({**ROWS, "r6": [20, None, 30, 40]}, made, periods=2)
    trial = Trial(case_of(whole, "r2"))
    assert trial.alone is not impute
    found = trial.outcome(slots_of(trial.case, {slot: value}))
    change = {"region": "r2", "period": "2023", "series": f"s_{slot}", "value": value}
    again = evaluate(made, whole.evidence, scenario=Scenario.model_validate({"values": [change]}))
    rows = {row["region"]: row for row in again.ranking().to_pylist() if row["period"] == "2023"}
    assert found.place == (rows["r2"]["rank"] or 0)
    for code, score in zip(trial.case.kernel.cells.regions, found.scores[0], strict=True):
        assert (rows[code]["score"] is None) == bool(np.isnan(score))
        assert rows[code]["score"] is None or rows[code]["score"] == pytest.approx(score, abs=1e-9)


def test_one_step_is_worth_its_weight() -> None:
    case = case_of(assessment(ROWS, standard("goalposts")), "r1")
    rows = {row["node"]: row for row in steps(case, {"a": 5.0}).to_pylist()}
    assert rows["a"]["to"] == 15
    assert rows["a"]["points"] == pytest.approx(0.99 * 5 / 3)
    assert rows["c"]["to"] == 70
    assert rows["c"]["points"] == pytest.approx(0.99 * 10 / 12)


def test_a_region_without_values_and_unknown_names() -> None:
    whole = assessment({**ROWS, "none": [None, None, None, None]})
    case = case_of(whole, "none")
    assert case.place == 0
    assert strengths(case, peers(case)).num_rows == 0
    assert {row["note"] for row in steps(case).to_pylist()} == {"no-value"}
    assert gaps(case, peers(case)).to_pylist()[0]["score"] is None
    for words in (("nowhere", None), ("r1", "1999")):
        with pytest.raises(Faults):
            case_of(whole, *words)
    with pytest.raises(Faults) as error:
        slots_of(case, {"x": 1.0, "y": 2.0})
    assert len(error.value.faults) == 2
