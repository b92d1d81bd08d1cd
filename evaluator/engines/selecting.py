"""Medians and percentiles of a log in files, exact and in one pass: a sample says where to look, a pass counts.

Values by region and period are not sorted or counted one by one, which would fill the memory. A sample gives a bracket
around each quantile; the pass counts what lies below, between and above the brackets and keeps what lies inside. Where
a bracket turns out to miss its quantile, the region and period are looked at again, so that the result never depends
on the sample. (R. W. Floyd and R. L. Rivest, Expected time bounds for selection, CACM 18, 1975.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from evaluator.engines.keeping import Keeper, key_of
from evaluator.engines.layers import Layer
from evaluator.engines.logs import Log
from evaluator.engines.sampling import sample_of
from evaluator.engines.statements import Query
from evaluator.engines.stocks import COUNTED, Stock, Stocks
from indicators.measures._spread import PERCENT, count_if, ranks
from indicators.tables import TOPICS, unbound, unbound_tables

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import NumericValue

    from evaluator.engines.duckdb_engine import DuckdbEngine
    from indicators.measures._per_case import PerCase

Whole: TypeAlias = npt.NDArray[np.int64]
#: Region and period.
Place: TypeAlias = tuple[str, str]
PLACE = pa.schema([("region", pa.string()), ("period", pa.string())])
#: Columns of a pass that are no sums.
NO_SUMS = ("slot", "valued", "inside")
#: Half the width of a bracket in standard errors of a sample's quantile.
WIDTH = 4.0
#: With fewer rows left after the first pass, they are counted by value instead.
FEW = 200_000
#: View of the rows that have come since an earlier run.
LATE = "late"
#: More than any amount.
EVERYTHING = 2**62


@dataclass(frozen=True)
class Selection:
    """The quantiles and sums of measures over the same cases of one log.

    Attributes:
        engine: Has the log and the periods.
        log: The log.
        measures: They differ in their statistic, its limit and their gates only.
        name: What the measures have in common, in one word.
        stocks: Counts of earlier runs; None keeps none.
        keeper: Where statements are kept.
    """

    engine: DuckdbEngine
    log: Log
    measures: Sequence[PerCase]
    name: str
    stocks: Stocks | None = None
    keeper: Keeper | None = None

    @property
    def percents(self) -> list[int]:
        """The quantiles wanted."""
        return sorted({PERCENT[one.statistic] for one in self.measures if one.statistic in PERCENT})

    def tally(self, layer: Layer) -> pa.Table:
        """Region, period, amount, rows, lacking and the sums of every measure, for periods that do not overlap.

        Amounts are those at the ranks that the quantiles need; of all others only the number and the order are kept.
        """
        stock = self.stocks.stock(self.measures, layer, self.name) if self.stocks else None
        grown = self._grown(stock, layer) if stock else None
        if grown is not None:
            return grown
        done: list[Place] = []
        parts: list[pa.Table] = []
        rest = FEW
        for scattered in (False, True):
            if rest >= FEW:
                sampled = sample_of(self.engine, self.measures[0].table, self.log, scattered, self._columns)
                brackets = self._brackets(sampled, layer, done)
                found = self._pass(self.measures[0].table, brackets, layer, done)
                part, rest = self._told(found, brackets)
                if stock and not done:
                    self._keep(stock, found, brackets, part)
                    self._passed(LATE, layer, [], False).sql(self.keeper)  # A run with late rows finds it made.
                parts.append(part)
                done += dict.fromkeys(_places(part))
        if rest:
            parts.append(self._by_value(layer, done))
        return pa.concat_tables(parts)

    def _cases(self, table: str, layer: Layer, done: Sequence[Place]) -> Query:
        """The cases of the layer's periods, without regions and periods that are done."""
        base = self.measures[0]
        if done:
            rows = [dict(zip(PLACE.names, place, strict=True)) for place in done]
            self.engine.put("done", layer.keys(pa.Table.from_pylist(rows, PLACE)))

        def cases() -> ibis.Table:
            import ibis

            tables = unbound_tables()
            tables[base.table] = ibis.table(tables[base.table].schema(), name=table)
            every = layer.inside(base.cases(tables, unbound("periods")), base)
            if not done:
                return every
            known = layer.keyed("done", {})
            return every.anti_join(known, [every[name] == known[f"key_{name}"] for name in layer.by])

        key = key_of("cases", self.name, *self._summed, table, *layer.words, bool(done))
        return Query(key if all(one.bundled() for one in self.measures) else None, cases)

    @property
    def _summed(self) -> list[str]:
        """The statistics for which cases are summed; the rest is in the name."""
        return [f"{one.statistic} {one.limit}" for one in self.measures]

    @property
    def _columns(self) -> set[str]:
        """The columns on which amounts rest."""
        base = self.measures[0]
        named = {name for rule in base.parsed for name in rule.fields}
        return {"region", TOPICS[base.table], "step", base.start.stamp, base.end.stamp, *named}

    def _result(self, query: Query) -> pa.Table:
        return self.engine.query(query.sql(self.keeper))

    def _brackets(self, table: str, layer: Layer, done: Sequence[Place]) -> pa.Table:
        """region, period, and for each quantile the least and the greatest amount that is kept (lo_0, hi_0, …)."""
        cases = self._cases(table, layer, done).then(layer.placed, "placed")
        found = self._result(cases.then(lambda t: t.group_by(PLACE.names).agg(inside=t.amount.collect()), "amounts"))
        edges = []
        for amounts in _lists(found["inside"]):
            amounts.sort()
            edges.append(_edges(amounts, self.percents))
        places = _places(found)
        unseen = self._unseen(set(places), layer, done)
        places += unseen
        edges += [_edges(np.zeros(0, np.int64), self.percents)] * len(unseen)
        columns = np.array(edges, np.int64).reshape(len(places), 2 * len(self.percents))
        made = pa.Table.from_pylist([{"region": region, "period": period} for region, period in places], PLACE)
        for number in range(len(self.percents)):
            made = made.append_column(f"lo_{number}", pa.array(columns[:, 2 * number]))
            made = made.append_column(f"hi_{number}", pa.array(columns[:, 2 * number + 1]))
        return made.append_column("slot", pa.array(range(made.num_rows), pa.int32()))

    def _unseen(self, seen: set[Place], layer: Layer, done: Sequence[Place]) -> list[Place]:
        """Regions and periods that the sample did not meet, if their cases are likely to be few."""
        seen = seen | set(done)
        found, likely = [], 0.0
        for region, number in self._counts.items():
            lacking = [(region, period) for period in layer.names if (region, period) not in seen]
            likely += number * len(lacking) / len(layer.names)
            found += lacking
        return sorted(found) if likely < 5 * FEW else []

    @cached_property
    def _counts(self) -> dict[str, int]:
        """Rows of the process by region, as counted at the door; empty where nothing was counted."""
        topic = pc.equal(self.log.counts["process"], self.measures[0].process)
        rows = self.log.counts.filter(topic).group_by("region").aggregate([("rows", "sum")])
        return dict(zip(rows["region"].to_pylist(), rows["rows_sum"].to_pylist(), strict=True))

    def _grown(self, stock: Stock, layer: Layer) -> pa.Table | None:
        """The tally from the counts of an earlier run and what has come since; None if that does not tell it."""
        regions = stock.regions(self.log)
        kept = stock.kept(regions)
        late = stock.grown(kept, self.log) if kept is not None else None
        if kept is None or late is None:
            return None
        known = kept.filter(pc.is_valid(kept["period"])).drop([COUNTED])
        slots = pa.array(range(known.num_rows), pa.int32())
        edges = [name for name in known.column_names if name[:3] in ("lo_", "hi_")]
        brackets = known.select([*PLACE.names, *edges]).append_column("slot", slots)
        self.engine.place(LATE, self.measures[0].table, late)
        found = self._pass(LATE, brackets, layer, [], some=True)
        if found["slot"].null_count:
            return None  # The first cases of a region in a period.
        counts = _added(known.drop([*PLACE.names, *edges]).append_column("slot", slots), found)
        tally, rest = self._told(counts, brackets)
        if rest:
            return None
        self._keep(stock, counts, brackets, tally)
        return tally

    def _keep(self, stock: Stock, found: pa.Table, brackets: pa.Table, part: pa.Table) -> None:
        """Keep the counts of regions all of whose periods could be told."""
        if found["slot"].null_count:
            return
        counts = brackets.drop(["slot"]).take(found["slot"])
        for name in found.column_names:
            if name != "slot":
                counts = counts.append_column(name, found[name])
        lacking = {region for region, _ in set(_places(counts)) - set(_places(part))}
        stock.keep(counts, stock.regions(self.log) - lacking)

    def _pass(
        self, table: str, brackets: pa.Table, layer: Layer, done: Sequence[Place], some: bool = False
    ) -> pa.Table:
        """What lies below, between and inside the brackets of each region and period, and all sums.

        Args:
            table: The table, or a view of some of its rows.
            brackets: See `_brackets`.
            layer: The periods.
            done: Regions and periods that are passed over.
            some: Whether the rows are only some of the log's.
        """
        self.engine.put("brackets", layer.keys(brackets))
        places = {*_places(brackets), *done}
        whole = (
            not some
            and bool(self._counts)
            and all((region, period) in places for region in self._counts for period in layer.names)
        )
        return self._result(self._passed(table, layer, done, whole))

    def _passed(self, table: str, layer: Layer, done: Sequence[Place], whole: bool) -> Query:
        cases = self._cases(table, layer, done)
        return cases.then(lambda rows: self._counted(rows, layer, whole), "counted", whole)

    def _counted(self, cases: ibis.Table, layer: Layer, whole: bool) -> ibis.Table:
        """Cases counted by bracket; of the whole log, if every region has its bracket."""
        count = len(self.percents)
        names = [f"{edge}_{number}" for number in range(count) for edge in ("lo", "hi")]
        known = layer.keyed("brackets", {"slot": "int32", **dict.fromkeys(names, "int64")})
        on = [cases[name] == known[f"key_{name}"] for name in layer.by]
        # Where every region has its bracket, nothing falls out of an inner join, which is faster.
        held = cases.join(known, on, how="inner" if whole else "left")
        inside = held.amount.between(held.lo_0, held.hi_0)
        counts = {"below_0": count_if(held.amount < held.lo_0), "valued": held.amount.count()}
        for number in range(1, count):
            inside = inside | held.amount.between(held[f"lo_{number}"], held[f"hi_{number}"])
            gap = (held.amount > held[f"hi_{number - 1}"]) & (held.amount < held[f"lo_{number}"])
            counts[f"below_{number}"] = count_if(gap)
        kept = held.amount.collect(where=inside)
        return held.group_by("slot").agg(**counts, **self._sums(held), inside=kept)

    def _told(self, found: pa.Table, brackets: pa.Table) -> tuple[pa.Table, int]:
        """The tally of regions and periods whose brackets hold their quantiles, and the rows of all others."""
        rest, rows, count = 0, [], len(self.percents)
        summed = [name for name in found.column_names if name not in NO_SUMS and not name.startswith("below_")]
        places = _places(brackets)
        lows = np.array([brackets[f"lo_{number}"].to_numpy() for number in range(count)])
        plain = found.drop(["inside"]).to_pylist()
        for line, amounts in zip(plain, _lists(found["inside"]), strict=True):
            runs = None
            if line["slot"] is not None:
                amounts.sort()
                below = np.array([line[f"below_{number}"] or 0 for number in range(count)], np.int64)
                runs = _runs(amounts, below, lows[:, line["slot"]], line["valued"], self.percents)
            if runs is None:
                rest += line["rows"]
                continue
            where = dict(zip(PLACE.names, places[line["slot"]], strict=True))
            whole = {name: int(line[name] or 0) for name in summed} | {"rows": line["rows"] - line["valued"]}
            rows.append({**where, "amount": None, **whole})
            nothing = dict.fromkeys(summed, 0)
            rows += [{**where, **nothing, "amount": amount, "rows": number} for amount, number in runs]
        fields = [*PLACE, pa.field("amount", pa.int64()), *(pa.field(name, pa.int64()) for name in summed)]
        return pa.Table.from_pylist(rows, pa.schema(fields)), rest

    def _by_value(self, layer: Layer, done: Sequence[Place]) -> pa.Table:
        """The tally of what is left, counted by value."""
        cases = self._cases(self.measures[0].table, layer, done).then(layer.placed, "placed")
        by = [*PLACE.names, "amount"]
        found = self._result(cases.then(lambda t: t.group_by(by).agg(**self._sums(t)), "by value"))
        whole = [pa.field(name, pa.int64()) for name in found.column_names[len(PLACE) :]]
        return found.cast(pa.schema([*PLACE, *whole]))

    def _sums(self, cases: ibis.Table) -> dict[str, NumericValue]:
        return {name: one for measure in self.measures for name, one in measure.sums(cases).items()}


def _added(counts: pa.Table, more: pa.Table) -> pa.Table:
    """Counts by slot with those of other rows added; amounts are put together."""
    plain = [name for name in counts.column_names if name not in ("slot", "inside")]
    late = {row["slot"]: row for row in more.to_pylist()}
    rows = counts.to_pylist()
    for row in rows:
        other = late.get(row["slot"])
        if other:
            row |= {name: (row[name] or 0) + (other[name] or 0) for name in plain}
            row["inside"] = [*(row["inside"] or []), *(other["inside"] or [])]
    return pa.Table.from_pylist(rows, counts.schema)


def _places(table: pa.Table) -> list[Place]:
    return list(zip(table["region"].to_pylist(), table["period"].to_pylist(), strict=True))


def _lists(column: pa.ChunkedArray) -> Iterator[Whole]:
    """The lists of a column, each as an array of its own."""
    for one in column:
        yield np.array(one.values if one.is_valid else [], np.int64)


def _edges(amounts: Whole, percents: Sequence[int]) -> list[int]:
    """Least and greatest amount kept for each quantile, of a sorted sample; brackets do not overlap."""
    edges: list[int] = []
    number = len(amounts)
    for percent in percents:
        share = percent / 100.0
        # The ranks of a 95 % interval over the whole log lie well within this error of its sample.
        half = WIDTH * math.sqrt(share * (1.0 - share) * number) + 2.0
        first, last = math.floor(number * share - half), math.ceil(number * share + half)
        low = int(amounts[first]) if first >= 0 else 0
        high = int(amounts[last]) if last < number else EVERYTHING
        if edges:
            low = max(low, min(edges[-1] + 1, EVERYTHING))
        edges += [low, max(low, high)]
    return edges


def _runs(
    amounts: Whole, below: Whole, lows: Whole, total: int, percents: Sequence[int]
) -> list[tuple[int, int]] | None:
    """Amounts in order with their number: those at the ranks that quantiles need, and one for each stretch between.

    Args:
        amounts: Sorted amounts inside the brackets.
        below: Number of amounts below the first bracket, between the first and the second, and so on.
        lows: Least amount of each bracket.
        total: Number of all amounts.
        percents: The quantiles.

    Returns:
        None if a rank lies in no bracket.
    """
    # The amount at place j of `amounts` is the (j + 1 + before[k])-th of all, in bracket k.
    before, starts = np.cumsum(below), np.searchsorted(amounts, lows)
    wanted = np.array(sorted({rank for percent in percents for rank in ranks(total, percent)}), np.int64)
    bracket = np.searchsorted(starts + before, wanted - 1, "right") - 1
    place = wanted - 1 - before[bracket]
    ends = np.append(starts[1:], len(amounts))
    if (bracket < 0).any() or (place >= ends[bracket]).any():
        return None
    found: list[tuple[int, int]] = []
    told = 0
    for value, k in dict(zip(amounts[place].tolist(), bracket.tolist(), strict=True)).items():
        first, after = (int(np.searchsorted(amounts, value, side) + before[k]) for side in ("left", "right"))
        if first > told:
            found.append((value - 1, first - told))
        found.append((value, after - first))
        told = after
    if total > told:
        found.append((found[-1][0] + 1, total - told))
    return found
