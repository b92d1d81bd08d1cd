"""Small vectors of multi-criteria methods come out of a standard: weights, weighted sum, TOPSIS, AHP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest

from evaluator import evaluate, read_evidence, read_standard
from tests.published.sources import EXCERPTS, PUBLISHED, needs_published, text, write_inputs

VECTORS = json.loads((EXCERPTS / "mcdm.json").read_text(encoding="utf-8"))
EXPECTED = VECTORS["expected"]
CRITERIA = [f"c{k}" for k in range(1, 7)]
Table = dict[tuple[str, str], dict[str, float]]


def run(folder: Path, method: Mapping[str, object], criteria: list[str] = CRITERIA) -> Table:
    """Score the 12 alternatives on the first criteria by one method; rows of `scores` by region and node."""
    better = ["higher" if kind == 1 else "lower" for kind in VECTORS["types"]]
    used = list(zip(criteria, better, VECTORS["weights_in"], strict=False))
    standard = {
        "id": "vectors",
        "version": "1",
        "name": text("Vectors"),
        "method": dict(method),
        "tree": [{"indicator": name, "weight": weight} for name, _, weight in used],
        "indicators": [
            {
                "id": name,
                "name": text(name),
                "direction": direction,
                "measure": {"kind": "statistic", "formula": name},
            }
            for name, direction, _ in used
        ],
    }
    names = [f"a{k:02d}" for k in range(1, 13)]
    regions = [{"region": name, "name_zh": name, "name_en": name, "level": ""} for name in names]
    figures = [
        (region, "2020", name, repr(value))
        for region, row in zip(names, VECTORS["matrix"], strict=True)
        for name, value in zip(criteria, row, strict=False)
    ]
    inputs = write_inputs(folder, standard, regions, figures)
    assessment = evaluate(read_standard(inputs.standard), read_evidence(inputs.evidence))
    return {(row["region"], row["node"]): row for row in assessment.scores().to_pylist()}


def totals(rows: Table) -> list[float]:
    """Scores of the alternatives, in order."""
    return [rows[key]["score"] for key in sorted(rows) if key[1] == "total"]


def weights(rows: Table, criteria: list[str] = CRITERIA) -> list[float]:
    """Weights of the criteria, in order, as the first alternative has them."""
    return [rows["a01", name]["weight"] for name in criteria]


@needs_published
def test_the_vectors_are_the_published_ones() -> None:
    published = json.loads((PUBLISHED / "mcdm" / "expected.json").read_text(encoding="utf-8"))
    assert published == VECTORS


@pytest.mark.parametrize(
    ("kind", "name"), [("entropy", "w_entropy"), ("critic", "w_critic_directed"), ("std", "w_std_minmax")]
)
def test_weights_from_data(kind: str, name: str, tmp_path: Path) -> None:
    rows = run(tmp_path, {"weights": kind, "normalisation": {"kind": "minmax", "range": [0, 1]}})
    assert weights(rows) == pytest.approx(EXPECTED[name], abs=1e-9)


def test_weighted_sum(tmp_path: Path) -> None:
    rows = run(tmp_path, {"normalisation": {"kind": "minmax", "range": [0, 1]}})
    assert totals(rows) == pytest.approx(EXPECTED["wsm_minmax"], abs=1e-9)
    assert weights(rows) == pytest.approx(VECTORS["weights_in"], abs=1e-12)


def test_topsis(tmp_path: Path) -> None:
    """Lower-is-better criteria enter negated, which leaves lengths and distances as they are."""
    rows = run(tmp_path, {"normalisation": {"kind": "none", "range": "none"}, "aggregation": "topsis"})
    assert totals(rows) == pytest.approx(EXPECTED["topsis_vector"], abs=1e-9)


def test_analytic_hierarchy(tmp_path: Path) -> None:
    four = CRITERIA[:4]
    matrix = VECTORS["ahp"]["matrix"]
    judgements = [[four[i], four[j], matrix[i][j]] for i, j in combinations(range(4), 2)]
    rows = run(tmp_path, {"weights": {"kind": "ahp", "judgements": judgements}}, four)
    assert weights(rows, four) == pytest.approx(VECTORS["ahp"]["eigen"], abs=1e-9)
