"""Hand-worked examples as tables: a few rows of evidence as text, and what must come out of each setting on them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from evaluator.engines.measuring import measured
from indicators.tables import TABLES
from tests.measures.desk import Desk, Row, indicator

PERIOD = "2023"
#: There is nothing that the measure reads.
NO_ROW = "no row"


class Worked(NamedTuple):
    """One setting of a measure and what was worked out by hand; `...` stands for a number that is not looked at."""

    why: str
    measure: Row
    value: float | None
    cases: int
    coverage: float = 1.0
    error: Any = ...
    low: Any = ...
    high: Any = ...
    reason: str = ""


class Block(NamedTuple):
    """Rows of evidence and every setting that is tried on them."""

    tables: dict[str, list[Row]]
    worked: list[Worked]


def rows(table: str, text: str, **same: Any) -> list[Row]:
    """A table as text: headings in the first line, `-` for an empty cell, two blanks or more between cells."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    found = []
    for cells in lines:
        assert len(cells) == len(head), cells
        row: Row = dict(same)
        for name, cell in zip(head, cells, strict=True):
            row[name] = None if cell == "-" else _typed(table, name, cell)
        found.append(row)
    return found


def _typed(table: str, name: str, cell: str) -> Any:
    kind = TABLES[table][name]
    return float(cell) if kind == "number" else cell.replace("T", " ") if kind == "stamp" else cell


def checks(blocks: dict[str, Block]) -> Iterator[tuple[str, Worked, Row]]:
    """Measure each block at one go: (name, what was worked out, what the engine gives)."""
    for name, block in blocks.items():
        settings = [indicator(one.measure, f"x{number}") for number, one in enumerate(block.worked)]
        tables = {
            table: [{**({"indicator": f"x{n}"} if table == "answers" else {}), **row} for row in given for n in copies]
            for table, given in block.tables.items()
            for copies in [range(len(block.worked)) if table == "answers" else [0]]
        }
        found = {row["indicator"]: row for row in measured(settings, Desk(**tables), periods=[PERIOD]).to_pylist()}
        for number, one in enumerate(block.worked):
            yield f"{name}: {one.why}", one, found.get(f"x{number}", {"reason": NO_ROW})


def compare(one: Worked, row: Row) -> None:
    """Every number that was worked out against the one that came out."""
    assert row["reason"] == one.reason
    if one.reason == NO_ROW:
        return
    wanted = {"reported": one.value, "standard_error": one.error, "low": one.low, "high": one.high}
    wanted |= {"cases": one.cases, "coverage": one.coverage}
    for name, number in wanted.items():
        if number is ...:
            continue
        if number is None:
            assert row[name] is None, name
        else:
            assert row[name] is not None, name
            assert math.isclose(row[name], number, rel_tol=1e-9, abs_tol=1e-9), (name, row[name], number)
