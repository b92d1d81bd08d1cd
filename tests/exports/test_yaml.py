"""The standard that a run writes reads back as the very same standard."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from evaluator.bundled import standard_ids
from evaluator.exports.yamls import write_yaml
from evaluator.reading import read_standard
from indicators.yamls import Plain, parse_yaml, read_scalar
from tests.exports.worlds import standard

TRAPS = ("NO", "yes", "on", "010", "0x1F", "0o17", "1e3", "12:30", "", "~", "null", "Null", "true", ".inf", ".NaN", "=")
TRAPS += ("<<", "- a", "a: b", "a #b", "#", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'", '"', " a ", "a\nb", "\n")
TRAPS += ("1_000", "2024-01-01", "+1", "1.", ".5", "？", "\ufeff", "\x85", "\u2028", "\x7f", "😀", "---", "...", "? a")

text = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False), text
)
plain = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(text, inner, max_size=4)),
    max_leaves=12,
)


def same(a: object, b: object) -> bool:
    """Equal, and of the same type all the way down: 1 is not 1.0 and not true."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b and (not isinstance(a, float) or math.copysign(1, a) == math.copysign(1, b))  # type: ignore[arg-type]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(plain)
@example({"k" * 200: {"zh": "长" * 200, "en": "word " * 60}})
@example({"a": {"": "", "NO": "NO"}, "b": [[], {}, [[]], [{}]]})
@example("\ud7ff\ue000\ufffd")
@example({"x": 1e16, "y": 1e-7, "z": -0.0, "w": 10**18, "v": 5e-324})
def test_any_plain_data_reads_back_the_same(value: Plain) -> None:
    assert same(parse_yaml(write_yaml(value)).value, value)


@pytest.mark.parametrize("trap", TRAPS)
def test_text_that_could_mean_something_else_is_quoted(trap: str) -> None:
    written = write_yaml({"key": trap})
    assert parse_yaml(written).value == {"key": trap}
    assert yaml.safe_load(written) == {"key": trap}
    if not isinstance(read_scalar(trap), str):
        assert f"'{trap}'" in written or f'"{trap}"' in written


@pytest.mark.parametrize("name", standard_ids())
def test_a_bundled_standard_reads_back_the_same(name: str, tmp_path: Path) -> None:
    first = read_standard(name)
    path = tmp_path / "standard.yaml"
    path.write_text(write_yaml(first.plain()), encoding="utf-8")
    again = read_standard(path)
    assert again == first and again.digest == first.digest
    assert write_yaml(again.plain()) == path.read_text(encoding="utf-8")


@settings(max_examples=40, deadline=None, derandomize=True)
@given(text, text, st.floats(0, 1e9))
def test_a_standard_with_any_names_reads_back_the_same(zh: str, en: str, weight: float) -> None:
    made = standard(name={"zh": zh, "en": en}, version=en).with_weight("first", weight)
    read = parse_yaml(write_yaml(made.plain())).value
    assert type(made).model_validate(read) == made


def test_it_is_written_for_people() -> None:
    lines = write_yaml(standard().plain()).splitlines()
    assert [line.split(":")[0] for line in lines if line[:1].isalpha()] == [
        *("id", "version", "status", "name", "levels", "method", "tree", "indicators"),
    ]
    assert "name: {zh: 小标准, en: Small standard}" in lines
    assert "  measure: {kind: statistic, formula: a}" in lines
    assert max(map(len, lines)) <= 120
