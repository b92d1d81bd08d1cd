"""Figures shown beside indicators without a score: measured by the same measures, kept apart from every score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.disclosure import FEWEST
from evaluator.engines.measuring import measure_all, measured
from evaluator.tables import only, texts
from indicators.beside import MARK, figures
from indicators.catalogue import measure_of
from indicators.indicator import Indicator
from indicators.measures.satisfaction import Satisfaction
from indicators.measures.statistic import Statistic
from indicators.reasons import BLOCKING
from indicators.tables import TABLES
from indicators.text import Lang

if TYPE_CHECKING:
    from evaluator.assessment import Assessment
    from evaluator.engines.duckdb_engine import DuckdbEngine
    from evaluator.standard import Standard

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("region", "period", "indicator", "figure")),
        ("value", pa.float64()),
        ("cases", pa.int64()),
        *((name, pa.float64()) for name in ("coverage", "standard_error", "low", "high")),
        ("reason", pa.string()),
    ]
)


def has_beside(standard: Standard) -> bool:
    """Whether a standard has an indicator with figures beside it."""
    return any(one.beside for one in standard.indicators)


def in_words(table: pa.Table, standard: Standard, lang: Lang) -> pa.Table:
    """The table for people: figures by name, with their unit."""
    known = {one.id: one for indicator in standard.indicators for one in figures(indicator)}
    pairs = zip(table["indicator"].to_pylist(), table["figure"].to_pylist(), strict=True)
    found = [known[f"{indicator}{MARK}{figure}"] for indicator, figure in pairs]
    names = pa.array([one.name.in_(lang) for one in found], pa.string())
    units = pa.array([one.unit.in_(lang) if one.unit else "" for one in found], pa.string())
    return table.set_column(3, "figure", names).add_column(4, "unit", units)


def measure_beside(
    assessment: Assessment, indicators: Sequence[str] | None, kept: MutableMapping[str, pa.Table]
) -> pa.Table:
    """Measure what is not in `kept` yet; rows in the order of the standard, then region and period.

    Args:
        assessment: What was scored; regions count where the indicator is of their level.
        indicators: Ids; None is every indicator.
        kept: Indicator → rows; grows by what is measured.
    """
    chosen = None if indicators is None else set(indicators)
    wanted = [one for one in assessment.standard.indicators if one.beside and (chosen is None or one.id in chosen)]
    new = [one for one in wanted if one.id not in kept]
    if new:
        asked = [figure for one in new for figure in figures(one)]
        found = measured(asked, assessment.evidence, periods=assessment.run.periods, choice=assessment.engine)
        rows = [*_rows(found.to_pylist(), asked), *_statistics(assessment.evidence.statistics, asked)]
        levels = dict(zip(*(texts(assessment.run.regions, name) for name in ("region", "level")), strict=True))
        at = {plan.level: {slot.indicator.id for slot in plan.slots} for plan in assessment.run.plans}
        order = {figure.id: number for number, figure in enumerate(asked)}
        rows = [row for row in rows if row["indicator"] in at.get(levels.get(str(row["region"]), ""), ())]
        rows.sort(key=lambda row: (row["region"], row["period"], order[f"{row['indicator']}{MARK}{row['figure']}"]))
        for one in new:
            kept[one.id] = pa.Table.from_pylist([row for row in rows if row["indicator"] == one.id], schema=SCHEMA)
    return pa.concat_tables([SCHEMA.empty_table(), *(kept[one.id] for one in wanted)])


def measure_own(assessment: Assessment, engine: DuckdbEngine, region: str, period: str) -> pa.Table:
    """The same for one region and period, out of its own rows.

    Args:
        assessment: What was scored.
        engine: One that may hold other rows; afterwards it holds the region's own.
        region: Code of the region.
        period: One period.
    """
    asked = [figure for one in assessment.standard.indicators for figure in figures(one)]
    wanted = [(one, measure) for one in asked if not isinstance(measure := measure_of(one), Statistic)]
    own = {name: rows for name in TABLES if (rows := assessment.evidence.rows(name, region)) is not None}
    found = measure_all(wanted, own, engine, [period], keeper=assessment.keeper)
    statistics = only(only(assessment.evidence.statistics, "region", region), "period", period)
    return pa.Table.from_pylist([*_rows(found.to_pylist(), asked), *_statistics(statistics, asked)], schema=SCHEMA)


def _rows(measured_rows: Iterable[dict[str, Any]], asked: Sequence[Indicator]) -> Iterator[dict[str, object]]:
    """What was measured, as it is: a gate is told and does not hide the value; a few answers of a survey are hidden."""
    surveys = {figure.id for figure in asked if isinstance(measure_of(figure), Satisfaction)}
    for row in measured_rows:
        if row["indicator"] in surveys and row["cases"] < FEWEST:
            row |= dict.fromkeys(("reported", "standard_error", "low", "high"))
        indicator, _, figure = str(row["indicator"]).rpartition(MARK)
        reason = row["reason"] if row["reason"] in BLOCKING else None
        yield {**row, "indicator": indicator, "figure": figure, "value": row["reported"], "reason": reason}


def _statistics(table: pa.Table, asked: Sequence[Indicator]) -> Iterator[dict[str, object]]:
    """Figures by a formula over published series of the same period."""
    formulas = [(one, measure) for one in asked if isinstance(measure := measure_of(one), Statistic)]
    names = {name for _, measure in formulas for name in measure.parsed.series}
    table = table.filter(pc.is_in(table["series"], value_set=pa.array(sorted(names), pa.string())))
    given: dict[tuple[str, str], dict[str, float | None]] = {}
    for row in table.select(["region", "period", "series", "value"]).to_pylist():
        given.setdefault((row["region"], row["period"]), {})[row["series"]] = row["value"]
    for one, measure in formulas:
        indicator, _, figure = one.id.rpartition(MARK)
        for (region, period), values in given.items():
            value = measure.parsed.value({name: values.get(name) for name in measure.parsed.series})
            if value is not None:
                yield {"region": region, "period": period, "indicator": indicator, "figure": figure, "value": value}
