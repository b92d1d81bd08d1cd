"""Mistakes seen in other tools, each held away by a test."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from evaluator.methods import Aspect, method
from indicators.faults import Faults
from tests.methods.tables import cells, even, siblings


@pytest.mark.parametrize("kind", ["log", "log-shift", "box-cox"])
def test_a_log_that_returns_its_input(kind: str) -> None:
    row = np.array([1.0, 2.0, 4.0, 8.0, 160.0])
    treated = method("treatment", {"kind": kind}).treat(row).values
    assert (np.abs(treated - row) > 1e-3).any()
    assert (np.diff(treated) > 0).all()
    if kind == "log":
        np.testing.assert_allclose(treated, np.log(row))
    if kind == "log-shift":
        np.testing.assert_allclose(treated, np.log(row - 1 + 1.59))


def test_the_log_after_failed_winsorising_starts_from_the_values_as_they_were() -> None:
    row = np.concatenate([np.arange(1.0, 30.0), np.exp(np.arange(5.0, 15.0))])
    treated = method("treatment", {"kind": "winsorise-then-log", "max_points": 2}).treat(row)
    assert treated.note == "log"
    assert not treated.moved.any()
    np.testing.assert_allclose(treated.values, np.log(row - row.min() + 0.01 * (row.max() - row.min())))


@pytest.mark.parametrize("number", [3, 7, 49])
def test_copeland_that_misses_ties_because_equal_weights_do_not_sum_to_one(number: int) -> None:
    half = number // 2
    first = np.array([1.0] * half + [0.0] * half + [5.0])
    second = np.array([0.0] * half + [1.0] * half + [5.0])
    third = np.full(number, -1.0)
    scores = np.stack([first, second, third], axis=1)
    weights = np.full(scores.shape, 1.0 / number)
    np.testing.assert_array_equal(method("aggregation", {"kind": "copeland"}).aggregate(scores, weights), [1, 1, -2])


def test_copeland_counts_a_difference_of_rounding_as_a_tie() -> None:
    scores = np.array([[0.1 + 0.2, 0.3, 0.0], [1.0, 1.0, 0.0]])
    np.testing.assert_array_equal(
        method("aggregation", {"kind": "copeland"}).aggregate(scores, even(scores)), [1, 1, -2]
    )


def test_a_weight_search_that_calls_failure_success() -> None:
    chance = np.random.default_rng(1)
    common = chance.normal(size=200)
    contrary = np.stack([common, common + 0.1 * chance.normal(size=200), -common])
    setting = {"kind": "optimised", "importance": {"a": 1, "b": 1, "c": 4}}
    report = method("weights", setting).report(siblings(contrary))
    assert report.weights.min() >= 0
    assert report.weights.sum() == pytest.approx(1)
    assert dict(report.facts)["converged"] == "no"
    assert len(report.warnings) == 1 and "'c'" in report.warnings[0].en and "“c”" in report.warnings[0].zh


@pytest.mark.parametrize("seed", range(5))
def test_a_weight_search_that_gives_up_early_or_goes_below_zero(seed: int) -> None:
    chance = np.random.default_rng(seed)
    values = (np.eye(5) + 0.4 * chance.random((5, 5))) @ chance.normal(size=(5, 80))
    reachable = squared_correlations(values, chance.random(5) + 0.2)
    wanted = dict(zip("abcde", reachable.tolist(), strict=True))
    report = method("weights", {"kind": "optimised", "importance": wanted}).report(siblings(values))
    np.testing.assert_allclose(squared_correlations(values, report.weights), reachable, atol=1e-4)
    assert report.weights.min() >= 0 and report.weights.sum() == pytest.approx(1)
    assert dict(report.facts)["converged"] == "yes" and not report.warnings


@pytest.mark.parametrize("seed", range(3))
def test_a_weight_search_that_settles_for_less_than_the_nearest(seed: int) -> None:
    chance = np.random.default_rng(seed)
    values = (np.eye(4) + 0.9 * chance.random((4, 4))) @ chance.normal(size=(4, 60))
    wanted = np.array([0.97, 0.01, 0.01, 0.01])
    setting = {"kind": "optimised", "importance": dict(zip("abcd", wanted.tolist(), strict=True))}
    report = method("weights", setting).report(siblings(values))
    left = ((squared_correlations(values, report.weights) - wanted) ** 2).sum()
    drawn = chance.dirichlet(np.full(4, 0.5), size=3000)
    assert left <= min(((squared_correlations(values, w) - wanted) ** 2).sum() for w in drawn) + 1e-9


def squared_correlations(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Shares of squared correlations with the weighted sum; what runs against it counts nothing."""
    parent = weights @ values
    reach = np.array([max(np.corrcoef(row, parent)[0, 1], 0.0) ** 2 for row in values])
    return reach / reach.sum()


def test_a_value_carried_over_more_years_than_allowed() -> None:
    block = cells([[[1.0]], [[np.nan]], [[np.nan]]], ordinals=(2018, 2020, 2021))
    filled = method("imputation", {"kind": "carry-forward", "limit": 2}).impute(block)[:, 0, 0]
    np.testing.assert_array_equal(filled, [1, 1, np.nan])


@pytest.mark.parametrize(
    ("step", "setting"),
    [
        ("normalisation", {"kind": "minmax", "rnage": [0, 1]}),
        ("normalisation", {"kind": "min-max"}),
        ("treatment", {"kind": "winsorise-then-log", "max_point": 5}),
        ("treatment", {"kind": "winsorise-then-log", "max_points": "5"}),
        ("aggregation", {"kind": "power", "P": 2}),
        ("weights", {"kind": "ahp"}),
        ("weights", {"kind": "entopy"}),
        ("imputation", {"kind": "knn", "neighbours": 0}),
        ("screening", {"kind": "data-share", "threshold": 1.1}),
    ],
)
def test_a_misspelt_setting_that_is_ignored(step: str, setting: dict[str, object]) -> None:
    with pytest.raises(Faults) as caught:
        method(step, setting)
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].what.zh and caught.value.faults[0].what.en


def test_a_method_that_rewards_costs() -> None:
    costs = np.array([[10.0, 20.0, 40.0]])
    for kind in ("minmax", "zscore", "rank", "none", "distance-to-max", "scaled", "borda"):
        scores = method("normalisation", {"kind": kind}).normalise(costs, Aspect(direction=-1.0))[0]
        assert scores[0] > scores[1] > scores[2], kind
    closeness = method("aggregation", {"kind": "topsis"}).aggregate(-costs, np.ones((1, 3)))
    assert closeness[0] > closeness[1] > closeness[2]


def test_nothing_in_first_place() -> None:
    scores = np.array([[np.nan, 1.0, 2.0], [np.nan, 3.0, 1.0]])
    for kind in ("arithmetic", "copeland", "topsis", "bod", "owa", "median", "minimum", "points", "mpi"):
        result = method("aggregation", {"kind": kind}).aggregate(scores, even(scores))
        assert np.isnan(result[0]) and not np.isnan(result[1:]).any(), kind
    for kind in ("rank", "borda", "percentile-rank"):
        ranks = method("normalisation", {"kind": kind, "range": "none"}).normalise(scores[:1], Aspect())[0]
        assert np.isnan(ranks[0]) and ranks[2] > ranks[1]


def test_least_and_greatest_that_fill_gaps_with_the_bound() -> None:
    goalposts = method("normalisation", {"kind": "goalposts", "worst": 0, "best": 10})
    scores = goalposts.normalise(np.array([[np.nan, 20.0, -5.0]]), Aspect())[0]
    np.testing.assert_array_equal(scores, [np.nan, 100, 0])
    query = f"""SELECT {goalposts.sql} FROM (SELECT CAST(NULL AS DOUBLE) AS x),
    (SELECT 0.0 AS worst, 10.0 AS best, TRUE AS clip, 1.0 AS exponent, 0.0 AS lo, 100.0 AS hi) AS s"""
    assert duckdb.sql(query).fetchall() == [(None,)]


def test_missing_that_is_imputed_as_the_mean_of_another_group() -> None:
    block = cells([[[1.0, np.nan, 9.0, np.nan]]], groups={"belt": ("e", "e", "w", "")})
    filled = method("imputation", {"kind": "group-mean", "group": "belt"}).impute(block)[0, 0]
    np.testing.assert_array_equal(filled, [1, 1, 9, np.nan])
