"""COINr's form: iData holds the figures, iMeta the tree; both become a standard and evidence.

Source of the form: COINr package documentation (Becker et al., JOSS 2022), "Building coins".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from evaluator.evidence.periods import UNDATED
from evaluator.interchange.entries import Entries, Entry
from evaluator.interchange.figures import Figures
from evaluator.interchange.sheets import Sheet, is_workbook, read_sheet
from evaluator.standard import ROOT
from indicators.faults import Fault, Faults, fault
from indicators.text import Text
from indicators.yamls import Plain

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
class Naming:
    """What the tables themselves do not say.

    Attributes:
        period: Period of a table without the column Time.
        id: Id of the standard; "" to make it from the name of the top aggregate.
        folder: Where the result goes; names the standard if nothing else does.
    """

    period: str = UNDATED
    id: str = ""
    folder: str = ""


def import_coinr(data: Path, meta: Path | None, naming: Naming) -> Imported:
    """Read an index in COINr's form.

    Args:
        data: iData (CSV or XLSX).
        meta: iMeta (CSV or XLSX); None if it is a sheet of the workbook `data`.
        naming: Period, id and name where the tables have none.

    Raises:
        Faults: Everything that is wrong with the two tables.
    """
    if meta is None and data.is_file() and not is_workbook(data):
        zh, en = "没有给出 iMeta", "iMeta is not given"
        raise Faults([fault(zh, en, todo_zh="请给出 --meta", todo_en="give --meta", file=data.name)])
    faults: list[Fault] = []
    sheets: list[Sheet] = []
    for path, wanted in ((data, "iData"), (meta or data, "iMeta")):
        try:
            sheets.append(read_sheet(path, wanted, strict=meta is None))
        except Faults as error:
            faults.extend(one for one in error.faults if one not in faults)
    if faults:
        raise Faults(faults)
    return read_tables(sheets[0], sheets[1], naming)


def read_tables(data: Sheet, meta: Sheet, naming: Naming) -> Imported:
    """An index from its two tables; raises Faults with everything that is wrong with them."""
    entries = Entries(meta)
    figures = Figures(data, entries, naming.period)
    faults = [*entries.faults, *figures.faults]
    if faults:
        raise Faults(faults)
    maker = _Maker(entries, naming)
    standard = maker.standard()
    notes = [*data.notes, *meta.notes, *entries.notes, *figures.notes, *maker.notes]
    return Imported(standard, figures.tables(), notes)


class _Maker:
    """A standard from entries without a fault."""

    def __init__(self, entries: Entries, naming: Naming) -> None:
        self.entries, self.naming = entries, naming
        self.notes: list[Fault] = []
        self.ids = self._ids()

    def standard(self) -> dict[str, Plain]:
        # The one that stands alone at the top is the root itself, and gives the standard its name.
        root = self.entries.root
        title = root.name if root else self.naming.folder or "Index"
        below = root.code if root else ""
        return {
            "id": _slug(self.naming.id) or _slug(title) or _slug(self.naming.folder) or "index",
            "version": "1",
            "status": "draft",
            "name": _both(title),
            "levels": [],
            "method": METHOD,
            "tree": list(self._branch(below)),
            "indicators": [self._indicator(entry) for entry in self._leaves(below)],
        }

    def _ids(self) -> dict[str, str]:
        """Codes → ids; only the reserved id of the root must give way."""
        ids = {entry.code: entry.code for entry in self.entries.of("Indicator", "Aggregate")}
        root = self.entries.root
        if ROOT in ids and (root is None or root.code != ROOT):
            name = f"{ROOT}_"
            while name in ids:
                name += "_"
            ids[ROOT] = name
            entry = self.entries.by_code[ROOT]
            zh, en = f"“{ROOT}”是保留编号，改为“{name}”", f"'{ROOT}' is reserved; the id is '{name}'"
            self.notes.append(self.entries.sheet.fault(entry.line, "iCode", zh, en))
        return ids

    def _branch(self, parent: str) -> Iterator[dict[str, Plain]]:
        for entry in self.entries.below(parent):
            if entry.kind == "Indicator":
                yield {"indicator": self.ids[entry.code], "weight": _short(entry.weight)}
            else:
                yield {
                    "id": self.ids[entry.code],
                    "name": _both(entry.name),
                    "weight": _short(entry.weight),
                    "children": list(self._branch(entry.code)),
                }

    def _leaves(self, parent: str) -> Iterator[Entry]:
        for entry in self.entries.below(parent):
            if entry.kind == "Indicator":
                yield entry
            else:
                yield from self._leaves(entry.code)

    def _indicator(self, entry: Entry) -> dict[str, Plain]:
        formula = _series(entry.code)
        if entry.denominator:
            formula = f"{formula} / {_series(entry.denominator)}"
        found: dict[str, Plain] = {"id": self.ids[entry.code], "name": _both(entry.name)}
        if entry.unit:
            found["unit"] = _both(entry.unit)
        found["direction"] = "higher" if entry.direction > 0 else "lower"
        found["measure"] = {"kind": "statistic", "formula": formula}
        if entry.target is not None:
            found["target"] = _short(entry.target)
        return found


def _series(code: str) -> str:
    """A series in a formula; names other than letters, digits and _ stand in quotes."""
    return code if re.fullmatch(r"[^\W\d]\w*", code) else f'"{code}"'


def _both(text: str) -> dict[str, Plain]:
    return Text.same(text).model_dump()


def _short(number: float) -> float | int:
    return int(number) if float(number).is_integer() else number


def _slug(text: str) -> str:
    """A word of small letters, digits and hyphens; "" if nothing of the text can be kept."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
