"""Years of which logs tell: those in which something ended or was opened."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from evaluator.engines.duckdb_engine import DuckdbEngine
from evaluator.engines.keeping import Keeper, key_of
from evaluator.engines.sources import Engine
from evaluator.engines.statements import Query
from indicators.tables import unbound

if TYPE_CHECKING:
    import ibis

#: The stamp that decides the year, by log.
STAMPS = {"cases": "finished", "ledger": "opened"}


def logged_years(engine: Engine, keeper: Keeper | None = None, logs: Iterable[str] = STAMPS) -> list[str]:
    """Every year in which something ended or was opened in some logs."""
    found: set[int] = set()
    for name in logs:
        query = Query(key_of("years", name, STAMPS[name]), partial(_years, name, STAMPS[name]))
        years = engine.query(query.sql(keeper)) if isinstance(engine, DuckdbEngine) else engine.run(query.make())
        found.update(years["year"].to_pylist())
    return [str(year) for year in sorted(found)]


def _years(name: str, stamp: str) -> ibis.Table:
    from indicators.stamps import plausible

    table = unbound(name)
    inside = table.filter(plausible(table[stamp]))
    return inside.select(year=inside[stamp].year()).distinct()
