"""Where one region's score comes from: the tree with its numbers, down to the rows of evidence."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.assessment import Assessment
from evaluator.evidence.names import names_of
from evaluator.scoring.plan import Plan, Slot
from evaluator.tables import only
from indicators.faults import Faults, fault
from indicators.formula import Series
from indicators.measures.statistic import Statistic
from indicators.records import near
from indicators.text import Text


@dataclass(frozen=True)
class Row:
    """One figure of the evidence that a value rests on."""

    series: str
    period: str
    value: float | None
    unit: Text
    source: str


@dataclass(frozen=True)
class Figure:
    """A figure shown beside an indicator without a score."""

    name: Text
    value: float | None
    unit: Text
    cases: int | None
    note: str


@dataclass(frozen=True)
class Line:
    """One entry of the tree with its numbers for a region."""

    node: str
    name: Text
    depth: int
    raw: float | None
    score: float | None
    rank: int | None
    ranked: int
    weight: float
    contribution: float | None
    coverage: float
    notes: tuple[str, ...]
    formula: str
    rows: tuple[Row, ...]
    beside: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """A region's numbers in one period, entry by entry in the order of the tree."""

    region: str
    name: Text
    period: str
    lines: tuple[Line, ...]


def explain(assessment: Assessment, region: str, node: str = "total", period: str | None = None) -> Explanation:
    """Explain a region's score.

    Args:
        assessment: What was scored.
        region: Code or name.
        node: Where to begin: `total`, a node or an indicator.
        period: By default the latest of the assessment.

    Raises:
        Faults: A region, node or period that is not there.
    """
    time = period or assessment.latest
    code, name, level = find_region(assessment, region)
    plan = next(plan for plan in assessment.run.plans if plan.level == level)
    if node not in plan.position:
        todo = near(node, list(plan.position))
        raise Faults([fault(f"没有节点“{node}”", f"there is no node '{node}'", todo_zh=todo[0], todo_en=todo[1])])
    scores = {row["node"]: row for row in _of(assessment.scores(), code, time).to_pylist()}
    raws = {row["indicator"]: row for row in _of(assessment.indicators(), code, time).to_pylist()}
    ranked = _ranked(assessment, time)
    first = plan.position[node]
    base = plan.places[first].depth
    beside = figures_beside(assessment, [plan.places[one].name for one in _below(plan, first)], code, time)
    lines = []
    for position in _below(plan, first):
        place = plan.places[position]
        own, raw = scores[place.name], raws.get(place.name)
        slot = plan.slots[place.slot] if place.slot >= 0 else None
        lines.append(
            Line(
                node=place.name,
                name=assessment.standard.name_of(place.name),
                depth=place.depth - base,
                raw=raw["raw"] if raw else None,
                score=own["score"],
                rank=own["rank"],
                ranked=ranked.get(place.name, 0),
                weight=own["weight"],
                contribution=own["contribution"],
                coverage=own["coverage"],
                notes=_notes(own["reason"], raw["flags"] if raw else ""),
                formula=slot.measure.formula if slot and isinstance(slot.measure, Statistic) else "",
                rows=_rows(assessment, slot, code, time) if slot else (),
                beside=tuple(beside.get(place.name, ())),
            )
        )
    return Explanation(code, name, time, tuple(lines))


def find_region(assessment: Assessment, word: str) -> tuple[str, Text, str]:
    """A scored region as evidence may name it, or by the beginning of its name: (code, name, level). Raises Faults."""
    regions = {row["region"]: row for row in assessment.run.regions.to_pylist()}
    codes = [word] if word in regions else _named(list(regions.values()), word.strip())
    if len(codes) == 1:
        row = regions[codes[0]]
        return codes[0], Text(zh=row["name_zh"], en=row["name_en"]), row["level"]
    found = [regions[code] for code in codes[:10]]
    if found:
        zh = "、".join(f"{row['name_zh']}（{row['region']}）" for row in found)
        en = ", ".join(f"{row['name_en']} ({row['region']})" for row in found)
        raise Faults([fault(f"“{word}”对应多个地区：{zh}", f"'{word}' fits several regions: {en}")])
    todo = near(word, [one for row in regions.values() for one in (row["name_zh"], row["name_en"], row["region"])])
    raise Faults([fault(f"没有地区“{word}”", f"there is no region '{word}'", todo_zh=todo[0], todo_en=todo[1])])


def _named(rows: list[dict[str, str]], word: str) -> list[str]:
    """Codes that a word may mean."""
    code, candidates = names_of(rows).find(word)
    if code is not None or candidates:
        return [code] if code is not None else list(candidates)
    return [row["region"] for row in rows if word and row["name_zh"].startswith(word)]


def _of(table: pa.Table, region: str, period: str) -> pa.Table:
    return only(only(table, "region", region), "period", period)


def _ranked(assessment: Assessment, period: str) -> dict[str, int]:
    """How many regions have a place at each node."""
    table = assessment.scores()
    at = only(table, "period", period)
    at = at.filter(pc.is_valid(at["rank"]))
    counted = at.group_by("node").aggregate([("rank", "count")])
    return dict(zip(counted["node"].to_pylist(), counted["rank_count"].to_pylist(), strict=True))


def _below(plan: Plan, first: int) -> list[int]:
    found = [first]
    for child in plan.places[first].children:
        found += _below(plan, child)
    return found


def _notes(reason: str | None, flags: str) -> tuple[str, ...]:
    words = [reason or "", *flags.split(";")]
    return tuple(dict.fromkeys(word for word in words if word))


def _rows(assessment: Assessment, slot: Slot, region: str, period: str) -> tuple[Row, ...]:
    """The figures that a formula reads for a region and period."""
    if not isinstance(slot.measure, Statistic):
        return ()
    units = _series(assessment.evidence.tables.get("series"))
    statistics = assessment.evidence.statistics
    own = only(statistics, "region", region).to_pylist()
    figures = {(row["series"], row["period"]): row for row in own}
    eras = assessment.run.validity
    rows = []
    for operand in slot.measure.parsed.operands:
        time = _earlier(assessment, period, operand)
        # What the formula does not read is not shown: no lag reaches across a change of regions.
        same = eras.era(region, time) == eras.era(region, period) if operand.lag else True
        row = figures.get((operand.name, time), {}) if same else {}
        unit, publisher = units.get(operand.name, (Text.same(""), ""))
        rows.append(Row(operand.name, time, row.get("value"), unit, row.get("source") or publisher))
    return tuple(rows)


def figures_beside(
    assessment: Assessment, names: list[str], region: str, period: str, table: pa.Table | None = None
) -> dict[str, list[Figure]]:
    """Figures beside the indicators among some entries; one that was not measured is named, without a value.

    Args:
        assessment: What was scored.
        names: Entries of the tree.
        region: Code of the region.
        period: One period.
        table: What was measured of the region and period; by default every region is measured once.
    """
    table = _of(assessment.beside(names), region, period) if table is None else table
    measured = {(row["indicator"], row["figure"]): row for row in table.to_pylist()}
    found: dict[str, list[Figure]] = {}
    for name in names:
        indicator = assessment.standard.by_id.get(name)
        for one in indicator.beside if indicator else ():
            row = measured.get((name, one.id), {})
            unit = one.unit or (indicator.unit if indicator else None) or Text.same("")
            figure = Figure(one.name, row.get("value"), unit, row.get("cases"), row.get("reason") or "")
            found.setdefault(name, []).append(figure)
    return found


def _earlier(assessment: Assessment, period: str, operand: Series) -> str:
    """The period that lies `lag` before another in the same calendar."""
    if not operand.lag:
        return period
    from evaluator.evidence import period_ordinal

    calendar, ordinal = period_ordinal(period)
    wanted = (calendar, ordinal - operand.lag)
    found = (one for one in assessment.run.periods if period_ordinal(one) == wanted)
    return next(found, f"{period}−{operand.lag}")


def _series(table: pa.Table | None) -> dict[str, tuple[Text, str]]:
    if table is None:
        return {}
    return {
        row["series"]: (
            Text(zh=row.get("unit_zh") or "", en=row.get("unit_en") or ""),
            row.get("publisher") or "",
        )
        for row in table.to_pylist()
    }
