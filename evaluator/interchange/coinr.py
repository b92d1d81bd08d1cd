"""COINr's form: iData holds the figures, iMeta the tree; both become a standard and evidence.

Source of the form: COINr package documentation (Becker et al., JOSS 2022), "Building coins".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from evaluator.evidence.grid import Cell
from evaluator.evidence.numbers import Refused, read_figure
from evaluator.evidence.periods import ACCEPTED, UNDATED, read_period
from evaluator.interchange.sheets import Sheet, column_fault, read_sheet
from evaluator.standard import ROOT
from indicators.faults import Fault, Faults, fault
from indicators.text import Text
from indicators.yamls import Plain

TYPES = ("Indicator", "Aggregate", "Group", "Denominator", "Other")
NEEDED = ("iCode", "Type")
METHOD: dict[str, Plain] = {
    "treatment": {"kind": "none", "scope": "period"},
    "imputation": {"kind": "none"},
    "normalisation": {"kind": "minmax", "range": [0, 100], "scope": "period"},
    "aggregation": {"kind": "arithmetic"},
    "missing": {"parents": "reweight", "min_coverage": 0},
}


@dataclass
class Imported:
    """What an index becomes: a standard and its tables of evidence as plain data."""

    standard: dict[str, Plain]
    tables: dict[str, pa.Table]
    notes: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Meta:
    """One row of iMeta."""

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


def import_coinr(data: Path, meta: Path, period: str = UNDATED, name: str = "") -> Imported:
    """Read an index in COINr's form.

    Args:
        data: iData (CSV or XLSX).
        meta: iMeta (CSV or XLSX; may be the same workbook).
        period: Period of a table without the column Time.
        name: Id of the standard; by default made from the name of the top aggregate.

    Raises:
        Faults: Everything that is wrong with the two tables.
    """
    faults: list[Fault] = []
    sheets: list[Sheet] = []
    for path, wanted in ((data, "iData"), (meta, "iMeta")):
        try:
            sheets.append(read_sheet(path, wanted))
        except Faults as error:
            faults.extend(error.faults)
    if faults:
        raise Faults(faults)
    return read_tables(sheets[0], sheets[1], period, name)


def read_tables(data: Sheet, meta: Sheet, period: str, name: str) -> Imported:
    """An index from its two tables; raises Faults with everything that is wrong with them."""
    reader = _Reader(data, meta, period)
    made = reader.read(name)
    if reader.faults:
        raise Faults(reader.faults)
    return made


class _Reader:
    def __init__(self, data: Sheet, meta: Sheet, period: str) -> None:
        self.data, self.meta, self.period = data, meta, period
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.entries: dict[str, _Meta] = {}

    def refuse(self, line: int | None, column: str, zh: str, en: str, todo: tuple[str, str] = ("", "")) -> None:
        self.faults.append(
            fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=self.meta.file, line=line, column=column)
        )

    def read(self, name: str) -> Imported:
        for column in NEEDED:
            if column not in self.meta.head:
                self.faults.append(column_fault(self.meta.file, column, "缺失", "is missing"))
        if "uCode" not in self.data.head:
            self.faults.append(column_fault(self.data.file, "uCode", "缺失", "is missing"))
        if self.faults:
            return Imported({}, {})
        for line, row in self.meta.rows:
            entry = self._entry(line, row)
            if entry is not None and entry.code in self.entries:
                other = self.entries[entry.code].line
                zh, en = f"“{entry.code}”重复（另见第 {other} 行）", f"'{entry.code}' is repeated (see row {other})"
                self.refuse(line, "iCode", zh, en)
            elif entry is not None:
                self.entries[entry.code] = entry
        self._check_tree()
        self._check_columns()
        if self.faults:
            return Imported({}, {})
        standard = self._standard(name)
        return Imported(standard, self._tables(), self.notes)

    def of_type(self, kind: str) -> list[_Meta]:
        return [entry for entry in self.entries.values() if entry.kind == kind]

    def _entry(self, line: int, row: dict[str, Cell]) -> _Meta | None:
        code, kind = self.meta.text(row, "iCode"), self.meta.text(row, "Type")
        if not code or re.search(r"\s", code):
            self.refuse(line, "iCode", f"编号“{code}”为空或含空格", f"the code '{code}' is empty or holds spaces")
            return None
        if kind not in TYPES:
            todo = ", ".join(TYPES)
            self.refuse(
                line, "Type", f"类型“{kind}”不认识", f"there is no type '{kind}'", (f"可用：{todo}", f"known: {todo}")
            )
            return None
        direction = self._number(line, "Direction", row, 1.0)
        if direction not in (1.0, -1.0):
            self.refuse(line, "Direction", "方向应为 1 或 -1", "the direction must be 1 or -1")
            direction = 1.0
        weight = self._number(line, "Weight", row, 1.0)
        if weight is not None and weight < 0:
            self.refuse(line, "Weight", "权重不能小于 0", "the weight must not be below zero")
        level = self._number(line, "Level", row, None)
        return _Meta(
            code,
            self.meta.text(row, "iName") or code,
            kind,
            self.meta.text(row, "Parent"),
            int(direction),
            1.0 if weight is None else weight,
            None if level is None else int(level),
            self.meta.text(row, "Unit"),
            self._number(line, "Target", row, None),
            self.meta.text(row, "Denominator"),
            line,
        )

    def _number(self, line: int, column: str, row: dict[str, Cell], default: float | None) -> float | None:
        found = read_figure(self.meta.text(row, column) or None)
        if isinstance(found, Refused):
            self.refuse(line, column, found.what.zh, found.what.en, (found.remedy.zh, found.remedy.en))
            return default
        return default if found.value is None else found.value

    def _check_tree(self) -> None:
        nodes = {entry.code for entry in self.of_type("Aggregate")}
        for entry in [*self.of_type("Indicator"), *self.of_type("Aggregate")]:
            if entry.parent and entry.parent not in nodes:
                zh, en = (
                    f"“{entry.code}”的上级“{entry.parent}”不存在",
                    f"the parent '{entry.parent}' of '{entry.code}' is not there",
                )
                self.refuse(entry.line, "Parent", zh, en)
            elif not entry.parent and entry.kind == "Indicator":
                self.refuse(
                    entry.line, "Parent", f"指标“{entry.code}”没有上级", f"the indicator '{entry.code}' has no parent"
                )
            elif self._circle(entry):
                self.refuse(
                    entry.line, "Parent", f"“{entry.code}”的上级循环", f"the parents of '{entry.code}' go in a circle"
                )
        parents = {entry.parent for entry in self.entries.values()}
        for entry in self.of_type("Aggregate"):
            if entry.code not in parents:
                self.refuse(entry.line, "iCode", f"“{entry.code}”没有下级", f"'{entry.code}' has no children")
        series = {entry.code for entry in self.of_type("Denominator")} | {
            entry.code for entry in self.of_type("Indicator")
        }
        for entry in self.of_type("Indicator"):
            if entry.denominator and entry.denominator not in series:
                zh = f"“{entry.code}”的分母“{entry.denominator}”不存在"
                en = f"the denominator '{entry.denominator}' of '{entry.code}' is not there"
                self.refuse(entry.line, "Denominator", zh, en)
        if not self.of_type("Indicator"):
            self.refuse(None, "Type", "没有任何指标", "there is no indicator")

    def _circle(self, entry: _Meta) -> bool:
        seen = set()
        while entry.parent in self.entries:
            if entry.code in seen:
                return True
            seen.add(entry.code)
            entry = self.entries[entry.parent]
        return False

    def _check_columns(self) -> None:
        known = {"uCode", "uName", "Time", *self.entries}
        for entry in [*self.of_type("Indicator"), *self.of_type("Denominator")]:
            if entry.code not in self.data.head:
                self.refuse(entry.line, "iCode", f"iData 没有列“{entry.code}”", f"iData has no column '{entry.code}'")
        for column in self.data.head:
            if column and column not in known:
                self.notes.append(
                    column_fault(
                        self.data.file,
                        column,
                        "不在 iMeta 中，作为地区的附注保留",
                        "is not in iMeta and is kept beside the regions",
                    )
                )

    def _standard(self, name: str) -> dict[str, Plain]:
        tops = [entry for entry in self.of_type("Aggregate") if not entry.parent]
        # The one that stands alone at the top is the root itself, and gives the standard its name.
        root = tops[0] if len(tops) == 1 else None
        title = root.name if root else "Index"
        below = root.code if root else ""
        return {
            "id": _slug(name or (root.name if root else "") or "index"),
            "version": "1",
            "status": "draft",
            "name": _both(title),
            "levels": [],
            "method": METHOD,
            "tree": list(self._branch(below)),
            "indicators": [self._indicator(entry) for entry in self._leaves(below)],
        }

    def _branch(self, parent: str) -> Iterator[dict[str, Plain]]:
        for entry in self.entries.values():
            if entry.parent != parent or entry.kind not in ("Aggregate", "Indicator"):
                continue
            if entry.kind == "Indicator":
                yield {"indicator": entry.code, "weight": _short(entry.weight)}
            else:
                node_id = entry.code if entry.code != ROOT else f"{ROOT}_"
                yield {
                    "id": node_id,
                    "name": _both(entry.name),
                    "weight": _short(entry.weight),
                    "children": list(self._branch(entry.code)),
                }

    def _leaves(self, parent: str) -> Iterator[_Meta]:
        for entry in self.entries.values():
            if entry.parent == parent and entry.kind == "Indicator":
                yield entry
            elif entry.parent == parent and entry.kind == "Aggregate":
                yield from self._leaves(entry.code)

    def _indicator(self, entry: _Meta) -> dict[str, Plain]:
        formula = _series(entry.code)
        if entry.denominator:
            formula = f"{formula} / {_series(entry.denominator)}"
        found: dict[str, Plain] = {"id": entry.code, "name": _both(entry.name)}
        if entry.unit:
            found["unit"] = _both(entry.unit)
        found["direction"] = "higher" if entry.direction > 0 else "lower"
        found["measure"] = {"kind": "statistic", "formula": formula}
        if entry.target is not None:
            found["target"] = _short(entry.target)
        return found

    def _tables(self) -> dict[str, pa.Table]:
        series = [*self.of_type("Indicator"), *self.of_type("Denominator")]
        kept = {entry.code for entry in series}
        beside = [
            name for name in self.data.head if name and name not in kept and name not in ("uCode", "uName", "Time")
        ]
        regions: dict[str, dict[str, str]] = {}
        figures: dict[str, list[str | float | None]] = {"region": [], "period": [], "series": [], "value": []}
        seen: dict[tuple[str, str], int] = {}
        for line, row in self.data.rows:
            code = self.data.text(row, "uCode")
            time = self._time(line, row)
            if not code:
                self._refuse_data(line, "uCode", "没有写编号", "has no code")
                continue
            if (code, time) in seen:
                other = seen[code, time]
                self._refuse_data(
                    line,
                    "uCode",
                    f"“{code}”在同一时期重复（另见第 {other} 行）",
                    f"'{code}' is repeated in one period (see row {other})",
                )
                continue
            seen[code, time] = line
            name = self.data.text(row, "uName") or code
            regions[code] = {
                "region": code,
                "name_zh": name,
                "name_en": name,
                "level": "",
                **{column: self.data.text(row, column) for column in beside},
            }
            for entry in series:
                cell = row.get(entry.code)
                found = read_figure(None if cell == "NA" else cell)
                if isinstance(found, Refused):
                    self._refuse_data(line, entry.code, found.what.zh, found.what.en)
                elif found.value is not None:
                    keys = {"region": code, "period": time, "series": entry.code}
                    for column, text in keys.items():
                        figures[column].append(text)
                    figures["value"].append(found.value)
        names = list(dict.fromkeys(column for row in regions.values() for column in row))
        return {
            "regions": pa.table(
                {name: pa.array([row.get(name) or None for row in regions.values()], pa.string()) for name in names}
            ),
            "series": _series_table(series),
            "statistics": pa.table(
                {
                    name: pa.array(values, pa.float64() if name == "value" else pa.string())
                    for name, values in figures.items()
                }
            ),
        }

    def _time(self, line: int, row: dict[str, Cell]) -> str:
        if "Time" not in self.data.head:
            return self.period
        text = self.data.text(row, "Time")
        period = read_period(text) if text else None
        if period is None:
            self._refuse_data(
                line, "Time", f"“{text}”不是时期（请写成 {ACCEPTED}）", f"'{text}' is not a period (write {ACCEPTED})"
            )
        return period or ""

    def _refuse_data(self, line: int, column: str, zh: str, en: str) -> None:
        self.faults.append(fault(zh, en, file=self.data.file, line=line, column=column))


def _series_table(series: list[_Meta]) -> pa.Table:
    return pa.table(
        {
            "series": pa.array([entry.code for entry in series], pa.string()),
            "name_zh": pa.array([entry.name for entry in series], pa.string()),
            "name_en": pa.array([entry.name for entry in series], pa.string()),
            "unit_zh": pa.array([entry.unit for entry in series], pa.string()),
            "unit_en": pa.array([entry.unit for entry in series], pa.string()),
        }
    )


def _series(code: str) -> str:
    """A series in a formula; names other than letters, digits and _ stand in quotes."""
    return code if re.fullmatch(r"[^\W\d]\w*", code) else f'"{code}"'


def _both(text: str) -> dict[str, Plain]:
    return Text.same(text).model_dump()


def _short(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number


def _slug(text: str) -> str:
    word = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return word or "index"
