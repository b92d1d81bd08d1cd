"""Examples worked by hand, a line of arithmetic each."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from evaluator.methods import Aspect, method
from tests.methods.tables import cells, even

NAN = np.nan


def normalised(setting: dict[str, object], values: object, **aspect: object) -> np.ndarray:
    return method("normalisation", setting).normalise(np.array([values], dtype=float), Aspect(**aspect))[0]


@pytest.mark.parametrize(
    ("setting", "values", "direction", "expected"),
    [
        ({"kind": "minmax"}, [1, 2, 5, NAN], 1, [0, 25, 100, NAN]),
        ({"kind": "minmax", "range": [1, 100]}, [1, 2, 5], -1, [100, 75.25, 1]),
        ({"kind": "rank", "range": "none"}, [3, 1, 3, 7, NAN], 1, [2, 1, 2, 4, NAN]),
        ({"kind": "rank", "range": "none"}, [3, 1, 3, 7], -1, [2, 4, 2, 1]),
        ({"kind": "borda", "range": "none"}, [3, 1, 3, 7], 1, [1, 0, 1, 3]),
        ({"kind": "percentile-rank", "range": "none"}, [3, 1, 3, 7], 1, [1 / 3, 0, 1 / 3, 1]),
        ({"kind": "zscore", "range": "none"}, [1, 2, 3], 1, [-1, 0, 1]),
        ({"kind": "zscore", "mean": 10, "sd": 2}, [1, 2, 3], -1, [12, 10, 8]),
        ({"kind": "zscore"}, [1, 2, 3], 1, [0, 50, 100]),
        ({"kind": "goalposts", "worst": 60, "best": 0}, [0, 30, 90], -1, [100, 50, 0]),
        ({"kind": "goalposts", "worst": 60, "best": 0, "clip": False}, [0, 30, 90], 1, [100, 50, -50]),
        ({"kind": "distance-to-target", "target": 5, "range": "none"}, [1, 3, 9], 1, [0, 0.5, 1]),
        ({"kind": "distance-to-target", "target": 5, "range": "none", "clip": False}, [1, 3, 9], 1, [0, 0.5, 2]),
        ({"kind": "distance-to-target", "target": 5, "range": "none"}, [9, 7, 3], -1, [0, 0.5, 1]),
        ({"kind": "distance-to-max", "range": "none"}, [1, 3, 9], 1, [0, 0.25, 1]),
        ({"kind": "distance-to-reference", "reference": "r1", "range": "none"}, [1, 3, 9], 1, [0, 1, 4]),
        ({"kind": "distance-to-reference", "reference": "r1", "clip": True}, [1, 3, 9], 1, [0, 100, 100]),
        ({"kind": "distance-to-reference", "reference": "r1"}, [1, NAN, 9], 1, [NAN, NAN, NAN]),
        ({"kind": "scaled", "lower": 1, "upper": 7}, [1, 4, 8.5], 1, [0, 50, 125]),
        ({"kind": "scaled", "lower": 1, "upper": 7}, [1, 4, 8.5], -1, [100, 50, -25]),
        ({"kind": "above-below-mean", "range": "none"}, [7, 9, 10, 14], 1, [-1, 0, 0, 1]),
        ({"kind": "above-below-mean"}, [7, 9, 10, 14], -1, [100, 50, 50, 0]),
        ({"kind": "steps", "cuts": [10, 20]}, [5, 10, 15, 20, 99, NAN], 1, [0, 50, 50, 100, 100, NAN]),
        ({"kind": "steps", "cuts": [10, 20]}, [5, 10, 15, 20, 99], -1, [100, 100, 50, 50, 0]),
        ({"kind": "steps", "cuts": [10], "scores": [3, 7]}, [5, 10], 1, [3, 7]),
        ({"kind": "steps", "classes": 2, "range": "none"}, [1, 2, 3, 4], 1, [0, 0, 1, 1]),
        ({"kind": "none"}, [1, 2, NAN], -1, [-1, -2, NAN]),
    ],
    ids=str,
)
def test_normalisation(
    setting: dict[str, object], values: list[float], direction: float, expected: list[float]
) -> None:
    regions = tuple(f"r{i}" for i in range(len(values)))
    np.testing.assert_allclose(normalised(setting, values, direction=direction, regions=regions), expected)


def test_each_row_is_scaled_on_its_own() -> None:
    rows = np.array([[1.0, 2.0, 3.0], [10.0, 40.0, 20.0]])
    found = method("normalisation", {"kind": "minmax"}).normalise(rows, Aspect())
    np.testing.assert_allclose(found, [[0, 50, 100], [0, 100, 100 / 3]])


TWO = np.array([[4.0, 1.0, NAN], [9.0, 4.0, 6.0]])
WEIGHTS = np.array([[0.25, 0.25, 0.0], [0.75, 0.75, 1.0]])


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({"kind": "arithmetic"}, [7.75, 3.25, 6]),
        ({"kind": "geometric"}, [4**0.25 * 9**0.75, 4**0.75, 6]),
        ({"kind": "harmonic"}, [1 / (0.25 / 4 + 0.75 / 9), 1 / (0.25 + 0.75 / 4), 6]),
        ({"kind": "power", "p": 2}, [(0.25 * 16 + 0.75 * 81) ** 0.5, (0.25 + 0.75 * 16) ** 0.5, 6]),
        ({"kind": "minimum"}, [4, 1, 6]),
        ({"kind": "median"}, [9, 4, 6]),
        ({"kind": "points"}, [7.75, 3.25, 6]),
        ({"kind": "owa", "alpha": 1}, [7.75, 3.25, 6]),
        ({"kind": "owa", "alpha": 2}, [9 * 0.5625 + 4 * 0.4375, 4 * 0.5625 + 0.4375, 6]),
        ({"kind": "mean-min", "alpha": 1}, [4, 1, 6]),
        ({"kind": "mean-min", "alpha": 0}, [7.75, 3.25, 6]),
        ({"kind": "mean-min", "alpha": 0.5, "beta": 2}, [7.75 - 0.5 * ((3.75**2 + 4) ** 0.5 - 2), None, 6]),
    ],
    ids=str,
)
def test_aggregation(setting: dict[str, object], expected: list[float | None]) -> None:
    found = method("aggregation", setting).aggregate(TWO, WEIGHTS)
    for value, right in zip(found, expected, strict=True):
        assert right is None or value == pytest.approx(right)


def test_median_of_equal_weights_is_the_plain_one() -> None:
    scores = np.random.default_rng(0).normal(size=(6, 30))
    found = method("aggregation", {"kind": "median"}).aggregate(scores, even(scores))
    np.testing.assert_allclose(found, np.median(scores, axis=0))


def test_owa_by_places() -> None:
    scores = np.array([[10.0], [40.0], [70.0]])
    found = method("aggregation", {"kind": "owa", "order": [0.0, 1.0, 3.0]}).aggregate(scores, even(scores))
    assert found[0] == pytest.approx((40 + 3 * 10) / 4)


def test_mazziotta_pareto() -> None:
    scores = np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0], [1.0, 2.0, 3.0]])
    spread = 10 / (2 / 3) ** 0.5
    first = np.array([100 - spread, 100 + spread, 100 - spread])
    expected = first.mean() - first.var() / first.mean()
    found = method("aggregation", {"kind": "mpi"}).aggregate(scores, even(scores))
    np.testing.assert_allclose(found[:2], [expected, 100])
    against = method("aggregation", {"kind": "mpi", "penalty": "plus"}).aggregate(scores, even(scores))
    assert against[0] == pytest.approx(first.mean() + first.var() / first.mean())
    laid = method("aggregation", {"kind": "ampi"}).aggregate(np.array([[0.0], [100.0]]), np.full((2, 1), 0.5))
    assert laid[0] == pytest.approx(100 - 900 / 100)


def test_benefit_of_the_doubt() -> None:
    scores = np.array([[10.0, 1.0, 5.0], [1.0, 10.0, 5.0]])
    found = method("aggregation", {"kind": "bod", "scale": 100}).aggregate(scores, even(scores))
    np.testing.assert_allclose(found, [100, 100, 100 * 10 / 11])
    bound = method("aggregation", {"kind": "bod", "min_share": 1}).aggregate(scores, even(scores))
    assert bound[0] == pytest.approx(bound[1]) and bound[0] < 0.2 and bound[2] == pytest.approx(10 / 11)


@pytest.mark.parametrize(
    ("setting", "row", "expected"),
    [
        ({"kind": "percentile-cap", "lower": 25, "upper": 75}, [0, 1, 2, 3, 4, NAN], [1, 1, 2, 3, 3, NAN]),
        ({"kind": "iqr"}, [0, 1, 2, 3, 4, 100], [0, 1, 2, 3, 4, 3.75 + 1.5 * 2.5]),
        ({"kind": "winsorise"}, [1, 2, 3, 4, 5, 6, 90, 90], [1, 2, 3, 4, 5, 6, 90, 90]),
        ({"kind": "winsorise"}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 900], [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]),
        ({"kind": "winsorise"}, [-900, 2, 3, 4, 5, 6, 7, 8, 9, NAN], [2, 2, 3, 4, 5, 6, 7, 8, 9, NAN]),
        ({"kind": "winsorise", "max_points": 0}, [1, 2, 3, 4, 5, 6, 7, 8, 9, 900], [1, 2, 3, 4, 5, 6, 7, 8, 9, 900]),
        ({"kind": "log"}, [1, np.e, NAN], [0, 1, NAN]),
        ({"kind": "box-cox", "exponent": 2}, [1, 2, 3], [0, 1.5, 4]),
        ({"kind": "box-cox", "exponent": 0}, [1, np.e, 1], [0, 1, 0]),
    ],
    ids=str,
)
def test_treatment(setting: dict[str, object], row: list[float], expected: list[float]) -> None:
    treated = method("treatment", setting).treat(np.array(row, dtype=float))
    np.testing.assert_allclose(treated.values, expected, atol=1e-12)


def test_ties_of_the_extreme_value_are_winsorised_together_as_one_point() -> None:
    row = np.concatenate([np.arange(1.0, 60.0), [5000.0, 5000.0, 900.0]])
    once = method("treatment", {"kind": "winsorise", "max_points": 1}).treat(row)
    assert once.values.max() == 900 and once.moved.sum() == 2 and not once.passed
    twice = method("treatment", {"kind": "winsorise", "max_points": 2}).treat(row)
    assert twice.values.max() == 59 and twice.moved.sum() == 3 and twice.passed


def test_a_row_that_fails_after_the_log_as_well_is_said_to() -> None:
    row = np.concatenate([np.zeros(200), [1.0, 2.0, 4.0, 8.0, 16.0, 32.0]])
    treated = method("treatment", {"kind": "winsorise-then-log"}).treat(row)
    assert treated.note == "log" and not treated.passed


def imputed(setting: dict[str, object], values: object, **more: object) -> np.ndarray:
    return method("imputation", setting).impute(cells(values, **more))


def test_carry_forward_and_linear_over_uneven_periods() -> None:
    values = [[[NAN, 2.0]], [[1.0, NAN]], [[NAN, NAN]], [[7.0, NAN]]]
    ordinals = (0, 1, 3, 4)
    forward = imputed({"kind": "carry-forward"}, values, ordinals=ordinals)[:, 0]
    np.testing.assert_array_equal(forward, [[NAN, 2], [1, 2], [1, 2], [7, 2]])
    line = imputed({"kind": "linear"}, values, ordinals=ordinals)[:, 0]
    np.testing.assert_allclose(line, [[NAN, 2], [1, NAN], [1 + 6 * 2 / 3, NAN], [7, NAN]])


def test_periods_in_any_order_are_taken_by_their_calendar() -> None:
    values = [[[7.0]], [[NAN]], [[1.0]]]
    assert imputed({"kind": "linear"}, values, ordinals=(2, 1, 0))[1, 0, 0] == 4
    assert imputed({"kind": "carry-forward"}, values, ordinals=(2, 1, 0))[1, 0, 0] == 1


def test_row_mean_normalises_fills_and_maps_back() -> None:
    values = [[[0.0, 10.0, NAN], [5.0, 1.0, 2.0], [100.0, 200.0, 150.0], [0.0, 8.0, 8.0]]]
    filled = imputed({"kind": "row-mean"}, values, directions=[1, -1, 1, 1], parents=("p", "p", "p", "q"))
    assert filled[0, 0, 2] == pytest.approx(10 * (0.75 + 0.5) / 2)
    turned = imputed({"kind": "row-mean"}, values, directions=[-1, -1, 1, 1], parents=("p", "p", "p", "q"))
    assert turned[0, 0, 2] == pytest.approx(10 * (1 - (0.75 + 0.5) / 2))


def test_means_and_medians() -> None:
    values = [[[1.0, 2.0, 9.0, NAN]], [[5.0, 5.0, 8.0, NAN]]]
    np.testing.assert_allclose(imputed({"kind": "mean"}, values)[:, 0, 3], [4, 6])
    np.testing.assert_allclose(imputed({"kind": "median"}, values)[:, 0, 3], [2, 5])


def test_nearest_neighbours_take_those_that_are_alike() -> None:
    values = [[[0.0, 0.1, 10.0, 0.05], [5.0, 5.0, 0.0, 5.0], [1.0, 3.0, 90.0, NAN]]]
    assert imputed({"kind": "knn", "neighbours": 2}, values)[0, 2, 3] == pytest.approx(2)


def test_regression_needs_enough_cases_and_stays_within_what_was_observed() -> None:
    x = np.arange(12.0)
    y = np.where(x == 11, NAN, 2 * x)
    kept = imputed({"kind": "regression"}, [[x, y]])
    free = imputed({"kind": "regression", "clip": False}, [[x, y]])
    few = imputed({"kind": "regression", "min_cases": 12}, [[x, y]])
    assert (kept[0, 1, 11], np.isnan(few[0, 1, 11])) == (20, True)
    assert free[0, 1, 11] == pytest.approx(22)


def test_screening_by_tree_and_by_node() -> None:
    values = [[[1.0, 1.0, 0.0], [NAN, 1.0, 0.0], [1.0, NAN, 1.0], [1.0, NAN, 1.0]]]
    block = cells(values, parents=("p", "p", "q", "q"))
    for setting, expected in (
        ({"kind": "none"}, [True, True, True]),
        ({"kind": "data-share", "threshold": 0.5}, [True, True, True]),
        ({"kind": "data-share", "threshold": 0.75}, [True, False, True]),
        ({"kind": "data-share", "threshold": 0.5, "by": "node"}, [True, False, True]),
        ({"kind": "nonzero-share", "threshold": 0.6}, [True, True, False]),
        ({"kind": "nonzero-share", "threshold": 0.1, "by": "node"}, [True, True, False]),
        ({"kind": "data-and-nonzero-share", "data": 0.75, "nonzero": 0.6}, [True, False, False]),
    ):
        assert method("screening", setting).screen(block)[0].tolist() == expected, setting


def test_the_common_kinds_bring_in_nothing_heavy() -> None:
    code = """
import sys
from evaluator.methods.registry import method
for step, kind in [("screening", "none"), ("imputation", "group-mean"), ("treatment", "winsorise-then-log"),
                   ("normalisation", "minmax"), ("weights", "standard"), ("aggregation", "arithmetic"),
                   ("aggregation", "bod"), ("weights", "optimised")]:
    method(step, {"kind": kind})
print(sorted({"scipy", "pandas", "streamlit", "altair", "ibis"} & {name.split(".")[0] for name in sys.modules}))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
