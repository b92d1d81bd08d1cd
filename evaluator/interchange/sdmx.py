"""SDMX-CSV: observations become figures; the dimensions that vary name the series.

Source of the form: SDMX-CSV 1.0 and 2.0 field guides (dimensions stand before OBS_VALUE, attributes behind it).
"""

from __future__ import annotations

import re
from pathlib import Path

from evaluator.evidence.grid import Cell
from evaluator.interchange.coinr import Imported, read_tables
from evaluator.interchange.sheets import Sheet, read_sheet
from indicators.faults import Faults, fault

AREAS = ("REF_AREA", "GEO", "LOCATION", "COUNTRY", "AREA")
STRUCTURE = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "FREQ")


def is_sdmx(path: Path) -> bool:
    """Whether a table has the columns of SDMX-CSV."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    return {"TIME_PERIOD", "OBS_VALUE"} <= {_dimension(name) for name in read_sheet(path).head}


def import_sdmx(data: Path, meta: Path | None, name: str = "") -> Imported:
    """Read observations; with iMeta they get its tree, without it one level of indicators, each higher is better.

    Raises:
        Faults: No column for the area, observations that are repeated or no numbers.
    """
    sheet = read_sheet(data)
    columns = {_dimension(column): column for column in sheet.head}
    area = next((one for one in AREAS if one in columns), None)
    if area is None:
        known = ", ".join(AREAS)
        zh, en = f"没有地区维度（{known}）", f"there is no dimension for the area ({known})"
        raise Faults([fault(zh, en, file=data.name, line=1)])
    at = sheet.head.index(columns["OBS_VALUE"])
    dimensions = [column for column in sheet.head[:at] if _dimension(column) not in (area, "TIME_PERIOD", *STRUCTURE)]
    naming = [column for column in dimensions if len({sheet.text(row, column) for _, row in sheet.rows}) > 1]
    naming = naming or dimensions[:1]
    series: dict[str, str] = {}
    rows: dict[tuple[str, str], tuple[int, dict[str, Cell]]] = {}
    for line, row in sheet.rows:
        shown = [sheet.text(row, column) for column in naming]
        code = re.sub(r"\s+", "_", ".".join(part.split(":")[0].strip() for part in shown)) or "OBS_VALUE"
        series.setdefault(code, " · ".join(part.split(":")[-1].strip() for part in shown) or code)
        key = (sheet.text(row, columns[area]).split(":")[0].strip(), sheet.text(row, columns["TIME_PERIOD"]))
        unit = rows.setdefault(
            key, (line, {"uCode": key[0], "uName": _name(sheet, row, columns[area]), "Time": key[1]})
        )
        if code in unit[1]:
            zh, en = f"“{code}”的观测值重复", f"the observation of '{code}' is repeated"
            raise Faults([fault(zh, en, file=data.name, line=line)])
        unit[1][code] = row.get(columns["OBS_VALUE"])
    table = Sheet(data.name, ["uCode", "uName", "Time", *series], list(rows.values()))
    return read_tables(table, read_sheet(meta, "iMeta") if meta else _flat(series, data), "", name)


def _flat(series: dict[str, str], data: Path) -> Sheet:
    rows: list[tuple[int, dict[str, Cell]]] = [
        (1, {"iCode": code, "iName": title, "Type": "Indicator", "Parent": "Index", "Direction": 1, "Weight": 1})
        for code, title in series.items()
    ]
    rows.append((1, {"iCode": "Index", "iName": data.stem, "Type": "Aggregate", "Parent": "", "Weight": 1}))
    return Sheet(data.name, ["iCode", "iName", "Type", "Parent", "Direction", "Weight"], rows)


def _dimension(column: str) -> str:
    """The id of a column; some writers add its name behind a colon."""
    return column.split(":")[0].strip().upper()


def _name(sheet: Sheet, row: dict[str, Cell], column: str) -> str:
    return sheet.text(row, column).split(":")[-1].strip()
