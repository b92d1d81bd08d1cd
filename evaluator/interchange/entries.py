"""iMeta, row by row and as a tree: what an index is made of, with every fault it has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.evidence.grid import Cell
from evaluator.evidence.numbers import Refused, read_figure
from evaluator.interchange.sheets import Sheet, column_fault
from indicators.faults import Fault

TYPES = ("Indicator", "Aggregate", "Group", "Denominator", "Other")
NEEDED = ("iCode", "Parent", "Direction", "Type")
MAX_DEPTH = 20


@dataclass(frozen=True)
class Entry:
    """One row of iMeta.

    Attributes:
        kind: One of TYPES.
        parent: Code of the aggregate above; "" for the top.
        direction: 1 or −1.
        level: 1 for indicators; None where it is not said.
        denominator: Code of the series that it is divided by; "" for none.
        line: Row of the table.
    """

    code: str
    name: str
    kind: str
    parent: str
    direction: int
    weight: float
    level: int | None
    unit: str
    target: float | None
    denominator: str
    line: int


class Entries:
    """The rows of iMeta by their codes.

    Attributes:
        sheet: The table they stand in.
        by_code: In the order of the table.
        faults: Everything that is wrong with the table.
        notes: What a reader should know besides.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.by_code: dict[str, Entry] = {}
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        for column in NEEDED:
            if column not in sheet.head:
                self.faults.append(column_fault(sheet.file, column, "缺失", "is missing"))
        if not self.faults:
            for line, row in sheet.rows:
                self._take(line, row)
            self._check_tree()

    def of(self, *kinds: str) -> list[Entry]:
        """The entries of some types."""
        return [entry for entry in self.by_code.values() if entry.kind in kinds]

    @property
    def series(self) -> list[Entry]:
        """Indicators and denominators: the columns of figures."""
        return [*self.of("Indicator"), *self.of("Denominator")]

    @property
    def root(self) -> Entry | None:
        """The aggregate that stands alone at the top, if there is one."""
        tops = [entry for entry in self.of("Aggregate") if not entry.parent]
        return tops[0] if len(tops) == 1 else None

    def below(self, parent: str) -> Iterator[Entry]:
        """Indicators and aggregates under a code ("" for those without a parent)."""
        return (entry for entry in self.of("Indicator", "Aggregate") if entry.parent == parent)

    def refuse(self, entry: Entry, column: str, zh: str, en: str, todo: tuple[str, str] = ("", "")) -> None:
        """List a fault of an entry."""
        self.faults.append(self.sheet.fault(entry.line, column, zh, en, todo))

    def _take(self, line: int, row: dict[str, Cell]) -> None:
        reader = _Row(self, line, row)
        entry = reader.entry()
        if entry is None:
            return
        if entry.code in self.by_code:
            other = self.by_code[entry.code].line
            zh, en = f"“{entry.code}”重复（另见第 {other} 行）", f"'{entry.code}' is repeated (see row {other})"
            self.refuse(entry, "iCode", zh, en)
            return
        self.by_code[entry.code] = entry

    def _check_tree(self) -> None:
        if not self.of("Indicator"):
            self.faults.append(self.sheet.fault(None, "Type", "没有任何指标", "there is no indicator"))
        parents = {entry.parent for entry in self.of("Indicator", "Aggregate")}
        series = {entry.code for entry in self.series}
        for entry in self.of("Indicator", "Aggregate"):
            self._check_parent(entry)
            if entry.kind == "Aggregate" and entry.code not in parents:
                self.refuse(entry, "iCode", f"“{entry.code}”没有下级", f"'{entry.code}' has no children")
            if entry.denominator and entry.denominator not in series:
                zh = f"“{entry.code}”的分母“{entry.denominator}”不存在"
                en = f"the denominator '{entry.denominator}' of '{entry.code}' is not there"
                self.refuse(entry, "Denominator", zh, en)

    def _check_parent(self, entry: Entry) -> None:
        parent = self.by_code.get(entry.parent)
        code = entry.code
        if not entry.parent:
            if entry.kind == "Indicator":
                self.refuse(entry, "Parent", f"指标“{code}”没有上级", f"the indicator '{code}' has no parent")
        elif parent is None:
            zh, en = f"“{code}”的上级“{entry.parent}”不存在", f"the parent '{entry.parent}' of '{code}' is not there"
            self.refuse(entry, "Parent", zh, en)
        elif parent.kind != "Aggregate":
            zh = f"“{code}”的上级“{entry.parent}”不是 Aggregate"
            self.refuse(entry, "Parent", zh, f"the parent '{entry.parent}' of '{code}' is not an Aggregate")
        elif not self._reaches_the_top(entry):
            zh, en = f"“{code}”的上级循环或过深", f"the parents of '{code}' go in a circle, or too far"
            self.refuse(entry, "Parent", zh, en)
        elif entry.level is not None and parent.level is not None and parent.level != entry.level + 1:
            zh = f"“{code}”在第 {entry.level} 级，上级“{parent.code}”却在第 {parent.level} 级"
            en = f"'{code}' is at level {entry.level}, its parent '{parent.code}' at level {parent.level}"
            self.refuse(entry, "Level", zh, en, ("上级应高一级", "a parent stands one level higher"))

    def _reaches_the_top(self, entry: Entry) -> bool:
        for _ in range(MAX_DEPTH):
            if entry.parent not in self.by_code:
                return True
            entry = self.by_code[entry.parent]
        return False


class _Row:
    """One row on its way to an entry."""

    def __init__(self, entries: Entries, line: int, row: dict[str, Cell]) -> None:
        self.entries, self.line, self.row = entries, line, row

    def text(self, column: str) -> str:
        return self.entries.sheet.text(self.row, column)

    def refuse(self, column: str, zh: str, en: str, todo: tuple[str, str] = ("", "")) -> None:
        self.entries.faults.append(self.entries.sheet.fault(self.line, column, zh, en, todo))

    def entry(self) -> Entry | None:
        code, kind = self.text("iCode"), self.text("Type")
        if not _fits(code):
            zh, en = (
                f"编号“{code}”为空、过长或含空格、双引号",
                f"'{code}' is empty, too long, or holds a space or quote",
            )
            self.refuse("iCode", zh, en, ("请改写编号", "write another code"))
            return None
        if kind not in TYPES:
            close = difflib.get_close_matches(kind.capitalize(), TYPES, n=1)
            todo = ", ".join(close or TYPES)
            self.refuse(
                "Type", f"类型“{kind}”不认识", f"there is no type '{kind}'", (f"可用：{todo}", f"known: {todo}")
            )
            return None
        scored = kind in ("Indicator", "Aggregate")
        return Entry(
            code=code,
            name=self.text("iName") or code,
            kind=kind,
            parent=self.text("Parent") if scored else "",
            direction=self.direction(kind) if scored else 1,
            weight=self.weight() if scored else 1.0,
            level=self.level() if scored else None,
            unit=self.text("Unit"),
            target=self.number("Target") if kind == "Indicator" else None,
            denominator=self.text("Denominator") if kind == "Indicator" else "",
            line=self.line,
        )

    def direction(self, kind: str) -> int:
        found = self.number("Direction")
        code = self.text("iCode")
        if found is None and kind == "Indicator" and not self.text("Direction"):
            zh, en = f"指标“{code}”没有写方向", f"the indicator '{code}' has no direction"
            self.refuse("Direction", zh, en, ("请填写 1 或 -1", "write 1 or -1"))
        elif found not in (None, 1.0, -1.0):
            self.refuse("Direction", "方向应为 1 或 -1", "the direction must be 1 or -1")
        elif found == -1.0 and kind == "Aggregate":
            zh, en = f"“{code}”的方向不起作用：汇总值总是越高越好", f"the direction of '{code}' has no effect"
            self.entries.notes.append(self.entries.sheet.fault(self.line, "Direction", zh, en))
        return -1 if found == -1.0 else 1

    def weight(self) -> float:
        found = self.number("Weight")
        if found is not None and found < 0:
            self.refuse("Weight", "权重不能小于 0", "the weight must not be below zero")
        return 1.0 if found is None else found

    def level(self) -> int | None:
        found = self.number("Level")
        if found is None:
            return None
        if found != int(found) or found < 1:
            self.refuse("Level", "层级应为正整数", "the level must be a whole number, 1 or more")
            return None
        return int(found)

    def number(self, column: str) -> float | None:
        found = read_figure(self.text(column) or None)
        if isinstance(found, Refused):
            self.refuse(column, found.what.zh, found.what.en, (found.remedy.zh, found.remedy.en))
            return None
        return found.value


def _fits(code: str) -> bool:
    """Whether a code can be an id and stand in a formula."""
    return bool(code) and len(code) <= 200 and not re.search(r'[\s"]', code)
