"""A sheet of a yearbook as cells, and which of its rows and columns name regions and periods."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evaluator.evidence.captions import plain, time_of
from evaluator.evidence.grid import Cell, heading, word
from evaluator.evidence.names import Names
from evaluator.evidence.numbers import Figure, read_figure
from evaluator.evidence.periods import read_period

WHOLE = frozenset(["全国", "合计", "总计", "全省", "全市", "全国合计", "总计合计", "total", "national total", "china"])
_TIMES = frozenset(
    ["年份", "年度", "年", "时期", "时间", "期间", "季度", "月份", "年月", "year", "period", "quarter", "month"]
)
_MONTH, _QUARTER = "{year}年{part}月", "{year}年第{part}季度"
_PARTS = {"月份": _MONTH, "月": _MONTH, "month": _MONTH, "季度": _QUARTER, "季": _QUARTER, "quarter": _QUARTER}
#: Columns at the left in which regions and periods are looked for.
NEAR = 4


@dataclass
class Sheet:
    """Cells of a sheet.

    Attributes:
        file: Name of the file.
        name: Name of the sheet.
        first: Row of the sheet in which the rows begin, from 1.
        rows: Rows of cells, not of one length.
    """

    file: str
    name: str
    first: int
    rows: list[list[Cell]]

    def cell(self, r: int, c: int) -> Cell:
        """A cell, None beyond the end of a row."""
        row = self.rows[r]
        return row[c] if c < len(row) else None

    def text(self, r: int, c: int) -> str:
        """A cell as text."""
        return word(self.cell(r, c))


def is_region(text: str, regions: Names) -> bool:
    """Whether a text names a region, or all of them together."""
    return bool(text) and (regions.find(text)[0] is not None or plain(text) in WHOLE)


def is_label(text: str, regions: Names) -> bool:
    """Whether a text names a region or a period."""
    return bool(text) and (is_region(text, regions) or time_of(text) is not None)


def listed(sheet: Sheet, regions: Names) -> tuple[Sheet, int, int] | None:
    """A sheet that lists a region and a period in every row; merged ones are carried down.

    The column of periods must say so in its heading, for 2012 is also a number of people.

    Returns:
        The sheet, its column of regions and its column of periods; None if it is laid out otherwise.
    """
    heads = {c: r for c in range(NEAR) if (r := _head_of_times(sheet, c)) is not None}
    if not heads:
        return None
    times, head = next(iter(heads.items()))
    below = range(head + 1, len(sheet.rows))
    counted = {c: sum(_names(sheet.text(r, c), regions) for r in below) for c in range(NEAR) if c != times}
    place = max(counted, key=lambda c: counted[c])
    if not counted[place]:
        return None
    whole = _with_parts(_carried(sheet, head + 1, (place, times), regions), times)
    return whole, place, times


def holds_figures(sheet: Sheet, rows: Iterable[int], c: int) -> bool:
    """Whether any of the rows has a number in a column."""
    found = (read_figure(sheet.cell(r, c)) for r in rows)
    return any(isinstance(one, Figure) and one.value is not None for one in found)


def _names(text: str, regions: Names) -> bool:
    """Whether a text names a region and is no period: 110000 is a code, 2023 is not."""
    return is_region(text, regions) and time_of(text) is None


def _head_of_times(sheet: Sheet, c: int) -> int | None:
    """The row of a heading such as 年份 that has periods right below it; None if there is none."""
    for r in range(len(sheet.rows) - 1):
        text = sheet.text(r, c)
        if plain(text) in _TIMES or heading(text) == "period":
            below = next((cell for at in range(r + 1, len(sheet.rows)) if (cell := sheet.text(at, c))), "")
            return r if read_period(below) else None
    return None


def _with_parts(sheet: Sheet, times: int) -> Sheet:
    """The sheet with months or quarters that stand in a column beside the year put into the period."""
    spots = ((r, c) for r in range(len(sheet.rows)) for c in range(NEAR) if plain(sheet.text(r, c)) in _PARTS)
    head = next((spot for spot in spots if spot[1] != times), None)
    if head is None:
        return sheet
    form = _PARTS[plain(sheet.text(*head))]
    rows = [list(row) for row in sheet.rows]
    for row in rows[head[0] + 1 :]:
        year, part = ((word(row[c]) if c < len(row) else "") for c in (times, head[1]))
        if year and part:
            texts = (form.format(year=read_period(year) or year, part=part), f"{read_period(year) or year}年{part}")
            row[times] = next((found for text in texts if (found := read_period(text))), f"{year} {part}")
            row[head[1]] = None
    return replace(sheet, rows=rows)


def _carried(sheet: Sheet, start: int, columns: tuple[int, int], regions: Names) -> Sheet:
    """The sheet with regions and periods of merged cells in every row that has figures."""
    rows = [list(row) for row in sheet.rows]
    held: dict[int, Cell] = {}
    for row in rows[start:]:
        row.extend([None] * (max(columns) + 1 - len(row)))
        own = [c for c in columns if word(row[c])]
        if not own and not any(word(cell) for cell in row):
            continue
        beyond = [cell for c, cell in enumerate(row) if c not in columns and word(cell)]
        if len(own) < 2 and any(isinstance(read_figure(cell), Figure) for cell in beyond):
            row[:] = [held.get(c, cell) if c in columns and not word(cell) else cell for c, cell in enumerate(row)]
        held.update({c: row[c] for c in columns if word(row[c]) and is_label(word(row[c]), regions)})
    return replace(sheet, rows=rows)
