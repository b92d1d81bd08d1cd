"""SDMX-CSV: one row an observation; dimensions that vary name the series.

Source of the form: SDMX-CSV 1.0 and 2.0 (SDMX Technical Working Group): DATAFLOW or STRUCTURE first, then the
dimensions, then OBS_VALUE, then attributes; a column or a cell may carry its label behind a colon.
"""

from __future__ import annotations

import re
from pathlib import Path

from evaluator.evidence.grid import Cell, word
from evaluator.evidence.numbers import Refused, read_figure
from evaluator.evidence.periods import ACCEPTED, read_period
from evaluator.interchange.coinr import Imported, Naming, read_tables
from evaluator.interchange.sheets import Sheet, read_head, read_sheet
from indicators.faults import Fault, Faults, fault

AREAS = ("REF_AREA", "GEO", "LOCATION", "COUNTRY", "AREA")
STRUCTURE = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "FREQ", "LAST UPDATE")
_PERIODS = ((re.compile(r"(\d{4})-S([12])"), r"\1-H\2"), (re.compile(r"(\d{4})-M(\d\d)"), r"\1-\2"))


def is_sdmx(path: Path) -> bool:
    """Whether a table has the columns of SDMX-CSV."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    return {"TIME_PERIOD", "OBS_VALUE"} <= {_dimension(name) for name in read_head(path)}


def import_sdmx(data: Path, meta: Path | None, naming: Naming) -> Imported:
    """Read observations; with iMeta they get its tree, without it one level of indicators, each higher is better.

    Raises:
        Faults: No column for the area, observations that are repeated, without area or period, or no numbers.
    """
    reader = _Reader(read_sheet(data))
    table = reader.read()
    if meta is None:
        tree = _flat(reader.series, data)
        zh, en = "方向未知，均按越高越好", "directions are not known: each is taken as higher is better"
        todo = "请在 standard.yaml 中核对 direction", "check each direction in standard.yaml"
        reader.notes.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=data.name))
    else:
        tree = read_sheet(meta, "iMeta")
        reader.keep_only(table, {tree.text(row, "iCode") for _, row in tree.rows})
    made = read_tables(table, tree, naming)
    made.notes.extend(reader.notes)
    return made


class _Reader:
    """Observations on their way to one row a region and period.

    Attributes:
        series: Code → name of the series found.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.series: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.columns = {_dimension(column): column for column in sheet.head}
        area = next((one for one in AREAS if one in self.columns), None)
        if area is None:
            known = ", ".join(AREAS)
            zh, en = f"没有地区维度（{known}）", f"there is no dimension for the area ({known})"
            raise Faults([fault(zh, en, file=sheet.file, line=1)])
        self.area = self.columns[area]
        self.naming = self._naming()

    def read(self) -> Sheet:
        """The observations as iData; raises Faults."""
        rows: dict[tuple[str, str], tuple[int, dict[str, Cell]]] = {}
        for line, row in self.sheet.rows:
            code, name = _parts(word(row.get(self.area)))
            period = self._period(line, row)
            if not code:
                self._refuse(line, self.area, "没有写地区", "names no area")
            if not code or period is None:
                continue
            own: dict[str, Cell] = {"uCode": code, "uName": name, "Time": period}
            unit = rows.setdefault((code, period), (line, own))[1]
            series = self._series(row)
            if series in unit:
                self._refuse(line, "OBS_VALUE", f"“{series}”的观测值重复", f"the observation of '{series}' is repeated")
            unit[series] = self._value(line, row)
        if self.faults:
            raise Faults(self.faults)
        return Sheet(self.sheet.file, ["uCode", "uName", "Time", *self.series], list(rows.values()))

    def keep_only(self, table: Sheet, known: set[str]) -> None:
        """Leave out the series that iMeta does not name."""
        for series in self.series:
            if series not in known:
                zh, en = (
                    f"序列“{series}”不在 iMeta 中，未读取",
                    f"the series '{series}' is not in iMeta and is not read",
                )
                self.notes.append(fault(zh, en, file=self.sheet.file))
        table.head = [column for column in table.head if column in known or column not in self.series]

    def _naming(self) -> list[str]:
        """The dimensions whose values name the series."""
        sheet = self.sheet
        at = sheet.head.index(self.columns["OBS_VALUE"])
        passed = {self.area, self.columns["TIME_PERIOD"]}
        dimensions = [one for one in sheet.head[:at] if one not in passed and _dimension(one) not in STRUCTURE]
        varying = [one for one in dimensions if len({word(row.get(one)) for _, row in sheet.rows}) > 1]
        return varying or dimensions[:1]

    def _series(self, row: dict[str, Cell]) -> str:
        parts = [_parts(word(row.get(column))) for column in self.naming]
        code = re.sub(r'[\s"]+', "_", ".".join(part for part, _ in parts)) or "OBS_VALUE"
        self.series.setdefault(code, " · ".join(name for _, name in parts) or code)
        return code

    def _period(self, line: int, row: dict[str, Cell]) -> str | None:
        column = self.columns["TIME_PERIOD"]
        text = word(row.get(column))
        shown = text
        for form, ours in _PERIODS:
            shown = form.sub(ours, shown)
        period = read_period(re.sub(r"-A1$", "", shown))
        if period is None:
            todo = f"请写成 {ACCEPTED}", f"write {ACCEPTED}"
            self._refuse(line, column, f"“{text}”不是时期", f"'{text}' is not a period", todo)
        return period

    def _value(self, line: int, row: dict[str, Cell]) -> float | None:
        column = self.columns["OBS_VALUE"]
        found = read_figure(row.get(column))
        if isinstance(found, Refused):
            todo = found.remedy.zh, found.remedy.en
            self._refuse(line, column, found.what.zh, found.what.en, todo)
            return None
        return found.value

    def _refuse(self, line: int, column: str, zh: str, en: str, todo: tuple[str, str] = ("", "")) -> None:
        self.faults.append(self.sheet.fault(line, column, zh, en, todo))


def _flat(series: dict[str, str], data: Path) -> Sheet:
    """iMeta for series without one: one level, under the file's name."""
    top = "Index"
    while top in series:
        top += "_"
    rows: list[tuple[int, dict[str, Cell]]] = [
        (1, {"iCode": code, "iName": title, "Type": "Indicator", "Parent": top, "Direction": 1})
        for code, title in series.items()
    ]
    rows.append((1, {"iCode": top, "iName": data.stem, "Type": "Aggregate", "Parent": ""}))
    return Sheet(data.name, ["iCode", "iName", "Type", "Parent", "Direction"], rows)


def _dimension(column: str) -> str:
    """The id of a column; some writers add its name behind a colon."""
    return column.split(":")[0].strip().upper()


def _parts(text: str) -> tuple[str, str]:
    """Code and name of a value; without a colon the code is the name."""
    code, _, name = text.partition(":")
    return code.strip(), name.strip() or code.strip()
