"""The tables that a run starts from: regions, periods, the tree and every parameter as rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.choice import EngineChoice
from evaluator.evidence import Evidence, period_ordinal
from evaluator.methods import Aggregation, Imputation, Method, Normalisation
from evaluator.methods.base import Floats
from evaluator.scoring.plan import Plan, Slot
from evaluator.scoring.validity import Validity
from evaluator.standard import Standard
from evaluator.tables import among, only, texts
from indicators.formula import Series
from indicators.measures.statistic import Statistic
from indicators.text import Text

Told = Callable[[float, Text], None]

MEASURED = pa.schema(
    {
        "region": pa.string(),
        "period": pa.string(),
        "indicator": pa.string(),
        "value": pa.float64(),
        "reported": pa.float64(),
        "cases": pa.int64(),
        "coverage": pa.float64(),
        "standard_error": pa.float64(),
        "low": pa.float64(),
        "high": pa.float64(),
        "reason": pa.string(),
    }
)
_SCALARS = {float: pa.float64(), bool: pa.bool_(), int: pa.int64(), str: pa.string()}


def scored_regions(standard: Standard, evidence: Evidence) -> pa.Table:
    """The regions of the standard's levels, by level and code; an empty level fits any.

    Where regions have one level or none, those without one join it.
    """
    regions = evidence.regions
    found = texts(regions, "level")
    fits = [not level or not standard.levels or level in standard.levels for level in found]
    known = sorted({level for level, fit in zip(found, fits, strict=True) if fit and level})
    first = next((level for level in standard.levels if level in known), known[0] if known else "")
    order = {level: i for i, level in enumerate(dict.fromkeys([*standard.levels, *known, ""]))}
    codes = texts(regions, "region")
    columns: dict[str, pa.Array] = {name: regions[name] for name in regions.column_names}
    columns["level"] = pa.array([level or first for level in found], pa.string())
    # A region named in one language only keeps that name in the other; without any, its code.
    for name, other in (("name_zh", "name_en"), ("name_en", "name_zh")):
        named = zip(texts(regions, name), texts(regions, other), codes, strict=True)
        columns[name] = pa.array([own or second or code for own, second, code in named], pa.string())
    rows = sorted((i for i, fit in enumerate(fits) if fit), key=lambda i: (order[found[i] or first], codes[i]))
    return pa.table(columns).take(pa.array(rows, pa.int64()))


def outside_regions(standard: Standard, evidence: Evidence) -> list[tuple[str, str]]:
    """Regions that are not scored because their level is not the standard's: (code, level)."""
    if not standard.levels or "level" not in evidence.regions.column_names:
        return []
    rows = evidence.regions.select(["region", "level"]).to_pylist()
    return [(row["region"], row["level"]) for row in rows if row["level"] and row["level"] not in standard.levels]


def measured(
    plans: Sequence[Plan], evidence: Evidence, choice: EngineChoice | None = None, progress: Told | None = None
) -> pa.Table:
    """Values of the indicators that are not worked out from statistics."""
    others = {
        slot.indicator.id: slot.indicator
        for plan in plans
        for slot in plan.slots
        if not isinstance(slot.measure, Statistic)
    }
    if not others:
        return MEASURED.empty_table()
    from evaluator.engines import measured as measure

    def told(done: int, whole: int, name: str) -> None:
        if progress:
            progress(0.2 * done / whole, Text(zh=f"度量 {name}", en=f"Measuring {name}"))

    found = measure(list(others.values()), evidence, choice=choice, progress=told)
    return found.select(MEASURED.names).cast(MEASURED)


def periods(evidence: Evidence, measured: pa.Table) -> tuple[str, ...]:
    """Every period of the evidence, in order of time within each calendar."""
    found = {*pc.unique(evidence.statistics["period"]).to_pylist(), *pc.unique(measured["period"]).to_pylist()}
    return tuple(sorted((period for period in found if period), key=lambda one: (*period_ordinal(one), one)))


def period_table(periods: Sequence[str]) -> pa.Table:
    """Periods with their calendar, place in it, and order in the run."""
    ordinals = [period_ordinal(period) for period in periods]
    return pa.table(
        {
            "period": pa.array(periods, pa.string()),
            "calendar": pa.array([str(calendar) for calendar, _ in ordinals], pa.string()),
            "ordinal": pa.array([ordinal for _, ordinal in ordinals], pa.int64()),
            "position": pa.array(range(len(periods)), pa.int64()),
        }
    )


def seats(regions: pa.Table, periods: Sequence[str], validity: Validity) -> pa.Table:
    """One seat a region and period: level by level, period by period, region by region.

    `outside` says why a region is not scored in a period in which its code is not in force, `era` counts the
    breaks that it has behind it, and `broken` marks the first period after one.
    """
    codes: list[str] = []
    levels: list[str] = []
    times: list[str] = []
    for level in dict.fromkeys(regions["level"].to_pylist()):
        own = texts(only(regions, "level", level), "region")
        codes += own * len(periods)
        levels += [level] * (len(own) * len(periods))
        times += list(np.repeat(np.array(periods, dtype=object), len(own)))
    return pa.table(
        {
            "seat": pa.array(range(len(codes)), pa.int64()),
            "level": pa.array(levels, pa.string()),
            "region": pa.array(codes, pa.string()),
            "period": pa.array(times, pa.string()),
            **validity.columns(codes, times),
        }
    )


def tree(plans: Sequence[Plan]) -> pa.Table:
    """Every entry of every level's tree, with the method of each node."""
    rows = []
    offset = 0
    for plan in plans:
        for i, place in enumerate(plan.places):
            aggregation, missing = place.aggregation, place.missing
            rows.append(
                {
                    "no": offset + i,
                    "level": plan.level,
                    "entry": place.name,
                    "parent": offset + place.parent if place.parent >= 0 else None,
                    "depth": place.depth,
                    "indicator": place.slot >= 0,
                    "aggregation": aggregation.kind if aggregation else None,
                    "additive": _additive(aggregation) if aggregation else None,
                    "missing": missing.parents if missing else None,
                    "min_coverage": float(missing.min_coverage) if missing else None,
                }
            )
        offset += len(plan.places)
    schema = pa.schema(
        {
            "no": pa.int64(),
            "level": pa.string(),
            "entry": pa.string(),
            "parent": pa.int64(),
            "depth": pa.int64(),
            "indicator": pa.bool_(),
            "aggregation": pa.string(),
            "additive": pa.string(),
            "missing": pa.string(),
            "min_coverage": pa.float64(),
        }
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _additive(aggregation: Aggregation) -> str:
    return "sum" if aggregation.additive == "linear" and not aggregation.rescaled else aggregation.additive


def directions(plans: Sequence[Plan], offsets: Sequence[int]) -> pa.Table:
    """+1 where higher is better, −1 where lower is better."""
    pairs = [
        (offset + leaf, plan.slots[i].aspect.direction)
        for plan, offset in zip(plans, offsets, strict=True)
        for i, leaf in enumerate(plan.leaves)
    ]
    return pa.table(
        {
            "no": pa.array([no for no, _ in pairs], pa.int64()),
            "direction": pa.array([direction for _, direction in pairs], pa.float64()),
        }
    )


def rankings(plans: Sequence[Plan]) -> pa.Table:
    """To how many decimals places are told apart."""
    decimals = [plan.ranking.decimals if plan.ranking.basis == "printed" else 9 for plan in plans]
    levels = pa.array([plan.level for plan in plans], pa.string())
    return pa.table({"level": levels, "decimals": pa.array(decimals, pa.int64())})


def operands(plans: Sequence[Plan]) -> list[Series]:
    """Every series in use, with its lags, in a fixed order."""
    found = {
        one
        for plan in plans
        for slot in plan.slots
        if isinstance(slot.measure, Statistic)
        for one in slot.measure.parsed.operands
    }
    return sorted(found, key=lambda one: (one.lag, one.name))


def statistics(evidence: Evidence, regions: pa.Table, series: set[str]) -> pa.Table:
    """The published figures in use, in a fixed order."""
    table = evidence.statistics
    used = pc.and_(among(table, "series", sorted(series)), among(table, "region", texts(regions, "region")))
    columns = [name for name in ("region", "period", "series", "value", "source") if name in table.column_names]
    found = table.select(columns).filter(used)
    return found.sort_by([("series", "ascending"), ("period", "ascending"), ("region", "ascending")])


def publishers(plans: Sequence[Plan], evidence: Evidence) -> pa.Table:
    """Where each indicator comes from: the publishers of its series, else the tables of its measure."""
    known = _publishers(evidence)
    slots = {slot.indicator.id: slot for plan in plans for slot in plan.slots}
    sources = [_joined([known.get(name, "") for name in _series(slot)] or _tables(slot)) for slot in slots.values()]
    return pa.table({"indicator": pa.array(list(slots), pa.string()), "source": pa.array(sources, pa.string())})


def _tables(slot: Slot) -> list[str]:
    """The tables that the measure of an indicator reads with these parameters."""
    return list(dict.fromkeys(table for table, _ in slot.measure.reads(slot.indicator.id)))


def origins(plans: Sequence[Plan], evidence: Evidence, regions: pa.Table) -> pa.Table:
    """The sources that stand beside single figures, where there are any."""
    indicator: list[str] = []
    region: list[str] = []
    period: list[str] = []
    source: list[str] = []
    statistic = evidence.statistics
    if "source" in statistic.column_names and set(pc.unique(statistic["source"]).to_pylist()) - {None, ""}:
        known = _publishers(evidence)
        cells: dict[tuple[str, str], dict[str, str]] = {}
        for row in statistics(evidence, regions, {one.name for one in operands(plans)}).to_pylist():
            if row["source"]:
                cells.setdefault((row["region"], row["period"]), {})[row["series"]] = row["source"]
        for slot in {slot.indicator.id: slot for plan in plans for slot in plan.slots}.values():
            used = _series(slot)
            for (code, time), own in cells.items():
                if any(name in own for name in used):
                    indicator.append(slot.indicator.id)
                    region.append(code)
                    period.append(time)
                    source.append(_joined([own.get(name) or known.get(name, "") for name in used]))
    columns = {"indicator": indicator, "region": region, "period": period, "source": source}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _series(slot: Slot) -> tuple[str, ...]:
    return slot.measure.parsed.series if isinstance(slot.measure, Statistic) else ()


def _publishers(evidence: Evidence) -> dict[str, str]:
    table = evidence.tables.get("series")
    if table is None or "publisher" not in table.column_names:
        return {}
    return {row["series"]: row["publisher"] or "" for row in table.select(["series", "publisher"]).to_pylist()}


def _joined(words: list[str]) -> str:
    return "; ".join(dict.fromkeys(word for word in words if word))


def imputation_of(plans: Sequence[Plan], offsets: Sequence[int]) -> tuple[list[Imputation], pa.Table]:
    """The distinct imputations, and which indicator has which."""
    choices: dict[tuple[str, str], tuple[int, Imputation]] = {}
    numbers: list[tuple[int, int]] = []
    for plan, offset in zip(plans, offsets, strict=True):
        for i, leaf in enumerate(plan.leaves):
            method = plan.slots[i].imputation
            key = (method.kind, method.model_dump_json())
            number, _ = choices.setdefault(key, (len(choices), method))
            numbers.append((offset + leaf, number))
    table = pa.table(
        {
            "no": pa.array([no for no, _ in numbers], pa.int64()),
            "choice": pa.array([choice for _, choice in numbers], pa.int64()),
        }
    )
    return [method for _, method in choices.values()], table


def normalisation_kinds(plans: Sequence[Plan]) -> list[type[Normalisation]]:
    """The kinds in use, by name."""
    found = {type(slot.normalisation) for plan in plans for slot in plan.slots}
    return sorted(found, key=lambda kind: kind.kind)


def normalisation_tables(plans: Sequence[Plan], offsets: Sequence[int]) -> dict[str, pa.Table]:
    """For each kind with SQL, a table of its parameters, one row an indicator."""
    rows: dict[type[Normalisation], list[dict[str, object]]] = {}
    for plan, offset in zip(plans, offsets, strict=True):
        for i, leaf in enumerate(plan.leaves):
            slot = plan.slots[i]
            aspect = slot.aspect
            row = {"no": offset + leaf, **_parameters(slot.normalisation)}
            row["direction"] = aspect.direction
            for word, value in (("worst", aspect.worst), ("best", aspect.best), ("target", aspect.target)):
                if row.get(word) is None:
                    row[word] = None if np.isnan(value) else float(value)
            rows.setdefault(type(slot.normalisation), []).append(row)
    extra = {"direction": pa.float64(), "worst": pa.float64(), "best": pa.float64(), "target": pa.float64()}
    return {
        f"normalisation_{kind.kind.replace('-', '_')}": _table(found, extra)
        for kind, found in rows.items()
        if kind.sql is not None
    }


def aggregation_kinds(plans: Sequence[Plan], depth: int) -> list[type[Aggregation]]:
    """The kinds in use by the nodes at a depth, by name."""
    found = {
        type(place.aggregation)
        for plan in plans
        for place in plan.places
        if place.depth == depth and place.children and place.aggregation is not None
    }
    return sorted(found, key=lambda kind: kind.kind)


def aggregation_tables(plans: Sequence[Plan], offsets: Sequence[int]) -> dict[str, pa.Table]:
    """For each kind with SQL, a table of its parameters, one row a node."""
    rows: dict[type[Aggregation], list[dict[str, object]]] = {}
    for plan, offset in zip(plans, offsets, strict=True):
        for i, place in enumerate(plan.places):
            if place.aggregation is not None:
                row = {"no": offset + i, **_parameters(place.aggregation)}
                rows.setdefault(type(place.aggregation), []).append(row)
    return {
        f"aggregation_{kind.kind.replace('-', '_')}": _table(found, {})
        for kind, found in rows.items()
        if kind.sql is not None
    }


def weights(plan: Plan, offset: int, periods: Sequence[str], used: Floats | None) -> pa.Table:
    """Weight of every entry in every period, and its share among its siblings."""
    table = np.broadcast_to(plan.weights, (len(periods), len(plan.places))) if used is None else used
    shares = np.ones(table.shape)
    for node in plan.upwards:
        children = list(plan.places[node].children)
        # fsum: quarters and fifths that make 1 on paper make 1 here.
        total = np.array([[math.fsum(row)] for row in table[:, children]])
        shares[:, children] = np.divide(
            table[:, children], total, out=np.zeros_like(table[:, children]), where=total > 0
        )
    count = len(plan.places)
    return pa.table(
        {
            "no": pa.array(np.tile(offset + np.arange(count), len(periods)), pa.int64()),
            "period": pa.array(np.repeat(np.array(periods, dtype=object), count).tolist(), pa.string()),
            "weight": pa.array(table.ravel(), pa.float64()),
            "share": pa.array(shares.ravel(), pa.float64()),
        }
    )


def _parameters(method: Method) -> dict[str, object]:
    """Scalar parameters as a row; a range becomes lo and hi, empty for `none`."""
    row: dict[str, object] = {}
    for word in type(method).model_fields:
        value = getattr(method, word)
        if word == "range":
            row["lo"], row["hi"] = (None, None) if value == "none" else (float(value[0]), float(value[1]))
        elif value is None or isinstance(value, (bool, str)):
            row[word] = value
        elif isinstance(value, (int, float)):
            row[word] = float(value)
    return row


def _table(rows: list[dict[str, object]], extra: dict[str, pa.DataType]) -> pa.Table:
    words = list(dict.fromkeys(word for row in rows for word in row))
    schema: dict[str, pa.DataType] = {}
    for word in words:
        values = [row.get(word) for row in rows if row.get(word) is not None]
        first = values[0] if values else None
        inferred = pa.int64() if word == "no" else _SCALARS[type(first)] if values else pa.float64()
        schema[word] = extra.get(word, inferred)
    return pa.table({word: pa.array([row.get(word) for row in rows], schema[word]) for word in words})
