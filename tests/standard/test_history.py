"""An indicator from version to version: when it came, changed, and went."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evaluator.cli import main, run
from evaluator.reading import read_standard
from evaluator.revision import history, in_order
from tests.standard.test_revision import FIRST, SECOND

THIRD = (
    SECOND.replace(
        "bounds: {worst: 0, best: 12, basis: proposal}",
        "bounds: {worst: 0, best: 12, basis: proposal}\n    status: pilot",
    )
    .replace('version: "1"', 'version: "10"')
    .replace("{indicator: z}, {indicator: w}]", "{indicator: w}]")
    .replace(
        """  - {id: z, name: {zh: 三, en: Three}, direction: lower, measure: {kind: statistic, formula: 2 * z}}\n""", ""
    )
)


@pytest.fixture
def paths(tmp_path):
    texts = {"first": FIRST, "second": SECOND.replace('version: "1"', 'version: "2"'), "third": THIRD}
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return [str(tmp_path / f"{name}.yaml") for name in texts]


def test_an_indicator_comes_changes_and_goes(paths):
    versions = [read_standard(path) for path in paths]
    found = {name: history(versions, name) for name in "xzw"}
    assert [step.version for step in found["x"]] == ["s 1", "s 2", "s 10"]
    assert [step.status for step in found["x"]] == ["", "", "pilot"]
    assert [{one.kind for one in step.changes} for step in found["x"]] == [set(), {"bounds", "weight"}, {"status"}]
    assert [step.there for step in found["z"]] == [True, True, False]
    assert [one.kind for one in found["z"][2].changes] == ["removed"]
    assert [step.there for step in found["w"]] == [False, True, True]
    assert [one.kind for one in found["w"][1].changes] == ["added"]


def test_versions_stand_in_the_order_of_their_numbers(paths):
    first, second, third = (read_standard(path) for path in paths)
    assert [one.version for one in in_order([third, first, second])] == ["1", "2", "10"]


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("试行", "未列入", "新增")), ("en", ("pilot", "not listed", "added"))]
)
def test_the_command_tells_one_item_from_version_to_version(paths, lang, words):
    texts = [
        CliRunner().invoke(main, ["changes", *paths, "--item", item, "--lang", lang]).output for item in ("x", "w")
    ]
    assert words[0] in texts[0] and words[1] in texts[1] and words[2] in texts[1]


def test_the_command_takes_more_than_two_versions(paths):
    told = CliRunner().invoke(main, ["changes", *paths, "--lang", "en"]).output
    pairs = [CliRunner().invoke(main, ["changes", *pair, "--lang", "en"]).output for pair in (paths[:2], paths[1:])]
    count = [int(text.split()[-2]) for text in (told, *pairs)]
    assert "Version" in told and count[0] == sum(count[1:]) > 0


def test_an_item_that_no_version_has_is_a_fault(paths, capsys):
    assert run(["changes", *paths, "--item", "nothing", "--lang", "en"]) == 1
    assert "no version has 'nothing'" in capsys.readouterr().err
