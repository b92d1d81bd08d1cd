"""Admissible weights: draws keep every limit, exact bounds are never tighter than draws, contradictions are faults."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import Faults, evaluate, read_evidence, read_standard
from evaluator.bundled import bundled_evidence
from evaluator.cli import run
from evaluator.robustness import RobustnessSettings, analyse
from evaluator.robustness.admissible import Group, Limits, groups_of, read_limits
from evaluator.robustness.exact import Exact


@pytest.fixture(scope="module")
def assessment():
    return evaluate(read_standard("dbe-provinces"), read_evidence(bundled_evidence("china")), period="2023")


def test_draws_of_a_triangle_are_uniform():
    # s1 ≥ s2 ≥ s3 on the simplex is a triangle; the mean of its corners (1,0,0), (½,½,0), (⅓,⅓,⅓) is its centre.
    matrix = np.vstack([np.eye(3), [[1.0, -1, 0], [0, 1, -1]]])
    drawn = Group(0, (1, 2, 3), matrix, np.zeros(5)).draw(20_000, np.random.default_rng(1))
    assert (drawn @ matrix.T >= -1e-9).all() and drawn.sum(axis=1) == pytest.approx(1)
    assert drawn.mean(axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.01)


def test_a_polytope_without_an_inside_is_one_point():
    matrix = np.vstack([np.eye(2), -np.eye(2)])
    drawn = Group(0, (1, 2), matrix, np.array([0.3, 0.7, -0.3, -0.7])).draw(5, np.random.default_rng(1))
    assert drawn == pytest.approx(np.tile([0.3, 0.7], (5, 1)))


def limits_for(assessment, **more) -> Limits:
    plan = assessment.kernels[0].plan
    first, second, third = (plan.places[child].name for child in plan.places[0].children[:3])
    return Limits(floors={first: 0.1}, caps={second: 0.4}, order=((first, third),), **more)


def test_every_draw_keeps_the_limits_and_no_bound_is_tighter_than_a_draw(assessment):
    limits = limits_for(assessment, vary=0.9)
    found = analyse(assessment, RobustnessSettings(draws=2000, limits=limits))
    kernel, t = found.kernel, found.period
    weights = np.concatenate([own for _, own, _ in found._parts()])
    children = list(kernel.plan.places[0].children)
    shares = weights[:, children] / weights[:, children].sum(axis=1, keepdims=True)
    assert (shares[:, 0] >= 0.1 - 1e-9).all() and (shares[:, 1] <= 0.4 + 1e-9).all()
    assert (shares[:, 0] >= shares[:, 2] - 1e-9).all() and shares.std(axis=0).min() > 0.01
    exact = Exact(kernel, t, kernel.scored().weights[t], 0.0, groups_of(limits, kernel.plan, kernel.plan.weights))
    histogram = found.histogram()
    low, high = histogram.quantile(0), histogram.quantile(1)
    for i in exact.ranked[:8]:
        best, worst = exact.best(i), exact.worst(i)
        assert best.place <= low[i] and worst.place >= high[i]
        assert best.weights is not None and exact.reached(i, best.weights) == best.place
        assert worst.weights is not None and exact.reached(i, worst.weights) == worst.place


def test_a_range_as_limits_is_the_range_of_the_closed_form(assessment):
    kernel, t = assessment.kernels[0], assessment.run.periods.index("2023")
    own = kernel.scored().weights[t]
    closed = Exact(kernel, t, own, 0.25)
    solved = Exact(kernel, t, own, 0.0, groups_of(Limits(vary=0.25), kernel.plan, own))
    for side in (0, 1):
        assert solved.differences(4)[side] == pytest.approx(closed.differences(4)[side], abs=1e-6)
    assert [solved.best(i).place for i in range(5)] == [closed.best(i).place for i in range(5)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("floors: {nothing: 0.1}\n", "nothing"),
        ("floors: {network: 0.6, support: 0.6}\n", "contradict"),
        ("floors: {network: 0.6}\ncaps: {network: 0.5}\n", "above its cap"),
        ("order: [[network, industry.domain_names]]\n", "siblings"),
        ("flors: {network: 0.1}\n", "flors"),
        ("caps: {network: 3}\n", "network"),
    ],
)
def test_wrong_limits_are_faults(text, words, tmp_path, capsys):
    path = tmp_path / "limits.yaml"
    path.write_text(text, encoding="utf-8")
    for command in (["robustness", "--draws", "16"], ["bounds"]):
        assert run([*command, "--admissible", str(path), "--lang", "en"]) == 1
        caught = capsys.readouterr().err
        assert words in caught and "Traceback" not in caught
    with pytest.raises(Faults):
        read_limits(tmp_path / "nowhere.yaml", set())


def test_the_commands_take_limits(tmp_path, capsys):
    path = tmp_path / "limits.yaml"
    path.write_text("floors: {network: 0.1}\norder: [[network, support]]\n", encoding="utf-8")
    words = ["--admissible", str(path), "--out", str(tmp_path), "--lang", "en"]
    assert run(["robustness", "--draws", "64", "--outputs", "intervals,drivers", *words]) == 0
    assert run(["bounds", "--region", "浙江", *words]) == 0
    assert "re-scored" in capsys.readouterr().out
