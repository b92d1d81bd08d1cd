"""Every method that a published table shows gives the numbers of that table."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from evaluator.methods import Aspect, method
from evaluator.methods.moments import skewness_and_kurtosis
from tests.methods.tables import cells, children, mcdm, meta, published, siblings, table

CLOSE = 1e-9


def test_asem_imputation_by_group() -> None:
    regions, raw = table("asem/steps/02_denominated.csv")
    _, expected = table("asem/steps/03_imputed.csv")
    with published("asem/unit_meta.csv").open(encoding="utf-8") as file:
        groups = {row["uCode"]: row["EurAsia_group"] for row in csv.DictReader(file)}
    block = cells([list(raw.values())], groups={"EurAsia_group": tuple(groups[code] for code in regions)})
    filled = method("imputation", {"kind": "group-mean", "group": "EurAsia_group"}).impute(block)
    assert np.isnan(block.values).sum() == 65  # 64 raw gaps and one without a denominator
    np.testing.assert_allclose(filled[0], list(expected.values()), rtol=CLOSE)


def test_asem_imputation_by_mean() -> None:
    _, raw = table("asem/steps/02_denominated.csv")
    _, expected = table("asem/variants/impute_mean_imputed.csv")
    filled = method("imputation", {"kind": "mean"}).impute(cells([list(raw.values())]))
    np.testing.assert_allclose(filled[0], list(expected.values()), rtol=CLOSE)


def test_asem_screening_keeps_all() -> None:
    _, raw = table("asem/steps/03_imputed.csv")
    kept = method("screening", {"kind": "data-share", "threshold": 0.9}).screen(cells([list(raw.values())]))
    assert kept.all()


def test_asem_shares_of_data_and_of_nonzeros() -> None:
    from evaluator.methods.screening_shares import data_shares, nonzero_shares

    _, raw = table("asem/steps/03_imputed.csv")
    _, expected = summary("Dat_Avail", "Non_Zero")
    block = cells([list(raw.values())])
    np.testing.assert_allclose(data_shares(block, "tree")[0], expected["Dat_Avail"], rtol=CLOSE)
    np.testing.assert_allclose(nonzero_shares(block, "tree")[0], expected["Non_Zero"], rtol=CLOSE)


def summary(*columns: str) -> tuple[list[str], dict[str, list[float]]]:
    with published("asem/steps/screen_summary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row["uCode"] for row in rows], {name: [float(row[name]) for row in rows] for name in columns}


def test_asem_treatment() -> None:
    _, before = table("asem/steps/03_imputed.csv")
    _, expected = table("asem/steps/05_treated.csv")
    treatment = method("treatment", {"kind": "winsorise-then-log", "max_points": 5})
    with published("asem/steps/treat_points.csv").open(encoding="utf-8") as file:
        points = list(csv.DictReader(file))
    for code, row in before.items():
        treated = treatment.treat(row)
        np.testing.assert_allclose(treated.values, expected[code], rtol=CLOSE, err_msg=code)
        assert treated.passed and treated.note == ""
        marked = np.array([point[code] != "" for point in points])
        assert (treated.moved <= marked).all(), code
        assert (expected[code][marked & ~treated.moved] == row[marked & ~treated.moved]).all(), code


def test_asem_skewness_and_kurtosis() -> None:
    _, before = table("asem/steps/03_imputed.csv")
    _, after = table("asem/steps/05_treated.csv")
    with published("asem/steps/treat_details.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = skewness_and_kurtosis(before[row["iCode"]])
            expected = float(row["check_SkewKurt0.Skew"]), float(row["check_SkewKurt0.Kurt"])
            np.testing.assert_allclose(found, expected, rtol=CLOSE)
            if row["winsorise.nwin"]:
                found = skewness_and_kurtosis(after[row["iCode"]])
                expected = float(row["check_SkewKurt1.Skew"]), float(row["check_SkewKurt1.Kurt"])
                np.testing.assert_allclose(found, expected, rtol=CLOSE)


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ({"kind": "minmax"}, "steps/06_normalised"),
        ({"kind": "distance-to-max"}, "steps/06_normalised"),
        ({"kind": "minmax", "range": [1, 100]}, "variants/minmax_1_100_normalised"),
        ({"kind": "zscore", "range": "none"}, "variants/zscore_0_1_normalised"),
        ({"kind": "zscore", "mean": 0, "sd": 1}, "variants/zscore_0_1_normalised"),
        ({"kind": "rank", "range": "none"}, "variants/rank_normalised"),
    ],
)
def test_asem_normalisation(setting: dict[str, object], name: str) -> None:
    _, treated = table("asem/steps/05_treated.csv")
    _, expected = table(f"asem/{name}.csv")
    for code, row in treated.items():
        aspect = Aspect(direction=float(meta()[code]["Direction"]))
        found = method("normalisation", setting).normalise(row[None, :], aspect)[0]
        np.testing.assert_allclose(found, expected[code], rtol=CLOSE, atol=CLOSE, err_msg=code)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("arithmetic", "steps/07_aggregated"),
        ("arithmetic", "variants/amean_scores"),
        ("geometric", "variants/gmean_scores"),
        ("copeland", "variants/copeland_scores"),
    ],
)
def test_asem_aggregation(kind: str, name: str) -> None:
    _, columns = table(f"asem/{name}.csv")
    aggregates = [code for code, row in meta().items() if row["Type"] == "Aggregate"]
    assert len(aggregates) == 11
    for code in aggregates:
        below = children(code)
        scores = np.array([columns[child] for child in below])
        weights = np.array([float(meta()[child]["Weight"]) for child in below])
        shares = np.repeat((weights / weights.sum())[:, None], scores.shape[1], axis=1)
        found = method("aggregation", {"kind": kind}).aggregate(scores, shares)
        np.testing.assert_allclose(found, columns[code], rtol=CLOSE, atol=CLOSE, err_msg=code)


@pytest.mark.parametrize(
    ("kind", "name"), [("entropy", "w_entropy"), ("critic", "w_critic_directed"), ("std", "w_std_minmax")]
)
def test_weights_on_which_libraries_agree(kind: str, name: str) -> None:
    agreed = mcdm()
    group = siblings(np.array(agreed["matrix"]).T, directions=agreed["types"])
    np.testing.assert_allclose(method("weights", {"kind": kind}).weigh(group), agreed["expected"][name], rtol=CLOSE)


def test_weighted_sum_and_topsis_on_which_libraries_agree() -> None:
    agreed = mcdm()
    values = np.array(agreed["matrix"]).T
    signs = np.array(agreed["types"], dtype=float)
    weights = np.repeat(np.array(agreed["weights_in"])[:, None], values.shape[1], axis=1)
    minmax = method("normalisation", {"kind": "minmax", "range": [0, 1]})
    scores = np.array(
        [minmax.normalise(row[None], Aspect(direction=s))[0] for row, s in zip(values, signs, strict=True)]
    )
    found = method("aggregation", {"kind": "arithmetic"}).aggregate(scores, weights)
    np.testing.assert_allclose(found, agreed["expected"]["wsm_minmax"], rtol=CLOSE)
    found = method("aggregation", {"kind": "topsis"}).aggregate(values * signs[:, None], weights)
    np.testing.assert_allclose(found, agreed["expected"]["topsis_vector"], rtol=CLOSE)


def test_ahp_against_the_eigenvector() -> None:
    agreed = mcdm()["ahp"]
    matrix = agreed["matrix"]
    names = "abcd"
    judgements = [[names[i], names[j], float(matrix[i][j])] for i in range(4) for j in range(i + 1, 4)]
    report = method("weights", {"kind": "ahp", "judgements": judgements}).report(siblings(np.ones((4, 3))))
    facts = dict(report.facts)
    np.testing.assert_allclose(report.weights, agreed["eigen"], rtol=CLOSE)
    np.testing.assert_allclose(facts["lambda_max"], agreed["lambda_max"], rtol=CLOSE)
    np.testing.assert_allclose(facts["consistency_index"], agreed["CI"], rtol=1e-8)
    np.testing.assert_allclose(facts["consistency_ratio"], agreed["CR_RI0.90"], rtol=1e-8)
    assert "Saaty" in facts["random_index_table"]


def test_doing_business_goalposts_bend_the_tax_rate() -> None:
    rate = method("normalisation", {"kind": "goalposts", "worst": 84, "best": 26.1, "exponent": 0.8})
    found = rate.normalise(np.array([[26.1, 84.0, 90.0, 10.0, 55.05]]), Aspect())[0]
    np.testing.assert_allclose(found, [100, 0, 0, 100, 100 * 0.5**0.8], rtol=CLOSE)
