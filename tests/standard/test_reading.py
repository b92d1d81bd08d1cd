"""Reading a standard: every fault with file and line, all at once, in both languages."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from evaluator.reading import read_standard, try_standard
from evaluator.standard import Leaf
from indicators import yamls
from indicators.faults import Faults
from indicators.yamls import parse_yaml, read_scalar

GOOD = """\
id: small
version: "1"
name: {zh: 小, en: Small}
levels: [province]
method: {normalisation: {kind: minmax, range: [1, 100], scope: panel}}
tree:
  - id: top
    name: {zh: 上, en: Top}
    weight: 2
    aggregation: geometric
    children:
      - {indicator: one, weight: 3}
      - {indicator: two, normalisation: {kind: goalposts, worst: 0, best: 60}}
  - {indicator: 3g}
indicators:
  - id: one
    name: {zh: 一, en: One}
    direction: higher
    measure: {kind: statistic, formula: "100 * a / b"}
    examples: [{given: {a: 30, b: 100}, value: 30}]
  - id: two
    name: {zh: 二, en: Two}
    direction: lower
    measure: {kind: statistic, formula: a}
  - id: 3g
    name: {zh: 三, en: Three}
    direction: higher
    measure: {kind: statistic, formula: '"3g"'}
"""


def write(folder: Path, text: str, name: str = "standard.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(path: Path) -> list[tuple[int | None, str]]:
    reading = try_standard(path)
    assert reading.standard is None
    assert all(one.sentence("zh") and one.sentence("en") for one in reading.faults)
    return [(one.line, one.sentence("en")) for one in reading.faults]


def test_a_good_standard(tmp_path):
    standard = read_standard(write(tmp_path, GOOD))
    assert [leaf.indicator for leaf, _ in standard.entries() if isinstance(leaf, Leaf)] == ["one", "two", "3g"]
    assert standard.nodes["top"].aggregation == {"kind": "geometric"}
    assert standard.method.normalisation == {"kind": "minmax", "range": [1, 100], "scope": "panel"}


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("id: small", "id: Small One", 1, "lower-case"),
        ('version: "1"', "version: 1", 2, "text"),
        ("levels: [province]", "levels: [province]\ncolour: red", 5, "unknown key"),
        ("weight: 2", "weight: -2", 9, "≥ 0"),
        ("weight: 2", "weight: two", 9, "number"),
        ("indicator: one,", "indicator: onee,", 12, "did you mean 'one'"),
        ("- {indicator: 3g}", "- {indicator: one}", 14, "repeated"),
        ("id: top", "id: total", 7, "reserved"),
        ("id: top", "id: one", 7, "repeated"),
        ("aggregation: geometric", "aggregation: geometrical", 10, "did you mean 'geometric'"),
        ("range: [1, 100]", "rnage: [1, 100]", 5, "did you mean 'range'"),
        ("range: [1, 100]", "range: [1, 2, 3]", 5, "must be two numbers"),
        ("kind: minmax, range: [1, 100]", "kind: distance-to-target", 12, "target"),
        ("worst: 0, best: 60", "worst: 0", 13, "bounds"),
        ("direction: lower", "direction: down", 23, "higher, lower"),
        ('"100 * a / b"', '"100 * a /"', 19, "too early"),
        ('"100 * a / b"', "\"__import__('os')\"", 19, "formula"),
        ("kind: statistic, formula: a}", "kind: statistics, formula: a}", 24, "did you mean 'statistic'"),
        ("kind: statistic, formula: a}", "kind: statistic, formulae: a}", 24, "formula"),
        ("  - {indicator: 3g}\n", "", 24, "does not use"),
        ("id: small", "id: small\nid: small", 2, "repeated"),
        ("name: {zh: 小, en: Small}", "name: {zh: 小}", 3, "missing"),
    ],
)
def test_a_fault_has_its_line(tmp_path, old, new, line, words):
    assert old in GOOD
    found = faults_of(write(tmp_path, GOOD.replace(old, new, 1)))
    assert any(at == line and words in sentence for at, sentence in found), found


def test_a_wrong_range_is_one_fault(tmp_path):
    for wrong in ("[1, 2, 3]", "[a, b]", "5", "all", "[0, .inf]"):
        found = faults_of(write(tmp_path, GOOD.replace("range: [1, 100]", f"range: {wrong}")))
        assert [line for line, _ in found] == [5], found


def test_parameters_without_a_kind_are_those_of_the_default(tmp_path):
    standard = read_standard(write(tmp_path, GOOD.replace("kind: minmax, range: [1, 100]", "range: [1, 10]")))
    assert standard.method.normalisation == {"kind": "minmax", "range": [1, 10], "scope": "panel"}


def test_a_base_that_is_not_there_is_named_where_it_is_written(tmp_path):
    path = write(tmp_path, "id: more\nextends: nowhere\n")
    assert [(line, "nowhere" in said) for line, said in faults_of(path)] == [(2, True)]


def test_all_faults_come_at_once(tmp_path):
    text = (
        GOOD.replace("id: small", "id: S M").replace("weight: 2", "weight: -1").replace("formula: a}", 'formula: "+"}')
    )
    lines = {line for line, _ in faults_of(write(tmp_path, text))}
    assert {1, 9, 24} <= lines


def test_an_id_that_looks_like_a_number_is_text(tmp_path):
    assert "3g" in read_standard(write(tmp_path, GOOD)).by_id


def test_a_folder_of_files(tmp_path):
    head, tail = GOOD.split("indicators:\n")
    first, second = tail.split("  - id: two\n")
    write(tmp_path, head + "indicators:\n" + first)
    write(tmp_path, "indicators:\n  - id: two\n" + second, "more/rest.yaml")
    assert len(read_standard(tmp_path).indicators) == 3
    write(tmp_path, "indicators:\n  - id: two\n    nonsense: 1\n", "more/rest.yaml")
    found = try_standard(tmp_path).faults
    assert any(one.file.endswith("rest.yaml") and one.line == 3 for one in found)


def test_extends_changes_parts_and_keeps_lines(tmp_path):
    write(tmp_path, GOOD, "base.yaml")
    change = """\
id: second
extends: base.yaml
version: "2"
method: {normalisation: {range: [0, 10]}}
tree:
  - {id: top, weight: 5}
  - {indicator: four}
remove: [3g]
indicators:
  - id: four
    name: {zh: 四, en: Four}
    direction: higher
    measure: {kind: statistic, formula: c}
"""
    standard = read_standard(write(tmp_path, change, "second.yaml"))
    assert (standard.id, standard.version) == ("second", "2")
    assert standard.method.normalisation == {"kind": "minmax", "range": [0, 10], "scope": "panel"}
    assert standard.nodes["top"].weight == 5
    assert set(standard.by_id) == {"one", "two", "four"}
    reading = try_standard(write(tmp_path, change.replace("weight: 5", "weight: -5"), "second.yaml"))
    assert [(Path(one.file).name, one.line) for one in reading.faults] == [("second.yaml", 6)]


def test_extends_merges_each_part_of_an_indicator(tmp_path):
    """Settings of one kind merge parameter by parameter, names and bounds key by key; another kind replaces."""
    base = GOOD.replace("direction: lower\n", "direction: lower\n    bounds: {worst: 9, best: 1, basis: proposal}\n")
    write(tmp_path, base, "base.yaml")
    change = """\
id: second
extends: base.yaml
tree:
  - {indicator: two, normalisation: {best: 80}}
indicators:
  - {id: two, name: {en: Second}, bounds: {best: 2}, measure: {formula: c}, treatment: log}
  - {id: one, normalisation: zscore}
"""
    standard = read_standard(write(tmp_path, change, "second.yaml"))
    two, one = standard.by_id["two"], standard.by_id["one"]
    assert (two.name.zh, two.name.en) == ("二", "Second")
    assert two.bounds is not None and (two.bounds.worst, two.bounds.best, two.bounds.basis) == (9, 2, "proposal")
    assert two.measure == {"kind": "statistic", "formula": "c"} and two.treatment == {"kind": "log"}
    assert one.normalisation == {"kind": "zscore"} and len(one.examples) == 1
    (leaf,) = [entry for entry, _ in standard.entries() if isinstance(entry, Leaf) and entry.indicator == "two"]
    assert leaf.normalisation == {"kind": "goalposts", "worst": 0, "best": 80}
    wrong = try_standard(write(tmp_path, change.replace("best: 2", "best: 9"), "second.yaml"))
    assert [(Path(one.file).name, one.line) for one in wrong.faults] == [("second.yaml", 6)]


def test_extends_in_a_circle(tmp_path):
    write(tmp_path, "id: a\nextends: b.yaml\n", "a.yaml")
    write(tmp_path, "id: b\nextends: a.yaml\n", "b.yaml")
    assert "circle" in try_standard(tmp_path / "a.yaml").faults[0].sentence("en")


def test_indicators_from_a_folder_and_two_with_one_id(tmp_path):
    plain = GOOD.split("  - id: two\n")[0] + "  - id: 3g\n" + GOOD.split("  - id: 3g\n")[1]
    path = write(tmp_path, plain)
    two = GOOD.split("indicators:\n")[1].split("  - id: 3g")[0].split("  - id: two")[1]
    write(tmp_path, "indicators:\n  - id: two" + two, "plug/two.yaml")
    assert try_standard(path).standard is None
    assert len(read_standard(path, indicators=[tmp_path / "plug"]).indicators) == 3
    write(tmp_path, "indicators:\n  - id: two" + two, "plug/again.yaml")
    with pytest.raises(Faults) as caught:
        read_standard(path, indicators=[tmp_path / "plug"])
    sentence = caught.value.faults[0].sentence("en")
    assert "two.yaml" in sentence and "again.yaml" in sentence


def test_an_indicator_from_python(tmp_path):
    code = """
from indicators.indicator import Indicator
from indicators.text import Text
mine = Indicator(id="two", name=Text(zh="二", en="Two"), direction="lower",
                 measure={"kind": "statistic", "formula": "a"})
"""
    plain = GOOD.split("  - id: two\n")[0] + "  - id: 3g\n" + GOOD.split("  - id: 3g\n")[1]
    write(tmp_path, code, "plug/mine.py")
    assert "two" in read_standard(write(tmp_path, plain), indicators=[tmp_path / "plug"]).by_id


@pytest.mark.parametrize("code", ["import sys; sys.exit(0)", "raise RuntimeError('a\\nb')", "def ("])
def test_a_plug_in_that_fails_is_a_fault(tmp_path, code):
    write(tmp_path, code, "plug/mine.py")
    found = try_standard(write(tmp_path, GOOD), indicators=[tmp_path / "plug"]).faults
    assert [one.file for one in found] == [str(tmp_path / "plug" / "mine.py")]


def test_a_missing_file_names_the_bundled_ones():
    with pytest.raises(Faults) as caught:
        read_standard("dbe-province")
    assert "dbe-provinces" in caught.value.faults[0].sentence("en")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("0o10", 8),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1_000", "1_000"),
        ("~", None),
        ("True", True),
        ("2024-01-01", "2024-01-01"),
        ("-.inf", float("-inf")),
    ],
)
def test_scalars_follow_yaml_1_2(text, value):
    assert read_scalar(text) == value
    assert parse_yaml(f"a: {text}").value == {"a": value}


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system [ls]",
        "a: &x [*x]",
        "a: 1\na: 2",
        "a: [1",
        (
            "a: &a [1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
            "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e]\n"
            "g: &g [*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g]"
        ),
        "[" * 5000,
        "? [a]\n: b",
        "a: \x00",
    ],
)
def test_hostile_yaml_is_a_fault(text):
    with pytest.raises(Faults):
        parse_yaml(text)


def test_a_bomb_of_aliases_is_refused_before_any_of_it_is_written_out(monkeypatch):
    levels = "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in pairwise("abcdefghij"))
    read = []
    monkeypatch.setattr(yamls._Reader, "read", lambda *at: read.append(at))
    with pytest.raises(Faults) as refused:
        parse_yaml("a: &a [1, 1]\n" + levels, "bomb.yaml")
    assert not read
    assert [(one.file, one.line) for one in refused.value.faults] == [("bomb.yaml", 7)]


def test_aliases_that_stay_small_are_written_out():
    text = "a: &a {x: 1}\nb: [*a, *a]\n"
    assert parse_yaml(text).value == {"a": {"x": 1}, "b": [{"x": 1}, {"x": 1}]}
    assert parse_yaml("[" * 60 + "]" * 60).value != []
    with pytest.raises(Faults):
        parse_yaml("[" * 62 + "]" * 62)
    deep = "a: &a " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 40 + "*a" + "]" * 40
    with pytest.raises(Faults):
        parse_yaml(deep)


def test_a_changed_copy_leaves_the_standard_alone(tmp_path):
    standard = read_standard(write(tmp_path, GOOD))
    changed = standard.with_weight("one", 9).with_method({"normalisation.kind": "zscore"})
    assert standard.method.normalisation["kind"] == "minmax"
    assert changed.method.normalisation == {"kind": "zscore", "range": [1, 100], "scope": "panel"}
    assert changed.digest != standard.digest
    with pytest.raises(Faults):
        standard.with_weight("nothing", 1)
    with pytest.raises(Faults):
        standard.with_method({"normalization.kind": "zscore"})


def test_a_repeated_key_and_a_tag_hide_no_other_fault(tmp_path):
    text = GOOD.replace("weight: 2", "weight: 2\n    weight: -3\n    colour: red")
    text = text.replace('version: "1"', "version: !!python/object:os.system x").replace(
        "direction: lower", "direction: x"
    )
    found = faults_of(write(tmp_path, text))
    assert [(line, word in said) for (line, said), word in zip(found, WORDS, strict=True)] == [
        (2, True),
        (10, True),
        (11, True),
        (25, True),
    ]
    assert "children" in found[2][1]  # the keys of a node, not those of an indicator


WORDS = ("tag", "repeated", "unknown key", "must be one of")


def test_faults_of_every_file_of_a_folder_come_together(tmp_path):
    main, listed = GOOD.split("indicators:\n")
    folder = tmp_path / "parts"
    write(folder, main.replace("weight: 2", "weight: -2"))
    write(
        folder,
        "more: 1\nindicators:\n" + listed.replace("direction: lower", "direction: x\n    direction: higher"),
        "b.yaml",
    )
    found = faults_of(folder)
    assert [line for line, _ in found] == [1, 10, 11, 9]


def test_a_merge_key_is_named(tmp_path):
    found = faults_of(write(tmp_path, GOOD.replace("{indicator: 3g}", "{<<: {weight: 2}, indicator: 3g}")))
    assert len(found) == 1
    assert "tree.1.<<: unknown key" in found[0][1]


def test_text_with_its_tag_stays_text():
    assert parse_yaml("a: !!str 2023\nb: !!str no\nc: 2023").value == {"a": "2023", "b": "no", "c": 2023}
