"""The table `regions`: codes, names, population, days in force, and which region is above which."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from evaluator.evidence.grid import Cell, Grid, word
from evaluator.evidence.names import Names, as_code
from evaluator.evidence.numbers import Refused, read_figure
from evaluator.evidence.validity import DAYS, Span, read_span
from indicators.faults import Fault, Faults, fault
from indicators.text import Text

LEVELS = {
    "省": "province",
    "省级": "province",
    "市": "city",
    "市级": "city",
    "地级市": "city",
    "县": "county",
    "县级": "county",
    "区县": "county",
    "国家": "economy",
    "经济体": "economy",
}
WRITE = Text(zh="请填写", en="write it")


@dataclass
class Regions:
    """Regions read so far.

    Attributes:
        names: Grows by every region that is taken.
        refusals: Rows that are not taken.
        above: Code → the region above it as written, with file, sheet and line.
        doubts: Populations that cannot be read; the region stays, without one.
    """

    names: Names
    refusals: list[Fault]
    above: dict[str, tuple[str, str, str, int]] = field(default_factory=dict)
    doubts: list[Fault] = field(default_factory=list)

    def read(self, grid: Grid) -> pa.Table:
        """Take the sound rows of a table: text, code first; a code that stands twice is refused the second time."""
        at = {name: i for i, name in enumerate(grid.headings) if name}
        taken: list[dict[str, str | None]] = []
        for line, cells in grid:
            row = {name: word(cells[i]) or None for name, i in at.items()}
            days = {name: cells[at[name]] for name in DAYS if name in at}
            named = [name for key in ("name_zh", "name_en", "name") if (name := row.get(key))]
            wrong = self._take(row, days, named)
            code = row["region"]
            if wrong is None and code:
                if refused := _population(row):
                    remedy = refused.remedy
                    self.doubts.append(Fault(refused.what, remedy, grid.file, line, "population", grid.sheet))
                taken.append(row)
                if above := row.get("parent"):
                    self.above[code] = (above, grid.file, grid.sheet, line)
            elif wrong is not None:
                column, what, remedy = wrong
                self.refusals.append(Fault(what, remedy, grid.file, line, column, grid.sheet))
                if code and code not in self.names.codes:
                    self.names.lose([code, *named], f"{grid.file}:{line}")
        return pa.table({name: pa.array([row.get(name) for row in taken], pa.string()) for name in at})

    def _take(
        self, row: dict[str, str | None], days: Mapping[str, Cell], named: Sequence[str]
    ) -> tuple[str, Text, Text] | None:
        """Make a region known, its cells in one form; or the column that is wrong, what it is and what to do."""
        code = row["region"] = as_code(row["region"] or "")
        if not code:
            return "region", Text(zh="没有写代码", en="has no code"), WRITE
        if code in self.names.codes:
            what = Text(zh=f"代码“{code}”重复", en=f"the code '{code}' stands twice")
            return "region", what, Text(zh="请删去其一", en="remove one")
        span = read_span(row, days)
        if not isinstance(span, Span):
            return span
        if row.get("level"):
            level = str(row["level"])
            row["level"] = LEVELS.get(level, level.lower())
        row.update({name: str(day) for name, day in zip(DAYS, (span.starts, span.ends), strict=True) if day})
        if span != Span():
            self.names.spans[code] = span
        self.names.add(code, [*named, *_aliases(row.get("aliases"))])
        return None

    def hierarchy(self) -> list[Fault]:
        """What is to be said of regions that stay: those that are their own parent have none; doubtful populations.

        Raises:
            Faults: One for each circle of regions that are above one another.
        """
        up = {code: self.names.find(written[0])[0] for code, written in self.above.items()}
        faults = [self._circle(circle) for circle in _circles(up)]
        if faults:
            raise Faults(faults)
        return self.doubts + [
            self._placed(
                code, f"{code} 的上级是其自身，按没有上级处理", f"{code} is its own parent: taken as none", "", ""
            )
            for code, above in up.items()
            if code == above
        ]

    def _circle(self, codes: Sequence[str]) -> Fault:
        shown = " → ".join([*codes, codes[0]])
        zh, en = f"地区的上级绕成了一圈（{shown}）", f"the parents of regions go round in a circle ({shown})"
        return self._placed(codes[0], zh, en, "请改正其中一个 parent", "mend one parent of them")

    def _placed(self, code: str, zh: str, en: str, todo_zh: str, todo_en: str) -> Fault:
        _, file, sheet, line = self.above[code]
        return fault(zh, en, todo_zh=todo_zh, todo_en=todo_en, file=file, line=line, column="parent", sheet=sheet)


def _population(row: dict[str, str | None]) -> Refused | None:
    """Write the population of a row as a plain number; empty it if it is none, and say what is wrong."""
    written, row["population"] = row.get("population"), None
    if not written:
        return None
    found = read_figure(written)
    if isinstance(found, Refused):
        return found
    if found.percent or (found.value is not None and found.value < 0):
        what = Text(
            zh=f"人口不能是“{written}”，按没有人口处理", en=f"the population cannot be '{written}': taken as none"
        )
        return Refused(what, Text(zh="请填写不小于零的数，不详的留空", en="write a number not below zero, or nothing"))
    row["population"] = None if found.value is None else word(found.value)
    return None


def _circles(up: Mapping[str, str | None]) -> list[list[str]]:
    """Every circle of more than one code, once, beginning with the one that was met first."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in up:
        way: list[str] = []
        code: str | None = start
        while code is not None and code not in done and up.get(code) != code:
            done.add(code)
            way.append(code)
            code = up.get(code)
        if code in way:
            found.append(way[way.index(code) :])
    return found


def _aliases(text: str | None) -> list[str]:
    return [alias.strip() for alias in re.split(r"[;|、，；,]", text or "") if alias.strip()]
