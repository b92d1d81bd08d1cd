"""A table as it was found: headings and rows of cells, each row with its place in the file."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.faults import Fault
from indicators.text import Text, visible

Cell = str | float | int | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | None

MAX_COLUMNS = 5_000
_KEPT_FROM_RUNNING = re.compile("'[=+\\-@\uff1d\uff0b\uff0d\uff20]")
"""How text that a spreadsheet would take for a formula is written: with an apostrophe before it."""

HEADINGS = {
    "地区": "region",
    "地区代码": "region",
    "地区编码": "region",
    "地区名称": "region",
    "行政区划代码": "region",
    "区划代码": "region",
    "省份": "region",
    "城市": "region",
    "年份": "period",
    "年度": "period",
    "年": "period",
    "时期": "period",
    "时间": "period",
    "期间": "period",
    "year": "period",
    "指标序列": "series",
    "序列": "series",
    "指标": "series",
    "数值": "value",
    "值": "value",
    "数据": "value",
    "单位": "unit",
    "来源": "source",
    "数据来源": "source",
    "采集日期": "collected_on",
    "等级": "grade",
    "备注": "note",
    "中文名": "name_zh",
    "中文名称": "name_zh",
    "名称": "name_zh",
    "英文名": "name_en",
    "英文名称": "name_en",
    "层级": "level",
    "上级": "parent",
    "分组": "group",
    "人口": "population",
    "别名": "aliases",
    "发布机构": "publisher",
    "答案": "answer",
    "题目": "item",
    "事项": "process",
    "办件": "case",
    "环节": "step",
    "开始时间": "started",
    "办结时间": "finished",
    "截止时间": "due",
    "部门": "department",
}


@dataclass
class Grid:
    """Cells of one sheet or file.

    Attributes:
        file: The file as the user named it.
        sheet: Name of the sheet, "" for files with one table.
        headings: Names of the columns in the product's words where they are known.
        titles: The same, exactly as written.
        lines: Line of the file (row of the sheet) of each row, from 1.
        rows: One list a row, as long as the headings.
        encoding: How the text was encoded.
        refusals: Rows that cannot be a row of this table.
    """

    file: str
    sheet: str
    headings: list[str]
    titles: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    encoding: str = ""
    refusals: list[Fault] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        return zip(self.lines, self.rows, strict=True)

    def column(self, name: str) -> int | None:
        """Position of a column, or None."""
        return self.headings.index(name) if name in self.headings else None

    def refuse(self, line: int, what: Text, remedy: Text, column: str = "") -> None:
        """List a row that is not taken."""
        self.refusals.append(Fault(what, remedy, file=self.file, line=line, column=column, sheet=self.sheet))


def empty_grid(file: str, sheet: str, cells: list[Cell], encoding: str = "") -> Grid:
    """A grid without rows, from the cells of its heading; empty columns at the end are left out."""
    headings = [heading(cell) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    titles = [title(cell) for cell in cells[: len(headings)]]
    return Grid(file, sheet, headings, titles, encoding=encoding)


def title(cell: Cell) -> str:
    """A column's name as written, without marks around it."""
    return unicodedata.normalize("NFKC", word(cell)).strip()


def heading(cell: Cell) -> str:
    """A column's name: known Chinese and English headings in one form, any other as it stands."""
    text = title(cell)
    lower = text.lower()
    if lower in HEADINGS:
        return HEADINGS[lower]
    return lower if lower.isascii() and lower in _KNOWN else text


def word(cell: Cell) -> str:
    """A cell as text: whole numbers without a decimal point, dates in ISO form.

    An apostrophe against formulas and characters that nobody sees are gone.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    text = visible(str(cell)).strip()
    return text[1:] if _KEPT_FROM_RUNNING.match(text) else text


def fill(grid: Grid, body: Iterator[tuple[int, list[Cell]]]) -> Grid:
    """Add the rows of a body to a grid; blank rows are passed over, ragged ones refused."""
    width = len(grid.headings)
    for line, cells in body:
        if all(cell is None or cell == "" for cell in cells):
            continue
        extra = cells[width:]
        if any(cell is not None and cell != "" for cell in extra) or len(cells) < width:
            count = len(cells)
            grid.refuse(
                line,
                Text(zh=f"有 {count} 格，表头有 {width} 格", en=f"has {count} cells, the heading has {width}"),
                Text(zh="请补齐或删去多余的格", en="give each row as many cells as the heading has"),
            )
            continue
        grid.lines.append(line)
        grid.rows.append(cells[:width])
    return grid


_KNOWN = frozenset(HEADINGS.values()).union(
    ["name", "population", "parent", "group", "aliases", "valid_from", "valid_to", "successor"],
    ["unit_zh", "unit_en", "indicator", "respondent", "proof", "side", "channel", "mode", "amount", "outcome"],
    ["survey", "subject", "question", "contact", "weight", "comment", "kind", "opened", "closed", "confirmed"],
    ["reopened", "project"],
)
