"""Constant, empty, single, tied and non-positive data: each has a stated result or a fault with a remedy."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.methods import Aspect, kinds, method
from indicators.faults import Faults
from tests.methods.tables import cells, even, siblings

EXTRA: dict[str, dict[str, object]] = {
    "goalposts": {"worst": 0, "best": 50},
    "distance-to-target": {"target": 40},
    "distance-to-reference": {"reference": "r0"},
}
FIXED = {"goalposts": 20.0, "scaled": 10.0, "none": 10.0}
"""Scores of a constant column of 10, for the kinds whose scale does not rest on the data."""


def scores(kind: str, values: object) -> np.ndarray:
    rows = np.array(values, dtype=float)[None]
    aspect = Aspect(regions=tuple(f"r{i}" for i in range(rows.shape[1])))
    return method("normalisation", {"kind": kind, **EXTRA.get(kind, {})}).normalise(rows, aspect)[0]


@pytest.mark.parametrize("kind", kinds("normalisation"))
@pytest.mark.parametrize("values", [[10.0] * 4, [10.0], [10.0, np.nan, 10.0]], ids=["constant", "one region", "ties"])
def test_a_constant_column_is_missing_unless_its_scale_is_fixed(kind: str, values: list[float]) -> None:
    expected = np.where(np.isnan(values), np.nan, FIXED.get(kind, np.nan))
    np.testing.assert_allclose(scores(kind, values), expected)


@pytest.mark.parametrize("kind", sorted(set(kinds("normalisation")) - set(FIXED)))
def test_what_is_left_of_a_division_is_no_difference(kind: str) -> None:
    assert np.isnan(scores(kind, [0.1 + 0.2, 0.3, 0.3])).all()


@pytest.mark.parametrize("kind", kinds("normalisation"))
def test_an_empty_column_stays_empty(kind: str) -> None:
    assert np.isnan(scores(kind, [np.nan] * 3)).all()
    assert scores(kind, []).shape == (0,)


@pytest.mark.parametrize("kind", kinds("treatment"))
@pytest.mark.parametrize(
    "values",
    [[], [np.nan, np.nan], [7.0], [7.0, 7.0, 7.0], [7.0, np.nan, 7.0]],
    ids=["none", "empty", "one", "same", "gap"],
)
def test_treatment_leaves_alone_what_holds_no_difference(kind: str, values: list[float]) -> None:
    row = np.array(values)
    treated = method("treatment", {"kind": kind}).treat(row)
    expected = np.log(row) if kind == "log" else row
    np.testing.assert_array_equal(treated.values, expected)
    assert not treated.moved.any()
    assert treated.values is not row


def test_log_of_values_that_have_none() -> None:
    treated = method("treatment", {"kind": "log"}).treat(np.array([np.e, 0.0, -3.0, np.nan]))
    np.testing.assert_allclose(treated.values, [1, np.nan, np.nan, np.nan])
    assert treated.warning is not None
    assert "2" in treated.warning.en and "-3" in treated.warning.en and "log-shift" in treated.warning.zh


def test_fences_of_a_row_that_mostly_ties() -> None:
    treated = method("treatment", {"kind": "iqr"}).treat(np.array([0.0] * 8 + [1.0, 100.0]))
    assert not treated.moved.any() and treated.warning is not None


@pytest.mark.parametrize("kind", ["geometric", "harmonic", "power"])
def test_means_of_values_that_are_not_above_zero(kind: str) -> None:
    setting = {"kind": kind, "p": -0.5} if kind == "power" else {"kind": kind}
    found = method("aggregation", setting)
    values = np.array([[0.0, -1.0, 4.0, np.nan], [5.0, 5.0, 4.0, 4.0]])
    np.testing.assert_allclose(found.aggregate(values, even(values)), [np.nan, np.nan, 4, 4])
    np.testing.assert_array_equal(found.undefined(values), [[True, True, False, False], [False] * 4])


def test_a_power_mean_of_zero_and_of_nothing_but_zeros() -> None:
    found = method("aggregation", {"kind": "power", "p": 2})
    values = np.array([[0.0, 0.0, -1.0], [0.0, 4.0, 4.0]])
    np.testing.assert_allclose(found.aggregate(values, even(values)), [0, 8**0.5, np.nan])


def test_benefit_of_the_doubt_of_values_below_zero() -> None:
    values = np.array([[1.0, -1.0, 2.0], [2.0, 5.0, 1.0]])
    result = method("aggregation", {"kind": "bod"}).aggregate(values, even(values))
    np.testing.assert_allclose(result, [1, np.nan, 1])
    assert np.isnan(method("aggregation", {"kind": "bod"}).aggregate(np.zeros((2, 3)), np.full((2, 3), 0.5))).all()


@pytest.mark.parametrize("kind", kinds("aggregation"))
def test_one_child_and_one_region(kind: str) -> None:
    found = method("aggregation", {"kind": kind})
    result = found.aggregate(np.array([[30.0]]), np.array([[1.0]]))
    relative = {"copeland": 0.0, "topsis": np.nan, "mpi": 100.0, "ampi": 88.0, "bod": 1.0}
    np.testing.assert_allclose(result, [relative.get(kind, 30.0)])


@pytest.mark.parametrize("kind", kinds("aggregation"))
def test_no_region_and_no_value(kind: str) -> None:
    found = method("aggregation", {"kind": kind})
    assert found.aggregate(np.zeros((2, 0)), np.zeros((2, 0))).shape == (0,)
    assert np.isnan(found.aggregate(np.full((2, 3), np.nan), np.zeros((2, 3)))).all()


COMPUTED = ["entropy", "critic", "std", "cv", "merec", "gini", "pca", "optimised"]


@pytest.mark.parametrize("kind", COMPUTED)
def test_a_constant_sibling_gets_no_weight_and_all_constant_ones_equal_weights(kind: str) -> None:
    chance = np.random.default_rng(0)
    values = np.vstack([chance.lognormal(size=(2, 20)), np.full(20, 5.0), np.full(20, np.nan)])
    weights = method("weights", {"kind": kind}).weigh(siblings(values))
    np.testing.assert_allclose(weights[2:], 0, atol=1e-12)
    np.testing.assert_allclose(weights.sum(), 1)
    report = method("weights", {"kind": kind}).report(siblings(np.full((3, 20), 5.0)))
    np.testing.assert_allclose(report.weights, 1 / 3)
    assert report.warnings


@pytest.mark.parametrize("kind", COMPUTED)
def test_weights_of_one_child_and_of_one_region(kind: str) -> None:
    assert method("weights", {"kind": kind}).weigh(siblings([[1.0, 2.0, 4.0, 5.0]])).tolist() == [1]
    report = method("weights", {"kind": kind}).report(siblings([[1.0], [2.0]]))
    np.testing.assert_allclose(report.weights, 0.5)
    assert report.warnings


@pytest.mark.parametrize("kind", ["critic", "merec", "pca", "optimised"])
def test_weights_when_no_region_has_every_child(kind: str) -> None:
    values = [[1.0, 2.0, 3.0, np.nan, np.nan, np.nan], [np.nan, np.nan, np.nan, 1.0, 2.0, 3.0]]
    report = method("weights", {"kind": kind}).report(siblings(values))
    np.testing.assert_allclose(report.weights, 0.5)
    assert any("3" in warning.en for warning in report.warnings)


@pytest.mark.parametrize(
    ("kind", "values"), [("entropy", [-1, 2, 3]), ("cv", [-1, 2, 3]), ("gini", [-1, 2, 3]), ("merec", [0, 2, 3])]
)
def test_weights_that_values_below_their_domain_make_meaningless(kind: str, values: list[float]) -> None:
    with pytest.raises(Faults) as caught:
        method("weights", {"kind": kind}).weigh(siblings([values, [1.0, 2.0, 3.0]]))
    (one,) = caught.value.faults
    assert "'a'" in one.what.en and "critic" in one.remedy.en


def test_weights_as_written_that_are_all_zero() -> None:
    assert (
        method("weights", {"kind": "standard"}).weigh(siblings(np.ones((4, 2)), given=[0, 0, 0, 0])).tolist()
        == [0.25] * 4
    )


def test_goalposts_without_bounds() -> None:
    found = method("normalisation", {"kind": "goalposts", "worst": 0})
    with pytest.raises(Faults) as caught:
        found.normalise(np.array([[1.0, 2.0]]), Aspect())
    assert "bounds" in caught.value.faults[0].remedy.en and "bounds" in caught.value.faults[0].remedy.zh
    assert found.check(Aspect(worst=5.0, best=10.0)) == []
    np.testing.assert_allclose(found.normalise(np.array([[1.0, 2.0]]), Aspect(worst=5.0, best=10.0)), [[10, 20]])


def test_a_target_and_a_reference_that_are_not_there() -> None:
    for setting, aspect in (
        ({"kind": "distance-to-target"}, Aspect()),
        ({"kind": "distance-to-reference", "reference": "r9"}, Aspect(regions=("r0", "r1"))),
    ):
        with pytest.raises(Faults) as caught:
            method("normalisation", setting).normalise(np.array([[1.0, 2.0]]), aspect)
        assert caught.value.faults[0].remedy.zh and caught.value.faults[0].remedy.en


def test_a_target_that_everyone_has_reached() -> None:
    values, aspect = np.array([[50.0, 60.0]]), Aspect(target=40.0)
    np.testing.assert_allclose(
        method("normalisation", {"kind": "distance-to-target"}).normalise(values, aspect), [[100, 100]]
    )
    open_ended = method("normalisation", {"kind": "distance-to-target", "clip": False})
    assert np.isnan(open_ended.normalise(values, aspect)).all()


@pytest.mark.parametrize("kind", ["group-mean", "group-median"])
def test_a_group_of_one_cannot_fill_itself(kind: str) -> None:
    block = cells([[[1.0, 3.0, np.nan, np.nan]]], groups={"group": ("a", "a", "a", "alone")})
    np.testing.assert_allclose(method("imputation", {"kind": kind}).impute(block)[0, 0], [1, 3, 2, np.nan])


def test_a_group_that_is_no_column() -> None:
    with pytest.raises(Faults) as caught:
        method("imputation", {"kind": "group-mean", "group": "blet"}).impute(cells([[[1.0]]], groups={"belt": ("a",)}))
    assert "belt" in caught.value.faults[0].remedy.en


@pytest.mark.parametrize("kind", sorted(set(kinds("imputation")) - {"group-mean", "group-median"}))
def test_imputation_of_nothing_and_of_a_single_cell(kind: str) -> None:
    imputation = method("imputation", {"kind": kind})
    assert np.isnan(imputation.impute(cells(np.full((2, 3, 4), np.nan)))).all()
    assert np.isnan(imputation.impute(cells([[[np.nan]]]))).all()
    assert imputation.impute(cells(np.zeros((1, 2, 0)))).shape == (1, 2, 0)


@pytest.mark.parametrize(
    ("step", "setting"),
    [
        ("normalisation", {"kind": "minmax", "range": [100, 0]}),
        ("normalisation", {"kind": "minmax", "range": [5, 5]}),
        ("normalisation", {"kind": "goalposts", "worst": 1, "best": 1}),
        ("normalisation", {"kind": "zscore", "sd": 0}),
        ("normalisation", {"kind": "scaled", "lower": 5, "upper": 5}),
        ("normalisation", {"kind": "steps", "cuts": [3, 2]}),
        ("normalisation", {"kind": "steps", "cuts": [1, 2], "scores": [0, 1]}),
        ("normalisation", {"kind": "distance-to-reference"}),
        ("treatment", {"kind": "percentile-cap", "lower": 90, "upper": 10}),
        ("aggregation", {"kind": "owa", "order": [-1, 2]}),
        ("aggregation", {"kind": "ampi", "low": 1, "high": 0}),
        ("weights", {"kind": "ahp", "judgements": {"A": [["a", "b", -3]]}}),
        ("weights", {"kind": "budget", "points": {}}),
    ],
    ids=str,
)
def test_parameters_that_make_no_sense_are_refused_in_both_languages(step: str, setting: dict[str, object]) -> None:
    with pytest.raises(Faults) as caught:
        method(step, setting)
    for one in caught.value.faults:
        assert any("\u4e00" <= sign <= "\u9fff" or sign in "≥>≤<" for sign in one.what.zh)


@pytest.mark.parametrize("kind", ["entropy", "cv", "gini"])
def test_weights_on_scores_where_values_go_below_zero(kind: str) -> None:
    group = siblings([[-1.0, 2.0, 3.0], [1.0, 2.0, 5.0]], scores=[[0.0, 75.0, 100.0], [0.0, 25.0, 100.0]])
    found = method("weights", {"kind": kind, "on": "scores"}).weigh(group)
    plain = method("weights", {"kind": kind}).weigh(siblings(group.scores))
    np.testing.assert_allclose(found, plain)
