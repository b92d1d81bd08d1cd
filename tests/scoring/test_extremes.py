"""Figures at the edge of what a computer can hold: right up to 1e100, and said beyond it; SQL and kernel agree."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from evaluator import Assessment, Evidence, evaluate
from evaluator.methods import kinds
from evaluator.scenario import Scenario
from indicators.faults import Faults
from tests.exports.worlds import standard

EXTRA: dict[str, dict[str, object]] = {
    "goalposts": {"worst": -1e100, "best": 1e100},
    "scaled": {"lower": -1e100, "upper": 1e100},
    "distance-to-target": {"target": 1e100},
    "distance-to-reference": {"reference": "r3"},
}


def assessed(values: list[float], **method: object) -> Assessment:
    codes = [f"r{i}" for i, _ in enumerate(values)]
    tables = {
        "regions": pa.table({"region": codes}),
        "statistics": pa.table(
            {
                "region": codes * 2,
                "period": ["2023"] * 2 * len(codes),
                "series": ["a"] * len(codes) + ["b"] * len(codes),
                "value": values + [float(i) for i, _ in enumerate(codes)],
            }
        ),
    }
    return evaluate(standard(method=method), Evidence.from_tables(tables))


@pytest.mark.parametrize("kind", sorted(set(kinds("normalisation")) - {"steps", "none"}))
def test_the_largest_figures_are_laid_on_the_scale_alike_by_sql_and_kernel(kind: str) -> None:
    made = assessed([-1e100, 0.0, 5e99, 1e100], normalisation={"kind": kind, **EXTRA.get(kind, {})})
    found = np.array(made.indicators()["normalised"].to_pylist(), dtype=float).reshape(4, 2)[:, 0]
    assert np.isfinite(found).all() and found[0] < found[3]
    np.testing.assert_allclose(made.kernels[0].normalised[0, 0], found, rtol=1e-12)


def test_min_max_of_the_largest_figures() -> None:
    made = assessed([-1e100, 0.0, 5e99, 1e100], normalisation={"kind": "minmax"})
    found = [row["normalised"] for row in made.indicators().to_pylist() if row["indicator"] == "one"]
    assert found == [0.0, 50.0, 75.0, 100.0]


def test_a_value_that_a_formula_takes_beyond_is_missing_and_said() -> None:
    plain = standard().model_dump()["indicators"]
    measure = {"kind": "statistic", "formula": "a * a"}
    changed = standard(indicators=[{**plain[0], "measure": measure}, plain[1]])
    figures = {"region": ["x", "y", "z"] * 2, "period": ["2023"] * 6, "series": ["a"] * 3 + ["b"] * 3}
    tables = {"statistics": pa.table({**figures, "value": [1.0, 2.0, 1e99, 1.0, 2.0, 3.0]})}
    made = evaluate(changed, Evidence.from_tables(tables))
    rows = [row for row in made.indicators().to_pylist() if row["indicator"] == "one"]
    assert [(row["raw"], row["normalised"], row["flags"]) for row in rows] == [
        (1.0, 0.0, ""),
        (4.0, 100.0, ""),
        (None, None, "undefined"),
    ]


@pytest.mark.parametrize(
    "method",
    [
        {"normalisation": {"kind": "goalposts", "worst": -1e308, "best": 1e308}},
        {"normalisation": {"range": [0, 1e308]}},
    ],
)
def test_parameters_beyond_are_faults(method: dict[str, object]) -> None:
    with pytest.raises(Faults) as caught:
        assessed([1.0, 2.0, 3.0], **method)
    assert caught.value.faults and all("1e100" in one.sentence("zh") for one in caught.value.faults)


def test_an_unknown_region_of_reference_is_one_fault_with_every_indicator() -> None:
    far = Scenario(set={"normalisation": {"kind": "distance-to-reference", "reference": "nowhere"}})
    tables = {
        "statistics": pa.table({"region": ["x", "y"], "period": ["2023"] * 2, "series": ["a"] * 2, "value": [1.0, 2.0]})
    }
    with pytest.raises(Faults) as caught:
        evaluate(standard(), Evidence.from_tables(tables), scenario=far)
    (one,) = caught.value.faults
    assert "2 indicators (one, two)" in one.sentence("en") and "one、two" in one.sentence("zh")
    assert "nowhere" in one.sentence("en")


def test_a_reference_that_is_the_worst_is_told_apart_from_values_that_are_alike() -> None:
    made = assessed([1.0, 2.0, 3.0], normalisation={"kind": "distance-to-reference", "reference": "r0"})
    assert [one.sentence("zh") for one in made.warnings if "无法归一化" in one.sentence("zh")] == [
        f"指标“{name}”2023 的取值无法归一化（参照值不优于最差者），按缺失处理" for name in ("one", "two")
    ]
    alike = assessed([1.0, 1.0, 1.0], normalisation={"kind": "minmax"}).warnings
    assert any("全部相同" in one.sentence("zh") and "“one”" in one.sentence("zh") for one in alike)


def test_a_value_without_logarithm_has_a_reason_and_is_told() -> None:
    made = assessed([-1.0, 0.0, 1.0, 2.0], treatment="log")
    flags = {row["region"]: row["flags"] for row in made.indicators().to_pylist() if row["indicator"] == "one"}
    assert flags == {"r0": "no-logarithm", "r1": "no-logarithm", "r2": "log", "r3": "log"}
    reasons = {row["region"]: row["reason"] for row in made.scores().to_pylist() if row["node"] == "one"}
    assert reasons == {"r0": "no-logarithm", "r1": "no-logarithm", "r2": None, "r3": None}
    said = [one.sentence("en") for one in made.warnings if "logarithm" in one.sentence("en")]
    assert len(said) == 2 and "'one' in 2023" in said[0] and "2 (lowest -1)" in said[0]
    assert all("没有对数" in one.sentence("zh") for one in made.warnings if "logarithm" in one.sentence("en"))


def test_a_row_that_fails_after_treatment_is_told() -> None:
    values = [0.0] * 12 + [1e6, 2e6, 4e6, 8e6]
    made = assessed(values, treatment={"kind": "winsorise", "max_points": 1, "skewness": 1, "kurtosis": 1})
    assert [one.sentence("en") for one in made.warnings if "skewness" in one.sentence("en")] == [
        "indicator 'one' in 2023: still fails the test of skewness and kurtosis after treatment"
    ]


@pytest.mark.filterwarnings("error")
def test_figures_too_small_for_a_spread_are_missing_without_noise() -> None:
    made = assessed([1e-200, 2e-200, 4e-200], normalisation={"kind": "zscore", "range": "none"})
    assert np.isnan(made.kernels[0].normalised[0, 0]).all()


@pytest.mark.parametrize(
    ("ranking", "places"),
    [
        ({"decimals": 0}, [1, 1, 3]),
        ({"basis": "printed", "decimals": 0}, [1, 1, 3]),
        ({"basis": "score", "decimals": 0}, [1, 2, 3]),
    ],
)
def test_decimals_given_alone_are_those_of_the_printed_figure(ranking: dict[str, object], places: list[int]) -> None:
    plain = standard(method={"ranking": ranking, "normalisation": "none"})
    figures = {"region": ["x", "y", "z"] * 2, "period": ["2023"] * 6, "series": ["a"] * 3 + ["b"] * 3}
    tables = {"statistics": pa.table({**figures, "value": [5.2, 5.1, 1.0, 0.0, 0.0, 0.0]})}
    made = evaluate(plain, Evidence.from_tables(tables))
    assert [row["rank"] for row in made.ranking().to_pylist()] == places
