"""Names of files that come from names in the evidence: legal on every system, and never one for two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaluator.exports.writing import file_name

HOSTILE = [
    "../../x",
    "..\\x",
    "a/b",
    "a:b",
    "a*b",
    "CON",
    "con",
    "nul-1",
    "COM1",
    ".",
    "..",
    "",
    " ",
    "x" * 300,
    "\u202eabc",
    "=1",
]


def test_hostile_names_are_legal_and_apart() -> None:
    made = [file_name(one) for one in HOSTILE]
    assert len(set(made)) == len(HOSTILE)
    for name in made:
        assert name and len(name.encode()) < 255 and all(one.isalnum() or one in "-_" for one in name)
        assert name.split("-")[0].upper() not in ("CON", "NUL", "COM1") or len(name) > 9


@given(st.text(max_size=50), st.text(max_size=50))
def test_two_names_never_become_one(one: str, other: str) -> None:
    assert (file_name(one) == file_name(other)) == (one == other)


def test_codes_stay_as_they_are() -> None:
    assert file_name("330000") == "330000" and file_name("甲省") == "甲省"
