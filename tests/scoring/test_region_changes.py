"""Regions change: a code is scored only while it is in force, and nothing is compared across a change in silence.

By hand: county A (甲县) becomes district D (丁区) on 2023-07-01; B and C merge into B on 2024-01-01; E stays.
The last day of a year decides: A is scored in 2022, D from 2023; C until 2023; B's series breaks in 2024.
"""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pytest

from evaluator import Evidence, Faults, evaluate
from evaluator.cli import run
from evaluator.comparison import compare, read_run, standings
from evaluator.evidence import read_evidence
from evaluator.growth import growth
from evaluator.scenario import Figure, Scenario
from evaluator.standard import Standard
from indicators.yamls import parse_yaml

REGIONS = """region,name_zh,name_en,level,valid_from,valid_to,successor
A,甲县,A County,county,,2023-06-30,D
B,乙县,B County,county,,,
C,丙县,C County,county,,2023,B
D,丁区,D District,county,2023-07-01,,
E,戊县,E County,county,,,
"""
FIGURES = {
    ("A", "2022"): 10, ("B", "2022"): 20, ("C", "2022"): 30, ("E", "2022"): 40,
    ("B", "2023"): 22, ("C", "2023"): 33, ("D", "2023"): 50, ("E", "2023"): 44,
    ("B", "2024"): 60, ("D", "2024"): 55, ("E", "2024"): 48,
}  # fmt: skip
STANDARD = """
id: one
version: "1"
name: {zh: 一, en: One}
levels: [county]
method: {normalisation: {kind: goalposts, worst: 0, best: 100}}
tree: [{indicator: x}, {indicator: y}]
indicators:
  - {id: x, name: {zh: 一, en: x}, direction: higher, measure: {kind: statistic, formula: x}}
  - {id: y, name: {zh: 二, en: y}, direction: higher, measure: {kind: statistic, formula: "y - previous(y, 1)"}}
"""


def evidence(figures=FIGURES, regions: str = REGIONS, **more) -> Evidence:
    names, *rows = [line.split(",") for line in regions.splitlines()]
    keys = [(code, period, series) for code, period in figures for series in "xy"]
    table = {
        "region": [key[0] for key in keys],
        "period": [key[1] for key in keys],
        "series": [key[2] for key in keys],
        "value": pa.array([figures[key[:2]] for key in keys], pa.float64()),
    }
    columns = {name: [row[i] or None for row in rows] for i, name in enumerate(names)}
    return Evidence.from_tables({"regions": pa.table(columns), "statistics": pa.table(table), **more})


def assessed(figures=FIGURES, settings=None, regions: str = REGIONS):
    standard = Standard.model_validate(parse_yaml(STANDARD).value)
    return evaluate(standard.with_method(settings) if settings else standard, evidence(figures, regions), lang="en")


def ranked(made, column: str) -> dict[tuple[str, str], object]:
    return {(row["region"], row["period"]): row[column] for row in made.ranking().to_pylist()}


def values(made, column: str, indicator: str = "x") -> dict[tuple[str, str], object]:
    rows = made.indicators().to_pylist()
    return {(row["region"], row["period"]): row[column] for row in rows if row["indicator"] == indicator}


def test_a_code_is_ranked_only_while_it_is_in_force_and_says_why():
    made = assessed()
    rank, reason = ranked(made, "rank"), ranked(made, "reason")
    assert [rank[code, "2022"] for code in "ABCDE"] == [4, 3, 2, None, 1]
    assert [rank[code, "2023"] for code in "ABCDE"] == [None, 4, 3, 1, 2]
    assert (
        reason["D", "2022"] == "not-yet-valid" and reason["A", "2023"] == "retired" and reason["C", "2024"] == "retired"
    )
    assert values(made, "flags")["A", "2023"] == "retired"


def test_breaks_are_marked_in_the_first_period_after_the_change():
    made = assessed()
    assert made.breaks().drop(["since"]).to_pylist() == [
        {"region": "B", "predecessors": "B;C", "period": "2024", "kind": "merged"},
        {"region": "D", "predecessors": "A", "period": "2023", "kind": "recoded"},
    ]
    marked = {key for key, flags in values(made, "flags").items() if "break" in flags.split(";")}
    assert marked == {("B", "2024"), ("D", "2023")}
    assert sum("do not compare" in one.sentence("en") for one in made.warnings) == 2


def test_places_lags_and_growth_stop_at_a_break():
    made = assessed()
    moved = ranked(made, "rank_change")
    assert moved["B", "2023"] == -1 and moved["E", "2023"] == -1
    assert moved["B", "2024"] is None and moved["D", "2023"] is None and moved["D", "2024"] == -1
    change = values(made, "raw", "y")
    assert change["B", "2023"] == 2 and change["D", "2024"] == 5
    assert change["B", "2024"] is None and change["D", "2023"] is None
    rows = {row["region"]: row for row in growth(made, "2022", "2024").to_pylist() if row["node"] == "x"}
    assert rows["E"]["change"] == 8 and rows["E"]["flags"] == ""
    assert rows["B"]["flags"] == "break"
    assert all(rows["B"][name] is None for name in ("change", "yearly_rate", "trend", "rank_change"))


@pytest.mark.parametrize("kind", ["carry-forward", "linear"])
def test_filling_does_not_reach_across_a_break(kind):
    # B is merged in 2024: nothing of 2023 may fill 2024. E has the same gap and no break.
    figures = {**FIGURES, ("B", "2025"): 64, ("E", "2025"): 52, ("D", "2025"): 57}
    for code in "BE":
        del figures[code, "2024"]
    filled = values(assessed(figures, {"imputation.kind": kind}), "imputed")
    assert filled["E", "2024"] == (44 if kind == "carry-forward" else 48)
    assert filled["B", "2024"] is None
    # Nor is a retired code kept alive.
    assert filled["A", "2023"] is None and filled["C", "2024"] is None


@pytest.mark.parametrize("missing", ["zero", "reweight"])
@pytest.mark.parametrize("aggregation", ["arithmetic", "copeland", "geometric"])
@pytest.mark.parametrize("imputation", ["none", "mean", "linear", "carry-forward"])
def test_sql_and_kernel_agree(missing, aggregation, imputation):
    settings = {"missing.parents": missing, "aggregation.kind": aggregation, "imputation.kind": imputation}
    made = assessed(settings=settings)
    (kernel,) = made.kernels
    scored = kernel.scored()
    found = made.scores()["score"].to_numpy().astype(np.float64)
    periods, places, regions = scored.score.shape
    np.testing.assert_allclose(scored.score, found.reshape(periods, regions, places).transpose(0, 2, 1), rtol=1e-9)
    assert np.isnan(scored.score[1, 0, 0]) and np.isnan(scored.score[0, 0, 3])


def test_a_split_and_a_break_by_quarter():
    regions = REGIONS.replace("2023-06-30,D", "2023-06-30,D;F") + "F,己区,F District,county,2023-07-01,,\n"
    quarters = {(code, f"2023-Q{q}"): 10 * q for code, on in (("A", (1, 2)), ("F", (3, 4)), ("D", (4,))) for q in on}
    made = assessed(quarters, regions=regions)
    assert [(row["region"], row["period"], row["kind"]) for row in made.breaks().to_pylist()] == [
        ("D", "2023-Q3", "split"),
        ("F", "2023-Q3", "split"),
    ]
    assert ranked(made, "reason")["A", "2023-Q3"] == "retired"


def test_two_results_are_not_compared_across_a_break(tmp_path):
    made = assessed()
    moves = {one.region: one for one in compare(standings(made, "2022"), standings(made, "2024"))}
    assert moves["B"].broken and moves["B"].change is None and not moves["B"].parts
    assert not moves["E"].broken and moves["E"].change == -2
    (tmp_path / "s.yaml").write_text(STANDARD, "utf-8")
    folder = tmp_path / "e"
    folder.mkdir()
    (folder / "regions.csv").write_text(REGIONS, "utf-8")
    rows = [f"{code},{period},{value},{value}" for (code, period), value in FIGURES.items()]
    (folder / "statistics.csv").write_text("\n".join(["region,period,x,y", *rows]), "utf-8")
    words = ["--standard", str(tmp_path / "s.yaml"), "--evidence", str(folder), "--lang", "en"]
    for period in ("2022", "2024"):
        assert run(["score", *words, "--period", period, "--out", str(tmp_path / period)]) == 0
    read = compare(read_run(tmp_path / "2022"), read_run(tmp_path / "2024"))
    assert {one.region for one in read if one.broken} == {"B", "D"}
    assert len(json.loads((tmp_path / "2022" / "manifest.json").read_text("utf-8"))["breaks"]) == 2


def test_the_commands_say_it(tmp_path, capsys):
    (tmp_path / "s.yaml").write_text(STANDARD, "utf-8")
    (tmp_path / "regions.csv").write_text(REGIONS, "utf-8")
    rows = [f"{code},{period},{value},{value}" for (code, period), value in FIGURES.items()]
    (tmp_path / "statistics.csv").write_text("\n".join(["region,period,x,y", *rows]), "utf-8")
    words = ["--standard", str(tmp_path / "s.yaml"), "--evidence", str(tmp_path)]
    assert run(["score", *words, "--lang", "zh"]) == 0
    said = capsys.readouterr()
    assert "该区划代码当期已停用" in said.out and "不可比" in said.out + said.err
    assert run(["growth", *words, "--from", "2022", "--to", "2024", "--lang", "zh"]) == 0
    assert "区划调整，不可比" in capsys.readouterr().out
    assert run(["compare", "2022", "2024", *words, "--lang", "en"]) == 0
    assert "regions changed: not comparable" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (("A", "2023"), "'甲县 A' was retired after 2023-06-30; check it and report it under the successor: 丁区 D"),
        (("D", "2022"), "'丁区 D' is in force only from 2023-07-01; write the code that was in force then"),
    ],
)
def test_figures_under_a_code_that_is_not_in_force_are_refused(key, said):
    found = evidence({**FIGURES, key: 7})
    assert [one.sentence("en") for one in found.refusals] == [f"statistics:{row} [region]: {said}" for row in (23, 24)]
    assert not [row for row in found.statistics.to_pylist() if (row["region"], row["period"]) == key]
    (file,) = [one for one in found.files if one.table == "statistics"]
    assert (file.read, file.taken, file.refused) == (24, 22, 2)


def test_a_scenario_cannot_bring_a_retired_code_back():
    made = assessed()
    scenario = Scenario(values=(Figure(region="A", period="2024", series="x", value=1.0),))
    with pytest.raises(Faults, match="retired"):
        evaluate(made.standard, made.evidence, scenario=scenario)


def test_rows_of_every_kind_are_dated_by_rule_and_refused(tmp_path):
    (tmp_path / "regions.csv").write_text(REGIONS, "utf-8")
    # A case is dated by when a step was finished, an open step by when it was started, an item by when it was opened.
    (tmp_path / "cases.csv").write_text(
        "region,process,case,step,started,finished,due\n"
        "A,p,1,s,2023-06-01,2023-06-30 18:00,\n"
        "甲县,p,2,s,2023-06-01,2023-07-01,\n"
        "A,p,3,s,2023-07-02,,\n"
        "D,p,4,s,2023-06-30,2023-06-30,\n",
        "utf-8",
    )
    (tmp_path / "ledger.csv").write_text(
        "region,item,opened,due,closed\nA,1,2023-06-30,,2024-01-05\nA,2,2023-07-01,,\n"
    )
    (tmp_path / "answers.csv").write_text("region,period,indicator,item,answer\nC,2023,i,a,yes\nC,2024,i,a,yes\n")
    (tmp_path / "responses.csv").write_text(
        "region,period,survey,respondent,question,answer\nA,2023-H1,s,1,q,5\nA,2023-H2,s,1,q,5\n"
    )
    found = read_evidence(tmp_path)
    refused = {(one.file, one.line) for one in found.refusals}
    assert refused == {
        ("cases.csv", 3), ("cases.csv", 4), ("cases.csv", 5), ("ledger.csv", 3), ("answers.csv", 3),
        ("responses.csv", 3),
    }  # fmt: skip
    assert all(file.read == file.taken + file.refused for file in found.files)
    assert found.tables["cases"]["case"].to_pylist() == ["1"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("F,己,F,county,soon,,", "valid_from"),
        ("F,己,F,county,2023-02-30,,", "valid_from"),
        ("F,己,F,county,2024-01-01,2023-12-31,", "valid_to"),
        ("F,己,F,county,,2023,F", "successor"),
    ],
)
def test_days_that_cannot_be_are_refused(tmp_path, row, column):
    (tmp_path / "regions.csv").write_text(f"{REGIONS}{row}\n", "utf-8")
    (one,) = read_evidence(tmp_path).refusals
    assert (one.file, one.line, one.column) == ("regions.csv", 7, column)


def test_a_successor_that_is_not_there_is_said():
    notes = [one.sentence("en") for one in evidence(regions=REGIONS.replace("2023,B", "2023,Z")).notes]
    assert any("successor Z of C is not in the table" in one for one in notes)
    notes = [one.sentence("en") for one in evidence(regions=REGIONS.replace("2023-06-30,D", ",D")).notes]
    assert any("A has a successor but no last day" in one for one in notes)
