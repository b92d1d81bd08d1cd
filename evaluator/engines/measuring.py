"""Run every measure over the evidence: raw values with their cases, coverage, errors and reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.choice import EngineChoice
from evaluator.engines.duckdb_engine import DuckdbEngine
from evaluator.engines.keeping import Keeper
from evaluator.engines.periods import named_periods, periods_of
from evaluator.engines.remeasuring import Remeasuring, remeasuring
from evaluator.engines.sharing import Sharing
from evaluator.engines.sources import Engine, Source
from evaluator.engines.statements import expression_of, statement_of
from evaluator.engines.stocks import Stocks
from evaluator.engines.waiting import Waiting
from evaluator.engines.years import STAMPS, logged_years
from indicators.catalogue import measure_of
from indicators.measures import Measure
from indicators.reasons import BLOCKING, NO_SERVICE
from indicators.tables import TABLES, unbound

if TYPE_CHECKING:
    from indicators.indicator import Indicator

RESULT = pa.schema(
    [
        ("region", pa.string()),
        ("period", pa.string()),
        ("indicator", pa.string()),
        ("value", pa.float64()),
        ("reported", pa.float64()),
        ("cases", pa.int64()),
        ("coverage", pa.float64()),
        ("standard_error", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("reason", pa.string()),
    ]
)
Progress = Callable[[int, int, str], None]


class HasSources(Protocol):
    """Evidence, as far as measures are concerned."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """The tables by name."""


def measured(
    indicators: Sequence[Indicator],
    evidence: HasSources,
    *,
    periods: Iterable[str] | None = None,
    choice: EngineChoice | None = None,
    progress: Progress | None = None,
) -> pa.Table:
    """Raw values of every indicator whose measure is not `statistic`.

    Args:
        indicators: The indicators; those with a formula over statistics are passed over.
        evidence: Anything with `sources`: Arrow tables, Parquet files, or names of tables in a cluster.
        periods: Periods to measure; by default those that the evidence names, otherwise every year in its logs.
        choice: Which engine, and what it may take; DuckDB by default.
        progress: Called before each indicator with its number, how many there are, and its id.

    Returns:
        One row a region, period and indicator with evidence, in the order of the indicators, then region and
        period: `value` is what is scored, `reported` what was measured, `reason` why they differ
        (`indicators.reasons`); cases, coverage (0 to 1), standard error and 95 % interval where there is one.

    Raises:
        Faults: A period that is none, or an engine that cannot be reached.
    """
    wanted = [(one, measure_of(one)) for one in indicators if one.measure.get("kind") != "statistic"]
    if not wanted:
        return RESULT.empty_table()
    choice = choice or EngineChoice()
    keeper = Keeper(choice.cache) if choice.cache else None
    tables = evidence.sources
    with Waiting(lambda: _filled(open_engine(choice), tables)) as waiting:
        earlier = remeasuring(choice, tables, waiting, keeper) if keeper else None
        found = _measured(wanted, tables, waiting, periods, progress, earlier, keeper)
    if keeper:
        keeper.trim()
    return found


def open_engine(choice: EngineChoice) -> Engine:
    """Start an engine by name; raises Faults if there is no such engine."""
    from indicators.faults import Faults, fault

    engine = choice.engine
    if engine == "duckdb":
        return DuckdbEngine(choice.memory_limit, choice.threads)
    if engine == "spark":
        from evaluator.engines.spark_engine import SparkEngine

        return SparkEngine(choice.url)
    raise Faults(
        [
            fault(
                f"没有计算引擎“{engine}”",
                f"there is no engine '{engine}'",
                todo_zh="可用：duckdb、spark",
                todo_en="known: duckdb, spark",
            )
        ]
    )


def measure_all(
    wanted: Sequence[tuple[Indicator, Measure]],
    tables: Mapping[str, Source],
    engine: Engine,
    periods: Iterable[str] | None = None,
    keeper: Keeper | None = None,
) -> pa.Table:
    """Measure on an engine that is already running (see `measured`); statements are kept where a keeper is given."""
    return _measured(wanted, tables, Waiting(lambda: _filled(engine, tables)), periods, keeper=keeper)


def _filled(engine: Engine, tables: Mapping[str, Source]) -> Engine:
    for name in TABLES:
        engine.put(name, tables.get(name))
    return engine


def _measured(
    wanted: Sequence[tuple[Indicator, Measure]],
    tables: Mapping[str, Source],
    waiting: Waiting[Engine],
    periods: Iterable[str] | None,
    progress: Progress | None = None,
    earlier: Remeasuring | None = None,
    keeper: Keeper | None = None,
) -> pa.Table:
    """Measure on an engine that knows the tables; values of earlier runs are taken over."""

    def years(logs: Iterable[str] = STAMPS) -> list[str]:
        return logged_years(waiting.get(), keeper, logs)

    if periods is None:
        periods = named_periods(tables) or (earlier.years(years) if earlier else years())
    chosen = periods_of(periods)

    @cache
    def sharing() -> Sharing:
        waiting.get().put("periods", chosen)
        stocks = Stocks(earlier.keeper, earlier.portions) if earlier else None
        return Sharing(waiting.get(), [measure for _, measure in wanted], stocks, keeper)

    def work(number: int, done: int, whole: int) -> pa.Table:
        indicator, measure = wanted[number]
        if progress:
            progress(done, whole, indicator.id)
        shared, engine = sharing().query(number), waiting.get()
        if isinstance(engine, DuckdbEngine):
            statement = shared.sql(keeper) if shared else statement_of(indicator.id, measure, keeper)
            return _result(indicator, engine.query(statement))
        return _result(indicator, engine.run(expression_of(indicator.id, measure)))

    if earlier:
        parts = earlier.values(wanted, list(dict.fromkeys(chosen["period"].to_pylist())), work)
    else:
        parts = [work(number, number, len(wanted)) for number in range(len(wanted))]
    whole = pa.concat_tables(parts) if parts else RESULT.empty_table()
    return with_absent_services([one for one, _ in wanted], whole, tables.get("answers"), waiting)


def with_absent_services(
    indicators: Sequence[Indicator], whole: pa.Table, answers: Source | None, waiting: Waiting[Engine]
) -> pa.Table:
    """A region that says it does not offer the service scores the worst bound, with the reason.

    It says so in `answers`, with the item `service` and the answer `no`.
    """
    rows = [] if answers is None else _absent(answers, waiting)
    order = {one.id: number for number, one in enumerate(indicators)}
    absent = {(order[row["indicator"]], row["region"], row["period"]): row for row in rows if row["indicator"] in order}
    places = pc.index_in(whole["indicator"], value_set=pa.array(list(order), pa.string()))
    keys = list(zip(places.to_pylist(), whole["region"].to_pylist(), whole["period"].to_pylist(), strict=True))
    kept = whole.filter(pa.array([key not in absent for key in keys], pa.bool_()))
    added = []
    for key, row in absent.items():
        bounds = indicators[key[0]].bounds
        added.append({**row, "value": bounds.worst if bounds else None, "cases": 0, "reason": NO_SERVICE})
    joined = pa.concat_tables([kept, pa.Table.from_pylist(added, schema=RESULT)])
    numbers = pc.index_in(joined["indicator"], value_set=pa.array(list(order), pa.string()))
    keyed = joined.append_column("order", numbers)
    return keyed.sort_by([("order", "ascending"), ("region", "ascending"), ("period", "ascending")]).drop(["order"])


def _absent(answers: Source, waiting: Waiting[Engine]) -> list[dict[str, str]]:
    """Region, period and indicator of every service that is not offered."""
    wanted = ["region", "period", "indicator"]
    if not isinstance(answers, pa.Table):
        rows = unbound("answers")
        said = rows.filter((rows["item"] == "service") & (rows.answer == "no"))
        found = waiting.get().run(said.select(*wanted).distinct())
    elif {"item", "answer", *wanted} <= set(answers.column_names):
        texts = {name: answers[name].cast(pa.string()) for name in ("item", "answer", *wanted)}
        said = pc.and_(pc.equal(texts["item"], "service"), pc.equal(texts["answer"], "no"))
        found = pa.table(texts).filter(said).select(wanted)
    else:
        return []
    listed: list[dict[str, str]] = found.to_pylist()
    return listed


def _result(indicator: Indicator, found: pa.Table) -> pa.Table:
    """The columns of the result; a value that is not scored is kept as `reported` only."""
    number = found.num_rows
    reason = found["reason"].cast(pa.string())
    value = found["value"].cast(pa.float64())
    blocked = pc.is_in(reason, value_set=pa.array(sorted(BLOCKING)))
    columns = {
        "region": found["region"].cast(pa.string()),
        "period": found["period"].cast(pa.string()),
        "indicator": pa.array([indicator.id] * number, pa.string()),
        "value": pc.if_else(blocked, pa.scalar(None, pa.float64()), value),
        "reported": value,
        "cases": found["cases"].cast(pa.int64()),
        "coverage": found["coverage"].cast(pa.float64()),
        "standard_error": found["standard_error"].cast(pa.float64()),
        "low": found["low"].cast(pa.float64()),
        "high": found["high"].cast(pa.float64()),
        "reason": reason,
    }
    return pa.table([columns[field.name] for field in RESULT], schema=RESULT)
