"""Odd input: one region, all regions equal, nothing admitted; each gives a stated result or a clear fault."""

from __future__ import annotations

import csv

import pytest

from evaluator.cli import run

STANDARD = """id: odd
version: "1"
name: {zh: 示例, en: Example}
indicators:
  - {id: a, name: {zh: 甲, en: A}, direction: higher, measure: {kind: statistic, formula: x}}
  - {id: b, name: {zh: 乙, en: B}, direction: higher, measure: {kind: statistic, formula: y}}
tree:
  - id: one
    name: {zh: 一, en: One}
    children: [{indicator: a}, {indicator: b}]
method: {normalisation: {kind: none}}
"""


def world(tmp_path, values):
    """A standard of two indicators on regions with given values; the options that name both."""
    (tmp_path / "standard.yaml").write_text(STANDARD, encoding="utf-8")
    folder = tmp_path / "evidence"
    folder.mkdir()
    regions = [f"r{i}" for i in range(len(values))]
    (folder / "regions.csv").write_text(
        "region,name_zh,name_en\n" + "".join(f"{one},{one},{one}\n" for one in regions), encoding="utf-8"
    )
    rows = [
        f"{region},2023,{series},{value}\n"
        for region, own in zip(regions, values, strict=True)
        for series, value in zip("xy", own, strict=True)
    ]
    (folder / "statistics.csv").write_text("region,period,series,value\n" + "".join(rows), encoding="utf-8")
    return ["--standard", str(tmp_path / "standard.yaml"), "--evidence", str(folder), "--lang", "en"]


def read(path):
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_one_region_is_first_in_every_draw(tmp_path, capsys):
    words = world(tmp_path, [(1, 2)])
    assert run(["robustness", *words, "--draws", "32", "--out", str(tmp_path / "out")]) == 0
    (row,) = read(tmp_path / "out" / "rank_intervals.csv")
    assert (row["best"], row["worst"], float(row["p_first"])) == ("1", "1", 1.0)
    assert run(["bounds", *words, "--out", str(tmp_path / "out")]) == 0
    (row,) = read(tmp_path / "out" / "rank_bounds.csv")
    assert (row["best"], row["worst"], row["exact"]) == ("1", "1", "true")
    assert "Traceback" not in capsys.readouterr().err


def test_regions_that_are_all_equal_share_the_first_place(tmp_path, capsys):
    words = world(tmp_path, [(3, 4)] * 5)
    assert run(["robustness", *words, "--draws", "32", "--out", str(tmp_path / "out")]) == 0
    rows = read(tmp_path / "out" / "rank_intervals.csv")
    assert len(rows) == 5 and all((row["best"], row["worst"]) == ("1", "1") for row in rows)
    assert {row["note"] for row in read(tmp_path / "out" / "drivers.csv")} == {"no-variance"}
    assert run(["bounds", *words, "--out", str(tmp_path / "out")]) == 0
    assert all((row["best"], row["worst"]) == ("1", "1") for row in read(tmp_path / "out" / "rank_bounds.csv"))
    assert read(tmp_path / "out" / "dominance.csv") == []
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("draws", ["0", "-3"])
def test_no_draws_are_wrong_usage(tmp_path, capsys, draws):
    assert run(["robustness", *world(tmp_path, [(1, 2), (2, 1)]), "--draws", draws]) == 2
    caught = capsys.readouterr().err
    assert "--draws" in caught and "Traceback" not in caught


def test_limits_that_admit_no_weights_are_a_fault_of_both_commands(tmp_path, capsys):
    words = world(tmp_path, [(1, 2), (2, 1)])
    limits = tmp_path / "limits.yaml"
    limits.write_text("floors: {a: 0.7, b: 0.7}\n", encoding="utf-8")
    for command in ("robustness", "bounds"):
        assert run([command, *words, "--admissible", str(limits)]) == 1
        caught = capsys.readouterr().err
        assert "contradict" in caught or "no weights" in caught


def test_the_top_is_what_is_asked_for(tmp_path, capsys):
    words = world(tmp_path, [(i, 10 - i) for i in range(6)])
    out = ["--draws", "64", "--outputs", "intervals", "--out", str(tmp_path / "out")]
    assert run(["robustness", *words, "--top", "3", *out]) == 0
    rows = read(tmp_path / "out" / "rank_intervals.csv")
    assert sum(float(row["p_top3"]) for row in rows) == pytest.approx(3, abs=0.2) and "p_top10" not in rows[0]
    assert run(["robustness", *words, "--top", "0", *out]) == 2
    assert "top" in capsys.readouterr().err


def test_a_search_cut_short_gives_a_range_that_holds_what_is_exact(tmp_path, capsys):
    words = world(tmp_path, [(i, (7 * i) % 11) for i in range(11)])
    assert run(["bounds", *words, "--weights", "0.9", "--out", str(tmp_path / "whole")]) == 0
    assert run(["bounds", *words, "--weights", "0.9", "--nodes", "0", "--out", str(tmp_path / "short")]) == 0
    whole, short = read(tmp_path / "whole" / "rank_bounds.csv"), read(tmp_path / "short" / "rank_bounds.csv")
    for exact, rough in zip(whole, short, strict=True):
        assert int(rough["best"]) <= int(exact["best"]) <= int(rough["best_reached"])
        assert int(rough["worst_reached"]) <= int(exact["worst"]) <= int(rough["worst"])
        reached = (exact["best_reached"], exact["worst_reached"]) == (exact["best"], exact["worst"])
        assert (exact["exact"] == "true") == reached
    assert sum(exact["exact"] == "true" for exact in whole) > sum(rough["exact"] == "true" for rough in short)
    capsys.readouterr()


def test_regions_are_left_out_one_by_one_where_codes_change(tmp_path):
    options = world(tmp_path, [(1, 2), (3, 1), (2, 5), (4, 4)])
    (tmp_path / "evidence" / "regions.csv").write_text(
        "region,name_zh,valid_from,valid_to,successor\nr0,甲,,,\nr1,乙,,,\nr2,丙,,2022,r3\nr3,丁,2023,,\n",
        encoding="utf-8",
    )
    assert run(["robustness", *options, "--draws", "8", "--out", str(tmp_path / "out")]) == 0
    with (tmp_path / "out" / "leave_out_regions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["left_out"] for row in rows} == {"r0", "r1", "r2", "r3"}
    assert {row["rank"] for row in rows if row["region"] == "r2"} == {""}


def test_what_is_wrong_with_alternatives_is_said_at_once_each_with_its_line(tmp_path, capsys):
    path = tmp_path / "choices.yaml"
    text = "normalisation.kind: [minmax, zscoer]\nnormalisation.knd: [a, b]\nnonsense: [1]\n"
    path.write_text(text + "aggregation.kind: arithmetic\ntreatment.max_points:\n  - 0\n  - many\n", encoding="utf-8")
    assert run(["robustness", "--alternatives", str(path), "--lang", "en"]) == 1
    lines = [one.removeprefix(f"{path}:") for one in capsys.readouterr().err.splitlines()]
    assert [one.split(":")[0] for one in lines] == ["1", "2", "3", "4"]
    assert all(word in line for word, line in zip(["zscoer", "knd", "nonsense", "list"], lines, strict=True))


def test_a_heading_of_draws_says_every_unknown_node_step_and_parameter_at_once(tmp_path, capsys):
    path = tmp_path / "draws.csv"
    path.write_text("run,weight.netwrk,normalisation.knd,treatment.max_points,nonsense\na,1,x,5,1\n", encoding="utf-8")
    assert run(["robustness", "--replay", str(path), "--lang", "en"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all(line.startswith("draws.csv:1 [") for line in lines)
    assert "did you mean 'network'" in lines[0] and "did you mean 'kind'" in lines[1] and "nonsense" in lines[2]
