"""Peers of a region: those most like it at its level, or those that are named by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.advice.case import Case
from evaluator.explanation import find_region
from evaluator.methods.base import Floats
from evaluator.tables import only, texts
from indicators.faults import Fault, Faults, fault
from indicators.formula import parse_formula
from indicators.text import Text

SIZE = 15
#: Columns of `regions` that are numbers and yet no context.
NOT_CONTEXT = frozenset({"region", "parent", "grid_row", "grid_col", "successor", "valid_from", "valid_to", "level"})
#: Structure worked out of published series, where the evidence has them: formula → name.
STRUCTURE: dict[str, Text] = {
    "population": Text(zh="人口", en="population"),
    "gdp / population": Text(zh="人均地区生产总值", en="GDP per head"),
    "gdp_per_capita": Text(zh="人均地区生产总值", en="GDP per head"),
    "urban_population / population": Text(zh="城镇人口比重", en="urban share"),
    "public_budget_expenditure / population": Text(zh="人均一般公共预算支出", en="public expenditure per head"),
}
#: A column counts from this share of regions on.
ENOUGH = 0.6
GROUP = Text(zh="分组", en="group")


@dataclass(frozen=True)
class Context:
    """One column by which likeness is judged: standardised values `[region]`, NaN where missing."""

    name: Text
    values: Floats


@dataclass(frozen=True)
class Peers:
    """The regions that one region is compared with.

    Attributes:
        positions: Their positions within the level, the most alike first.
        distances: Root mean square of standardised differences; NaN where nothing is known, or chosen by hand.
        columns: What likeness was judged by; empty if by hand.
        notes: What a reader must know: columns that are missing for some, no column at all.
        by_hand: Whether they were named.
    """

    positions: tuple[int, ...]
    distances: tuple[float, ...]
    columns: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    by_hand: bool = False


def peers(case: Case, named: Sequence[str] = (), size: int = SIZE) -> Peers:
    """Peers of a region, by hand if any are named, else the nearest of its level.

    Distance (Gower's treatment of gaps): root mean square of the differences of standardised columns over those
    that both regions have; a different `group` counts as one standard deviation. Ties go by code.

    Raises:
        Faults: Every name that fits no region, or one of another level.
    """
    if named:
        return _by_hand(case, named)
    columns = contexts(case)
    distances = _distances(columns, case.region, len(case.names))
    others = [i for i in range(len(distances)) if i != case.region]
    known = [i for i in others if not np.isnan(distances[i])]
    order = sorted(known, key=lambda i: (round(float(distances[i]), 12), i))
    notes = _gaps(case, columns)
    if not known:
        order = others
        notes.append(
            Text(
                zh="没有可比的背景数据，与同级全部地区比较",
                en="no context data: compared with every region of the level",
            )
        )
    elif len(known) < len(others):
        n = len(others) - len(known)
        notes.append(Text(zh=f"{n} 个地区没有背景数据，未列入同类", en=f"{n} regions without context data left out"))
    chosen = order[:size] if known else order
    return Peers(
        tuple(chosen), tuple(float(distances[i]) for i in chosen), tuple(one.name for one in columns), tuple(notes)
    )


def best_peer(case: Case, peers: Peers, slot: int) -> tuple[int, float] | None:
    """The peer with the best raw value of an indicator: its position and the value; None if none is better."""
    values = case.kernel.cells.values[case.at, slot]
    toward = case.plan.slots[slot].aspect.direction
    better = [i for i in peers.positions if toward * (values[i] - values[case.region]) > 0]
    if not better:
        return None
    found = max(better, key=lambda i: (toward * values[i], -i))
    return found, float(values[found])


def contexts(case: Case) -> list[Context]:
    """Standardised context columns of a region's level: numbers in `regions`, structure from series, the group."""
    found: dict[str, Context] = {}
    table = only(case.assessment.run.regions, "level", case.plan.level)
    for name in table.column_names:
        if name not in NOT_CONTEXT and not name.startswith("name_"):
            values = np.array([_number(one) for one in texts(table, name)])
            _add(found, STRUCTURE.get(name, Text.same(name)), values)
    figures = _figures(case)
    for formula, label in STRUCTURE.items():
        parsed = parse_formula(formula)
        if label.en not in found and all(name in figures for name in parsed.series):
            rows = [
                parsed.value({name: figures[name].get(code) for name in parsed.series})
                for code in case.kernel.cells.regions
            ]
            _add(found, label, np.array([np.nan if one is None else one for one in rows]))
    groups = case.kernel.cells.groups.get("group", ())
    if len({one for one in groups if one}) > 1:
        ids = {name: k for k, name in enumerate(sorted({one for one in groups if one}))}
        found["group"] = Context(GROUP, np.array([ids.get(one, np.nan) for one in groups], dtype=np.float64))
    return list(found.values())


def _by_hand(case: Case, named: Sequence[str]) -> Peers:
    faults: list[Fault] = []
    chosen: list[int] = []
    notes: list[Text] = []
    for word in named:
        try:
            code, name, level = find_region(case.assessment, word)
        except Faults as error:
            faults += error.faults
            continue
        if level != case.plan.level:
            zh, en = f"“{name.zh}”不是同级地区", f"'{name.en}' is of another level"
            faults.append(fault(zh, en, todo_zh="同类只能取自同一级", todo_en="peers are of the region's own level"))
            continue
        position = case.kernel.cells.regions.index(code)
        if position == case.region:
            notes.append(Text(zh="本地区不与自己比较，已略去", en="the region itself is left out"))
        elif position not in chosen:
            chosen.append(position)
    if not chosen and not faults:
        faults.append(fault("没有可比较的同类地区", "no peer is left to compare with"))
    if faults:
        raise Faults(faults)
    return Peers(tuple(chosen), (float("nan"),) * len(chosen), (), tuple(notes), by_hand=True)


def _figures(case: Case) -> dict[str, dict[str, float]]:
    """Figures of the period by series and region, of the series that structure is worked out of."""
    names = sorted({name for formula in STRUCTURE for name in parse_formula(formula).series})
    table = only(only(case.assessment.evidence.statistics, "period", case.period), "series", *names)
    found: dict[str, dict[str, float]] = {}
    for series, region, value in zip(*(table[n].to_pylist() for n in ("series", "region", "value")), strict=True):
        if value is not None:
            found.setdefault(series, {})[region] = value
    return found


def _add(found: dict[str, Context], name: Text, values: Floats) -> None:
    """Standardise a column and keep it if enough regions have it and they differ; skewed positive ones by their log."""
    there = values[~np.isnan(values)]
    if len(there) < 3 or len(there) < ENOUGH * len(values) or np.ptp(there) <= 0:
        return
    if there.min() > 0 and there.max() / there.min() > 10:
        values = np.log(values)
        there = values[~np.isnan(values)]
    found.setdefault(name.en, Context(name, (values - there.mean()) / there.std()))


def _distances(columns: Sequence[Context], region: int, count_of: int) -> Floats:
    if not columns:
        return np.full(count_of, np.nan)
    parts = []
    for column in columns:
        away = column.values - column.values[region]
        if column.name is GROUP:
            away = np.where(np.isnan(away), np.nan, (away != 0).astype(np.float64))
        parts.append(away**2)
    block = np.stack(parts)
    known = ~np.isnan(block)
    total = np.where(known, block, 0.0).sum(axis=0)
    count = known.sum(axis=0)
    found: Floats = np.sqrt(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0))
    return found


def _gaps(case: Case, columns: Sequence[Context]) -> list[Text]:
    notes = []
    for column in columns:
        if np.isnan(column.values[case.region]):
            zh, en = column.name.zh, column.name.en
            notes.append(Text(zh=f"本地区缺“{zh}”，未按此项比较", en=f"the region lacks {en}: not compared by it"))
    return notes


def _number(word: str) -> float:
    try:
        value = float(word.replace(",", ""))
    except ValueError:
        return float("nan")
    return value if np.isfinite(value) else float("nan")
