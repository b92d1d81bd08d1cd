"""A finished run is recomputed: every difference is found, named and placed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator.cli import run
from evaluator.exports import FORMATS, write_run
from evaluator.exports.verification import verify_run
from evaluator.exports.yamls import write_yaml
from evaluator.scenario import NO_CHANGE, Scenario
from indicators.faults import Faults
from tests.exports.worlds import evidence_folder, small, standard

CHANGES = {
    "set": {"normalisation.range": [1, 100], "aggregation.kind": "geometric", "weights.kind": "equal"},
    "weights": {"second": 5},
    "values": [{"region": "Alpha", "period": "2023", "series": "a", "value": 9.5}],
}


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A folder with a run in `out` and its evidence in `evidence`."""
    made = small(tmp_path / "evidence")
    write_run(made, tmp_path / "out", FORMATS, "en", "evidence")
    return tmp_path


def sentences(folder: Path, evidence: str | Path | None = None) -> list[str]:
    """Faults of the run in a folder."""
    return [one.sentence("en") for one in verify_run(folder / "out", evidence or folder / "evidence")]


def edit(path: Path, change: Callable[[str], str]) -> None:
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8", newline="")


def said(folder: Path, change: Callable[[dict[str, dict[str, object]]], object]) -> None:
    """Change the manifest."""
    path = folder / "out" / "manifest.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")


def test_another_kind_over_parameters_that_both_know(tmp_path: Path) -> None:
    first = Scenario.model_validate({"set": {"treatment": {"kind": "winsorise-then-log", "scope": "panel"}}})
    own = standard().with_method(first.set).with_method({"normalisation.scope": "panel"})
    (tmp_path / "standard.yaml").write_text(write_yaml(own.plain()), encoding="utf-8")
    words = ["--standard", tmp_path / "standard.yaml", "--evidence", evidence_folder(tmp_path / "evidence")]
    more = ["--set", "normalisation.kind=zscore", "--set", "treatment.kind=winsorise", "--lang", "en"]
    assert run(["score", *map(str, words), *more, "--out", str(tmp_path / "out")]) == 0
    assert sentences(tmp_path) == []
    method = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["method"]
    assert method["normalisation"] == {"kind": "zscore", "range": [0, 100], "scope": "panel"}
    assert method["treatment"]["max_points"] == 5 and method["missing"]["parents"] == "reweight"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("changes", [{}, CHANGES, {"set": CHANGES["set"]}, {"values": CHANGES["values"]}])
@pytest.mark.parametrize("period", [None, "2022"])
def test_a_run_is_what_its_manifest_says(changes: dict[str, object], period: str, lang: str, tmp_path: Path) -> None:
    scenario = Scenario.model_validate(changes) if changes else NO_CHANGE
    made = small(tmp_path / "evidence", scenario, "010000,2023,c,many\n", period)
    write_run(made, tmp_path / "out", FORMATS, "zh" if lang == "zh" else "en")
    assert sentences(tmp_path) == []


def test_a_changed_digit_is_placed(finished: Path) -> None:
    path = finished / "out" / "ranking.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = lines[2].split(",")
    was, cells[4] = cells[4], "99.5"
    lines[2] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8", newline="")
    (found,) = sentences(finished)
    assert found.startswith(f"{path}:3 [score]: ") and "'99.5'" in found and f"'{was}'" in found


def test_counts_status_weights_and_warnings_of_the_manifest_are_recomputed(tmp_path: Path) -> None:
    undefined = Scenario(set={"aggregation.kind": "geometric"}, weights={"second": 3})
    made = small(tmp_path / "evidence", undefined, "010000,2023,c,many\n")
    write_run(made, tmp_path / "out", FORMATS, "en", "evidence")
    path = tmp_path / "out" / "manifest.json"
    true = json.loads(path.read_text(encoding="utf-8"))
    changes: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
        ("miscounts the rows", lambda found: found["evidence"]["files"][-1]["rows"].update(refused=0)),
        ("'standard'", lambda found: found["standard"].update(status="in-force")),
        ("'weights'", lambda found: found["weights"].update(digest="0")),
        ("'notes'", lambda found: found["notes"].clear()),
        ("'notes'", lambda found: found["notes"].append("all is well")),
        ("'weights'", lambda found: found["weights"].update(set="given")),
        ("'evidence'", lambda found: found["evidence"].update(digest="0" * 64)),
        ("'seed'", lambda found: found.update(seed=7)),
        ("'breaks'", lambda found: found.update(breaks=[{"region": "010000", "since": "2023-01-01"}])),
        ("'formats'", lambda found: found["formats"].append("docx")),
    ]
    assert true["notes"], "the run must have something to warn of"
    for words, change in changes:
        path.write_text(json.dumps(true), encoding="utf-8")
        said(tmp_path, change)
        found = sentences(tmp_path)
        assert found and all(words in one for one in found), found


def test_a_changed_cell_of_other_tables_is_placed(finished: Path) -> None:
    import openpyxl
    import pyarrow.parquet as pq

    out = finished / "out"
    edit(out / "scores.json", lambda text: text.replace('"score": ', '"score": 1', 1))
    edit(out / "ranking.md", lambda text: text.replace("Beta", "Best", 1))
    table = pq.read_table(out / "indicators.parquet")
    pq.write_table(table.slice(1), out / "indicators.parquet")
    with pytest.warns(UserWarning):
        book = openpyxl.load_workbook(out / "assessment.xlsx")
    book["Ranking"]["C3"] = "Elsewhere"
    book.save(out / "assessment.xlsx")
    places = {one.file.rsplit("/", 1)[-1]: one for one in verify_run(out, finished / "evidence")}
    assert set(places) == {"scores.json", "ranking.md", "indicators.parquet", "assessment.xlsx"}
    assert (places["scores.json"].line, places["scores.json"].column) == (2, "score")
    assert places["indicators.parquet"].line == 2
    workbook = places["assessment.xlsx"]
    assert (workbook.sheet, workbook.line, workbook.column) == ("Ranking", 3, "Region")
    line = places["ranking.md"].line
    assert line is not None and "Best" in (out / "ranking.md").read_text(encoding="utf-8").split("\n")[line - 1]


def test_changed_evidence_is_named_and_so_is_what_it_changes(finished: Path) -> None:
    edit(finished / "evidence" / "statistics.csv", lambda text: text.replace("010000,2023,a,0.1", "010000,2023,a,0.2"))
    found = sentences(finished)
    assert found[0] == "statistics.csv: this file of evidence has changed"
    assert not any("digest" in one for one in found)
    assert any("scores.csv" in one and "recomputed" in one for one in found)
    assert not any("standard.yaml" in one for one in found)


def test_evidence_that_came_or_went_is_named(finished: Path) -> None:
    (finished / "evidence" / "statistics-2024.csv").write_text("region,period,series,value\n", encoding="utf-8")
    assert any("was not there" in one for one in sentences(finished))
    (finished / "evidence" / "statistics-2024.csv").unlink()
    (finished / "evidence" / "regions.csv").unlink()
    assert "regions.csv: this file of evidence is gone" in sentences(finished)


@pytest.mark.parametrize("name", ["ranking.csv", "assessment.xlsx", "scores.parquet", "standard.yaml"])
def test_a_missing_file_is_named(name: str, finished: Path) -> None:
    (finished / "out" / name).unlink()
    (found,) = sentences(finished)
    assert found == f"{finished / 'out' / name}: this file of the run is gone or cannot be read"


def test_a_changed_standard_is_named(finished: Path) -> None:
    edit(finished / "out" / "standard.yaml", lambda text: text.replace("weight: 2.0", "weight: 3.0"))
    (found,) = sentences(finished)
    assert "standard.yaml" in found and "changed after it was written" in found


def test_a_standard_changed_together_with_its_digest_is_found(finished: Path) -> None:
    from evaluator.exports.manifest import digest

    path = finished / "out" / "standard.yaml"
    edit(path, lambda text: text.replace("weight: 2.0", "weight: 3.0"))
    said(finished, lambda all: all["outputs"].update({"standard.yaml": digest(path.read_bytes())}))
    found = sentences(finished)
    assert any("'standard' of the manifest" in one for one in found)
    assert any("ranking.csv" in one for one in found)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda all: all["outputs"].update({"ranking.csv": "0" * 64}), "wrong digest of ranking.csv"),
        (lambda all: all["outputs"].update({"../evidence/regions.csv": "0"}), "is not allowed"),
        (lambda all: all["outputs"].pop("scores.csv"), "does not list scores.csv"),
        (lambda all: all["method"].update({"aggregation": {"kind": "geometric"}}), "is not the method"),
        (lambda all: all["standard"].update({"version": "2"}), "does not name the standard"),
        (lambda all: all.update({"period": "1999"}), "1999"),
        (lambda all: all.update({"scenario": {"set": {"normalisation.kind": "zscore"}}}), "'scenario' of the manifest"),
        (lambda all: all.update({"scenario": {"weights": {"second": 9}}}), "'scenario' of the manifest"),
        (lambda all: all["evidence"].pop("digest"), "evidence.digest"),
        (lambda all: all.update({"outputs": []}), "outputs"),
        (lambda all: all.update({"scenario": {"values": 3}}), "scenario.values"),
    ],
)
def test_a_changed_manifest_is_found(change: Callable[[object], object], word: str, finished: Path) -> None:
    said(finished, change)
    try:
        found = sentences(finished)
    except Faults as error:
        found = [one.sentence("en") for one in error.faults]
    assert any(word in one for one in found), found


def test_a_difference_names_software_of_another_version(finished: Path) -> None:
    from evaluator.exports.manifest import digest

    path = finished / "out" / "ranking.csv"
    edit(path, lambda text: text.replace("Alpha", "Omega"))

    def older(all: dict[str, dict[str, object]]) -> None:
        all["outputs"]["ranking.csv"] = digest(path.read_bytes())
        all["software"]["duckdb"] = "0.1"

    said(finished, older)
    (found,) = sentences(finished)
    assert "comes out differently" in found and "duckdb 0.1 →" in found


def test_leftovers_of_another_run_are_named_but_not_further_formats_of_this_one(tmp_path: Path) -> None:
    made = small(tmp_path / "evidence")
    write_run(made, tmp_path / "out", ["csv", "json"], "en")
    write_run(made, tmp_path / "out", ["csv"], "en")
    assert sentences(tmp_path) == []
    edit(tmp_path / "out" / "ranking.json", lambda text: text.replace("Alpha", "Omega"))
    (tmp_path / "out" / "refusals.csv").write_text("file\n", encoding="utf-8")
    found = sentences(tmp_path)
    assert len(found) == 2 and all("left by another" in one for one in found)


@pytest.mark.parametrize("content", [None, "", "[]", "{", "null", "\udcff"])
def test_a_folder_without_a_manifest_is_said(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(Faults) as caught:
        verify_run(tmp_path)
    assert caught.value.faults and all("manifest.json" in one.sentence("zh") for one in caught.value.faults)


def test_the_command(finished: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(finished)
    assert run(["verify", "out", "--lang", "zh"]) == 0
    assert "一致" in capsys.readouterr().out
    (finished / "out" / "scores.csv").unlink()
    assert run(["verify", "out", "--lang", "en"]) == 1
    spoken = capsys.readouterr()
    assert "1 difference" in spoken.out and "scores.csv" in spoken.err
    evidence_folder(finished / "moved")
    (finished / "evidence").rename(finished / "gone")
    assert run(["verify", "out", "--lang", "en"]) == 1
    assert "--evidence" in capsys.readouterr().err
    assert run(["verify", "out", "--lang", "en", "--evidence", "moved"]) == 1
    assert "1 difference" in capsys.readouterr().out
    assert run(["verify", "nowhere", "--lang", "en"]) == 1
    assert run(["verify"]) == 2


def test_what_cannot_be_recomputed_is_said(
    finished: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(finished)
    said(finished, lambda all: all["software"].update(duckdb="0.1") or all.update(signed="by nobody"))
    assert run(["verify", "out", "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert "evidence.source" in told and "duckdb 0.1 →" in told and "not checked: signed" in told


def test_a_robustness_run_is_not_taken_for_scores(finished: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["robustness", "--draws", "8", "--evidence", str(finished / "evidence"), "--outputs", "effective"]
    assert (
        run([*command, "--standard", str(finished / "out" / "standard.yaml"), "--out", str(finished / "robust")]) == 0
    )
    assert run(["verify", str(finished / "robust"), "--lang", "en"]) == 1
    told = capsys.readouterr().err
    assert "run it again with the seed" in told and "standard.yaml" not in told
