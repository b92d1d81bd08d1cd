"""iData, row by row: figures, regions with their groups, and every fault they have."""

from __future__ import annotations

import pyarrow as pa

from evaluator.evidence.grid import Cell, heading, word
from evaluator.evidence.numbers import Refused, read_figure
from evaluator.evidence.periods import period_of
from evaluator.interchange.entries import Entries, Entry
from evaluator.interchange.sheets import Sheet, column_fault
from indicators.faults import Fault

OWN = ("uCode", "uName", "Time")
RESERVED = frozenset(
    ["region", "name", "name_zh", "name_en", "level", "parent", "aliases", "valid_from", "valid_to", "successor"]
)
"""Columns of `regions` that mean something of their own."""


class Figures:
    """The rows of iData.

    Attributes:
        faults: Everything that is wrong with the table.
        notes: What a reader should know besides.
    """

    def __init__(self, sheet: Sheet, entries: Entries, period: str) -> None:
        self.sheet, self.entries, self.period = sheet, entries, period
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.beside = self._beside()
        self._regions: dict[str, dict[str, str]] = {}
        self._latest: dict[str, str] = {}
        self._changed: set[str] = set()
        self._keys: list[tuple[str, str]] = []
        self._values: list[list[float | None]] = []
        if "uCode" in sheet.head:
            self._check_columns()
            self._read()
        else:
            self.faults.append(column_fault(sheet.file, "uCode", "缺失", "is missing"))

    def tables(self) -> dict[str, pa.Table]:
        """`regions`, `series` and `statistics` in the form of the contract."""
        return {
            "regions": self._region_table(),
            "series": _series_table(self.entries.series),
            "statistics": self._statistics(),
        }

    def _beside(self) -> dict[str, str]:
        """Columns that are kept beside the regions → their names there."""
        figures = {entry.code for entry in self.entries.of("Indicator", "Denominator", "Aggregate")}
        found: dict[str, str] = {}
        for column in self.sheet.head:
            if column in OWN or column in figures:
                continue
            name = heading(column)
            while name in RESERVED or name in found.values():
                name += "_"
            found[column] = name
            if name != column:
                zh, en = f"在 regions 中称为“{name}”", f"is called '{name}' in regions"
                self.notes.append(column_fault(self.sheet.file, column, zh, en))
        return found

    def _check_columns(self) -> None:
        entries, head = self.entries, set(self.sheet.head)
        for entry in entries.of("Indicator", "Denominator", "Group", "Other"):
            if entry.code not in head:
                zh, en = f"iData 没有列“{entry.code}”", f"iData has no column '{entry.code}'"
                self.faults.append(entries.sheet.fault(entry.line, "iCode", zh, en))
        for column in self.sheet.head:
            entry_there = entries.by_code.get(column)
            if entry_there is not None and entry_there.kind == "Aggregate":
                zh, en = "是汇总，由计算得出，未读取", "is an aggregate: it is computed, not read"
                self.notes.append(column_fault(self.sheet.file, column, zh, en))
            elif column in self.beside and entry_there is None:
                zh, en = "不在 iMeta 中，作为地区的附注保留", "is not in iMeta and is kept beside the regions"
                self.notes.append(column_fault(self.sheet.file, column, zh, en))

    def _read(self) -> None:
        seen: dict[tuple[str, str], int] = {}
        codes = [entry.code for entry in self.entries.series]
        for line, row in self.sheet.rows:
            # A code is kept as it stands: NA is Namibia.
            code, period = word(row.get("uCode")), self._time(line, row)
            other = seen.setdefault((code, period), line)
            if not code:
                self._refuse(line, "uCode", "没有写编号", "has no code")
            elif period and other != line:
                zh, en = (
                    f"“{code}”在同一时期重复（另见第 {other} 行）",
                    f"'{code}' is repeated in one period (see row {other})",
                )
                self._refuse(line, "uCode", zh, en)
            else:
                self._keys.append((code, period))
                self._values.append([self._figure(line, column, row.get(column)) for column in codes])
                self._region(code, period, row)
        if not self.sheet.rows:
            self.faults.append(self.sheet.fault(None, "", "没有任何一行数据", "has no row of figures"))
        for column in self.beside:
            if column in self._changed:
                zh, en = "随时期变化，保留最近一期", "changes with time: the latest period is kept"
                self.notes.append(column_fault(self.sheet.file, column, zh, en))

    def _region(self, code: str, period: str, row: dict[str, Cell]) -> None:
        """Keep what stands beside a region, as of its latest period."""
        found = {name: self.sheet.text(row, column) for column, name in self.beside.items()}
        own = {"region": code, "name": self.sheet.text(row, "uName") or code, **found}
        known = self._regions.get(code)
        if known is not None:
            self._changed.update(column for column, name in self.beside.items() if known[name] != own[name])
        if known is None or period >= self._latest[code]:
            self._regions[code], self._latest[code] = own, period

    def _figure(self, line: int, column: str, cell: Cell) -> float | None:
        found = read_figure(cell)
        if isinstance(found, Refused):
            todo = found.remedy.zh, found.remedy.en
            self.faults.append(self.sheet.fault(line, column, found.what.zh, found.what.en, todo))
            return None
        return found.value

    def _time(self, line: int, row: dict[str, Cell]) -> str:
        if "Time" not in self.sheet.head:
            return self.period
        period = period_of(row.get("Time"))
        if isinstance(period, Refused):
            self._refuse(line, "Time", period.what.zh, period.what.en, (period.remedy.zh, period.remedy.en))
            return ""
        return period

    def _refuse(self, line: int, column: str, zh: str, en: str, todo: tuple[str, str] = ("", "")) -> None:
        self.faults.append(self.sheet.fault(line, column, zh, en, todo))

    def _region_table(self) -> pa.Table:
        rows = list(self._regions.values())
        columns = {"region": "region", "name_zh": "name", "name_en": "name", "level": ""}
        columns |= {name: name for name in self.beside.values()}
        return pa.table(
            {name: pa.array([row.get(key) or None for row in rows], pa.string()) for name, key in columns.items()}
        )

    def _statistics(self) -> pa.Table:
        codes = [entry.code for entry in self.entries.series]
        there = [(i, j) for i, values in enumerate(self._values) for j, value in enumerate(values) if value is not None]
        return pa.table(
            {
                "region": pa.array([self._keys[i][0] for i, _ in there], pa.string()),
                "period": pa.array([self._keys[i][1] for i, _ in there], pa.string()),
                "series": pa.array([codes[j] for _, j in there], pa.string()),
                "value": pa.array([self._values[i][j] for i, j in there], pa.float64()),
            }
        )


def _series_table(series: list[Entry]) -> pa.Table:
    names = [entry.name for entry in series]
    units = [entry.unit or None for entry in series]
    return pa.table(
        {
            "series": pa.array([entry.code for entry in series], pa.string()),
            "name_zh": pa.array(names, pa.string()),
            "name_en": pa.array(names, pa.string()),
            "unit_zh": pa.array(units, pa.string()),
            "unit_en": pa.array(units, pa.string()),
        }
    )
