"""Weights that people give: comparisons in pairs, points, swings."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.methods import method
from evaluator.methods.weights.ahp import RANDOM_INDEX, eigenvector
from indicators.faults import Faults
from tests.methods.tables import siblings

THREE = siblings(np.arange(12.0).reshape(3, 4))
CONSISTENT = [["a", "b", 2], ["a", "c", 6], ["b", "c", 3]]


def ahp(judgements: object, number: int = 3, **more: object) -> object:
    group = siblings(np.arange(number * 4.0).reshape(number, 4))
    return method("weights", {"kind": "ahp", "judgements": judgements, **more}).report(group)


def test_consistent_judgements_give_their_weights_back() -> None:
    report = ahp(CONSISTENT)
    np.testing.assert_allclose(report.weights, [0.6, 0.3, 0.1])
    assert dict(report.facts)["consistency_ratio"] == pytest.approx(0, abs=1e-9)
    assert report.warnings == () and report.findings == ()


def test_fractions_and_either_order_say_the_same() -> None:
    np.testing.assert_allclose(ahp([["b", "a", "1/2"], ["c", "a", "1/6"], ["b", "c", 3]]).weights, [0.6, 0.3, 0.1])


def test_a_pair_written_twice_alike_is_no_contradiction() -> None:
    np.testing.assert_allclose(ahp([*CONSISTENT, ["b", "a", 0.5]]).weights, [0.6, 0.3, 0.1])


def test_judgements_of_several_experts_are_averaged_geometrically() -> None:
    other = [["a", "b", 8], ["a", "c", 6], ["b", "c", 0.75]]
    report = ahp({"A": CONSISTENT, "B": other})
    mean = [["a", "b", 4], ["a", "c", 6], ["b", "c", 1.5]]
    np.testing.assert_allclose(report.weights, ahp(mean).weights)
    facts = dict(report.facts)
    assert {"consistency_ratio.A", "consistency_ratio.B", "consistency_ratio"} <= set(facts)
    assert facts["consistency_ratio.A"] == pytest.approx(0, abs=1e-9)


def test_judgements_that_do_not_fit_are_reported_with_the_worst_one() -> None:
    judgements = [["a", "b", 2], ["a", "c", 6], ["a", "d", 12], ["b", "c", 3], ["b", "d", 6], ["c", "d", "1/9"]]
    report = ahp(judgements, number=4)
    assert dict(report.facts)["consistency_ratio"] > 0.1
    assert len(report.warnings) == 1 and "0.1" in report.warnings[0].zh
    (finding,) = report.findings
    assert "'c' to 'd' at 0.1111" in finding.en and "“c”比“d”" in finding.zh


@pytest.mark.parametrize(
    "matrix",
    [
        {"a": {"b": 2, "c": 6}, "b": {"c": 3}},
        {"a": {"a": 1, "b": 2, "c": 6}, "b": {"a": "1/2", "b": 1, "c": 3}, "c": {"a": "1/6", "b": "1/3", "c": 1}},
    ],
)
def test_a_matrix_of_judgements_half_or_whole_says_the_same(matrix: dict[str, object]) -> None:
    np.testing.assert_allclose(ahp(matrix).weights, [0.6, 0.3, 0.1])
    both = ahp({"A": matrix, "B": CONSISTENT})
    np.testing.assert_allclose(both.weights, [0.6, 0.3, 0.1])
    assert "consistency_ratio.A" in dict(both.facts)


def test_a_matrix_that_is_not_reciprocal_is_refused() -> None:
    with pytest.raises(Faults) as caught:
        ahp({"a": {"b": 2, "c": 6}, "b": {"a": 2, "c": 3}, "c": {"c": 4}})
    assert ["contradicts itself" in one.what.en for one in caught.value.faults] == [True, True]


def test_a_contradiction_within_one_pair_is_refused() -> None:
    with pytest.raises(Faults) as caught:
        ahp([*CONSISTENT, ["b", "a", 3]])
    (one,) = caught.value.faults
    assert "contradicts itself" in one.what.en and "自相矛盾" in one.what.zh


def test_a_pair_that_is_not_compared_is_refused_and_all_are_named() -> None:
    with pytest.raises(Faults) as caught:
        ahp({"A": [["a", "b", 2]], "B": [["a", "b", 2], ["a", "c", 6], ["b", "cc", 3]]})
    assert len(caught.value.faults) == 3


def test_judgements_on_other_nodes_are_passed_over() -> None:
    np.testing.assert_allclose(ahp([*CONSISTENT, ["x", "y", 9], ["a", "x", 9]]).weights, [0.6, 0.3, 0.1])


def test_one_child_needs_no_judgement_and_two_are_always_consistent() -> None:
    assert ahp(CONSISTENT, number=1).weights.tolist() == [1]
    report = ahp([["a", "b", 9]], number=2)
    np.testing.assert_allclose(report.weights, [0.9, 0.1])
    assert dict(report.facts)["consistency_ratio"] == 0


def test_more_children_than_the_table_of_random_indices() -> None:
    names = "abcdefghijk"
    judgements = [[a, b, 1] for i, a in enumerate(names) for b in names[i + 1 :]]
    report = ahp(judgements, number=11)
    np.testing.assert_allclose(report.weights, 1 / 11)
    assert np.isnan(dict(report.facts)["consistency_ratio"]) and len(report.warnings) == 1


def test_the_random_index_table_is_that_of_saaty() -> None:
    assert RANDOM_INDEX == (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)


def test_the_eigenvector_is_one() -> None:
    chance = np.random.default_rng(2)
    ratios = np.exp(np.triu(chance.normal(size=(6, 6)), 1))
    matrix = ratios / ratios.T
    weights, found = eigenvector(matrix)
    np.testing.assert_allclose(matrix @ weights, found.eigenvalue * weights, rtol=1e-9)
    assert found.eigenvalue >= 6


def test_budget_averages_the_shares_of_experts() -> None:
    points = {"A": {"a": 50, "b": 30, "c": 20}, "B": {"a": 2, "b": 2, "c": 0}}
    report = method("weights", {"kind": "budget", "points": points}).report(THREE)
    np.testing.assert_allclose(report.weights, [0.5, 0.4, 0.1])
    assert dict(report.facts)["experts"] == 2
    assert dict(report.facts)["largest_deviation_between_experts"] == pytest.approx(0.2 / 2**0.5)


def test_budget_names_every_fault_of_every_expert() -> None:
    points = {
        "A": {"a": 50, "b": 30, "cc": 20},
        "B": {"a": -1, "b": 51, "c": 50},
        "C": {"a": 50, "b": 30, "c": 30},
        "D": {"a": 0, "b": 0, "c": 0},
    }
    with pytest.raises(Faults) as caught:
        method("weights", {"kind": "budget", "points": points, "total": 100}).weigh(THREE)
    said = [one.sentence("en") for one in caught.value.faults]
    assert len(said) == 4
    assert "write 'c' for 'cc'" in said[0] and "must be 0 or more" in said[1] and "110" in said[2] and "'D'" in said[3]


def test_swings_are_rated_against_one_hundred() -> None:
    swings = {"A": {"a": 100, "b": 60, "c": 40}, "B": {"a": 50, "b": 100, "c": 50}}
    report = method("weights", {"kind": "swing", "swings": swings}).report(THREE)
    np.testing.assert_allclose(report.weights, [(0.5 + 0.25) / 2, (0.3 + 0.5) / 2, (0.2 + 0.25) / 2])
    with pytest.raises(Faults) as caught:
        method("weights", {"kind": "swing", "swings": {"A": {"a": 90, "b": 60, "c": 40}}}).weigh(THREE)
    assert "100" in caught.value.faults[0].sentence("zh")


def test_optimised_leaves_out_what_shall_not_count() -> None:
    group = siblings(np.random.default_rng(0).normal(size=(3, 30)))
    report = method("weights", {"kind": "optimised", "importance": {"a": 1, "b": 0, "c": 1}}).report(group)
    assert report.weights[1] == 0
    with pytest.raises(Faults):
        method("weights", {"kind": "optimised", "importance": {"a": 1, "b": 1}}).weigh(group)


def test_principal_components_that_point_both_ways_are_told() -> None:
    common = np.random.default_rng(0).normal(size=50)
    noise = np.random.default_rng(1).normal(size=(3, 50)) * 0.1
    together = siblings(np.stack([common, common, common]) + noise)
    against = siblings(np.stack([common, common, -common]) + noise)
    plain, told = (method("weights", {"kind": "pca"}).report(group) for group in (together, against))
    assert plain.warnings == () and len(told.warnings) == 1
    np.testing.assert_allclose(plain.weights, told.weights, atol=0.01)
    turned = siblings(against.values, directions=[1, 1, -1])
    assert method("weights", {"kind": "pca"}).report(turned).warnings == ()


def test_rotated_components_weigh_two_families_by_their_size() -> None:
    chance = np.random.default_rng(5)
    first, second = chance.normal(size=(2, 300))
    values = np.stack([first, first, first, second, second]) + chance.normal(size=(5, 300)) * 0.2
    report = method("weights", {"kind": "pca", "components": "rotated"}).report(siblings(values))
    assert dict(report.facts)["components"] == 2
    np.testing.assert_allclose(report.weights, 0.2, atol=0.01)
