"""First-level nodes may bear any name, those of the ranking's own columns too."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator import evaluate
from evaluator.cli import run
from evaluator.evidence import read_evidence
from evaluator.exports import FORMATS, write_run
from tests.exports.worlds import evidence_folder, standard

NAMES = [("score", "name"), ("region", "coverage"), ("rank", "node.rank"), ("Net", "net"), ("level", "reason")]


@pytest.mark.parametrize("names", NAMES, ids=str)
def test_a_node_named_like_a_column_keeps_a_column_of_its_own(
    names: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = [
        {"id": name, "name": {"zh": f"甲{i}", "en": f"Pillar {i}"}, "children": [{"indicator": indicator}]}
        for i, (name, indicator) in enumerate(zip(names, ("one", "two"), strict=True))
    ]
    made = evaluate(standard(tree=tree), read_evidence(evidence_folder(tmp_path / "evidence")), lang="en")
    scores = {(row["region"], row["period"], row["node"]): row["score"] for row in made.scores().to_pylist()}
    ranked = made.ranking().to_pylist()
    assert len(set(made.top_columns.values())) == 2 and len(ranked) == 6
    for row in ranked:
        assert (
            row["name"] in ("Alpha", "Beta", "Gamma") and row["score"] == scores[row["region"], row["period"], "total"]
        )
        for node, column in made.top_columns.items():
            assert row[column] == scores[row["region"], row["period"], node]
    write_run(made, tmp_path / "out", FORMATS, "en", "evidence")
    assert "Pillar 0" in (tmp_path / "out" / "ranking.md").read_text(encoding="utf-8")
    assert run(["verify", str(tmp_path / "out"), "--evidence", str(tmp_path / "evidence")]) == 0
    words = ["--standard", str(tmp_path / "out" / "standard.yaml"), "--evidence", str(tmp_path / "evidence")]
    assert run(["score", *words, "--lang", "en"]) == 0
    assert "Pillar 1" in capsys.readouterr().out
