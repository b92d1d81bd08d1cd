"""Any standard and its raw values back in COINr's form: iData.csv and iMeta.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.evidence.periods import UNDATED
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from evaluator.interchange.figures import OWN, RESERVED
from evaluator.scoring.plan import Plan, Slot
from evaluator.standard import ROOT
from evaluator.tables import texts
from indicators.faults import Fault, fault
from indicators.formula import Call, Series, parse_formula

Row = dict[str, str | float | int | None]
KINDS = {"Level": pa.int64(), "Direction": pa.int64(), "Weight": pa.float64(), "Target": pa.float64()}
META = ("Level", "iCode", "iName", "Direction", "Weight", "Unit", "Target", "Denominator", "Parent", "Type")
OPTIONAL = ("Unit", "Target", "Denominator")


def write_coinr(assessment: Assessment, out: Path) -> list[Path]:
    """Write `iData.csv` (raw values of the indicators) and `iMeta.csv`; raises Faults if that is not possible."""
    index = _Index(assessment)
    return write_files(out, {"iData.csv": csv_bytes(index.data()), "iMeta.csv": csv_bytes(index.meta())})


def left_out(assessment: Assessment) -> list[Fault]:
    """What COINr's form has no place for."""
    zh = "COINr 的形式不含方法、上下界、定义与出处，未写出"
    en = "COINr's form has no place for method, bounds, definitions and sources: they are not written"
    notes = [fault(zh, en)]
    if len(assessment.run.plans) > 1:
        levels = ", ".join(assessment.levels)
        zh, en = f"各级地区（{levels}）写在同一张 iData 中", f"the levels of region ({levels}) share one iData"
        notes.append(fault(zh, en))
    if any(plan.depth - plan.places[i].depth for plan in assessment.run.plans for i in plan.leaves):
        zh = "较浅的指标之上补了只有一个下级的节点，因为 COINr 要求逐级相连"
        en = "nodes with one child are put above shallow indicators, because COINr wants every level filled"
        notes.append(fault(zh, en))
    return notes


@dataclass(frozen=True)
class _Ratio:
    """An indicator as COINr can hold it: a series, divided by another or by nothing."""

    series: str
    denominator: str


class _Index:
    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.plans = assessment.run.plans
        slots = [slot for plan in self.plans for slot in plan.slots]
        self.slots: dict[str, Slot] = {slot.indicator.id: slot for slot in slots}
        self.ratios = self._ratios()
        self.described = self._described()
        order = {name: i for i, name in enumerate(self.described)}
        used = dict.fromkeys(one.denominator for one in self.ratios.values())
        self.denominators = sorted(used, key=lambda name: order.get(name, len(order)))
        regions = assessment.run.regions
        self.codes = texts(regions, "region")
        taken = {*OWN, *RESERVED, *self.slots, *self.denominators}
        self.groups = [one for one in regions.column_names if one not in taken and any(texts(regions, one))]

    def data(self) -> pa.Table:
        """One row a region and period: names, groups, denominators, indicators."""
        raw: dict[tuple[str, str], dict[str, float | None]] = {}
        for row in self.assessment.indicators().select(["region", "period", "indicator", "raw"]).to_pylist():
            raw.setdefault((row["region"], row["period"]), {})[row["indicator"]] = row["raw"]
        order = {code: i for i, code in enumerate(texts(self.assessment.evidence.regions, "region"))}
        raw = dict(sorted(raw.items(), key=lambda item: (order[item[0][0]], item[0][1])))
        columns = {"uCode": pa.array([code for code, _ in raw], pa.string())}
        columns["uName"] = self._beside(f"name_{self.assessment.lang}", raw)
        if {period for _, period in raw} != {UNDATED}:
            columns["Time"] = pa.array([period for _, period in raw], pa.string())
        columns |= {group: self._beside(group, raw) for group in self.groups}
        series = self._series()
        for name in self.denominators:
            columns[name] = pa.array([series.get((*key, name)) for key in raw], pa.float64())
        for name in self.slots:
            ratio = self.ratios.get(name)
            values = [series.get((*key, ratio.series)) if ratio else raw[key].get(name) for key in raw]
            columns[name] = pa.array(values, pa.float64())
        return pa.table(columns)

    def meta(self) -> pa.Table:
        """The tree as a table; level 1 holds the indicators, the root stands highest."""
        plan = max(self.plans, key=lambda one: len(one.slots))
        rows = [row for i in range(len(plan.places)) for row in self._entry(plan, i)]
        rows += [{"iCode": group, "iName": group, "Type": self._kind(group)} for group in self.groups]
        rows += [self._denominator(name) for name in self.denominators]
        kept = [name for name in META if name not in OPTIONAL or any(row.get(name) for row in rows)]
        return pa.table(
            {name: pa.array([row.get(name) for row in rows], KINDS.get(name, pa.string())) for name in kept}
        )

    def _entry(self, plan: Plan, at: int) -> list[Row]:
        """One place of the tree; above an indicator that stands too high, one node for each level between."""
        place = plan.places[at]
        lang = self.assessment.lang
        standard = self.assessment.standard
        text = standard.name if place.name == ROOT else standard.name_of(place.name)
        level = plan.depth - place.depth + 1
        own: Row = {"iCode": place.name, "iName": text.in_(lang), "Direction": 1, "Weight": place.weight}
        own |= {"Level": level, "Parent": plan.places[place.parent].name if place.parent >= 0 else ""}
        if place.slot < 0:
            return [{**own, "Type": "Aggregate"}]
        rows: list[Row] = []
        for between in range(level, 1, -1):
            code = f"{place.name}.{between}"
            while code in plan.position:
                code += "_"
            rows.append({**own, "iCode": code, "Type": "Aggregate", "Level": between})
            own |= {"Parent": code, "Weight": 1.0}
        return [*rows, {**own, **self._leaf(plan.slots[place.slot]), "Level": 1, "Type": "Indicator"}]

    def _leaf(self, slot: Slot) -> Row:
        indicator = slot.indicator
        ratio = self.ratios.get(indicator.id)
        return {
            "Direction": int(slot.aspect.direction),
            "Unit": indicator.unit.in_(self.assessment.lang) if indicator.unit else "",
            "Target": indicator.target,
            "Denominator": ratio.denominator if ratio else "",
        }

    def _denominator(self, name: str) -> Row:
        found = self.described.get(name, {})
        lang = self.assessment.lang
        title, unit = found.get(f"name_{lang}") or name, found.get(f"unit_{lang}") or ""
        return {"iCode": name, "iName": title, "Unit": unit, "Type": "Denominator"}

    def _described(self) -> dict[str, Mapping[str, str | None]]:
        """The rows of the table `series` by their names."""
        table = self.assessment.evidence.tables.get("series")
        return {} if table is None else {str(row["series"]): row for row in table.to_pylist()}

    def _kind(self, column: str) -> str:
        """A column of regions that tells all of them apart puts none of them together."""
        found = [text for text in texts(self.assessment.run.regions, column) if text]
        return "Group" if len(set(found)) < len(found) else "Other"

    def _beside(self, column: str, raw: Mapping[tuple[str, str], object]) -> pa.Array:
        known = dict(zip(self.codes, texts(self.assessment.run.regions, column), strict=True))
        return pa.array([known[code] or None for code, _ in raw], pa.string())

    def _ratios(self) -> dict[str, _Ratio]:
        """The indicators whose formula is one series divided by another that is no indicator itself."""
        found = {}
        for name, slot in self.slots.items():
            formula = slot.indicator.measure.get("formula")
            term = parse_formula(formula).term if isinstance(formula, str) else None
            if not isinstance(term, Call) or term.name != "/":
                continue
            above, below = term.operands
            if not isinstance(above, Series) or not isinstance(below, Series) or above.lag or below.lag:
                continue
            # A denominator under the name of an indicator would be read as that indicator's figures.
            if below.name not in self.slots and below.name not in OWN:
                found[name] = _Ratio(above.name, below.name)
        return found

    def _series(self) -> dict[tuple[str, str, str], float | None]:
        """Figures of the evidence by region, period and series."""
        if not self.ratios:
            return {}
        needed = {one.series for one in self.ratios.values()} | set(self.denominators)
        table = self.assessment.evidence.statistics
        columns = (table[name].to_pylist() for name in ("region", "period", "series", "value"))
        return {row[:3]: row[3] for row in zip(*columns, strict=True) if row[2] in needed}
