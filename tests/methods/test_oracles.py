"""Random matrices against other libraries, which are here for the tests only."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from evaluator.methods import Aspect, method
from evaluator.methods.base import Floats
from evaluator.methods.moments import skewness_and_kurtosis
from evaluator.methods.rows import quantiles
from evaluator.methods.treatment.box_cox import likeliest
from tests.methods.tables import cells, siblings

SEEDS = [1, 2, 3]


def matrix(seed: int, criteria: int = 6, regions: int = 25) -> tuple[Floats, Floats, Floats]:
    """Values `[criterion, region]` above 0, directions, weights."""
    chance = np.random.default_rng(seed)
    values = chance.lognormal(1, 0.7, (criteria, regions))
    signs = np.where(chance.random(criteria) < 0.4, -1.0, 1.0)
    weights = chance.random(criteria) + 0.1
    return values, signs, weights / weights.sum()


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_of_pymcdm(seed: int) -> None:
    oracle = pytest.importorskip("pymcdm.weights")
    values, signs, _ = matrix(seed)
    group = siblings(values, directions=signs)
    types = signs.astype(int)
    expected = {
        "entropy": oracle.entropy_weights(values.T),
        "gini": oracle.gini_weights(values.T),
        "merec": oracle.merec_weights(values.T, types),
    }
    for kind, weights in expected.items():
        np.testing.assert_allclose(method("weights", {"kind": kind}).weigh(group), weights, rtol=1e-9, err_msg=kind)


@pytest.mark.parametrize("seed", SEEDS)
def test_weights_of_scikit_criteria(seed: int) -> None:
    oracle = pytest.importorskip("skcriteria.preprocessing.weighters")
    values, signs, _ = matrix(seed)
    group = siblings(values, directions=signs)
    critic, _ = oracle.critic_weights(values.T, signs.astype(int), correlation="pearson", scale=True), None
    np.testing.assert_allclose(method("weights", {"kind": "critic"}).weigh(group), critic, rtol=1e-9)
    entropy = oracle.entropy_weights(values.T)
    np.testing.assert_allclose(method("weights", {"kind": "entropy"}).weigh(group), entropy, rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_topsis_of_pymcdm(seed: int) -> None:
    oracle = pytest.importorskip("pymcdm.methods")
    normalisations = pytest.importorskip("pymcdm.normalizations")
    values, signs, weights = matrix(seed)
    expected = oracle.TOPSIS(normalisations.vector_normalization)(values.T, weights, signs.astype(int))
    shares = np.repeat(weights[:, None], values.shape[1], axis=1)
    found = method("aggregation", {"kind": "topsis"}).aggregate(values * signs[:, None], shares)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_moments_of_scipy(seed: int) -> None:
    values = matrix(seed)[0]
    for row in values:
        expected = stats.skew(row, bias=False), stats.kurtosis(row, bias=False)
        np.testing.assert_allclose(skewness_and_kurtosis(row), expected, rtol=1e-9)


@pytest.mark.parametrize("scale", [1e-200, 1e-30, 1.0, 1e30, 1e150])
def test_moments_do_not_depend_on_the_unit(scale: float) -> None:
    row = matrix(4)[0][0]
    np.testing.assert_allclose(skewness_and_kurtosis(row * scale), skewness_and_kurtosis(row), rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_box_cox_of_scipy(seed: int) -> None:
    for row in matrix(seed)[0]:
        power = stats.boxcox_normmax(row, method="mle", brack=(-2.0, 2.0))
        np.testing.assert_allclose(likeliest(np.log(row)), power, atol=1e-5)
        found = method("treatment", {"kind": "box-cox", "exponent": 0.3}).treat(row).values
        np.testing.assert_allclose(found, stats.boxcox(row, 0.3), rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_means_of_scipy(seed: int) -> None:
    values, _, weights = matrix(seed)
    shares = np.repeat(weights[:, None], values.shape[1], axis=1)
    expected = {
        "geometric": stats.gmean(values, axis=0, weights=shares),
        "harmonic": stats.hmean(values, axis=0, weights=shares),
        "arithmetic": np.average(values, axis=0, weights=weights),
    }
    for kind, figures in expected.items():
        np.testing.assert_allclose(method("aggregation", {"kind": kind}).aggregate(values, shares), figures, rtol=1e-9)
    for p in (-2.0, 0.5, 3.0):
        found = method("aggregation", {"kind": "power", "p": p}).aggregate(values, shares)
        np.testing.assert_allclose(found, stats.pmean(values, p, axis=0, weights=shares), rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_quantiles_ranks_and_zscores_of_numpy_and_scipy(seed: int) -> None:
    values = matrix(seed)[0]
    gaps = np.where(np.random.default_rng(seed).random(values.shape) < 0.2, np.nan, values)
    for share in (0.05, 0.25, 0.5, 0.9):
        np.testing.assert_allclose(quantiles(gaps, share)[:, 0], np.nanquantile(gaps, share, axis=1), rtol=1e-12)
    ties = np.round(gaps)
    ranks = method("normalisation", {"kind": "rank", "range": "none"}).normalise(ties, Aspect())
    np.testing.assert_allclose(ranks, stats.rankdata(ties, method="min", axis=1, nan_policy="omit"))
    scores = method("normalisation", {"kind": "zscore", "range": "none"}).normalise(gaps, Aspect())
    np.testing.assert_allclose(scores, stats.zscore(gaps, axis=1, ddof=1, nan_policy="omit"), rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_nearest_neighbours_of_scikit_learn(seed: int) -> None:
    oracle = pytest.importorskip("sklearn.impute")
    values = matrix(seed)[0]
    gaps = np.where(np.random.default_rng(seed).random(values.shape) < 0.15, np.nan, values)
    low, high = np.nanmin(gaps, axis=1, keepdims=True), np.nanmax(gaps, axis=1, keepdims=True)
    scaled = oracle.KNNImputer(n_neighbors=4).fit_transform(((gaps - low) / (high - low)).T).T
    found = method("imputation", {"kind": "knn", "neighbours": 4}).impute(cells([gaps]))[0]
    np.testing.assert_allclose(found, scaled * (high - low) + low, rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_regression_of_numpy(seed: int) -> None:
    chance = np.random.default_rng(seed)
    x = chance.normal(size=40)
    y = 2 * x + chance.normal(size=40) * 0.3
    gaps = y.copy()
    gaps[:5] = np.nan
    slope, start = np.polyfit(x[5:], y[5:], 1)
    setting = {"kind": "regression", "predictors": 1, "clip": False}
    found = method("imputation", setting).impute(cells([[x, gaps]]))[0, 1]
    np.testing.assert_allclose(found[:5], start + slope * x[:5], rtol=1e-9)
    np.testing.assert_allclose(found[5:], y[5:], rtol=0)


@pytest.mark.parametrize("seed", SEEDS)
def test_benefit_of_the_doubt_without_reducing_to_the_frontier(seed: int) -> None:
    from scipy.optimize import linprog

    values = matrix(seed, criteria=3, regions=12)[0]
    found = method("aggregation", {"kind": "bod"}).aggregate(values, np.full(values.shape, 1 / 3))
    for region, score in enumerate(found):
        best = linprog(-values[:, region], A_ub=values.T, b_ub=np.ones(12), bounds=(0, None))
        np.testing.assert_allclose(score, -best.fun, rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_copeland_pair_by_pair(seed: int) -> None:
    values, _, weights = matrix(seed, regions=30)
    values = np.round(values)
    values[np.random.default_rng(seed).random(values.shape) < 0.15] = np.nan
    active = np.where(np.isnan(values), 0.0, weights[:, None])
    shares = active / np.maximum(active.sum(axis=0), 1e-300)
    found = method("aggregation", {"kind": "copeland"}).aggregate(values, shares)
    for i in range(30):
        score = 0
        for j in range(30):
            both = ~np.isnan(values[:, i]) & ~np.isnan(values[:, j])
            if i == j or not both.any():
                continue
            won = np.where(values[:, i] == values[:, j], 0.5, np.where(values[:, i] > values[:, j], 1.0, 0.0))
            share = (weights * won)[both].sum() / weights[both].sum()
            score += int(share > 0.5 + 1e-9) - int(share < 0.5 - 1e-9)
        assert found[i] == score or (np.isnan(found[i]) and np.isnan(values[:, i]).all())


@pytest.mark.parametrize("seed", SEEDS)
def test_winsorising_step_by_step(seed: int) -> None:
    chance = np.random.default_rng(seed)
    treatment = method("treatment", {"kind": "winsorise"})
    for number in (5, 8, 30, 200):
        for digits in (0, 3):
            row = np.round(chance.standard_t(1.5, number) * 10, digits)
            expected, left = row.copy(), 5
            while left:
                skew, kurt = stats.skew(expected, bias=False), stats.kurtosis(expected, bias=False)
                if not (abs(skew) >= 2 and kurt >= 3.5):
                    break
                extreme = expected.max() if skew > 0 else expected.min()
                rest = expected[expected != extreme]
                following = rest.max() if skew > 0 else rest.min()
                if np.unique(rest).size < 2:
                    break
                expected[expected == extreme] = following
                left -= 1
            np.testing.assert_array_equal(treatment.treat(row).values, expected)
