"""Yearbook layouts become evidence: title rows, units, merged headings, years as columns, footers.

What was understood is said before anything is used: which rows are regions, which headings are years, which unit
holds, what was set aside.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from evaluator.bundled import bundled, bundled_evidence
from evaluator.evidence.captions import period_in, plain, series_of, time_of
from evaluator.evidence.csvs import csv_rows
from evaluator.evidence.grid import Cell, heading, word
from evaluator.evidence.names import Names, names_of
from evaluator.evidence.numbers import Figure, Refused, read_figure
from evaluator.evidence.periods import period_of
from evaluator.evidence.sheets import WHOLE, Sheet, holds_figures, is_label, is_region, listed
from evaluator.evidence.workbooks import read_workbook
from indicators.faults import Fault, Faults, fault
from indicators.text import Text

_NUMBERING = frozenset(["序号", "编号", "no.", "no"])
_UNIT = re.compile(r"(?:计量)?单位\s*[:：]\s*([^)）\s，。；]+)|\bunits?\s*[:：]\s*([^)）]+)", re.IGNORECASE)
_FOOT = re.compile(r"^\s*(注|附注|说明|备注|数据来源|资料来源|来源|source|notes?)\s*[:：]?", re.IGNORECASE)
_SOURCE = re.compile(r"^\s*(?:数据来源|资料来源|来源|source)\s*[:：]\s*(.+)", re.IGNORECASE)


@dataclass
class TidyResult:
    """What a yearbook table says.

    Attributes:
        statistics: region, period, series, value, unit, source.
        series: series, name_zh, unit_zh, publisher.
        understood: What was understood, for a person to check.
        refusals: Cells and rows that could not be read.
    """

    statistics: pa.Table
    series: pa.Table
    understood: list[Text]
    refusals: list[Fault]


@dataclass
class _Table:
    """One sheet taken apart; `times` is its column of periods, where every row names a region and a period."""

    sheet: Sheet
    title: str = ""
    unit: str = ""
    source: str = ""
    label: int = 0
    head: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    more: int | None = None
    times: int | None = None


def tidy(path: Path, label: str | None = None) -> TidyResult:
    """Read a yearbook table.

    Args:
        path: CSV, XLSX, ODS or XLS.
        label: What to call the file in messages.

    Raises:
        Faults: The file cannot be read, or no table of regions and years is found in it.
    """
    name = label or path.name
    if not path.is_file():
        raise Faults([fault("找不到文件", "there is no such file", file=str(path))])
    sheets = _sheets(path, name)
    if any(_is_evidence(sheet) for sheet in sheets):
        zh, en = "已是证据表（region、period、series、value）", "is evidence already (region, period, series, value)"
        todo = (
            "不必整理，请以 statistics 开头命名后直接使用",
            "use it as it is, under a name that begins with statistics",
        )
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=name)])
    made = _Maker()
    for sheet in sheets:
        made.read(sheet)
    if not made.rows:
        raise Faults(
            [
                *made.refusals[:20],
                fault(
                    "没有找到“地区 × 时期”的数据块",
                    "no block of regions by periods was found",
                    todo_zh="首列应为地区（或年份），表头应有年份，或在标题、工作表名中写明年份",
                    todo_en="begin rows with regions or years; a heading, the title or the sheet must name the year",
                    file=name,
                ),
            ]
        )
    return made.result()


def _is_evidence(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of the table `statistics`, one row a figure."""
    first = next((row for row in sheet.rows if any(word(cell) for cell in row)), [])
    return {"region", "period", "series", "value"} <= {heading(cell) for cell in first}


def _sheets(path: Path, label: str) -> list[Sheet]:
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods", ".xls"):
        return [Sheet(label, one.name, one.first, one.shown()) for one in read_workbook(path, label) if one.rows]
    rows, _, _ = csv_rows(path, label)
    numbered = list(rows)
    return [Sheet(label, "", 1, _spread(numbered))]


def _spread(numbered: Sequence[tuple[int, list[Cell]]]) -> list[list[Cell]]:
    """Rows at their own line numbers, blank lines kept."""
    rows: list[list[Cell]] = []
    for line, cells in numbered:
        rows.extend([] for _ in range(line - 1 - len(rows)))
        rows.append([None if cell == "" else cell for cell in cells])
    return rows


class _Maker:
    def __init__(self) -> None:
        self.rows: list[dict[str, object]] = []
        self.series: dict[str, dict[str, str]] = {}
        self.understood: list[Text] = []
        self.refusals: list[Fault] = []

    def say(self, zh: str, en: str) -> None:
        self.understood.append(Text(zh=zh, en=en))

    def read(self, sheet: Sheet) -> None:
        labels = _label_texts(sheet)
        regions = _names_for(labels)
        table = _take_apart(sheet, regions)
        if table is None:
            return
        where = f"{sheet.file}[{sheet.name}]" if sheet.name else sheet.file
        by_region = is_region(table.sheet.text(table.body[0], table.label), regions)
        kinds = ("地区和时期", "regions and periods") if table.times is not None else ("地区", "regions")
        kind, kind_en = kinds if by_region else ("时期", "periods")
        self.say(
            f"{where}：标题“{table.title}”，单位“{table.unit}”，{len(table.body)} 行{kind}，来源“{table.source}”",
            f"{where}: title '{table.title}', unit '{table.unit}', {len(table.body)} rows of {kind_en}, "
            f"source '{table.source}'",
        )
        for column, parts in _columns(table).items():
            if not _NUMBERING & {plain(part) for part in parts}:
                self._column(table, column, parts, regions, by_region)
        if table.more is not None:
            what = Text(zh="由此开始的另一个表未读取", en="another table begins here and is not read")
            todo = Text(zh="请将其移到单独的工作表或文件", en="move it to a sheet or a file of its own")
            self._refuse(Fault(what, todo, sheet.file, sheet.first + table.more, "", sheet.name))

    def _column(self, table: _Table, column: int, parts: list[str], regions: Names, by_region: bool) -> None:
        period, region, names = "", "", []
        for part in parts:
            if (found := time_of(part)) and not period:
                period = found
            elif not by_region and not region and (code := regions.find(part)[0]):
                region = code
            elif not by_region and plain(part) in WHOLE:
                self.say(f"“{part}”列不是单个地区，未采用", f"the column '{part}' is no single region and is left out")
                return
            else:
                names.append(part)
        sheet = table.sheet
        file = Path(sheet.file).stem
        name, unit = series_of(names, (table.title, sheet.name, file), table.unit)
        place = parts[-1] if parts else str(column + 1)
        if table.times is not None and not holds_figures(sheet, table.body, column):
            self.say(f"“{place}”列没有数字，未采用", f"the column '{place}' holds no figures and is left out")
            return
        if by_region and not period and table.times is None:
            period = period_in((sheet.name, table.title, file))
        if (by_region and not period and table.times is None) or (not by_region and not region):
            self.say(
                f"“{place}”列没有年份或地区，未采用", f"the column '{place}' names no period or region and is left out"
            )
            return
        series = re.sub(r"\W+", "_", name).strip("_") or "value"
        self.series.setdefault(series, {"series": series, "name_zh": name, "unit_zh": unit, "publisher": table.source})
        for row in table.body:
            self._figure(table, row, column, series, unit, period, region, regions)

    def _figure(
        self, table: _Table, row: int, column: int, series: str, unit: str, period: str, region: str, regions: Names
    ) -> None:
        sheet = table.sheet
        text = sheet.text(row, table.label)
        code = region or regions.find(text)[0]
        time: str | Refused = period or period_of(sheet.cell(row, table.label if table.times is None else table.times))
        line = sheet.first + row
        if region == "" and code is None:
            if plain(text) in WHOLE:
                note = Text(
                    zh=f"“{text}”行不是单个地区，未采用", en=f"the row '{text}' is no single region and is left out"
                )
                if note not in self.understood:
                    self.understood.append(note)
                return
            what, remedy = regions.refusal(text, regions.find(text)[1])
            self._refuse(Fault(what, remedy, sheet.file, line, "", sheet.name))
            return
        figure = read_figure(sheet.cell(row, column))
        if isinstance(time, Refused):
            figure = time
        if isinstance(figure, Refused):
            self._refuse(Fault(figure.what, figure.remedy, sheet.file, line, series, sheet.name))
            return
        self.rows.append(
            {
                "region": code,
                "period": time,
                "series": series,
                "value": figure.value,
                "unit": unit,
                "source": table.source,
            }
        )

    def _refuse(self, one: Fault) -> None:
        if one not in self.refusals:
            self.refusals.append(one)

    def result(self) -> TidyResult:
        columns = ("region", "period", "series", "value", "unit", "source")
        kinds = {"value": pa.float64()}
        statistics = pa.table(
            {name: pa.array([row[name] for row in self.rows], kinds.get(name, pa.string())) for name in columns}
        )
        listed = list(self.series.values())
        series = pa.table(
            {
                name: pa.array([row[name] for row in listed], pa.string())
                for name in ("series", "name_zh", "unit_zh", "publisher")
            }
        )
        periods = sorted({str(row["period"]) for row in self.rows})
        count = len({row["region"] for row in self.rows})
        shown = "、".join(self.series)
        self.say(
            f"共 {len(self.rows)} 个数值：{count} 个地区，时期 {periods[0]}–{periods[-1]}，序列 {shown}",
            f"{len(self.rows)} figures in all: {count} regions, periods {periods[0]}–{periods[-1]}, series "
            + ", ".join(self.series),
        )
        return TidyResult(statistics, series, self.understood, self.refusals)


def _take_apart(sheet: Sheet, regions: Names) -> _Table | None:
    """Title, unit, headings, body and foot of a sheet; None if it holds no table."""
    found = listed(sheet, regions)
    if found is not None:
        sheet, best, times = found
        table = _Table(sheet, label=best, times=times)
    else:
        best = max(range(3), key=lambda c: sum(is_label(sheet.text(r, c), regions) for r in range(len(sheet.rows))))
        table = _Table(sheet, label=best)
    starts = [r for r in range(len(sheet.rows)) if _is_body(sheet, r, table, regions)]
    if not starts:
        return None
    first = starts[0]
    for r, row in enumerate(sheet.rows):
        texts = [word(cell) for cell in row if cell is not None and word(cell)]
        if not texts:
            continue
        if r == first:  # the headings are known now
            table.more = next((more for more in range(r + 1, len(sheet.rows)) if _is_heading(table, more)), None)
        if r == table.more:
            break
        joined = " ".join(texts)
        unit = _UNIT.search(joined)
        if unit and (r < first or (table.more is None and not table.unit)):
            table.unit = (unit[1] or unit[2] or "").strip()
        source = _SOURCE.match(texts[0])
        if source:
            table.source = source[1].strip().rstrip("。")
        if r < first and not _is_caption(texts):
            _above(table, r, texts, unit is not None)
        elif r < first:
            table.title = table.title or next((text for text in texts if not _UNIT.search(text)), "")
        elif not _FOOT.match(texts[0]) and len(texts) > 1 and sheet.text(r, best):
            table.body.append(r)
    return table if table.head else None


def _is_heading(table: _Table, r: int) -> bool:
    """Whether a row below the first figures has the corner of the headings once more."""
    corner = plain(table.sheet.text(r, table.label))
    return bool(corner) and any(corner == plain(table.sheet.text(h, table.label)) for h in table.head)


def _is_caption(texts: list[str]) -> bool:
    """Whether a row says the unit of the whole table, with a remark or a translation beside it."""
    units = [text for text in texts if re.match(r"[(（]?\s*(计量)?单位", text)]
    return len(units) == 1 and 1 < len(texts) <= 3 and not any(time_of(text) for text in texts)


def _above(table: _Table, r: int, texts: list[str], unit: bool) -> None:
    """A row before the body: the title, a unit, or a heading."""
    filled = [c for c, cell in enumerate(table.sheet.rows[r]) if cell is not None and word(cell) and c != table.label]
    lone = len(texts) == 1
    if lone and not table.head and (unit or not filled or not time_of(texts[0])):
        table.title = table.title or _UNIT.sub("", texts[0]).strip(" ()（）")
    elif filled:
        table.head.append(r)


def _is_body(sheet: Sheet, r: int, table: _Table, regions: Names) -> bool:
    text = sheet.text(r, table.label)
    if not text or not (is_label(text, regions) or plain(text) in WHOLE):
        return False
    beside = (table.label, table.times)
    others = [cell for i, cell in enumerate(sheet.rows[r]) if i not in beside and cell is not None and word(cell)]
    figures = [found for cell in others if isinstance(found := read_figure(cell), Figure)]
    if not figures or len(figures) * 2 < len(others):
        return False
    if is_region(text, regions):
        return True  # whatever the figures look like: 2,184 is also a number of people
    years = [cell for cell in others if time_of(word(cell))]
    return len(years) < len(others) and any(found.value is not None for found in figures)


def _columns(table: _Table) -> dict[int, list[str]]:
    """Heading texts above each column of the body, merged ones carried to the right."""
    width = max(len(table.sheet.rows[r]) for r in table.body)
    beside = (table.label, table.times)
    columns: dict[int, list[str]] = {c: [] for c in range(width) if c not in beside}
    for depth, r in enumerate(table.head):
        carried = ""
        last = depth == len(table.head) - 1
        for c in range(width):
            text = table.sheet.text(r, c)
            if c in beside:
                carried = ""
                continue
            carried = text or ("" if last and len(table.head) == 1 else carried)
            if carried and not (last and not text and len(table.head) > 1 and columns[c] and columns[c][-1] == carried):
                columns[c].append(carried)
    filled = {c for r in table.body for c, cell in enumerate(table.sheet.rows[r]) if cell is not None and word(cell)}
    return {c: parts for c, parts in columns.items() if parts and c in filled}


def _label_texts(sheet: Sheet) -> list[str]:
    first = [sheet.text(r, c) for r in range(len(sheet.rows)) for c in range(2)]
    across = [word(cell) for row in sheet.rows[:8] for cell in row]
    return [text for text in [*first, *across] if text]


def _names_for(labels: list[str]) -> Names:
    """The smallest of the bundled lists in which most labels are found: provinces, cities, counties."""
    rows = _rows(bundled_evidence("china"), "regions.csv")
    names = names_of(rows)
    wanted = [text for text in labels if re.search(r"[\u4e00-\u9fffA-Za-z]", text) and plain(text) not in WHOLE]
    best, most = names, sum(names.find(text)[0] is not None for text in wanted)
    for file in ("cities.csv", "counties.csv"):
        rows = rows + [row for row in _rows(bundled() / "regions", file) if row["region"] not in names.codes]
        wider = names_of(rows)
        found = sum(wider.find(text)[0] is not None for text in wanted)
        if found > 1.5 * most + 1:
            best, most = wider, found
    return best


def _rows(folder: Path | None, file: str) -> list[dict[str, str]]:
    if folder is None or not (folder / file).is_file():
        return []
    with (folder / file).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
