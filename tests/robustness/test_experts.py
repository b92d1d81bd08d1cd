"""Exact bounds over several experts' weights: those of each taken alone, and never tighter than a draw."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from evaluator import Faults, evaluate, read_evidence, read_standard
from evaluator.bundled import bundled_evidence
from evaluator.cli import run
from evaluator.robustness import RobustnessSettings, analyse
from evaluator.robustness.admissible import Limits
from evaluator.robustness.exact import Exact
from evaluator.robustness.experts import given_by, sets_of
from tests.robustness.test_edges import read

EXPERTS = (
    ("Li", (("network", 6.0), ("support", 1.0))),
    ("Wang", (("network", 1.0), ("industry", 5.0))),
    ("Zhao", (("support", 4.0), ("network.broadband", 0.0))),
)


@pytest.fixture(scope="module")
def assessment():
    return evaluate(read_standard("dbe-provinces"), read_evidence(bundled_evidence("china")))


def sets(assessment, share=0.25, limits=None, experts=EXPERTS):
    kernel, t = assessment.kernels[0], assessment.run.periods.index("2023")
    return sets_of(kernel, t, kernel.scored().weights[t], share, limits, experts)


def test_the_best_place_is_the_best_that_any_expert_gives(assessment):
    whole = sets(assessment)
    exact = whole.exact
    alone = {
        name: Exact(exact.kernel, exact.period, given_by(exact.plan, exact.weights, own), 0.25) for name, own in EXPERTS
    }
    whose = set()
    for i in exact.ranked[::2]:
        (best, at_best), (worst, at_worst) = whole.bound(i, True), whole.bound(i, False)
        assert best.place == min(one.best(i).place for one in alone.values())
        assert worst.place == max(one.worst(i).place for one in alone.values())
        for bound, name in ((best, at_best), (worst, at_worst)):
            assert bound.weights is not None and whole.reached(i, bound.weights) == bound.place and bound.exact
            factors = bound.weights / alone[name].weights
            held = alone[name].weights > 0
            for place in exact.plan.places:
                own = [child for child in place.children if held[child]]
                if len(own) > 1:
                    assert factors[own].max() / factors[own].min() <= 1.25 / 0.75 + 1e-6
            whose.add(name)
    assert len(whose) > 1


def test_no_draw_around_an_expert_is_beyond_the_bounds(assessment):
    named = tuple((name, dict(own)) for name, own in EXPERTS)
    found = analyse(assessment, RobustnessSettings(draws=2000, experts=named))
    places = found.histogram()
    low, high = places.quantile(0.0), places.quantile(1.0)
    whole = sets(assessment)
    for i in whole.exact.ranked[::3]:
        assert whole.bound(i, True)[0].place <= low[i] and whole.bound(i, False)[0].place >= high[i]
    table = found.drivers().to_pylist()
    assert "experts" in {row["factor"] for row in table}


def test_who_is_ahead_under_every_expert_is_ahead_under_each(assessment):
    whole = sets(assessment)
    each = [part.dominates() for _, part in whole.parts]
    assert (whole.dominates() == np.logical_and.reduce(each)).all() and whole.dominates().any()


def test_limits_hold_around_every_expert(assessment):
    whole = sets(assessment, limits=Limits(vary=0.1, caps={"network": 0.76}), experts=EXPERTS[:2])
    at, network = list(whole.exact.plan.places[0].children), whole.exact.plan.position["network"]
    shares = set()
    for i in whole.exact.ranked[::5]:
        for best in (True, False):
            weights = whole.bound(i, best)[0].weights
            assert weights is not None
            shares.add(round(weights[network] / weights[at].sum(), 2))
    assert max(shares) == 0.76 and min(shares) < 0.2
    with pytest.raises(Faults, match=r"Wang.*contradict"):
        sets(assessment, limits=Limits(vary=0.1, floors={"network": 0.5}), experts=EXPERTS[:2])


def test_an_expert_who_weighs_nothing_below_a_node_is_a_fault(assessment):
    nothing = tuple((child.id, 0.0) for child in read_standard("dbe-provinces").tree)
    with pytest.raises(Faults, match="Nobody"):
        sets(assessment, experts=(("Nobody", nothing),))


def test_the_command_says_whose_weights_reach_each_end(tmp_path, capsys):
    path = tmp_path / "experts.csv"
    path.write_text("run,weight.network,weight.support\nLi,6,1\nWang,1,6\n", encoding="utf-8")
    words = ["--experts", str(path), "--lang", "en"]
    assert run(["bounds", *words, "--out", str(tmp_path / "out")]) == 0
    rows = read(tmp_path / "out" / "rank_bounds.csv")
    assert {row["best_expert"] for row in rows} == {"Li", "Wang"} and all(row["exact"] == "true" for row in rows)
    assert run(["bounds", *words, "--region", "浙江"]) == 0
    assert "around the weights of" in capsys.readouterr().out
    assert run(["bounds", *words, "--region", "浙江", "--to", "1"]) == 2
    with path.open("a", encoding="utf-8") as file:
        csv.writer(file).writerow(["Zhao", "-1", "x"])
    assert run(["bounds", *words]) == 1
    assert capsys.readouterr().err.count("experts.csv:4") == 2
