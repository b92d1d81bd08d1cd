"""The table `statistics`, long or wide, figure by figure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from evaluator.evidence.grid import Cell, Grid, word
from evaluator.evidence.names import Names
from evaluator.evidence.numbers import Figure, Refused, read_figure
from evaluator.evidence.periods import period_of, short_months
from indicators.faults import About, Fault, Faults, fault
from indicators.text import Text

EXTRA = ("unit", "source", "collected_on", "grade", "note")
DESCRIPTIVE = frozenset(
    ["region", "period", "name", "name_zh", "name_en", "level", "parent", "group", "aliases", *EXTRA]
)

_PERCENT = frozenset(["%", "百分比", "percent", "pct"])


@dataclass
class Figures:
    """Figures taken so far, column by column, each with the place where it stood."""

    region: list[str] = field(default_factory=list)
    period: list[str] = field(default_factory=list)
    series: list[str] = field(default_factory=list)
    value: list[float | None] = field(default_factory=list)
    extra: dict[str, list[str | None]] = field(default_factory=dict)
    places: list[tuple[str, str, int]] = field(default_factory=list)
    read: int = 0
    refusals: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def take(self, region: str, period: str, series: str, value: float | None, place: tuple[str, str, int]) -> None:
        """Add one figure."""
        self.region.append(region)
        self.period.append(period)
        self.series.append(series)
        self.value.append(value)
        self.places.append(place)


def is_wide(grid: Grid) -> bool:
    """Whether a table has one column a series; with only one of `series` and `value` it is long and lacks a column."""
    return not {"series", "value"} & set(grid.headings)


def read_statistics(grid: Grid, names: Names, units: dict[str, str], into: Figures) -> None:
    """Read one table of figures.

    Args:
        grid: The cells.
        names: The regions that there are.
        units: Unit of each series, where one is said.
        into: Grows by what is taken and refused.

    Raises:
        Faults: A column that must be there is missing.
    """
    wide = is_wide(grid)
    needed = ("region", "period") if wide else ("region", "period", "series", "value")
    require(grid, needed)
    into.refusals.extend(grid.refusals)
    into.read += len(grid.refusals)
    _Reader(grid, names, units, into).read(wide)


def require(grid: Grid, needed: tuple[str, ...]) -> None:
    """Raise Faults if a column is missing or stands twice."""
    faults = []
    missing = [name for name in needed if name not in grid.headings]
    if missing:
        shown, found = ", ".join(missing), ", ".join(grid.headings[:12])
        faults.append(
            fault(
                f"缺少列 {shown}（现有：{found}）",
                f"lacks the columns {shown} (found: {found})",
                todo_zh="请补上表头；年鉴式表格请先用 evaluator tidy 整理",
                todo_en="add the heading; a yearbook layout is read by evaluator tidy",
                file=grid.file,
                sheet=grid.sheet,
                line=1,
            )
        )
    faults += [
        fault(
            f"列名“{name}”重复",
            f"the column '{name}' stands twice",
            todo_zh="请改名或删去其一",
            todo_en="rename or remove one",
            file=grid.file,
            sheet=grid.sheet,
            line=1,
        )
        for name in dict.fromkeys(grid.headings)
        if name and grid.headings.count(name) > 1
    ]
    if faults:
        raise Faults(faults)


class _Reader:
    def __init__(self, grid: Grid, names: Names, units: dict[str, str], into: Figures) -> None:
        self.grid, self.names, self.units, self.into = grid, names, units, into
        self.at = {name: i for i, name in enumerate(grid.headings)}
        self.extra = [name for name in grid.headings if name and name not in ("region", "period", "series", "value")]

    def refuse(self, line: int, column: str, what: Text, remedy: Text, region: str = "", series: str = "") -> None:
        grid, about = self.grid, About("statistics", region, series)
        self.into.refusals.append(Fault(what, remedy, grid.file, line, column, grid.sheet, about=about))

    def read(self, wide: bool) -> None:
        columns = self._series_columns() if wide else []
        periods = (cells[self.at["period"]] for cells in self.grid.rows)
        self.into.notes.extend(short_months(periods, self.grid.file, self.grid.sheet))
        for line, cells in self.grid:
            self.into.read += max(1, len(columns)) if wide else 1
            region = self._region(line, cells)
            # One refusal a row: a second fault of the same row would be counted as a second row.
            period = None if region is None else self._period(line, cells)
            if region is not None and period is not None and (said := self.names.outside(region, period)):
                self.refuse(line, "region", *said, region)
                period = None
            if region is None or period is None:
                for _ in columns[1:]:
                    # Every figure of the row is lost with it, and each is counted.
                    self.into.refusals.append(self.into.refusals[-1])
                continue
            if wide:
                for name, i in columns:
                    self._figure(line, region, period, name, cells[i], name, cells)
            else:
                self._long(line, region, period, cells)

    def _long(self, line: int, region: str, period: str, cells: list[Cell]) -> None:
        series = word(cells[self.at["series"]])
        if not series:
            self.refuse(line, "series", Text(zh="没有写序列", en="names no series"), Text(zh="请填写", en="write it"))
            return
        self._figure(line, region, period, series, cells[self.at["value"]], "value", cells)

    def _figure(
        self, line: int, region: str, period: str, series: str, cell: Cell, column: str, cells: list[Cell]
    ) -> None:
        found = read_figure(cell)
        if isinstance(found, Refused):
            self.refuse(line, column, found.what, found.remedy, region, series)
            return
        unit = word(cells[self.at["unit"]]) if "unit" in self.at else ""
        if found.percent and not self._percent(unit or self.units.get(series, "")):
            known = unit or self.units.get(series, "")
            self.refuse(
                line,
                column,
                Text(
                    zh=f"“{word(cell)}”是百分数，序列单位却是“{known}”",
                    en=f"'{word(cell)}' is a percentage, but the unit is '{known}'",
                ),
                Text(zh="请按序列单位填写", en="write it in the unit of the series"),
                region,
                series,
            )
            return
        self._keep(found, region, period, series, line, cells, unit)

    def _keep(
        self, found: Figure, region: str, period: str, series: str, line: int, cells: list[Cell], unit: str
    ) -> None:
        into = self.into
        before = len(into.value)
        into.take(region, period, series, found.value, (self.grid.file, self.grid.sheet, line))
        if found.percent and not unit:
            into.extra.setdefault("unit", []).extend([None] * (before - len(into.extra["unit"])) + ["%"])
        for name in self.extra:
            text = word(cells[self.at[name]])
            if text and (name in EXTRA or not is_wide(self.grid)):
                values = into.extra.setdefault(name, [])
                values.extend([None] * (before - len(values)))
                if len(values) == before:
                    values.append(text)

    def _percent(self, unit: str) -> bool:
        return not unit or _unit(unit) == "%"

    def _region(self, line: int, cells: list[Cell]) -> str | None:
        text = word(cells[self.at["region"]])
        if not text:
            self.refuse(line, "region", Text(zh="没有写地区", en="names no region"), Text(zh="请填写", en="write it"))
            return None
        code, candidates = self.names.find(text)
        if code is None:
            self.refuse(line, "region", *self.names.refusal(text, candidates))
        return code

    def _period(self, line: int, cells: list[Cell]) -> str | None:
        period = period_of(cells[self.at["period"]])
        if isinstance(period, Refused):
            self.refuse(line, "period", period.what, period.remedy)
            return None
        return period

    def _series_columns(self) -> list[tuple[str, int]]:
        """Columns of a wide table that hold figures; columns of pure text are kept out and said."""
        found = []
        for i, name in enumerate(self.grid.headings):
            if not name or name in DESCRIPTIVE:
                continue
            cells = [cells[i] for cells in self.grid.rows if cells[i] not in (None, "")]
            figures = sum(1 for cell in cells[:200] if isinstance(read_figure(cell), Figure))
            if cells and not figures:
                zh, en = (
                    f"列“{name}”没有数字，不作为序列",
                    f"the column '{name}' holds no figures and is not read as a series",
                )
                self.into.notes.append(fault(zh, en, file=self.grid.file, sheet=self.grid.sheet))
                continue
            found.append((self.grid.titles[i], i))
        return found


@lru_cache(maxsize=10_000)
def _unit(text: str | None) -> str:
    """A unit for comparison; every way of writing per cent is one."""
    flat = "".join(unicodedata.normalize("NFKC", text or "").split()).casefold()
    return "%" if flat in _PERCENT else flat


def one_unit(figures: Figures, stated: dict[str, str]) -> set[int]:
    """Refuse the figures of a series in another unit than the series is stated in, else than most of them are.

    Returns:
        Positions of the figures that are refused.
    """
    units = figures.extra.get("unit", [])
    written: dict[str, Counter[str]] = {}
    for series, unit in zip(figures.series, units, strict=False):
        if unit:
            written.setdefault(series, Counter())[_unit(unit)] += 1
    kept: dict[str, str] = {}
    for series, counted in written.items():
        own = _unit(stated.get(series))
        if len(counted) > 1:
            kept[series] = own if own in counted else counted.most_common(1)[0][0]
    refused = set()
    for i, (series, unit) in enumerate(zip(figures.series, units, strict=False)):
        if series in kept and unit and _unit(unit) != kept[series]:
            refused.add(i)
            zh = f"序列“{series}”在这里的单位是“{unit}”，其他行是“{kept[series]}”"
            en = f"the series '{series}' is in '{unit}' here and in '{kept[series]}' in other rows"
            _refuse(figures, i, "unit", zh, en, "请换算为同一单位", "convert it to one unit")
    return refused


def settle(figures: Figures, left_out: Collection[int] = ()) -> list[int]:
    """Which figures stay: figures that are said twice alike count once, unlike ones are all refused.

    Args:
        figures: The figures; refusals are added.
        left_out: Positions of figures that are refused already.

    Returns:
        Positions of the figures that stay.
    """
    first: dict[tuple[str, str, str], int] = {}
    same: dict[tuple[str, str, str], list[int]] = {}
    unlike: dict[tuple[str, str, str], list[int]] = {}
    for i, key in enumerate(zip(figures.region, figures.period, figures.series, strict=True)):
        if i in left_out:
            continue
        j = first.get(key)
        if j is None:
            first[key] = i
            continue
        same.setdefault(key, []).append(i)
        if figures.value[j] is None:
            first[key] = i
        elif figures.value[i] is not None and figures.value[i] != figures.value[j]:
            unlike.setdefault(key, [j]).append(i)
    for key, positions in unlike.items():
        del first[key]
        _contradict(figures, key, positions, same.get(key, []))
    return sorted(first.values())


def _contradict(figures: Figures, key: tuple[str, str, str], positions: list[int], same: list[int]) -> None:
    """Refuse every figure of a region, period and series that has unlike values."""
    every = sorted({*positions, *same})
    lines = ", ".join(f"{figures.places[i][0]}:{figures.places[i][2]}" for i in every)
    shown = " / ".join(f"{figures.value[i]:g}" for i in positions)
    zh = f"地区 {key[0]}、时期 {key[1]}、序列 {key[2]} 有不同的值（{shown}；{lines}）"
    en = f"region {key[0]}, period {key[1]}, series {key[2]} has unlike values ({shown}; {lines})"
    for i in every:
        _refuse(figures, i, "value", zh, en, "请只保留正确的一行", "keep the right one")


def _refuse(figures: Figures, i: int, column: str, zh: str, en: str, todo_zh: str, todo_en: str) -> None:
    """Refuse the figure at a position, with where it stands and what it is about."""
    file, sheet, line = figures.places[i]
    about = About("statistics", figures.region[i], figures.series[i])
    said = fault(
        zh, en, todo_zh=todo_zh, todo_en=todo_en, file=file, sheet=sheet, line=line, column=column, about=about
    )
    figures.refusals.append(said)
