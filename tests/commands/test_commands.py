"""The command line: what it prints, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evaluator.cli import run
from evaluator.commands.tables import clip, print_table, width

GOOD = """\
id: small
version: "1"
name: {zh: 小, en: Small}
levels: []
tree: [{indicator: one}, {indicator: two}]
indicators:
  - id: one
    name: {zh: 一, en: One}
    direction: higher
    measure: {kind: statistic, formula: "a / b"}
    examples: [{given: {a: 3, b: 2}, value: 1.5}]
  - id: two
    name: {zh: 二, en: Two}
    direction: lower
    measure: {kind: statistic, formula: a}
"""
FIGURES = """\
region,period,series,value
x,2022,a,1
x,2022,b,2
y,2022,a,3
y,2022,b,2
x,2023,a,5
x,2023,b,2
y,2023,a,3
y,2023,b,0
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "standard.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "statistics.csv").write_text(FIGURES, encoding="utf-8")
    return tmp_path


def options(folder: Path) -> list[str]:
    return ["--standard", str(folder / "standard.yaml"), "--evidence", str(folder / "evidence"), "--lang", "en"]


def test_score_with_no_arguments_ranks_the_provinces(capsys):
    assert run(["score", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "北京市" in out and "2023" in out and "数字基础设施" in out
    assert len([line for line in out.splitlines() if line.lstrip()[:1].isdigit()]) == 31


def test_score_a_small_standard(small, capsys):
    assert run(["score", *options(small), "--period", "2022"]) == 0
    assert "Small" in capsys.readouterr().out


def test_division_by_zero_is_missing_with_its_reason(small, capsys):
    assert run(["explain", "y", *options(small), "--period", "2023"]) == 0
    assert "not defined" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--period", "1999"], 1, "no period"),
        (["--set", "normalisation.kind=zscoore"], 1, "zscore"),
        (["--set", "normalization.kind=zscore"], 1, "normalisation"),
        (["--set", "normalisation.rnage=[0, 1]"], 1, "range"),
        (["--set", "nonsense"], 2, "KEY=VALUE"),
        (["--set", "normalisation.kind="], 2, "KEY=VALUE"),
        (["--format", "doc"], 2, "doc"),
        (["--format", ","], 2, "csv"),
        (["--period", "2099"], 1, "2022, 2023"),
        (["--set", "normalisation.kind=goalposts"], 1, "bounds"),
        (["--scenario", "nowhere.yaml"], 1, "nowhere.yaml"),
        (["--nonsense"], 2, "nonsense"),
    ],
)
def test_bad_words_are_one_line_each(small, capsys, words, code, said):
    assert run(["score", *options(small), *words]) == code
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["score", "--nope"], "没有选项“--nope”", "No such option"),
        (["scorre"], "没有命令“scorre”", "No such command"),
        (["score", "extra"], "多余的参数：extra", "unexpected extra argument"),
        (["report"], "缺少“--out”", "Missing option '--out'"),
        (["robustness", "--draws", "0"], "“--draws”的取值不合要求：应为不小于 1 的整数", "not in the range x>=1"),
        (["robustness", "--weights", "2"], "应为 0 至 1 的数", "not in the range 0<=x<=1"),
        (["sample", "--scale", "much", "--out", "x"], "大于 0、不超过 10000 的数", "not a valid float"),
        (["sample", "--scale", "-1", "--out", "x"], "大于 0、不超过 10000 的数", "not in the range"),
        (["score", "--engine", "r"], "只能是：duckdb, spark", "is not one of"),
        (["score", "--out"], "选项“--out”后面缺少取值", "requires an argument"),
        (["score", "--set", "nonsense"], "应写作 KEY=VALUE", "write KEY=VALUE"),
    ],
)
def test_wrong_usage_is_told_in_either_language(words, zh, en, capsys, monkeypatch):
    for lang, said in (("zh_CN.UTF-8", zh), ("en_US.UTF-8", en)):
        monkeypatch.setenv("LC_ALL", lang)
        assert run(words) == 2
        assert said in capsys.readouterr().err


def test_a_wrong_setting_is_one_fault_however_many_indicators_it_holds_for(small, capsys):
    words = ["--set", "normalisation.kind=zscoore", "--set", "aggregation.kind=sum"]
    assert run(["score", *options(small), *words]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 2
    assert run(["score", *options(small), "--set", "colour=red", "--set", "weight.one=2"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 2
    scenario = "set: {colour: red, normalisation.kind: zscoore, aggregation.q: 2}\nweights: {nothing: 1}\n"
    (small / "scenario.yaml").write_text(scenario, encoding="utf-8")
    assert run(["score", *options(small), "--scenario", str(small / "scenario.yaml")]) == 1
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 4 and all("scenario.yaml:" in line for line in told)


def test_an_example_that_does_not_come_out_has_its_line(small, capsys):
    (small / "standard.yaml").write_text(GOOD.replace("value: 1.5}", "value: 2}"), encoding="utf-8")
    assert run(["check", "--standard", str(small / "standard.yaml"), "--lang", "en"]) == 1
    line = 1 + GOOD[: GOOD.index("value: 1.5}")].count("\n")
    assert f"standard.yaml:{line}: one: example 1 should give 2.0 and gives 1.5" in capsys.readouterr().err


def test_finished_runs_are_compared_under_the_names_of_their_nodes(small, capsys):
    (small / "heavier.yaml").write_text("weights: {two: 5}\n", encoding="utf-8")
    first, second = str(small / "first"), str(small / "second")
    assert run(["score", *options(small), "--period", "2022", "--out", first]) == 0
    scenario = ["--scenario", str(small / "heavier.yaml")]
    assert run(["score", *options(small), *scenario, "--period", "2022", "--out", second]) == 0
    capsys.readouterr()
    assert run(["compare", first, second, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "One -" in shown and "Two +" in shown and "one -" not in shown


def test_why_there_is_no_place_comes_up_from_below(small, capsys):
    """All data are there: a geometric mean of a score of 0 is not defined, and that is the reason of the root."""
    text = GOOD.replace(
        "[{indicator: one}, {indicator: two}]",
        "[{id: top, name: {zh: 上, en: Top}, aggregation: geometric, children: [{indicator: one}, {indicator: two}]}]",
    )
    (small / "standard.yaml").write_text(text, encoding="utf-8")
    assert run(["score", *options(small), "--period", "2022"]) == 0
    printed = capsys.readouterr().out
    assert "not defined by the method" in printed and "no data" not in printed


def test_an_unknown_standard_and_evidence_are_both_named(capsys):
    assert run(["score", "--standard", "nope", "--evidence", "nada", "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert "nope" in error and "nada" in error and len(error.strip().splitlines()) == 2


def test_an_empty_folder_is_a_fault(small, capsys):
    (small / "empty").mkdir()
    words = ["score", "--standard", str(small / "standard.yaml"), "--evidence", str(small / "empty")]
    assert run(words) == 1
    assert "empty" in capsys.readouterr().err


def test_all_settings_are_applied_before_anything_is_checked(small, capsys):
    words = ["--set", "aggregation.kind=geometric", "--set", "normalisation.range=[1, 100]"]
    assert run(["score", *options(small), *words]) == 0
    assert run(["score", *options(small), *reversed_pairs(words)]) == 0
    one, two = capsys.readouterr().out.split("Small", 2)[1:]
    assert one.strip() == two.strip()


def reversed_pairs(words: list[str]) -> list[str]:
    return [*words[2:], *words[:2]]


def test_a_scenario_changes_weights_method_and_figures(small, capsys):
    (small / "scenario.yaml").write_text(
        "set: {normalisation.kind: rank}\nweights: {one: 3}\n"
        "values:\n  - {region: x, period: 2022, series: a, value: 9}\n",
        encoding="utf-8",
    )
    words = ["explain", "x", *options(small), "--period", "2022", "--scenario", str(small / "scenario.yaml")]
    assert run(words) == 0
    out = capsys.readouterr().out
    assert "75.0%" in out and "9.0000" in out


@pytest.mark.parametrize(
    "text", ["weight: {one: 3}", "weights: {one: -1}", "weights: {nine: 1}", "- 1", "set: {a.b: 1}"]
)
def test_a_wrong_scenario_is_a_fault(small, capsys, text):
    (small / "scenario.yaml").write_text(text, encoding="utf-8")
    assert run(["score", *options(small), "--scenario", str(small / "scenario.yaml")]) == 1
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["group-mean", "group-median"])
def test_a_group_that_regions_do_not_have_is_one_fault(small, capsys, kind):
    words = ["--set", f"imputation.kind={kind}", "--set", "imputation.group=belt"]
    for command in ("score", "sql", "robustness"):
        assert run([command, *options(small), *words]) == 1
        assert [("belt" in line) for line in capsys.readouterr().err.strip().splitlines()] == [True]


def test_a_period_is_written_as_people_write_it(small, capsys):
    assert run(["score", *options(small), "--period", "2022年"]) == 0
    assert "2022" in capsys.readouterr().out


def test_a_sample_that_cannot_be_written_is_a_fault(tmp_path, capsys):
    (tmp_path / "file").write_text("x")
    assert run(["sample", "--regions", "1", "--out", str(tmp_path / "file"), "--lang", "en"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_every_fault_of_a_scenario_has_its_line(small, capsys):
    path = small / "scenario.yaml"
    path.write_text(
        """set: {normalization.kind: rank}
weights:
  onee: 3
  one: 0
  two: 0
values:
  - {region: nowhere, period: 2023, series: a, value: 1}
  - {region: x, period: 2023, series: aa, value: 1}
""",
        encoding="utf-8",
    )
    assert run(["score", *options(small), "--scenario", str(path), "--set", "colour=red"]) == 1
    found = capsys.readouterr().err.strip().splitlines()
    places = sorted(line.removeprefix(f"{path}:").split(":")[0] for line in found if line.startswith(str(path)))
    assert places == ["1", "3", "7", "8"] and len(found) == 5, found
    path.write_text("weights: {one: 0, two: 0}\n", encoding="utf-8")
    assert run(["score", *options(small), "--scenario", str(path)]) == 1
    assert f"{path}:1: the weights of these siblings are all zero" in capsys.readouterr().err


def test_check_says_what_is_wrong_and_exits_1(small, capsys):
    assert run(["check", "--standard", str(small / "standard.yaml"), "--lang", "en"]) == 0
    text = GOOD.replace("value: 1.5", "value: 1.6").replace("formula: a}", "formula: a +}")
    (small / "standard.yaml").write_text(text, encoding="utf-8")
    assert run(["check", "--standard", str(small / "standard.yaml"), "--lang", "en"]) == 1
    assert "standard.yaml:15" in capsys.readouterr().err
    (small / "standard.yaml").write_text(GOOD.replace("value: 1.5", "value: 1.6"), encoding="utf-8")
    assert run(["check", "--standard", str(small / "standard.yaml"), "--lang", "en"]) == 1
    assert "1.6" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ("{kind: ahp, judgements: [[one, twoo, 3]]}", "does not compare 'one' with 'two'"),
        ("{kind: budget, points: {E: {one: 50, to: 50}}}", "write 'two' for 'to'"),
        ("{kind: swing, swings: {E: {one: 90, two: 50}}}", "not 100"),
    ],
)
def test_check_reads_what_experts_said(small, capsys, weights, said):
    (small / "standard.yaml").write_text(GOOD + f"method: {{weights: {weights}}}\n", encoding="utf-8")
    assert run(["check", "--standard", str(small / "standard.yaml"), "--lang", "en"]) == 1
    assert said in capsys.readouterr().err


def test_check_exits_1_on_a_refused_row_but_score_goes_on(small, capsys):
    path = small / "evidence" / "statistics.csv"
    path.write_text(FIGURES + "x,2022,c,一百\n", encoding="utf-8")
    assert run(["check", *options(small)]) == 1
    assert "statistics.csv" in capsys.readouterr().err
    assert run(["score", *options(small)]) == 0
    assert "statistics.csv" in capsys.readouterr().err


def test_check_prints_a_json_schema(capsys):
    assert run(["check", "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert "minmax" in json.dumps(schema["$defs"]["Methods"]["properties"]["normalisation"])


def test_indicators_lists_and_explains(small, capsys):
    assert run(["indicators", "--standard", str(small / "standard.yaml"), "--lang", "en"]) == 0
    assert "one" in capsys.readouterr().out
    assert run(["indicators", "one", "--standard", str(small / "standard.yaml"), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "a / b" in out and "standard.yaml" in out
    assert run(["indicators", "won", "--standard", str(small / "standard.yaml"), "--lang", "en"]) == 1


def test_explain_finds_a_region_by_its_name(capsys):
    assert run(["explain", "浙江", "--node", "adoption.websites", "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "浙江省" in out and "websites_per_100_enterprises" in out
    assert run(["explain", "Zhejiang", "--node", "nothing", "--lang", "en"]) == 1
    assert run(["explain", "Atlantis", "--lang", "en"]) == 1


def test_compare_periods_scenarios_and_standards(small, capsys):
    assert run(["compare", "2022", "2023", *options(small)]) == 0
    (small / "other.yaml").write_text("weights: {one: 3}\n", encoding="utf-8")
    assert run(["compare", ".", str(small / "other.yaml"), *options(small), "--period", "2022"]) == 0
    assert run(["compare", str(small / "standard.yaml"), str(small / "standard.yaml"), *options(small)]) == 0
    assert "0 regions changed places" in capsys.readouterr().out
    assert run(["compare", "2022", "nothing", *options(small)]) == 1


def test_two_standards_are_compared_whatever_the_standard_by_default_is_for(small, capsys):
    # The bundled standard ranks provinces; this evidence holds counties only.
    text = GOOD.replace("levels: []", "levels: [county]")
    (small / "standard.yaml").write_text(text, encoding="utf-8")
    (small / "other.yaml").write_text(text.replace("{indicator: one}", "{indicator: one, weight: 3}"), encoding="utf-8")
    (small / "evidence" / "regions.csv").write_text("region,level\nx,county\ny,county\n", encoding="utf-8")
    words = [str(small / "standard.yaml"), str(small / "other.yaml"), "--evidence", str(small / "evidence")]
    assert run(["compare", *words, "--lang", "en", "--period", "2022"]) == 0
    assert "Mainly because of" in capsys.readouterr().out
    assert run(["compare", "2022年", "2023", *options(small)]) == 0


def test_compare_two_runs(small, capsys):
    for period in ("2022", "2023"):
        assert run(["score", *options(small), "--period", period, "--out", str(small / period)]) == 0
    assert run(["compare", str(small / "2022"), str(small / "2023"), "--lang", "en"]) == 0
    assert "x" in capsys.readouterr().out


def test_help_names_every_command(capsys):
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    for name in ("score", "check", "indicators", "explain", "sql", "compare", "verify", "app", "tidy", "start"):
        assert name in out


def test_a_program_error_is_one_line(monkeypatch, capsys):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of\nluck")

    monkeypatch.setattr("evaluator.assessment.evaluate", broken)
    assert run(["score", "--lang", "en"]) == 3
    error = capsys.readouterr().err
    assert "out of luck" in error and "Traceback" not in error


def test_tables_line_up_with_chinese():
    lines = print_table(["地区", "n"], [["北京", "1"], ["Tianjin", "22"]], [False, True]).splitlines()
    assert len({width(line) for line in lines}) == 1
    assert clip("内蒙古自治区", 7) == "内蒙古…"


def test_coherence_prints_and_writes_its_tables(tmp_path, capsys):
    assert run(["coherence", "--out", str(tmp_path), "--lang", "en"]) == 0
    assert "Digital industry" in capsys.readouterr().out
    names = {path.stem for path in tmp_path.iterdir()}
    assert names == {"correlations", "alpha", "components", "adequacy", "clusters", "flags"}


def test_a_sample_is_scored_by_the_draft(tmp_path, capsys):
    assert (
        run(["sample", "--regions", "3", "--seed", "2", "--scale", "0.05", "--out", str(tmp_path), "--lang", "zh"]) == 0
    )
    assert run(["score", "--standard", "dbe-draft", "--evidence", str(tmp_path), "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "（虚构）" in out and "数字基础与要" in out


def test_weights_are_shown_saved_and_used_again(tmp_path, capsys):
    path = tmp_path / "mine.yaml"
    words = ["--set", "weights=critic", "--lang", "en"]
    assert run(["weights", *words, "--save", str(path), "--name", "Mine"]) == 0
    capsys.readouterr()
    assert run(["score", *words, "--period", "2023"]) == 0
    computed = capsys.readouterr().out
    assert run(["score", "--scenario", str(path), "--period", "2023", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[:10] == computed.splitlines()[:10]
    assert run(["score", "--scenario", str(path), "--out", str(tmp_path / "run"), "--lang", "en"]) == 0
    assert (
        json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))["scenario"]["name"]["en"] == "Mine"
    )


def test_judgements_that_contradict_each_other_are_told(small, capsys):
    text = GOOD.replace("{indicator: two}]", "{indicator: two}, {indicator: three}]")
    text += "  - id: three\n    name: {zh: 三, en: Three}\n    direction: higher\n"
    text += "    measure: {kind: statistic, formula: b}\n"
    (small / "standard.yaml").write_text(text, encoding="utf-8")
    judged = "set: {weights: {kind: ahp, judgements: {me: [[one, two, 9], [two, three, 9], [three, one, 9]]}}}"
    (small / "set.yaml").write_text(judged, encoding="utf-8")
    words = [*options(small), "--period", "2022", "--scenario", str(small / "set.yaml")]
    assert run(["weights", *words]) == 0
    assert "consistency_ratio" in capsys.readouterr().out
    assert run(["score", *words]) == 0
    assert "consisten" in capsys.readouterr().err


def test_a_misspelt_command_is_answered_with_a_near_one(capsys):
    assert run(["scroe", "--lang", "en"]) == 2
    assert "'score'" in capsys.readouterr().err
    assert run(["scroe", "--lang", "zh"]) == 2
    assert "没有命令“scroe”；是否应为“score”？" in capsys.readouterr().err


def test_the_language_may_stand_before_the_command(small, capsys):
    assert run(["--lang", "zh", "score", *[one for one in options(small) if one not in ("--lang", "en")]]) == 0
    assert "名次" in capsys.readouterr().out


def test_a_misspelt_kind_is_answered_with_kind(small, capsys):
    assert run(["score", *options(small), "--set", "normalisation.kin=zscore"]) == 1
    assert "did you mean 'kind'" in capsys.readouterr().err


def test_a_series_that_is_almost_the_one_needed_is_named(small, capsys):
    statistics = small / "evidence" / "statistics.csv"
    statistics.write_text(statistics.read_text(encoding="utf-8") + "x,2023,A,7\n", encoding="utf-8")
    assert run(["check", *options(small)]) == 0
    assert "no indicator uses the series 'A'; did you mean 'a'?" in capsys.readouterr().err


def test_a_command_that_scores_nothing_starts_without_the_machine():
    said = "import sys, evaluator.commands.app; print(sorted({'duckdb', 'evaluator.assessment'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_region_is_named_on_the_command_line_as_in_evidence(small, capsys):
    regions = "region,name_zh,name_en,aliases\n990001,甲市,Alpha,老甲;AL\n990002,乙市,Beta,\n"
    (small / "evidence" / "regions.csv").write_text(regions, encoding="utf-8")
    statistics = small / "evidence" / "statistics.csv"
    text = statistics.read_text(encoding="utf-8").replace("\nx,", "\n990001,").replace("\ny,", "\n990002,")
    statistics.write_text(text, encoding="utf-8")
    for word in ("990001", "990001.0", "甲市", "alpha", "老甲", "al", " AL ", "甲"):
        assert run(["explain", word, *options(small)]) == 0
        assert capsys.readouterr().out.startswith("Alpha (990001)")


def test_a_reader_that_leaves_costs_neither_files_nor_the_exit_code(small):
    def alone(*words: str) -> int:
        process = subprocess.Popen([sys.executable, "-m", "evaluator", *words], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.close()
        return process.wait()

    assert alone("score", *options(small), "--out", str(small / "out")) == 0
    assert (small / "out" / "manifest.json").exists()
    assert alone("sql", "--lang", "en") == 0
    (small / "standard.yaml").write_text(GOOD.replace("direction: lower", "direction: down"), encoding="utf-8")
    assert alone("check", *options(small)) == 1


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("normalisation: {kind: distance-to-reference, reference: q}", "there is no region 'q' to refer to"),
        ("imputation: {kind: group-mean, group: nowhere}", "nowhere"),
    ],
)
def test_check_finds_what_score_would_refuse_in_this_evidence(small, capsys, method, said):
    text = GOOD.replace("levels: []", f"levels: []\nmethod: {{{method}}}")
    (small / "standard.yaml").write_text(text, encoding="utf-8")
    assert run(["check", "--standard", str(small / "standard.yaml")]) == 0  # the standard alone may fit others
    capsys.readouterr()
    for command in ("check", "score"):
        assert run([command, *options(small)]) == 1
        assert said in capsys.readouterr().err


def test_evidence_of_other_levels_only_is_a_fault_of_check_too(small, capsys):
    (small / "standard.yaml").write_text(GOOD.replace("levels: []", "levels: [city]"), encoding="utf-8")
    (small / "evidence" / "regions.csv").write_text("region,level\nx,county\ny,county\n", encoding="utf-8")
    for command in ("check", "score"):
        assert run([command, *options(small)]) == 1
        assert "check the column level" in capsys.readouterr().err


def test_evidence_without_any_period_says_what_to_do(small, capsys):
    (small / "evidence" / "statistics.csv").write_text("region,period,series,value\n", encoding="utf-8")
    (small / "evidence" / "regions.csv").write_text("region\nx\n", encoding="utf-8")
    assert run(["score", *options(small)]) == 1
    assert "the evidence holds no period; fill in statistics" in capsys.readouterr().err
