"""An uploaded workbook as cells, read in a process that is thrown away."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evaluator.evidence.grid import Cell, title
from evaluator.workbook.layout import Column
from evaluator.workbook.letters import letter
from evaluator.workbook.opening import refusal_of
from indicators.faults import Faults, fault

SECONDS = 30


@dataclass(frozen=True)
class Sheet:
    """A sheet as it was handed in.

    Attributes:
        first: Row of the sheet in which `rows` begin, from 1.
        left: Columns before the first, from 0.
        formulas: Cell → `shown` (its value is known), `linked` (to another workbook) or `empty`.
        merged: Ranges of merged cells.
        hidden: Rows that are hidden.
    """

    name: str
    first: int
    left: int
    rows: list[list[Cell]]
    formulas: dict[str, str]
    merged: list[str]
    hidden: list[int]

    def heads(self, columns: tuple[Column, ...]) -> tuple[int, dict[str, int]]:
        """Position of the row of headings (-1 if there is none) and key → position of its column."""
        known = {title(word): one.key for one in columns for word in (one.title.zh, one.title.en)}
        for i, row in enumerate(self.rows[:15]):
            found: dict[str, int] = {}
            for c, cell in enumerate(row):
                key = known.get(title(cell))
                if key:
                    found.setdefault(key, c)
            if len(found) >= min(4, len(columns)):
                return i, found
        return -1, {}

    def at(self, row: int, c: int) -> str:
        """The address of a cell by its positions in `rows`."""
        return f"{_letter(c + self.left)}{row + self.first}"

    def body(self, head: int) -> Iterator[tuple[int, list[Cell]]]:
        """Filled rows below the headings."""
        for i, row in enumerate(self.rows[head + 1 :], start=head + 1):
            if any(cell not in (None, "") for cell in row):
                yield i, row


def read_cells(path: Path, label: str) -> list[Sheet]:
    """Every sheet of a workbook.

    Raises:
        Faults: It is no workbook, or reading it takes more time or memory than a filled-in form can need.
    """
    refused = refusal_of(path, label)
    if refused is not None:
        raise Faults([refused])
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))}
    words = [sys.executable, "-m", "evaluator.workbook.child", str(path.resolve()), label]
    try:
        done = subprocess.run(words, capture_output=True, timeout=SECONDS, env=environment, check=False)
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        found = None
    if found is None:
        zh, en = "工作簿过大或结构异常，未能读取", "the workbook is too large or oddly built and was not read"
        todo = "请把内容粘贴到新下载的工作簿中", "paste its content into a fresh workbook"
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=label)])
    if "faults" in found:
        raise Faults([fault(a, b, todo_zh=c, todo_en=d, file=label) for a, b, c, d in found["faults"]])
    return [Sheet(**{**one, "rows": [[_cell(cell) for cell in row] for row in one["rows"]]}) for one in found["sheets"]]


#: A log has thousands of rows in few columns.
_letter = lru_cache(maxsize=1024)(letter)


def _cell(cell: object) -> Cell:
    if isinstance(cell, dict):
        return datetime.datetime.fromisoformat(str(cell["stamp"]))
    return cell if isinstance(cell, (str, float, int, bool)) else None
