"""The COIN Tool's workbook: the sheets Database and Framework, in the places where the tool keeps them.

Source of the layout: COIN Tool v1 (European Commission, Joint Research Centre), as COINr reads it. In Database, row 16
holds the codes of the indicators from column E on, rows 7 to 10 their weights, directions and goalposts, rows 11 to
14 the nodes above them, row 15 their names; units begin in row 17, name in column B and code in C. In Framework,
columns C, E and H of rows 5 to 52 (one lower in the first releases) hold code, weight and name of each node.
"""

from __future__ import annotations

from pathlib import Path

from evaluator.evidence.grid import Cell, word
from evaluator.evidence.numbers import Figure, read_figure
from evaluator.evidence.workbooks import SheetRows, read_workbook
from evaluator.interchange.coinr import Imported, Naming, read_tables
from evaluator.interchange.sheets import Sheet
from indicators.faults import Faults, fault
from indicators.yamls import Plain

CODES, NAMES, WEIGHTS, DIRECTIONS, LOWER, UPPER = 16, 15, 7, 8, 9, 10
LEVELS = (14, 13, 12, 11)
FIRST_COLUMN, FIRST_ROW = 5, 17


def is_coin_tool(path: Path) -> bool:
    """Whether a workbook has the COIN Tool's two sheets."""
    if path.suffix.lower() not in (".xlsx", ".xlsm") or not path.is_file():
        return False
    return {"Database", "Framework"} <= {sheet.name for sheet in read_workbook(path, path.name)}


def import_coin_tool(path: Path, naming: Naming) -> Imported:
    """Read a COIN Tool workbook; its goalposts become the bounds of the indicators. Raises Faults."""
    sheets = {sheet.name: sheet for sheet in read_workbook(path, path.name)}
    database = sheets["Database"]
    columns = [c for c in range(FIRST_COLUMN, _width(database) + 1) if _text(database, CODES, c)]
    columns = [c for c in columns if any(_text(database, r, c) for r in _units(database))]
    if not columns:
        zh, en = "Database 中没有指标", "Database holds no indicator"
        raise Faults([fault(zh, en, file=path.name, sheet="Database", line=CODES)])
    used = [row for row in LEVELS if row == LEVELS[-1] or len({_text(database, row, c) for c in columns}) > 1]
    meta = _meta(database, sheets["Framework"], columns, used, path.name)
    made = read_tables(_data(database, columns, path.name), meta, naming)
    _add_bounds(made, database, columns)
    return made


def _meta(database: SheetRows, framework: SheetRows, columns: list[int], used: list[int], label: str) -> Sheet:
    """iMeta from the columns of Database and the names and weights of Framework."""
    known = {_text(framework, r, 3): (_text(framework, r, 8), _text(framework, r, 5)) for r in range(5, 54)}
    rows: list[tuple[int, dict[str, Cell]]] = []
    parents: dict[str, str] = {}
    faults = []
    for c in columns:
        chain = [_text(database, CODES, c), *(_text(database, row, c) for row in used)]
        for depth, code in enumerate(chain[1:], start=1):
            above = chain[depth + 1] if depth + 1 < len(chain) else ""
            other = parents.setdefault(code, above)
            if other != above:
                zh, en = f"“{code}”有两个上级：{other}、{above}", f"'{code}' stands under both {other} and {above}"
                faults.append(fault(zh, en, file=label, sheet="Database", line=used[depth - 1]))
        row: dict[str, Cell] = {"iCode": chain[0].replace(" ", "_"), "iName": _text(database, NAMES, c)}
        row |= {"Type": "Indicator", "Parent": chain[1]}
        row |= {"Weight": _text(database, WEIGHTS, c), "Direction": _text(database, DIRECTIONS, c)}
        rows.append((CODES, row))
    if faults:
        raise Faults(faults)
    for code, parent in parents.items():
        title, weight = known.get(code, ("", ""))
        row = {"iCode": code, "iName": title or code, "Type": "Aggregate", "Parent": parent, "Weight": weight}
        rows.append((5, row))
    return Sheet(label, ["iCode", "iName", "Type", "Parent", "Weight", "Direction"], rows, "Database")


def _data(database: SheetRows, columns: list[int], label: str) -> Sheet:
    codes = [_text(database, CODES, c).replace(" ", "_") for c in columns]
    rows: list[tuple[int, dict[str, Cell]]] = []
    for r in _units(database):
        row: dict[str, Cell] = {"uCode": _text(database, r, 3), "uName": _text(database, r, 2)}
        row |= {code: _cell(database, r, c) for code, c in zip(codes, columns, strict=True)}
        if row["uCode"]:
            rows.append((r, row))
    return Sheet(label, ["uCode", "uName", *codes], rows, "Database")


def _add_bounds(made: Imported, database: SheetRows, columns: list[int]) -> None:
    """Goalposts as bounds, worst and best by the direction."""
    indicators = made.standard["indicators"]
    assert isinstance(indicators, list)
    by_code = {str(one["id"]): one for one in indicators if isinstance(one, dict)}
    for c in columns:
        lower, upper = read_figure(_cell(database, LOWER, c)), read_figure(_cell(database, UPPER, c))
        one = by_code.get(_text(database, CODES, c).replace(" ", "_"))
        if one is None or not isinstance(lower, Figure) or not isinstance(upper, Figure):
            continue
        if lower.value is None or upper.value is None or lower.value == upper.value:
            continue
        ends: list[Plain] = [lower.value, upper.value]
        worst, best = ends if one["direction"] == "higher" else ends[::-1]
        one["bounds"] = {"worst": worst, "best": best, "basis": "COIN Tool"}


def _units(database: SheetRows) -> range:
    return range(FIRST_ROW, database.first + len(database.rows))


def _width(sheet: SheetRows) -> int:
    return sheet.left + max(len(row) for row in sheet.rows)


def _cell(sheet: SheetRows, row: int, column: int) -> Cell:
    """A cell by its row and column in the sheet, both from 1."""
    r, c = row - sheet.first, column - 1 - sheet.left
    if not 0 <= r < len(sheet.rows) or not 0 <= c < len(sheet.rows[r]):
        return None
    found = sheet.rows[r][c]
    return None if isinstance(found, str) and found.strip().lower() in ("n/a", "--") else found


def _text(sheet: SheetRows, row: int, column: int) -> str:
    return word(_cell(sheet, row, column))
