"""What must hold for any data: units, shifts, order of regions, gaps, monotonicity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.methods import Aspect, kinds, method
from evaluator.methods.base import Floats
from tests.methods.tables import cells, even, siblings

GROUP = tuple("aabbc")
EXTRA: dict[str, dict[str, object]] = {
    "goalposts": {"worst": 0, "best": 50},
    "distance-to-target": {"target": 40},
    "distance-to-reference": {"reference": "r0"},
}
NORMALISATIONS = [{"kind": kind, **EXTRA.get(kind, {})} for kind in kinds("normalisation")]
DATA_DRIVEN = [s for s in NORMALISATIONS if s["kind"] not in ("goalposts", "scaled", "none", "distance-to-target")]
SHIFTLESS = [s for s in DATA_DRIVEN if s["kind"] != "above-below-mean"]
NOT_MONOTONE_AGGREGATIONS = {"topsis", "mpi", "ampi", "mean-min", "copeland", "bod"}
"""A better child may lower the node: the ideal point moves, imbalance is punished, duels and weights are relative."""


def row(seed: int, number: int = 12, gaps: bool = True) -> Floats:
    chance = np.random.default_rng(seed)
    values = np.round(chance.lognormal(2, 1, number), 2)
    return np.where(chance.random(number) < 0.2, np.nan, values) if gaps else values


def aspect(direction: float, number: int = 12) -> Aspect:
    return Aspect(direction=direction, regions=tuple(f"r{i}" for i in range(number)))


seeds = st.integers(0, 10_000)
directions = st.sampled_from([1.0, -1.0])


@pytest.mark.parametrize("setting", DATA_DRIVEN, ids=str)
@given(seed=seeds, direction=directions, unit=st.sampled_from([1e-3, 7.0, 1e6]))
@settings(max_examples=25, deadline=None)
def test_a_change_of_unit_changes_no_score(
    setting: dict[str, object], seed: int, direction: float, unit: float
) -> None:
    values = row(seed)[None]
    found = method("normalisation", setting)
    before, after = (found.normalise(v, aspect(direction)) for v in (values, values * unit))
    np.testing.assert_allclose(after, before, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("setting", SHIFTLESS, ids=str)
@given(seed=seeds, direction=directions, shift=st.sampled_from([-64.0, 0.5, 1024.0]))
@settings(max_examples=25, deadline=None)
def test_a_shift_changes_no_score(setting: dict[str, object], seed: int, direction: float, shift: float) -> None:
    values = np.round(row(seed) * 4)[None] / 4  # exact under the shift, so ties stay ties
    found = method("normalisation", setting)
    before, after = (found.normalise(v, aspect(direction)) for v in (values, values + shift))
    np.testing.assert_allclose(after, before, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("setting", NORMALISATIONS, ids=str)
@given(seed=seeds, direction=directions)
@settings(max_examples=25, deadline=None)
def test_the_order_of_regions_does_not_matter_and_gaps_stay(
    setting: dict[str, object], seed: int, direction: float
) -> None:
    values = row(seed)
    order = np.random.default_rng(seed).permutation(len(values))
    found = method("normalisation", setting)
    names = np.array(aspect(direction).regions)
    plain = found.normalise(values[None], aspect(direction))[0]
    turned = found.normalise(values[order][None], Aspect(direction=direction, regions=tuple(names[order])))[0]
    np.testing.assert_allclose(turned, plain[order], rtol=1e-12, atol=1e-12)
    assert np.isnan(plain[np.isnan(values)]).all()


@pytest.mark.parametrize("setting", NORMALISATIONS, ids=str)
@given(seed=seeds, direction=directions)
@settings(max_examples=25, deadline=None)
def test_better_values_never_score_lower(setting: dict[str, object], seed: int, direction: float) -> None:
    values = row(seed, gaps=False)
    scores = method("normalisation", setting).normalise(values[None], aspect(direction))[0]
    good = values if setting["kind"] == "goalposts" else values * direction
    order = np.argsort(good, kind="stable")
    if not np.isnan(scores).any():
        assert (np.diff(scores[order]) >= -1e-9).all()


@pytest.mark.parametrize("kind", [kind for kind in kinds("treatment") if kind != "log"])
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_treatment_keeps_order_gaps_and_the_place_of_regions(kind: str, seed: int) -> None:
    values = row(seed, 40)
    treatment = method("treatment", {"kind": kind})
    treated = treatment.treat(values)
    present = ~np.isnan(values)
    np.testing.assert_array_equal(np.isnan(treated.values), ~present)
    order = np.argsort(values[present], kind="stable")
    assert (np.diff(treated.values[present][order]) >= 0).all()
    if not treated.note:
        np.testing.assert_array_equal(treated.moved, present & (treated.values != values))
    shuffle = np.random.default_rng(seed).permutation(40)
    np.testing.assert_allclose(treatment.treat(values[shuffle]).values, treated.values[shuffle], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("kind", kinds("imputation"))
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_imputation_changes_no_measured_value(kind: str, seed: int) -> None:
    chance = np.random.default_rng(seed)
    values = chance.normal(size=(3, 4, 15))
    values[chance.random(values.shape) < 0.3] = np.nan
    kept = values.copy()
    block = cells(values, directions=[1, -1, 1, -1], parents=("p", "p", "q", "q"), groups={"group": GROUP * 3})
    filled = method("imputation", {"kind": kind}).impute(block)
    measured = ~np.isnan(kept)
    np.testing.assert_array_equal(filled[measured], kept[measured])
    np.testing.assert_array_equal(block.values, kept)
    assert np.isfinite(filled[~np.isnan(filled)]).all()


@pytest.mark.parametrize("kind", ["mean", "median", "group-mean", "group-median", "row-mean", "regression", "knn"])
@given(seed=seeds, unit=st.sampled_from([1e-4, 1e5]), turn=st.booleans())
@settings(max_examples=20, deadline=None)
def test_imputation_survives_units_and_directions(kind: str, seed: int, unit: float, turn: bool) -> None:
    chance = np.random.default_rng(seed)
    values = chance.normal(size=(1, 4, 20))
    values[chance.random(values.shape) < 0.2] = np.nan
    scale = np.array([unit, 1.0, 3.0, 1.0])[None, :, None]
    sign = np.array([1.0, -1.0 if turn else 1.0, 1.0, 1.0])
    imputation = method("imputation", {"kind": kind})
    groups = {"group": GROUP * 4}
    before = imputation.impute(cells(values, groups=groups))
    changed = cells(values * scale * sign[None, :, None], directions=sign, groups=groups)
    np.testing.assert_allclose(imputation.impute(changed) / scale / sign[None, :, None], before, rtol=1e-7, atol=1e-9)


def scores_of(seed: int, number: int = 10) -> Floats:
    chance = np.random.default_rng(seed)
    scores = chance.uniform(1, 100, (4, number))
    scores[chance.random(scores.shape) < 0.15] = np.nan
    return scores


@pytest.mark.parametrize("kind", kinds("aggregation"))
@given(seed=seeds)
@settings(max_examples=15, deadline=None)
def test_the_order_of_regions_and_of_children_does_not_matter(kind: str, seed: int) -> None:
    scores, found = scores_of(seed), method("aggregation", {"kind": kind})
    weights = even(scores)
    chance = np.random.default_rng(seed)
    regions, order = chance.permutation(10), chance.permutation(4)
    plain = found.aggregate(scores, weights)
    np.testing.assert_allclose(found.aggregate(scores[:, regions], weights[:, regions]), plain[regions], atol=1e-9)
    np.testing.assert_allclose(found.aggregate(scores[order], weights[order]), plain, atol=1e-9)
    np.testing.assert_array_equal(np.isnan(plain), np.isnan(scores).all(axis=0))


@pytest.mark.parametrize("kind", sorted(set(kinds("aggregation")) - NOT_MONOTONE_AGGREGATIONS))
@given(seed=seeds, raised=st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_a_better_child_never_lowers_the_node(kind: str, seed: int, raised: int) -> None:
    scores, found = scores_of(seed), method("aggregation", {"kind": kind})
    better = scores.copy()
    better[raised, 0] += 10
    before, after = (found.aggregate(one, even(one))[0] for one in (scores, better))
    assert np.isnan(before) or after >= before - 1e-9


def test_imbalance_can_lower_a_node_though_a_child_got_better() -> None:
    better = np.array([[40.0, 50.0, 90.0], [0.0, 50.0, 10.0]])
    setting = {"kind": "mean-min", "alpha": 1.0, "beta": 0.0}
    assert method("aggregation", setting).aggregate(better, even(better))[0] == 0  # nothing gained at all
    steep = method("aggregation", {"kind": "ampi", "low": 0, "high": 1})
    even_out, lopsided = np.full((4, 1), 0.5), np.array([[9.5], [0.5], [0.5], [0.5]])
    assert steep.aggregate(lopsided, even(lopsided))[0] < steep.aggregate(even_out, even(even_out))[0]


POINTWISE_MEANS = ["arithmetic", "geometric", "harmonic", "power", "median", "minimum", "mean-min", "owa"]


@pytest.mark.parametrize("kind", POINTWISE_MEANS)
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_a_child_given_twice_with_half_its_weight_changes_nothing(kind: str, seed: int) -> None:
    scores, found = scores_of(seed), method("aggregation", {"kind": kind})
    weights = even(scores)
    twice = np.vstack([scores[:1], scores])
    halves = np.vstack([weights[:1] / 2, weights[:1] / 2, weights[1:]])
    np.testing.assert_allclose(found.aggregate(twice, halves), found.aggregate(scores, weights), rtol=1e-9)


@pytest.mark.parametrize("kind", POINTWISE_MEANS)
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_a_mean_lies_between_the_lowest_and_the_highest_child(kind: str, seed: int) -> None:
    scores = scores_of(seed)
    result = method("aggregation", {"kind": kind}).aggregate(scores, even(scores))
    present = ~np.isnan(scores).all(axis=0)
    assert (result[present] >= np.nanmin(scores[:, present], axis=0) - 1e-9).all()
    assert (result[present] <= np.nanmax(scores[:, present], axis=0) + 1e-9).all()


STATISTICAL = ["entropy", "std", "cv", "gini", "critic", "merec", "pca", "equal", "standard"]


@pytest.mark.parametrize("kind", STATISTICAL)
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_weights_sum_to_one_follow_their_children_and_know_no_unit(kind: str, seed: int) -> None:
    chance = np.random.default_rng(seed)
    values = chance.lognormal(1, 0.5, (4, 12))
    signs = np.array([1.0, -1.0, 1.0, 1.0])
    weighting = method("weights", {"kind": kind})
    weights = weighting.weigh(siblings(values, directions=signs))
    assert weights.min() >= 0
    np.testing.assert_allclose(weights.sum(), 1)
    order = chance.permutation(4)
    np.testing.assert_allclose(
        weighting.weigh(siblings(values[order], directions=signs[order])), weights[order], rtol=1e-7
    )
    units = np.array([1e-3, 1.0, 1e4, 7.0])[:, None]
    np.testing.assert_allclose(weighting.weigh(siblings(values * units, directions=signs)), weights, rtol=1e-7)


@pytest.mark.parametrize("kind", ["std", "critic", "pca"])
@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_weights_that_know_no_shift(kind: str, seed: int) -> None:
    values = np.random.default_rng(seed).lognormal(1, 0.5, (4, 12))
    weighting = method("weights", {"kind": kind})
    np.testing.assert_allclose(weighting.weigh(siblings(values + 50)), weighting.weigh(siblings(values)), rtol=1e-6)
