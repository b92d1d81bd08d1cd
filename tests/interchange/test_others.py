"""The COIN Tool's workbook and SDMX-CSV."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from evaluator import evaluate, read_evidence, read_standard
from evaluator.cli import run


def coin_tool(path: Path) -> None:
    """A workbook in the tool's layout: three indicators, two pillars, three units."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Database")
        columns = [
            ("Ind.01", "Roads", 1, 1, 0, 10, "sp.01", "p.01", "si.01"),
            ("Ind.02", "Delays", 2, -1, 0, 50, "sp.01", "p.01", "si.01"),
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
        ("T,VNM,2022,140", "T,CHN,2022,140", "repeated"),
        (",70,", ",seventy,", "not a number"),
    ],
)
def test_wrong_observations_are_faults(tmp_path, capsys, old, new, words):
    (tmp_path / "flow.csv").write_text(SDMX.replace(old, new), encoding="utf-8")
    assert (
        run(["import-index", "--data", str(tmp_path / "flow.csv"), "--out", str(tmp_path / "out"), "--lang", "en"]) == 1
    )
    assert words in capsys.readouterr().err
