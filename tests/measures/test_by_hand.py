"""Every option of every kind of measure has an example worked by hand: value, cases, coverage, standard error."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

import pytest

from indicators.measures import measure_kind, measure_kinds
from tests.measures import hand_answers, hand_logs
from tests.measures.desk import Row
from tests.measures.hand import Worked, checks, compare

BLOCKS = hand_logs.BLOCKS | hand_answers.BLOCKS
FOUND = list(checks(BLOCKS))
SETTINGS = [one.measure for block in BLOCKS.values() for one in block.worked]


@pytest.mark.parametrize(("one", "row"), [found[1:] for found in FOUND], ids=[found[0] for found in FOUND])
def test_worked(one: Worked, row: Row) -> None:
    compare(one, row)


def words(annotation: Any) -> list[object]:
    """The words that a parameter may be, if it is one of several."""
    if annotation is bool:
        return [True, False]
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return [word for inner in get_args(annotation) for word in words(inner)]


def refused(kind: str, name: str, word: object) -> bool:
    """Steps are a matter of cases and lights one of the ledger: the records refuse the other table themselves."""
    if name == "table":
        return kind in ("steps", "overlap", "waiting", "union") and word == "ledger"
    return name == "fill" and kind in ("ledger", "consultation") and word is True


def options() -> list[tuple[str, str, object]]:
    """Kind, parameter and word of each choice there is; None for a parameter that must be tried at all."""
    found: list[tuple[str, str, object]] = []
    for kind in measure_kinds():
        record = measure_kind(kind)
        assert record is not None
        for name, field in record.model_fields.items():
            choices = words(field.annotation) or [None]
            found += [(kind, name, word) for word in choices if not refused(kind, name, word)]
    return [one for one in found if one[0] != "statistic"]


@pytest.mark.parametrize(("kind", "name", "word"), options(), ids=lambda one: str(one))
def test_every_option_has_its_example(kind: str, name: str, word: object) -> None:
    own = [one for one in SETTINGS if one["kind"] == kind]
    record = measure_kind(kind)
    assert record is not None
    usual = record.model_fields[name].get_default(call_default_factory=True)
    assert any((one.get(name, usual) == word) if word is not None else name in one for one in own)
