"""ASEM: given draws replayed give what scoring each of them by the ordinary path gives."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from evaluator import evaluate, read_evidence, read_standard
from evaluator.cli import run
from evaluator.robustness import RobustnessSettings, analyse
from evaluator.robustness.effective import effective_weights
from evaluator.scoring.kernel import rank
from tests.published import asem
from tests.published.sources import PUBLISHED, needs_published

CHOICES = {
    "normalisation": [{"kind": "minmax", "range": [1, 100]}, {"kind": "rank", "range": [1, 100]}],
    "aggregation.kind": ["arithmetic", "geometric"],
    "treatment.max_points": [0, 5],
}


def rows_of(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / "asem" / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@needs_published
def test_draws_replayed_are_those_scored_one_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = asem.build(tmp_path, rows_of("iMeta.csv"), rows_of("iData.csv"))
    standard, evidence = read_standard(str(inputs.standard)), read_evidence(inputs.evidence)
    nodes = [node.id for node in standard.tree]
    random = np.random.default_rng(1)
    draws = [
        (random.uniform(0.5, 1.5, len(nodes)), kind, points)
        for kind, points in zip(["minmax", "zscore", "rank"] * 3, [0, 3, 5] * 3, strict=True)
    ]
    lines = [",".join(["run", *(f"weight.{node}" for node in nodes), "normalisation.kind", "treatment.max_points"])]
    lines += [",".join([str(k), *map(repr, map(float, w)), kind, str(n)]) for k, (w, kind, n) in enumerate(draws)]
    table = tmp_path / "draws.csv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ["--standard", str(inputs.standard), "--evidence", str(inputs.evidence), "--replay", str(table)]
    assert run(["robustness", *words, "--out", str(tmp_path / "out")]) == 0
    capsys.readouterr()
    with (tmp_path / "out" / "replay_scores.csv").open(encoding="utf-8") as file:
        found = {(row["run"], row["region"]): row for row in csv.DictReader(file)}
    for k, (weights, kind, points) in enumerate(draws):
        changed = standard.with_weights(dict(zip(nodes, map(float, weights), strict=True)))
        changed = changed.with_method({"normalisation.kind": kind, "treatment.max_points": points})
        for row in evaluate(changed, evidence).ranking().to_pylist():
            own = found[str(k), row["region"]]
            assert float(own["score"]) == pytest.approx(row["score"], abs=1e-9) and int(own["rank"]) == row["rank"]


@needs_published
def test_weights_in_the_total_are_those_of_coinr(tmp_path: Path) -> None:
    inputs = asem.build(tmp_path, rows_of("iMeta.csv"), rows_of("iData.csv"))
    made = evaluate(read_standard(str(inputs.standard)), read_evidence(inputs.evidence))
    found = {row["node"]: row["weight_in_total"] for row in effective_weights(made.kernels[0], 0).to_pylist()}
    published = {row["iCode"]: float(row["EffWeight"]) for row in rows_of("variants/effective_original.csv")}
    assert found == pytest.approx({code: weight for code, weight in published.items() if code != "Index"}, rel=1e-12)


@needs_published
def test_mixed_draws_are_counted_as_a_plain_loop_counts_them(tmp_path: Path) -> None:
    inputs = asem.build(tmp_path, rows_of("iMeta.csv"), rows_of("iData.csv"))
    made = evaluate(read_standard(str(inputs.standard)), read_evidence(inputs.evidence))
    found = analyse(made, RobustnessSettings(draws=200, alternatives=CHOICES))
    regions = len(found.kernel.cells.regions)
    counts = np.zeros((regions, regions), dtype=np.int64)
    for kernel, weights, _ in found._parts():
        for own in weights:
            places = rank(kernel.scored(own).score[found.period, 0], kernel.plan.ranking)
            there = places > 0
            np.add.at(counts, (np.flatnonzero(there), places[there] - 1), 1)
    assert found.histogram().draws == 200 and (found.histogram().counts == counts).all()


@needs_published
def test_one_table_of_runs_gives_what_coinr_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = asem.build(tmp_path, rows_of("iMeta.csv"), rows_of("iData.csv"))
    runs = {  # run → normalisation, range, aggregation, imputation
        "minmax_1_100_index": ("minmax", "[1, 100]", "", ""),
        "zscore_0_1_index": ("zscore", "none", "", ""),
        "rank_index": ("rank", "none", "", ""),
        "impute_mean_index": ("", "", "", "mean"),
        "amean_scores": ("minmax", "[1, 100]", "arithmetic", ""),
        "gmean_scores": ("minmax", "[1, 100]", "geometric", ""),
        "copeland_scores": ("minmax", "[1, 100]", "copeland", ""),
    }
    path = tmp_path / "runs.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["run", "normalisation.kind", "normalisation.range", "aggregation.kind", "imputation.kind"])
        table.writerows([name, *cells] for name, cells in runs.items())
    words = ["--standard", str(inputs.standard), "--evidence", str(inputs.evidence), "--replay", str(path)]
    assert run(["robustness", *words, "--out", str(tmp_path / "out"), "--lang", "en"]) == 0
    assert "7 runs replayed" in capsys.readouterr().out
    with (tmp_path / "out" / "replay_scores.csv").open(encoding="utf-8") as file:
        found = {(row["run"], row["region"]): row for row in csv.DictReader(file)}
    for name in runs:
        published = rows_of(f"variants/{name}.csv")
        assert len(published) == 51
        for row in published:
            assert float(found[name, row["uCode"]]["score"]) == pytest.approx(float(row["Index"]), abs=1e-10), name
            if "Rank" in row:
                assert int(found[name, row["uCode"]]["rank"]) == int(row["Rank"])
