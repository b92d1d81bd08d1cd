"""The COIN Tool's workbook and SDMX-CSV."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from evaluator import evaluate, read_evidence, read_standard
from evaluator.cli import run


def coin_tool(path: Path, second: tuple[str, str] = ("sp.01", "p.01")) -> None:
    """A workbook in the tool's layout: three indicators, two pillars, three units; `second` stands over the second."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Database")
        columns = [
            ("Ind.01", "Roads", 1, 1, 0, 10, "sp.01", "p.01", "si.01"),
            ("Ind.02", "Delays", 2, -1, 0, 50, *second, "si.01"),
            ("Ind.03", "Schools", 1, 1, "n/a", "n/a", "sp.01", "p.02", "si.01"),
        ]
        for c, (code, name, weight, direction, low, high, sub, pillar, index) in enumerate(columns, start=4):
            cells = {
                7: weight,
                8: direction,
                9: low,
                10: high,
                11: "Index",
                12: index,
                13: pillar,
                14: sub,
                15: name,
                16: code,
            }
            for row, value in cells.items():
                sheet.write(row - 1, c, value)
        for r, (name, code, values) in enumerate(
            [("Aland", "A", (1, 40, 7)), ("Bland", "B", (5, "n/a", 2)), ("Cland", "C", (9, 10, 5))], start=16
        ):
            sheet.write(r, 1, name)
            sheet.write(r, 2, code)
            for c, value in enumerate(values, start=4):
                sheet.write(r, c, value)
        frame = book.add_worksheet("Framework")
        frame.write_row(3, 2, ["Code", "x", "Weight", "y", "z", "Dimension/indicator"])
        for r, (code, weight, name) in enumerate(
            [("Index", 1, "Whole"), ("p.01", 3, "Ways"), ("p.02", 1, "Learning")], start=4
        ):
            frame.write(r, 2, code)
            frame.write(r, 4, weight)
            frame.write(r, 7, name)


def test_a_coin_tool_workbook_becomes_a_standard(tmp_path):
    coin_tool(tmp_path / "tool.xlsx")
    assert run(["import-index", "--data", str(tmp_path / "tool.xlsx"), "--out", str(tmp_path), "--period", "2020"]) == 0
    standard = read_standard(tmp_path / "standard.yaml")
    assert standard.name.en == "Whole" and list(standard.nodes) == ["p.01", "p.02"]
    assert standard.nodes["p.01"].weight == 3 and standard.nodes["p.01"].name.en == "Ways"
    delays = standard.by_id["Ind.02"]
    assert delays.direction == "lower" and delays.bounds is not None
    assert (delays.bounds.worst, delays.bounds.best) == (50, 0)
    assert standard.by_id["Ind.03"].bounds is None
    made = evaluate(standard, read_evidence(tmp_path / "evidence"))
    raw = {(row["region"], row["indicator"]): row["raw"] for row in made.indicators().to_pylist()}
    assert raw["A", "Ind.02"] == 40 and raw["B", "Ind.02"] is None


def test_a_node_of_a_coin_tool_under_two_parents_is_a_fault(tmp_path, capsys):
    coin_tool(tmp_path / "tool.xlsx", ("sp.02", "p.01"))
    assert run(["import-index", "--data", str(tmp_path / "tool.xlsx"), "--out", str(tmp_path), "--lang", "en"]) == 1
    assert "tool.xlsx[Database]:14: 'sp.01' stands under both p.01 and p.02" in capsys.readouterr().err


SDMX = """\
DATAFLOW,FREQ,INDICATOR,SEX,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS
X:F(1.0),A,INT: Internet use,T,CHN,2022,70,A
X:F(1.0),A,INT: Internet use,T,VNM,2022,75,A
X:F(1.0),A,MOB: Mobile,T,CHN,2022,120,E
X:F(1.0),A,MOB: Mobile,T,VNM,2022,140,A
X:F(1.0),A,MOB: Mobile,T,VNM,2023,,A
"""


def test_sdmx_observations_become_figures(tmp_path):
    (tmp_path / "flow.csv").write_text(SDMX, encoding="utf-8")
    assert run(["import-index", "--data", str(tmp_path / "flow.csv"), "--out", str(tmp_path / "out")]) == 0
    standard = read_standard(tmp_path / "out" / "standard.yaml")
    assert {one.id: one.name.en for one in standard.indicators} == {"INT": "Internet use", "MOB": "Mobile"}
    evidence = read_evidence(tmp_path / "out" / "evidence")
    found = {(row["region"], row["period"], row["series"]): row["value"] for row in evidence.statistics.to_pylist()}
    assert found["VNM", "2022", "MOB"] == 140 and ("VNM", "2023", "MOB") not in found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("REF_AREA", "PLACE", "area"),
        ("T,VNM,2022,140", "T,CHN,2022,140", "flow.csv:5 [OBS_VALUE]: the observation of 'MOB' is repeated"),
        ("140", "many", "flow.csv:5 [OBS_VALUE]: 'many' is not a number"),
        ("T,VNM,2023", "T,VNM,soon", "flow.csv:6 [TIME_PERIOD]: 'soon' is not a period"),
        ("T,VNM,2023", "T,,2023", "flow.csv:6 [REF_AREA]: names no area"),
    ],
)
def test_wrong_observations_are_faults(tmp_path, capsys, old, new, words):
    (tmp_path / "flow.csv").write_text(SDMX.replace(old, new), encoding="utf-8")
    assert (
        run(["import-index", "--data", str(tmp_path / "flow.csv"), "--out", str(tmp_path / "out"), "--lang", "en"]) == 1
    )
    assert words in capsys.readouterr().err


def test_observations_with_labels_half_years_and_a_tree_of_their_own(tmp_path, capsys):
    text = SDMX.replace("REF_AREA", "REF_AREA: Area").replace("VNM", "NA: Namibia").replace(",2022,", ",2022-S2,")
    (tmp_path / "flow.csv").write_text(text, encoding="utf-8")
    meta = "iCode,iName,Parent,Direction,Weight,Type\nMOB,Mobile,Top,-1,1,Indicator\nTop,Phones,,1,1,Aggregate\n"
    (tmp_path / "iMeta.csv").write_text(meta, encoding="utf-8")
    words = ["--data", str(tmp_path / "flow.csv"), "--meta", str(tmp_path / "iMeta.csv"), "--lang", "en"]
    assert run(["import-index", *words, "--out", str(tmp_path / "out")]) == 0
    assert "the series 'INT' is not in iMeta and is not read" in capsys.readouterr().err
    standard = read_standard(tmp_path / "out" / "standard.yaml")
    assert (standard.id, standard.by_id["MOB"].direction) == ("phones", "lower")
    evidence = read_evidence(tmp_path / "out" / "evidence")
    assert evidence.regions.select(["region", "name_en"]).to_pylist()[1] == {"region": "NA", "name_en": "Namibia"}
    rows = evidence.statistics.to_pylist()
    assert {(row["region"], row["period"], row["value"]) for row in rows} == {
        ("CHN", "2022-H2", 120.0),
        ("NA", "2022-H2", 140.0),
    }


def test_without_a_tree_the_directions_are_said_to_be_unknown(tmp_path, capsys):
    (tmp_path / "flow.csv").write_text(SDMX, encoding="utf-8")
    words = ["--data", str(tmp_path / "flow.csv"), "--out", str(tmp_path / "out")]
    assert run(["import-index", *words, "--lang", "zh"]) == 0
    assert "方向未知，均按越高越好" in capsys.readouterr().err
