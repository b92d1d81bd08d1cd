"""Six made-up countries and six indicators, worked by hand, through the command line from iData to places."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from evaluator.cli import run

DATA = """\
uCode,uName,Cont,People,Roads,Rails,Ports,Schools,Fees,Books
A,Aland,N,10,100,0,5,10,1,2
B,Bland,N,20,100,10,NA,20,2,4
C,Cland,N,10,50,20,1,30,5,
D,Dland,S,50,100,30,4,40,3,6
E,Eland,S,10,10,40,NA,50,4,8
F,Fland,S,40,80,50,2,60,2,12
"""
META = """\
Level,iCode,iName,Direction,Weight,Denominator,Parent,Type
1,Roads,Roads a head,1,1,People,Ways,Indicator
1,Rails,Rails,1,2,,Ways,Indicator
1,Ports,Ports,1,1,,Ways,Indicator
1,Schools,Schools,1,1,,Learning,Indicator
1,Fees,Fees,-1,1,,Learning,Indicator
1,Books,Books,1,2,,Learning,Indicator
2,Ways,Ways,1,3,,Top,Aggregate
2,Learning,Learning,1,1,,Top,Aggregate
3,Top,Whole,1,1,,,Aggregate
,Cont,Continent,,,,,Group
,People,People,,,,,Denominator
"""
# Roads a head: 10, 5, 5, 2, 1, 2. Ports: the mean of N is 3 (for B), of S 3 (for E). Books: the mean of N is 3 (for C).
# Each step is laid on 0–100 by hand: (x − min) / (max − min), Fees turned round.
NORMALISED = {
    "Roads": ("100", "400/9", "400/9", "100/9", "0", "100/9"),
    "Rails": ("0", "20", "40", "60", "80", "100"),
    "Ports": ("100", "50", "0", "75", "50", "25"),
    "Schools": ("0", "20", "40", "60", "80", "100"),
    "Fees": ("100", "75", "0", "50", "25", "75"),
    "Books": ("0", "20", "10", "40", "60", "100"),
}
WAYS = ("50", "605/18", "280/9", "1855/36", "105/2", "2125/36")
LEARNING = ("25", "135/4", "15", "95/2", "225/4", "375/4")
PLACES = {"A": 4, "B": 5, "C": 6, "D": 3, "E": 2, "F": 1}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_from_tables_to_places(tmp_path):
    (tmp_path / "iData.csv").write_text(DATA, encoding="utf-8")
    (tmp_path / "iMeta.csv").write_text(META, encoding="utf-8")
    words = ["--data", str(tmp_path / "iData.csv"), "--meta", str(tmp_path / "iMeta.csv")]
    assert run(["import-index", *words, "--out", str(tmp_path / "index"), "--period", "2021"]) == 0
    words = [
        "--standard",
        str(tmp_path / "index" / "standard.yaml"),
        "--evidence",
        str(tmp_path / "index" / "evidence"),
    ]
    words += ["--set", "imputation.kind=group-mean", "--set", "imputation.group=Cont", "--lang", "en"]
    assert run(["score", *words, "--out", str(tmp_path / "run")]) == 0
    cells = {(row["region"], row["indicator"]): row for row in rows(tmp_path / "run" / "indicators.csv")}
    for indicator, values in NORMALISED.items():
        for region, value in zip("ABCDEF", values, strict=True):
            assert float(cells[region, indicator]["normalised"]) == pytest.approx(float(Fraction(value)), abs=1e-12)
    assert {key for key, row in cells.items() if "imputed" in row["flags"]} == {
        ("B", "Ports"),
        ("E", "Ports"),
        ("C", "Books"),
    }
    scores = {(row["region"], row["node"]): float(row["score"]) for row in rows(tmp_path / "run" / "scores.csv")}
    for region, ways, learning in zip("ABCDEF", map(Fraction, WAYS), map(Fraction, LEARNING), strict=True):
        assert scores[region, "Ways"] == pytest.approx(float(ways), abs=1e-12)
        assert scores[region, "Learning"] == pytest.approx(float(learning), abs=1e-12)
        assert scores[region, "total"] == pytest.approx(float((3 * ways + learning) / 4), abs=1e-12)
    ranking = rows(tmp_path / "run" / "ranking.csv")
    assert {row["region"]: int(row["rank"]) for row in ranking} == PLACES
    assert {row["period"] for row in ranking} == {"2021"}
