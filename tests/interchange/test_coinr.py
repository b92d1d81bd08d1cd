"""COINr's form in and out: a small index by hand, the published one where it is there, and every fault."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from evaluator import evaluate, read_evidence, read_standard
from evaluator.cli import run

ASEM = Path(__file__).parents[2].parent / "shared" / "data" / "published" / "asem"
DATA = """\
uCode,uName,Grp,Time,GDP,x,y,z 1
A,Aland,g,2022,10,1,5,2
B,Bland,g,2022,20,4,NA,3
C,Cland,h,2022,5,2,1,9
A,Aland,g,2023,10,2,5,2
B,Bland,g,2023,20,6,2,3
C,Cland,h,2023,5,2,1,
"""
META = """\
Level,iCode,iName,Direction,Weight,Unit,Target,Denominator,Parent,Type
1,x,The x,1,1,kg,9,GDP,P,Indicator
1,y,The y,-1,3,,,,P,Indicator
1,z 1,Odd,1,1,,,,Top,Indicator
2,P,Pillar,1,2,,,,Top,Aggregate
3,Top,The index,1,1,,,,,Aggregate
,Grp,Group,,,,,,,Group
,GDP,GDP,,,,,,,Denominator
"""


def files(folder: Path, data: str = DATA, meta: str = META.replace("z 1", "z1")) -> list[str]:
    (folder / "iData.csv").write_text(data.replace("z 1", "z1"), encoding="utf-8")
    (folder / "iMeta.csv").write_text(meta, encoding="utf-8")
    return ["--data", str(folder / "iData.csv"), "--meta", str(folder / "iMeta.csv"), "--out", str(folder / "out")]


def test_an_index_becomes_a_standard_and_evidence(tmp_path):
    assert run(["import-index", *files(tmp_path), "--lang", "en"]) == 0
    standard = read_standard(tmp_path / "out" / "standard.yaml")
    assert (standard.id, standard.name.en, standard.levels) == ("the-index", "The index", ())
    assert standard.nodes["P"].weight == 2
    assert standard.by_id["x"].measure == {"kind": "statistic", "formula": "x / GDP"}
    assert standard.by_id["x"].target == 9 and standard.by_id["y"].direction == "lower"
    evidence = read_evidence(tmp_path / "out" / "evidence")
    assert not evidence.refusals
    assert evidence.regions.select(["region", "name_zh", "Grp"]).to_pylist()[0] == {
        "region": "A",
        "name_zh": "Aland",
        "Grp": "g",
    }
    made = evaluate(standard, evidence)
    raw = {(row["region"], row["period"], row["indicator"]): row["raw"] for row in made.indicators().to_pylist()}
    assert raw["A", "2022", "x"] == 0.1 and raw["B", "2022", "y"] is None and raw["C", "2023", "z1"] is None


def test_out_and_in_again_gives_the_same_scores(tmp_path):
    assert run(["import-index", *files(tmp_path)]) == 0
    words = ["--standard", str(tmp_path / "out" / "standard.yaml"), "--evidence", str(tmp_path / "out" / "evidence")]
    assert run(["export-index", *words, "--out", str(tmp_path / "back")]) == 0
    back = ["--data", str(tmp_path / "back" / "iData.csv"), "--meta", str(tmp_path / "back" / "iMeta.csv")]
    assert run(["import-index", *back, "--out", str(tmp_path / "again")]) == 0

    def scores(folder: Path) -> list[dict[str, object]]:
        made = evaluate(read_standard(folder / "standard.yaml"), read_evidence(folder / "evidence"))
        return made.ranking().select(["region", "period", "score", "rank", "P", "z1"]).to_pylist()

    assert scores(tmp_path / "again") == scores(tmp_path / "out")


def test_a_table_without_time_takes_the_period_that_is_given(tmp_path):
    data = "uCode,uName,x,y,z1,GDP,Grp\nA,Aland,1,2,3,4,g\nB,Bland,2,1,3,4,g\n"
    words = files(tmp_path, data)
    assert run(["import-index", *words]) == 0
    assert set(read_evidence(tmp_path / "out" / "evidence").statistics["period"].to_pylist()) == {"undated"}
    assert run(["import-index", *words, "--period", "2020"]) == 0
    assert set(read_evidence(tmp_path / "out" / "evidence").statistics["period"].to_pylist()) == {"2020"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("1,x,The x,1,1", "1,x,The x,2,1", "1 or -1"),
        ("1,x,The x,1,1", "1,x,The x,1,-1", "below zero"),
        ("1,x,The x", "1,y,The x", "repeated"),
        (",P,Indicator\n1,y", ",Q,Indicator\n1,y", "'Q'"),
        ("GDP,P,Indicator", "GNP,P,Indicator", "GNP"),
        ("2,P,Pillar,1,2,,,,Top", "2,P,Pillar,1,2,,,,P", "circle"),
        ("1,x,The x", "1,w,The x", "no column 'w'"),
        ("Aggregate\n3", "Aggregat\n3", "no type"),
        ("iCode", "code", "iCode"),
    ],
)
def test_a_fault_of_the_tree_names_its_row(tmp_path, capsys, old, new, words):
    meta = META.replace("z 1", "z1")
    assert old in meta
    assert run(["import-index", *files(tmp_path, meta=meta.replace(old, new, 1)), "--lang", "en"]) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out" / "standard.yaml").exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("A,Aland,g,2022,10,1", ",Aland,g,2022,10,1", "no code"),
        ("A,Aland,g,2023", "A,Aland,g,2022", "repeated"),
        ("2022,10,1", "2022,10,one", "not a number"),
        ("g,2022,10", "g,soon,10", "not a period"),
        ("uCode", "code", "uCode"),
    ],
)
def test_a_fault_of_the_figures_names_its_row(tmp_path, capsys, old, new, words):
    assert run(["import-index", *files(tmp_path, DATA.replace(old, new, 1)), "--lang", "en"]) == 1
    assert words in capsys.readouterr().err


def published(name: str) -> dict[tuple[str, str], float]:
    with (ASEM / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["uCode"], code): float(value)
        for row in rows
        for code, value in row.items()
        if code != "uCode" and value not in ("", "NA")
    }


@pytest.fixture(scope="module")
def asem(tmp_path_factory):
    if not ASEM.is_dir():
        pytest.skip("the published ASEM tables are not beside this project")
    out = tmp_path_factory.mktemp("asem")
    assert (
        run(["import-index", "--data", str(ASEM / "iData.csv"), "--meta", str(ASEM / "iMeta.csv"), "--out", str(out)])
        == 0
    )
    return read_standard(out / "standard.yaml"), read_evidence(out / "evidence")


GROUP_MEAN = {"imputation": {"kind": "group-mean", "group": "EurAsia_group"}, "treatment.kind": "winsorise-then-log"}
RANGE = {"normalisation.range": [1, 100]}
VARIANTS = [
    ("steps/07_aggregated.csv", GROUP_MEAN),
    ("variants/amean_scores.csv", {**GROUP_MEAN, **RANGE}),
    ("variants/gmean_scores.csv", {**GROUP_MEAN, **RANGE, "aggregation.kind": "geometric"}),
    ("variants/copeland_scores.csv", {**GROUP_MEAN, **RANGE, "aggregation.kind": "copeland"}),
]


@pytest.mark.parametrize(("name", "change"), VARIANTS, ids=[name for name, _ in VARIANTS])
def test_the_published_index_comes_out(asem, name, change):
    standard, evidence = asem
    made = evaluate(standard.with_method(change), evidence)
    expected = published(name)
    found = {(row["region"], row["node"]): row["score"] for row in made.scores().to_pylist()}
    compared = [(found[key], value) for key, value in expected.items() if key in found]
    assert len(compared) > 51 * 40
    assert np.abs(np.array([a - b for a, b in compared])).max() < 1e-9
    totals = {code: value for (code, column), value in expected.items() if column == "Index"}
    assert all(abs(found[code, "total"] - value) < 1e-9 for code, value in totals.items())


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("variants/zscore_0_1_index.csv", {**GROUP_MEAN, "normalisation": {"kind": "zscore", "range": "none"}}),
        ("variants/rank_index.csv", {**GROUP_MEAN, "normalisation": {"kind": "rank", "range": "none"}}),
        ("variants/minmax_1_100_index.csv", {**GROUP_MEAN, **RANGE}),
    ],
)
def test_every_place_of_a_variant_comes_out(asem, name, change):
    standard, evidence = asem
    ranking = evaluate(standard.with_method(change), evidence).ranking().to_pylist()
    expected = published(name)
    for row in ranking:
        assert row["score"] == pytest.approx(expected[row["region"], "Index"], abs=1e-9)
        assert row["rank"] == expected[row["region"], "Rank"]
