"""ASEM Sustainable Connectivity comes out as COINr 1.1.14 computes it, step by step and in its variants."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator import evaluate, read_evidence, read_standard
from tests.published.asem import DEFAULT, PERIOD, build
from tests.published.sources import (
    EXCERPTS,
    PUBLISHED,
    Inputs,
    Row,
    by,
    command,
    needs_published,
    ranks,
    read,
    score,
    scores,
)

FOLDER = PUBLISHED / "asem"
AGGREGATES = ("Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin", "Conn", "Sust")
#: Column of indicators.csv → the table of COINr that it must equal.
STEPS = {
    "raw": "02_denominated",
    "imputed": "03_imputed",
    "treated": "05_treated",
    "normalised": "06_normalised",
}
#: Three economies differ by 1.4e-14 in this score. COINr sees two places there; we rank on 9 decimals, so they tie.
TIES = {("GRC", "TolMin"): 24}
GROUP_MEAN = ("imputation.kind=group-mean", "imputation.group=EurAsia_group")
TREATED = (*GROUP_MEAN, "treatment.kind=winsorise-then-log")


def own(folder: Path) -> Inputs:
    """Standard and evidence as this test writes them."""
    return build(folder, read(FOLDER / "iMeta.csv"), read(FOLDER / "iData.csv"))


def imported(folder: Path) -> Inputs:
    """Standard and evidence as the command `import-index` writes them."""
    target = folder / "imported"
    done = command(
        "import-index", "--data", FOLDER / "iData.csv", "--meta", FOLDER / "iMeta.csv", "--out", target, "--lang", "en"
    )
    assert done.returncode == 0, done.stderr
    return Inputs(target / "standard.yaml", target / "evidence")


def settings(*words: str) -> list[str]:
    """`--set` before each word."""
    return [part for word in words for part in ("--set", word)]


def figure(value: str) -> float | None:
    """A cell as a number, None where empty."""
    return float(value) if value else None


@needs_published
def test_each_step_of_the_default_pipeline(tmp_path: Path) -> None:
    out = score(own(tmp_path), tmp_path / "run")
    cells = {(row["region"], row["indicator"]): row for row in read(out / "indicators.csv")}
    for column, step in STEPS.items():
        table = read(FOLDER / "steps" / f"{step}.csv")
        assert len(table) == 51
        for row in table:
            for code in list(row)[1:]:
                expected, got = figure(row[code]), figure(cells[row["uCode"], code][column])
                assert got == (None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-12))
    flagged = {key for key, row in cells.items() if "imputed" in row["flags"]}
    raw = {(row["uCode"], code): row[code] for row in read(FOLDER / "steps" / "02_denominated.csv") for code in row}
    assert flagged == {key for key, value in raw.items() if value == ""}
    assert len(flagged) == 65


@needs_published
@pytest.mark.parametrize("inputs", [own, imported], ids=["own", "import-index"])
def test_scores_and_places(inputs: Callable[[Path], Inputs], tmp_path: Path) -> None:
    more = settings(*TREATED) if inputs is imported else []
    out = score(inputs(tmp_path), tmp_path / "run", *more)
    got, places = scores(out), ranks(out)
    placed = by(read(FOLDER / "steps" / "08_ranks.csv"), "uCode")
    for row in read(FOLDER / "steps" / "07_aggregated.csv"):
        for code in list(row)[1:]:
            node = "total" if code == "Index" else code
            assert got[row["uCode"], node] == pytest.approx(float(row[code]), abs=1e-10), (row["uCode"], code)
            place = TIES.get((row["uCode"], code), int(placed[row["uCode"]][code]))
            assert places[row["uCode"], node] == place, (row["uCode"], code)


@needs_published
@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("minmax_1_100", (*TREATED, "normalisation.range=[1, 100]")),
        ("zscore_0_1", (*TREATED, "normalisation={kind: zscore, range: none}")),
        ("rank", (*TREATED, "normalisation={kind: rank, range: none}")),
        ("impute_mean", ("imputation.kind=mean", "treatment.kind=winsorise-then-log")),
    ],
)
@pytest.mark.parametrize("inputs", [own, imported], ids=["own", "import-index"])
def test_variants_of_imputation_and_normalisation(
    inputs: Callable[[Path], Inputs], table: str, words: tuple[str, ...], tmp_path: Path
) -> None:
    out = score(inputs(tmp_path), tmp_path / "run", *settings(*words))
    got, places = scores(out), ranks(out)
    for row in read(FOLDER / "variants" / f"{table}_index.csv"):
        assert got[row["uCode"], "total"] == pytest.approx(float(row["Index"]), abs=1e-10)
        assert places[row["uCode"], "total"] == int(row["Rank"])
    cells = {(row["region"], row["indicator"]): row for row in read(out / "indicators.csv")}
    step, column = ("imputed", "imputed") if table == "impute_mean" else ("normalised", "normalised")
    for row in read(FOLDER / "variants" / f"{table}_{step}.csv"):
        for code in list(row)[1:]:
            got_cell = figure(cells[row["uCode"], code][column])
            assert got_cell == pytest.approx(float(row[code]), rel=1e-12, abs=1e-10), (row["uCode"], code)


@needs_published
@pytest.mark.parametrize(("table", "kind"), [("amean", "arithmetic"), ("gmean", "geometric"), ("copeland", "copeland")])
@pytest.mark.parametrize("inputs", [own, imported], ids=["own", "import-index"])
def test_variants_of_aggregation(inputs: Callable[[Path], Inputs], table: str, kind: str, tmp_path: Path) -> None:
    words = (*TREATED, "normalisation.range=[1, 100]", f"aggregation.kind={kind}")
    out = score(inputs(tmp_path), tmp_path / "run", *settings(*words))
    got, places = scores(out), ranks(out)
    placed = by(read(FOLDER / "variants" / f"{table}_ranks.csv"), "uCode")
    for row in read(FOLDER / "variants" / f"{table}_scores.csv"):
        for node in ("total", *AGGREGATES):
            code = "Index" if node == "total" else node
            assert got[row["uCode"], node] == pytest.approx(float(row[code]), abs=1e-10), (row["uCode"], code)
            assert places[row["uCode"], node] == int(placed[row["uCode"]][code]), (row["uCode"], code)


@needs_published
def test_places_within_groups(tmp_path: Path) -> None:
    inputs = own(tmp_path)
    words = ["--standard", str(inputs.standard), "--evidence", str(inputs.evidence), "--by", "GDP_group"]
    done = command("group-ranks", *words, "--out", str(tmp_path / "out"), "--lang", "en")
    assert done.returncode == 0, done.stderr
    found = {(row["region"], row["node"]): row for row in read(tmp_path / "out" / "group_ranks.csv")}
    for row in read(FOLDER / "steps" / "10_group_ranks_GDP_group.csv"):
        for node in ("total", *AGGREGATES):
            cell = found[row["uCode"], node]
            assert cell["group"] == row["GDP_group"]
            assert cell["rank"] == row["Index" if node == "total" else node], (row["uCode"], node)


def test_excerpt_of_the_steps_of_three_indicators(tmp_path: Path) -> None:
    """51 economies: one indicator that is winsorised, one with gaps, one with both that is better when lower."""
    steps = read(EXCERPTS / "asem_steps.csv")
    codes = ("Flights", "ConSpeed", "Poverty")
    rows = [row | {"Parent": "Index", "Denominator": ""} for row in read(EXCERPTS / "asem_meta.csv")]
    meta = [row for row in rows if row["iCode"] in codes]
    meta.append(rows[0] | {"iCode": "Index", "Type": "Aggregate", "Parent": ""})
    data = [row | {code: row[f"{code}_raw"] for code in codes} for row in steps]
    inputs = build(tmp_path, meta, data)
    assessment = evaluate(read_standard(inputs.standard), read_evidence(inputs.evidence))
    cells = {(row["region"], row["indicator"]): row for row in assessment.indicators().to_pylist()}
    for row in steps:
        for code in codes:
            for column in STEPS:
                expected = figure(row[f"{code}_{column}"])
                got = cells[row["uCode"], code][column]
                assert got == (None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-12))


def test_excerpt_of_the_tree(tmp_path: Path) -> None:
    """Eight economies: published normalised values of 49 indicators become 11 published aggregates."""
    rows = read(EXCERPTS / "asem_scores.csv")
    meta: list[Row] = [row | {"Denominator": "", "Direction": "1"} for row in read(EXCERPTS / "asem_meta.csv")]
    method = {**DEFAULT, "imputation": "none", "treatment": "none", "normalisation": {"kind": "none", "range": "none"}}
    inputs = build(tmp_path, meta, rows, method)
    assessment = evaluate(read_standard(inputs.standard), read_evidence(inputs.evidence), period=PERIOD)
    got = {(row["region"], row["node"]): row["score"] for row in assessment.scores().to_pylist()}
    for row in rows:
        for node in ("total", *AGGREGATES):
            code = "Index" if node == "total" else node
            assert got[row["uCode"], node] == pytest.approx(float(row[code]), abs=1e-10)
