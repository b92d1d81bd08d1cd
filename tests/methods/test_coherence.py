"""Whether the children of a node belong together, against published and computed figures."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from scipy import stats

from evaluator.methods import coherence
from evaluator.methods.coherence import Family
from tests.methods.tables import children, meta, published, table


def made_up(gaps: bool = False) -> Family:
    chance = np.random.default_rng(11)
    common = chance.normal(size=60)
    scores = np.stack([common + chance.normal(size=60) * spread for spread in (0.1, 0.12, 1.0, 2.0)])
    if gaps:
        scores[chance.random(scores.shape) < 0.1] = np.nan
    return Family("node", ("a", "b", "c", "d"), scores, np.nanmean(scores, axis=0))


def figures(found: object, **where: object) -> dict[str, object]:
    rows = [row for row in found.to_pylist() if all(row[key] == value for key, value in where.items())]
    assert len(rows) == 1
    return rows[0]


def test_asem_correlations_of_pillars() -> None:
    _, scores = table("asem/steps/07_aggregated.csv")
    pillars = [code for code, row in meta().items() if row["Level"] == "2"]
    family = Family("all", tuple(pillars), np.array([scores[code] for code in pillars]), scores["Index"])
    found = {(row["first"], row["second"]): row["pearson"] for row in coherence.correlations([family]).to_pylist()}
    with published("asem/variants/corr_pillars_pearson.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["Var1"] != row["Var2"] and row["Correlation"]]
    assert rows
    for row in rows:
        pair = (row["Var1"], row["Var2"])
        value = found[pair] if pair in found else found[pair[1], pair[0]]
        np.testing.assert_allclose(value, float(row["Correlation"]), rtol=1e-9)


def test_asem_alpha_of_pillars() -> None:
    _, normalised = table("asem/steps/06_normalised.csv")
    _, raw = table("asem/steps/01_raw.csv")
    with published("asem/variants/cronbach_pillars.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 8
    for row in rows:
        below = children(row["set"])
        family = Family(row["set"], tuple(below), np.array([normalised[c] for c in below]), np.zeros(51))
        found = figures(coherence.alpha([family]), child="")
        np.testing.assert_allclose(found["alpha"], float(row["alpha_norm"]), rtol=1e-9)
        whole = np.array([raw[c] for c in below])
        if not np.isnan(whole).any():  # the published raw figure fills gaps pair by pair, ours drops regions
            np.testing.assert_allclose(coherence.cronbach(whole), float(row["alpha_raw"]), rtol=1e-9)


@pytest.mark.parametrize("gaps", [False, True])
def test_correlations_of_scipy(gaps: bool) -> None:
    family = made_up(gaps)
    found = figures(coherence.correlations([family]), first="a", second="c")
    both = ~np.isnan(family.scores[[0, 2]]).any(axis=0)
    x, y = family.scores[0, both], family.scores[2, both]
    assert found["regions"] == both.sum()
    for name, expected in (
        ("pearson", stats.pearsonr(x, y)),
        ("spearman", stats.spearmanr(x, y)),
        ("kendall", stats.kendalltau(x, y)),
    ):
        np.testing.assert_allclose([found[name], found[f"{name}_p"]], [expected.statistic, expected.pvalue], rtol=1e-9)


def test_alpha_without_a_child_that_does_not_belong_is_higher() -> None:
    found = coherence.alpha([made_up()])
    assert figures(found, child="d")["alpha"] > figures(found, child="")["alpha"]
    assert figures(found, child="a")["alpha"] < figures(found, child="")["alpha"]


def test_components_explain_everything_and_reproduce_the_correlations() -> None:
    family = made_up()
    found = coherence.components([family]).to_pylist()
    loadings = np.array([row["loading"] for row in found]).reshape(4, 4)
    np.testing.assert_allclose(loadings.T @ loadings, np.corrcoef(family.scores), atol=1e-9)
    assert found[-1]["cumulative"] == pytest.approx(1)
    assert [row["component"] for row in found[::4]] == [1, 2, 3, 4]


def test_kmo_from_partial_correlations_and_bartlett() -> None:
    family = made_up()
    found = figures(coherence.adequacy([family]), child="")
    r = np.corrcoef(family.scores)
    partial = np.zeros((4, 4))
    for i in range(4):
        for j in range(4):
            others = [k for k in range(4) if k not in (i, j)]
            if i != j:
                rest = [np.ones(60), *family.scores[others]]
                residuals = [
                    one - np.array(rest).T @ np.linalg.lstsq(np.array(rest).T, one, rcond=None)[0]
                    for one in (family.scores[i], family.scores[j])
                ]
                partial[i, j] = np.corrcoef(residuals)[0, 1]
    off = ~np.eye(4, dtype=bool)
    expected = (r[off] ** 2).sum() / ((r[off] ** 2).sum() + (partial[off] ** 2).sum())
    np.testing.assert_allclose(found["kmo"], expected, rtol=1e-8)
    assert found["bartlett_df"] == 6
    np.testing.assert_allclose(found["bartlett_chi2"], -(60 - 1 - 13 / 6) * np.log(np.linalg.det(r)), rtol=1e-9)
    assert found["bartlett_p"] < 1e-6


def test_clusters_join_the_two_that_are_alike_first() -> None:
    found = coherence.clusters([made_up()]).to_pylist()
    assert len(found) == 3
    assert {found[0]["left"], found[0]["right"]} == {"a", "b"}
    assert found[0]["height"] <= found[1]["height"] <= found[2]["height"]
    assert sorted(found[0]["order"].split()) == ["a", "b", "c", "d"]


def test_flags_name_redundant_contrary_and_silent_children() -> None:
    chance = np.random.default_rng(3)
    common = chance.normal(size=400)
    scores = np.stack([common, common + chance.normal(size=400) * 0.05, -common, np.zeros(400), np.full(400, np.nan)])
    noise = chance.normal(size=400)
    noise -= common * (noise @ common) / (common @ common)
    family = Family("node", ("a", "b", "c", "d", "e", "f"), np.vstack([scores, noise]), common)
    found = {(row["flag"], row["child"], row["other"]) for row in coherence.flags([family]).to_pylist()}
    assert found == {
        ("redundant", "a", "b"),
        ("against-node", "c", ""),
        ("silent", "d", ""),
        ("silent", "e", ""),
        ("silent", "f", ""),
    }


def test_flags_speak_both_languages() -> None:
    for row in coherence.flags([made_up()]).to_pylist():
        assert "{" not in row["zh"] + row["en"]
        assert row["child"] in row["zh"] and row["child"] in row["en"]


@pytest.mark.parametrize(
    "scores",
    [np.zeros((0, 5)), np.zeros((1, 5)), np.zeros((3, 1)), np.full((3, 6), np.nan), np.ones((2, 6)), np.eye(2)],
    ids=["no child", "one child", "one region", "nothing", "all alike", "two regions"],
)
def test_too_little_to_say_anything_gives_empty_figures(scores: np.ndarray) -> None:
    family = Family("node", tuple("abc"[: len(scores)]), scores, np.zeros(scores.shape[1]))
    assert coherence.clusters([family]).num_rows == 0
    assert coherence.components([family]).num_rows == 0
    assert all(row["kmo"] is None for row in coherence.adequacy([family]).to_pylist())
    assert all(row["pearson"] is None for row in coherence.correlations([family]).to_pylist())
    for row in coherence.alpha([family]).to_pylist():
        assert row["alpha"] is None or np.isfinite(row["alpha"])
