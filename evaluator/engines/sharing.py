"""Measures of one log that differ only in their statistic read the log together: one tally, several conclusions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.engines.duckdb_engine import DuckdbEngine, parquet_files
from evaluator.engines.layers import layers_of
from evaluator.engines.logs import Log
from evaluator.engines.selecting import Selection
from evaluator.engines.sources import Engine, Source
from evaluator.engines.stocks import Stocks
from indicators.measures import Measure
from indicators.measures._per_case import PerCase
from indicators.measures._spread import PERCENT
from indicators.tables import unbound, unbound_tables

if TYPE_CHECKING:
    import ibis

#: Rows of all files of a log above which quantiles are found by selection instead of counting by value.
LARGE = 1_000_000


@dataclass
class Sharing:
    """The measures of a run on one engine.

    Attributes:
        engine: Runs them.
        measures: All measures of the run.
        stocks: Counts of earlier runs; None keeps none.
        tallies: Group of measures → what it was tallied from, and the table in the engine.
    """

    engine: Engine
    measures: Sequence[Measure]
    stocks: Stocks | None = None
    tallies: dict[str, tuple[Source, ibis.Table]] = field(default_factory=dict)

    def expression(self, number: int) -> ibis.Table | None:
        """A measure over the tally that it shares; None for one that reads evidence alone.

        Only logs in files are tallied together: they stay as they are while the source in the engine is the same.
        """
        measure, engine = self.measures[number], self.engine
        if not isinstance(measure, PerCase) or not isinstance(engine, DuckdbEngine):
            return None
        source = engine.sources.get(measure.table)
        if source is None or isinstance(source, pa.Table | str):
            return None
        name = _name(measure)
        group = [one for one in self.measures if isinstance(one, PerCase) and _name(one) == name]
        selected = _selects(group) and self._large(source)
        if len(group) < 2 and not selected:
            return None
        if name not in self.tallies or self.tallies[name][0] is not source:
            table = f"tally_{len(self.tallies)}"
            stocks = (self.stocks, name) if self.stocks else None
            made = _selected(engine, group, source, table, stocks) if selected else _counted(engine, group, table)
            self.tallies[name] = (source, made)
        tally = self.tallies[name][1]
        return measure.concluded(tally) if selected else measure.conclusion(tally, unbound("periods"))

    def _large(self, source: Source) -> bool:
        """Whether a log is large, or some regions of one that is: of these the counts of the whole are kept."""
        rows = source.whole if self.stocks and isinstance(source, Log) and source.whole else _rows(source)
        return rows > LARGE


def _name(measure: PerCase) -> str:
    """What measures of one tally have in common."""
    alike = {"statistic": "median", "limit": None, "min_cases": 0, "min_coverage": 0.0}
    return f"{measure.kind} {measure.model_copy(update=alike).model_dump_json()}"


def _selects(group: Sequence[PerCase]) -> bool:
    """Whether a row is a case, so that a sample of rows is one of cases, and a quantile is wanted."""
    return all(one.one_row and not one.fill for one in group) and any(one.statistic in PERCENT for one in group)


def _rows(source: Source) -> int:
    import pyarrow.parquet as pq

    if isinstance(source, Log) and source.counts.num_rows:
        return source.num_rows
    return sum(pq.read_metadata(path).num_rows for path in parquet_files(source))


def _selected(
    engine: DuckdbEngine, group: Sequence[PerCase], source: Source, name: str, stocks: tuple[Stocks, str] | None
) -> ibis.Table:
    import ibis

    log = source if isinstance(source, Log) else Log(tuple(parquet_files(source)))
    selection = Selection(engine, log, group, stocks)
    parts = [selection.tally(layer) for layer in layers_of(engine.table("periods"))]
    tally = pa.concat_tables(parts)
    engine.put(name, tally)
    kinds = {one.name: "string" if pa.types.is_string(one.type) else "int64" for one in tally.schema}
    return ibis.table(kinds, name=name)


def _counted(engine: DuckdbEngine, group: Sequence[PerCase], name: str) -> ibis.Table:
    import ibis

    from indicators.measures._logs import place

    first = group[0]
    cases, at = first.cases(unbound_tables(), unbound("periods")), place(first.timed)
    by = ["region", at, *(["amount"] if any(one.statistic in PERCENT for one in group) else [])]
    summed = {word: one for measure in group for word, one in measure.sums(cases).items()}
    tally = cases.group_by(by).agg(**summed)
    engine.keep(name, tally)
    return ibis.table(tally.schema(), name=name)
