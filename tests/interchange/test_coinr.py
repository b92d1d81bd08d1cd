"""COINr's form in and out: a small index by hand, the published one where it is there, and every fault."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from evaluator import evaluate, read_evidence, read_standard
from evaluator.cli import run

ASEM = Path(__file__).parents[2].parent / "shared" / "data" / "published" / "asem"
DATA = """\
uCode,uName,Grp,Time,GDP,x,y,z1
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
1,z1,Odd,1,1,,,NA,Q,Indicator
2,P,Pillar,1,2,,,,Top,Aggregate
2,Q,Quay,1,1,,,,Top,Aggregate
3,Top,The index,1,1,,,,,Aggregate
,Grp,Group,,,,,,,Group
,GDP,GDP,,,,,,,Denominator
"""


def files(folder: Path, data: str = DATA, meta: str = META) -> list[str]:
    (folder / "iData.csv").write_text(data, encoding="utf-8")
    (folder / "iMeta.csv").write_text(meta, encoding="utf-8")
    return ["--data", str(folder / "iData.csv"), "--meta", str(folder / "iMeta.csv"), "--out", str(folder / "out")]


def written(folder: Path) -> dict[str, bytes]:
    """Every file of an import, by its name."""
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.*")) if path.is_file()}


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


@pytest.mark.parametrize("data", [DATA, DATA.replace("Time,", "Other,")[: DATA.index("A,Aland,g,2023") + 1]])
def test_out_and_in_again_gives_the_same_files(tmp_path, data):
    assert run(["import-index", *files(tmp_path, data)]) == 0
    words = ["--standard", str(tmp_path / "out" / "standard.yaml"), "--evidence", str(tmp_path / "out" / "evidence")]
    assert run(["export-index", *words, "--out", str(tmp_path / "back")]) == 0
    back = ["--data", str(tmp_path / "back" / "iData.csv"), "--meta", str(tmp_path / "back" / "iMeta.csv")]
    assert run(["import-index", *back, "--out", str(tmp_path / "again")]) == 0
    first, again = written(tmp_path / "out"), written(tmp_path / "again")
    assert list(first) == ["regions.csv", "series.csv", "statistics.csv", "standard.yaml"]
    for name in ("standard.yaml", "regions.csv", "series.csv"):
        assert first[name] == again[name]
    assert sorted(first["statistics.csv"].splitlines()) == sorted(again["statistics.csv"].splitlines())


SHALLOW = """\
id: shallow
version: "1"
name: {zh: 浅, en: Shallow}
tree:
- {indicator: "1a", weight: 2}
- id: P
  name: {zh: 柱, en: Pillar}
  children:
  - {indicator: b}
indicators:
- {id: "1a", name: {zh: 甲, en: A}, direction: lower, measure: {kind: statistic, formula: 2 * b}}
- {id: b, name: {zh: 乙, en: B}, direction: higher, measure: {kind: statistic, formula: b}}
"""


@pytest.mark.parametrize(("lang", "names"), [("zh", ["浅", "柱"]), ("en", ["Shallow", "Pillar"])])
def test_a_tree_of_uneven_depth_is_filled_up_and_scores_the_same(tmp_path, capsys, lang, names):
    (tmp_path / "standard.yaml").write_text(SHALLOW, encoding="utf-8")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "statistics.csv").write_text("region,period,series,value\nA,2023,b,1\nB,2023,b,4\nC,2023,b,2\n")
    words = ["--standard", str(tmp_path / "standard.yaml"), "--evidence", str(evidence), "--lang", lang]
    assert run(["export-index", *words, "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert ("补了只有一个下级的节点" if lang == "zh" else "nodes with one child") in said
    assert ("未写出" if lang == "zh" else "not written") in said
    rows = list(csv.DictReader((tmp_path / "iMeta.csv").open(encoding="utf-8")))
    assert [(row["Level"], row["iCode"], row["Parent"]) for row in rows] == [
        ("3", "total", ""),
        ("2", "1a.2", "total"),
        ("1", "1a", "1a.2"),
        ("2", "P", "total"),
        ("1", "b", "P"),
    ]
    assert [row["iName"] for row in rows if row["iCode"] in ("total", "P")] == names
    back = ["--data", str(tmp_path / "iData.csv"), "--meta", str(tmp_path / "iMeta.csv"), "--out", str(tmp_path / "i")]
    assert run(["import-index", *back]) == 0

    def ranking(standard: Path, folder: Path) -> list[dict[str, object]]:
        made = evaluate(read_standard(standard), read_evidence(folder))
        return made.ranking().select(["region", "score", "rank"]).to_pylist()

    given = ranking(tmp_path / "standard.yaml", evidence)
    assert [row["score"] for row in given] == [pytest.approx(value) for value in (200 / 3, 500 / 9, 100 / 3)]
    assert ranking(tmp_path / "i" / "standard.yaml", tmp_path / "i" / "evidence") == given


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
        (",P,Indicator\n1,y", ",R,Indicator\n1,y", "'R'"),
        (",P,Indicator\n1,y", ",,Indicator\n1,y", "no parent"),
        (",P,Indicator\n1,y", ",y,Indicator\n1,y", "not an Aggregate"),
        ("1,x,The x,1", "1,x,The x,", "no direction"),
        ("1,x,The x", "1.5,x,The x", "whole number"),
        ("2,P,Pillar", "3,P,Pillar", "'x' is at level 1, its parent 'P' at level 3"),
        ("1,x,The x", '1,"a ""b",The x', "space or quote"),
        ("kg,9", "kg,nine", "not a number"),
        (",Grp,Group", ",Gruppe,Group", "no column 'Gruppe'"),
        ("1,z1,Odd", "1,z1,Odd,more", "has 11 cells, the heading has 10"),
        ("GDP,P,Indicator", "GNP,P,Indicator", "GNP"),
        ("2,P,Pillar,1,2,,,,Top", "2,P,Pillar,1,2,,,,P", "circle"),
        ("1,x,The x", "1,w,The x", "no column 'w'"),
        ("Aggregate\n3", "Aggregat\n3", "no type"),
        ("iCode", "code", "iCode"),
    ],
)
def test_a_fault_of_the_tree_names_its_row(tmp_path, capsys, old, new, words):
    assert old in META
    assert run(["import-index", *files(tmp_path, meta=META.replace(old, new, 1)), "--lang", "en"]) == 1
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


def test_every_fault_of_both_tables_comes_at_once_and_nothing_is_written(tmp_path, capsys):
    data = DATA.replace("2022,10,1", "2022,10,one").replace("C,Cland,h,2023,5,2", "C,Cland,h,2022,5,二")
    meta = META.replace("1,x,The x,1,1", "1,x,The x,2,-1").replace(",Top,Aggregate\n3", ",Nowhere,Aggregate\n3")
    assert run(["import-index", *files(tmp_path, data, meta), "--lang", "en"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[0] for line in said] == [
        "iMeta.csv:2 [Direction]",
        "iMeta.csv:2 [Weight]",
        "iMeta.csv:6 [Parent]",
        "iData.csv:2 [x]",
        "iData.csv:7 [uCode]",
    ]
    assert not (tmp_path / "out").exists()


def test_what_stands_beside_a_region_is_that_of_its_latest_period(tmp_path, capsys):
    data = DATA.replace("A,Aland,g,2023", "A,Aland,k,2023")
    assert run(["import-index", *files(tmp_path, data), "--lang", "en"]) == 0
    assert "iData.csv:1 [Grp]: the column 'Grp' changes with time" in capsys.readouterr().err
    regions = read_evidence(tmp_path / "out" / "evidence").regions.to_pylist()
    assert [row["Grp"] for row in regions] == ["k", "g", "h"]


def test_columns_that_regions_know_already_are_renamed_and_said(tmp_path, capsys):
    meta = META.replace(",Grp,Group", ",Region,Group")
    data = DATA.replace("Grp", "Region").replace("\n", ",1\n").replace("z1,1", "z1,级别")
    assert run(["import-index", *files(tmp_path, data, meta), "--lang", "en"]) == 0
    said = capsys.readouterr().err
    assert "'Region' is called 'region_' in regions" in said and "'级别' is not in iMeta" in said
    evidence = read_evidence(tmp_path / "out" / "evidence")
    assert evidence.regions.column_names == ["region", "name_zh", "name_en", "level", "region_", "级别"]
    assert evidence.regions["region_"].to_pylist() == ["g", "g", "h"] and not evidence.refusals


def test_the_code_of_namibia_is_not_a_gap_and_leading_zeros_stay(tmp_path):
    data = DATA.replace("A,Aland", "NA,Namibia").replace("B,Bland", "0110,NA")
    assert run(["import-index", *files(tmp_path, data)]) == 0
    evidence = read_evidence(tmp_path / "out" / "evidence")
    assert evidence.regions.select(["region", "name_en"]).to_pylist()[:2] == [
        {"region": "NA", "name_en": "Namibia"},
        {"region": "0110", "name_en": "0110"},
    ]
    assert not evidence.refusals


def test_several_tops_become_the_first_level_and_total_gives_way(tmp_path, capsys):
    meta = META.replace("3,Top,The index,1,1,,,,,Aggregate\n", "").replace(",Top,", ",,")
    meta = meta.replace("2,Q,", "2,total,").replace(",Q,", ",total,")
    assert run(["import-index", *files(tmp_path, meta=meta), "--lang", "en"]) == 0
    assert "'total' is reserved; the id is 'total_'" in capsys.readouterr().err
    standard = read_standard(tmp_path / "out" / "standard.yaml")
    assert [standard.id, *standard.nodes] == ["out", "P", "total_"]


def test_a_chinese_name_takes_its_id_from_the_folder(tmp_path):
    assert run(["import-index", *files(tmp_path, meta=META.replace("The index", "营商指数"))]) == 0
    standard = read_standard(tmp_path / "out" / "standard.yaml")
    assert (standard.id, standard.name.zh) == ("out", "营商指数")
    assert run(["import-index", *files(tmp_path), "--id", "My own"]) == 0
    assert read_standard(tmp_path / "out" / "standard.yaml").id == "my-own"


def test_remarks_and_row_numbers_are_passed_over(tmp_path, capsys):
    meta = "# made by hand, at home\n" + META.replace("Level,", ",Level,", 1).replace("\n1,", "\n7,1,").replace(
        "\n2,", "\n8,2,"
    ).replace("\n3,", "\n9,3,").replace("\n,", "\n10,,")
    assert run(["import-index", *files(tmp_path, DATA + "# the end\n", meta), "--lang", "en"]) == 0
    assert "iMeta.csv:1: columns without a name are not read" in capsys.readouterr().err
    assert len(read_standard(tmp_path / "out" / "standard.yaml").indicators) == 3


def book(path: Path, sheets: dict[str, str]) -> None:
    """CSV texts as the sheets of a workbook, figures as numbers."""
    with xlsxwriter.Workbook(str(path), {"strings_to_numbers": True}) as made:
        for name, text in sheets.items():
            sheet = made.add_worksheet(name)
            for r, row in enumerate(csv.reader(text.splitlines())):
                sheet.write_row(r, 0, row)


def test_a_workbook_gives_the_same_files_as_two_csv(tmp_path, capsys):
    assert run(["import-index", *files(tmp_path)]) == 0
    book(tmp_path / "both.xlsx", {"iMeta": META, "Notes": "x", "iData": DATA})
    words = ["--data", str(tmp_path / "both.xlsx"), "--out", str(tmp_path / "other")]
    assert run(["import-index", *words]) == 0
    assert written(tmp_path / "other") == written(tmp_path / "out")
    book(tmp_path / "both.xlsx", {"iData": DATA.replace("2022,10,1", "2022,10,one")})
    capsys.readouterr()
    assert run(["import-index", *words, "--lang", "en"]) == 1
    assert "there is no sheet 'iMeta'; give --meta as well" in capsys.readouterr().err
    more = ["--meta", str(tmp_path / "iMeta.csv"), "--lang", "en"]
    assert run(["import-index", *words, *more]) == 1
    assert capsys.readouterr().err.startswith("both.xlsx[iData]:2 [x]: 'one' is not a number")
    assert run(["import-index", *files(tmp_path)[:2], "--out", str(tmp_path / "other"), "--lang", "en"]) == 1
    assert "iMeta is not given; give --meta" in capsys.readouterr().err


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
def asem_folder(tmp_path_factory):
    if not ASEM.is_dir():
        pytest.skip("the published ASEM tables are not beside this project")
    out = tmp_path_factory.mktemp("asem")
    assert (
        run(["import-index", "--data", str(ASEM / "iData.csv"), "--meta", str(ASEM / "iMeta.csv"), "--out", str(out)])
        == 0
    )
    return out


@pytest.fixture(scope="module")
def asem(asem_folder):
    return read_standard(asem_folder / "standard.yaml"), read_evidence(asem_folder / "evidence")


GROUP_MEAN = {"imputation": {"kind": "group-mean", "group": "EurAsia_group"}, "treatment.kind": "winsorise-then-log"}
RANGE = {"normalisation.range": [1, 100]}
VARIANTS = [
    ("steps/07_aggregated.csv", GROUP_MEAN),
    ("variants/amean_scores.csv", {**GROUP_MEAN, **RANGE}),
    ("variants/gmean_scores.csv", {**GROUP_MEAN, **RANGE, "aggregation.kind": "geometric"}),
    ("variants/copeland_scores.csv", {**GROUP_MEAN, **RANGE, "aggregation.kind": "copeland"}),
]


STEPS = {
    "raw": "steps/02_denominated.csv",
    "imputed": "steps/04_screened.csv",
    "treated": "steps/05_treated.csv",
    "normalised": "steps/06_normalised.csv",
}


def test_every_step_comes_out(asem):
    standard, evidence = asem
    cells = evaluate(standard.with_method(GROUP_MEAN), evidence).indicators().to_pylist()
    assert len(cells) == 51 * 49
    for column, name in STEPS.items():
        expected = published(name)
        for row in cells:
            value = expected.get((row["region"], row["indicator"]))
            assert row[column] == (None if value is None else pytest.approx(value, rel=1e-12, abs=1e-12))


def test_the_published_index_survives_out_and_in_again(asem_folder, tmp_path):
    words = ["--standard", str(asem_folder / "standard.yaml"), "--evidence", str(asem_folder / "evidence")]
    assert run(["export-index", *words, "--out", str(tmp_path)]) == 0
    back = ["--data", str(tmp_path / "iData.csv"), "--meta", str(tmp_path / "iMeta.csv")]
    assert run(["import-index", *back, "--out", str(tmp_path / "again")]) == 0
    assert written(tmp_path / "again") == written(asem_folder)


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
