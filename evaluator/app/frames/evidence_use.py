"""What becomes of rows of evidence: read, taken, used by an indicator, standing behind a score; and refused ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from evaluator.app.frames.evidence import Rows
from evaluator.app.world import World
from evaluator.messages import say
from indicators.catalogue import measure_of
from indicators.faults import Fault
from indicators.indicator import Indicator
from indicators.tables import TOPICS
from indicators.text import Lang, listed

STAGES = ("read", "taken", "used", "scored")
Reads = tuple[tuple[str, str | None], ...]


def reads_of(indicator: Indicator) -> Reads:
    """Tables of evidence that an indicator reads, with the topic within each; None for all of its rows."""
    return measure_of(indicator).reads(indicator.id)


def topics(world: World, table: str, only: str = "") -> set[str] | None:
    """Topics of a table that the indicators of this level read, or one of them alone; None: every row is read."""
    slots = [slot.indicator for slot in world.plan.slots if only in ("", slot.indicator.id)]
    read = {topic for one in slots for name, topic in reads_of(one) if name == table}
    return None if None in read else {topic for topic in read if topic is not None}


def funnel(world: World, only: str = "") -> Rows:
    """For each table of evidence how many rows were read, taken, used by an indicator, and stand behind a score.

    Used: the region is of the level in view and an indicator (or the one named by `only`) reads the row's topic.
    Scored: such an indicator has a value and a score there, in the row's period; of cases and ledgers, which have days
    and no period, in any. Neither is counted (None) for logs too large for memory.
    """
    evidence = world.assessment.evidence
    made: Rows = []
    for name in TOPICS:
        files = [one for one in evidence.files if one.table == name]
        read = topics(world, name, only)
        if not files or (only and read is not None and not read):
            continue
        row: dict[str, object] = {"table": name, "read": sum(one.read for one in files)}
        row["taken"] = sum(one.taken for one in files)
        there = evidence.tables.get(name)
        used, scored = (None, None) if there is None else _counted(world, name, there, only)
        made.append({**row, "used": used, "scored": scored})
    return made


def _counted(world: World, name: str, rows: pa.Table, only: str) -> tuple[int, int]:
    topic, keys = TOPICS[name], ["region", TOPICS[name], *(["period"] if "period" in rows.column_names else [])]
    counted = rows.group_by(keys).aggregate([([], "count_all")])
    labels = pc.unique(counted[topic]).to_pylist()
    used, scored = _reached(world, name, labels, only)
    number = counted["count_all"].to_numpy()
    region = _at(counted["region"], world.codes)
    kind = _at(counted[topic], labels)
    own = (region >= 0) & (kind >= 0)
    own[own] = used[kind[own]]
    whole = scored if "period" in keys else np.logical_or.reduce(scored, axis=1, keepdims=True)
    period = _at(counted["period"], world.periods) if "period" in keys else np.zeros(len(number), np.int64)
    behind = own & (period >= 0)
    behind[behind] = whole[kind[behind], period[behind], region[behind]]
    return int(number[own].sum()), int(number[behind].sum())


def _at(column: pa.ChunkedArray, among: Sequence[str]) -> NDArray[np.int64]:
    """Position of each value in a list, -1 where it is not there."""
    found = pc.index_in(column, value_set=pa.array(among, pa.string()))
    return np.asarray(pc.fill_null(found, -1).to_numpy(), dtype=np.int64)


def _reached(world: World, name: str, labels: Sequence[str], only: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether a topic is read `[topic]`, and by an indicator with a value and a score `[topic, period, region]`."""
    raw, score = world.kernel.cells.values, world.published.score
    used = np.zeros(len(labels), dtype=np.bool_)
    scored = np.zeros((len(labels), len(world.periods), len(world.codes)), dtype=np.bool_)
    for number, slot in enumerate(world.plan.slots):
        if only not in ("", slot.indicator.id):
            continue
        read = {topic for table, topic in reads_of(slot.indicator) if table == name}
        at = [k for k, label in enumerate(labels) if None in read or label in read]
        used[at] = True
        scored[at] |= ~np.isnan(raw[:, number]) & ~np.isnan(score[:, world.plan.leaves[number]])
    return used, scored


def funnel_marks(rows: Rows, lang: Lang) -> Rows:
    """Rows of `funnel` for a chart: one a stage, its share of what was read, and the number in words."""
    made: Rows = []
    for row in rows:
        whole = int(str(row["read"]))
        for k, stage in enumerate(STAGES):
            if (number := row[stage]) is not None and whole:
                n = int(str(number))
                shown = say(f"ev_stage_{stage}", lang, n=n)
                made.append({"table": say(f"evt_{row['table']}", lang), "k": k, "share": n / whole, "shown": shown})
    return made


def refused_rows(refusals: Iterable[Fault], lang: Lang) -> Rows:
    """Refused rows of evidence: file (with its sheet), row, column, what is wrong, what to do."""
    return [
        {"file": one.file + (f" [{one.sheet}]" if one.sheet else ""), "row": one.line, "column": one.column,
         "what": one.what.in_(lang), "remedy": one.remedy.in_(lang)}
        for one in refusals
    ]  # fmt: skip


def about(refusals: Iterable[Fault], region: str, reads: Collection[tuple[str, str | None]] | None) -> list[Fault]:
    """Refused rows that may be about a region ("" for every one) and are of tables and topics that are read, if named.

    Rows whose region or topic cannot be read are kept: they may be the ones that are missing.
    """
    return [
        one
        for one in refusals
        if one.about is None
        or (
            (not region or one.about.region in ("", region))
            and (
                reads is None
                or any(t == one.about.table and (k is None or one.about.topic in ("", k)) for t, k in reads)
            )
        )
    ]


def series_rows(world: World, lang: Lang, only: str = "") -> Rows:
    """Each series with how many figures and regions it has, its periods and the indicators it feeds."""
    evidence, wanted = world.assessment.evidence, topics(world, "statistics", only) if only else None
    said = evidence.tables.get("series")
    named = {row["series"]: row.get(f"name_{lang}") for row in said.to_pylist()} if said is not None else {}
    table = evidence.statistics.filter(pc.is_valid(evidence.statistics["value"]))
    found = table.group_by("series").aggregate(
        [([], "count_all"), ("region", "count_distinct"), ("period", "min"), ("period", "max")]
    )
    return [
        {"series": named.get(row["series"]) or row["series"],
         "figures": row["count_all"], "regions": row["region_count_distinct"],
         "periods": " – ".join(dict.fromkeys((row["period_min"], row["period_max"]))),
         "feeds": listed(feeds(world, "statistics", lang, row["series"]), lang)}
        for row in found.sort_by("series").to_pylist() if wanted is None or row["series"] in wanted
    ]  # fmt: skip


def feeds(world: World, table: str, lang: Lang, topic: str = "") -> list[str]:
    """Names of the indicators of this level that read a table, or a topic of it."""
    return [
        one.name.in_(lang)
        for one in (slot.indicator for slot in world.plan.slots)
        if any(name == table and (not topic or kind in (None, topic)) for name, kind in reads_of(one))
    ]
