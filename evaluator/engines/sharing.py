"""Measures of one log that differ only in their statistic read the log together: one tally, several conclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.engines.duckdb_engine import DuckdbEngine, parquet_files
from evaluator.engines.keeping import Keeper, key_of
from evaluator.engines.layers import layers_of
from evaluator.engines.logs import Log
from evaluator.engines.selecting import Selection
from evaluator.engines.sources import Engine, Source
from evaluator.engines.statements import Query
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
        keeper: Where statements are kept.
        tallies: Group of measures → what it was tallied from, and the table in the engine.
    """

    engine: Engine
    measures: Sequence[Measure]
    stocks: Stocks | None = None
    keeper: Keeper | None = None
    tallies: dict[str, tuple[Source, Query]] = field(default_factory=dict)

    def query(self, number: int) -> Query | None:
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
            made = self._selected(group, source, table) if selected else self._counted(group, table)
            self.tallies[name] = (source, made)
        tally, words = self.tallies[name][1], ("conclusion", measure.model_dump_json())
        if selected:
            return tally.then(measure.concluded, *words)
        return tally.then(lambda rows: measure.conclusion(rows, unbound("periods")), *words)

    def _selected(self, group: Sequence[PerCase], source: Source, table: str) -> Query:
        """The tally of a selection, put into the engine."""
        log = source if isinstance(source, Log) else Log(tuple(parquet_files(source)))
        engine, name = self.engine, _name(group[0])
        assert isinstance(engine, DuckdbEngine)
        selection = Selection(engine, log, group, name, self.stocks, self.keeper)
        tally = pa.concat_tables([selection.tally(layer) for layer in layers_of(engine.table("periods"))])
        engine.put(table, tally)
        kinds = {one.name: "string" if pa.types.is_string(one.type) else "int64" for one in tally.schema}
        return Query(_key("selected", group, table, *kinds.items()), lambda: _table(kinds, table))

    def _counted(self, group: Sequence[PerCase], table: str) -> Query:
        """The tally of cases counted by value, kept in the engine."""
        engine = self.engine
        assert isinstance(engine, DuckdbEngine)
        engine.keep(table, Query(_key("tally", group), lambda: _tally(group)).sql(self.keeper))
        return Query(_key("counted", group, table), lambda: _table(_tally(group).schema(), table))

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


def _key(word: str, group: Sequence[PerCase], *words: object) -> str | None:
    """Key of what rests on the measures of one tally; None for kinds from plug-ins."""
    if not all(one.bundled() for one in group):
        return None
    return key_of(word, *(f"{one.kind} {one.model_dump_json()}" for one in group), *words)


def _tally(group: Sequence[PerCase]) -> ibis.Table:
    from indicators.measures._logs import place

    first = group[0]
    cases, at = first.cases(unbound_tables(), unbound("periods")), place(first.timed)
    by = ["region", at, *(["amount"] if any(one.statistic in PERCENT for one in group) else [])]
    return cases.group_by(by).agg(**{word: one for measure in group for word, one in measure.sums(cases).items()})


def _table(schema: ibis.Schema | Mapping[str, str], name: str) -> ibis.Table:
    import ibis

    return ibis.table(schema, name=name)
