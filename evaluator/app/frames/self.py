"""Tables of a self-assessment: findings, figures of a pillar, coverage and score by dimension, versions."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from evaluator.app import formats
from evaluator.app.frames.rows import Row
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Floats
from evaluator.submissions import Version
from evaluator.submissions.comparing import differences
from evaluator.workbook.asked import Asked, Series
from evaluator.workbook.form import Entry
from evaluator.workbook.submission import WORDS, Finding
from evaluator.workbook.words import in_words
from indicators.indicator import Indicator
from indicators.measures.checklist import Item
from indicators.text import Lang

Asking = tuple[Indicator, Item]
Figures = Mapping[str, tuple[float | None, str]]


def finding_rows(findings: Sequence[Finding], lang: Lang) -> list[Row]:
    """What was found, the gravest first."""
    order = sorted(findings, key=lambda one: list(WORDS).index(one.gravity))
    return [
        {
            "gravity": WORDS[one.gravity].in_(lang),
            "sheet": one.fault.sheet,
            "cell": one.fault.cell,
            "what": one.fault.what.in_(lang),
            "todo": one.fault.remedy.in_(lang),
        }
        for one in order
    ]


def pillars(asked: Asked, lang: Lang) -> dict[str, list[Series]]:
    """Pillar → the figures that its indicators read; a figure stands once, under the first."""
    home: dict[str, str] = {}
    for pillar, indicator in asked.indicators:
        home.setdefault(indicator.id, pillar.in_(lang))
    made: dict[str, list[Series]] = {}
    for one in asked.series:
        made.setdefault(home[one.users[0]], []).append(one)
    return made


def form_rows(series: Sequence[Series], before: Figures, entries: Mapping[str, Entry], lang: Lang) -> list[Row]:
    """One figure a row."""
    rows: list[Row] = []
    for one in series:
        value, note = entries.get(one.id, (None, ""))
        last = before.get(one.id, (None, ""))[0]
        row = {"series": one.name.in_(lang), "unit": one.unit.in_(lang), "last": last, "this": value, "note": note}
        rows.append({**row, "id": one.id})
    return rows


def checklists(asked: Asked, lang: Lang) -> dict[str, list[Asking]]:
    """Pillar → the questions of its checklists."""
    home = {indicator.id: pillar.in_(lang) for pillar, indicator in asked.indicators}
    made: dict[str, list[Asking]] = {}
    for one, item in asked.items:
        made.setdefault(home[one.id], []).append((one, item))
    return made


def answer_rows(
    items: Sequence[Asking],
    before: Mapping[tuple[str, str], tuple[str, str]],
    given: Mapping[tuple[str, str], tuple[str, str]],
    lang: Lang,
) -> list[Row]:
    """One question a row; answers in words."""
    rows: list[Row] = []
    for one, item in items:
        key = one.id, item.id
        answer, proof = given.get(key, ("", ""))
        row = {"name": one.name.in_(lang), "question": item.question.in_(lang), "proof": proof}
        row |= {"last": in_words("answer", before.get(key, ("", ""))[0], lang), "indicator": one.id, "item": item.id}
        rows.append({**row, "this": in_words("answer", answer, lang) or None})
    return rows


def choices(asked: Asked, table: str, column: str, lang: Lang) -> list[str]:
    """What may stand in a column of a log, in words, of every process or kind that is asked for."""
    logs = asked.processes if table == "cases" else asked.kinds
    if column in ("process", "kind"):
        return [in_words(column, one.id, lang) for one in logs]
    words = [in_words(column, code, lang, one.id) for one in logs for code in one.codes.get(column, ())]
    return list(dict.fromkeys(words))


def preview_rows(world: World, region: str, period: str, before: str, lang: Lang) -> list[Row]:
    """The total and each dimension: share of indicators with data, score, own score of the period before."""
    if period not in world.periods or region not in world.codes:
        return []
    t, r = world.periods.index(period), world.codes.index(region)
    places, score = world.plan.places, world.published.score
    earlier = np.full(len(places), math.nan)
    if before in world.periods:
        at = world.periods.index(before)
        # Across a change of regions the two do not compare.
        if world.kernel.cells.era[at, r] == world.kernel.cells.era[t, r]:
            earlier = score[at, :, r]
    known = ~np.isnan(world.kernel.cells.values[t, :, r])
    rows: list[Row] = []
    for p in (0, *places[0].children):
        slots = _slots(world, p)
        now, then = float(score[t, p, r]), float(earlier[p])
        rows.append(
            {
                "dimension": label(world, places[p].name, lang),
                "share": f"{sum(bool(known[slot]) for slot in slots)}/{len(slots)}",
                "now": None if math.isnan(now) else now,
                "last": None if math.isnan(then) else then,
                "change": None if math.isnan(now - then) else now - then,
            }
        )
    return rows


def _slots(world: World, place: int) -> list[int]:
    one = world.plan.places[place]
    return [one.slot] if one.slot >= 0 else [slot for child in one.children for slot in _slots(world, child)]


def sandbox_rows(
    before: World, after: World, period: str, weights: Floats | None, handed_in: Collection[str], lang: Lang
) -> list[Row]:
    """Every region with place and score as they stand and as they would be, in the order of the places to come."""
    if period not in before.periods or period not in after.periods:
        return []
    t, u = before.periods.index(period), after.periods.index(period)
    rows: list[Row] = []
    for r, code in enumerate(after.codes):
        if code not in before.codes:
            continue
        own = before.codes.index(code)
        place, place_after = int(before.places(t, weights)[own]), int(after.places(u, weights)[r])
        score, score_after = float(before.scores(t, weights)[0, own]), float(after.scores(u, weights)[0, r])
        rows.append(
            {
                "place_after": place_after or None,
                "region": region_name(after, code, lang),
                "handed_in": "✓" if code in handed_in else "",
                "place": place or None,
                "moved": formats.change(place - place_after) if place and place_after else "—",
                "score": None if math.isnan(score) else score,
                "score_after": None if math.isnan(score_after) else score_after,
            }
        )
    return sorted(rows, key=lambda row: (row["place_after"] is None, row["place_after"] or 0))


def version_rows(versions: Sequence[Version]) -> list[Row]:
    """Versions, the latest first."""
    return [
        {"version": one.name, "received": one.received[:16].replace("T", " "), "by": one.who, "number": one.rows,
         "withdrawn": one.withdrawn}
        for one in sorted(versions, key=lambda one: one.received, reverse=True)
    ]  # fmt: skip


def difference_rows(a: Version, b: Version) -> list[Row]:
    """What two versions say differently."""
    return [{"table": table, "key": key, a.name: one, b.name: other} for table, key, one, other in differences(a, b)]


def paired_rows(before: World, after: World, code: str, period: str, lang: Lang) -> list[Row]:
    """Indicators of one region whose score is another with what was handed in, those that rise most first."""
    if code not in before.codes or period not in before.periods or period not in after.periods:
        return []
    ends = []
    for world in (before, after):
        score = world.published.score[world.periods.index(period), :, world.codes.index(code)]
        ends.append({world.plan.places[leaf].name: float(score[leaf]) for leaf in world.plan.leaves})
    now, then = ends
    rows: list[Row] = []
    for name, handed_in in then.items():
        own = now.get(name, math.nan)
        if abs(handed_in - own) > 0.005 or math.isnan(handed_in) != math.isnan(own):
            pair = {"now": None if math.isnan(own) else own, "handed_in": None if math.isnan(handed_in) else handed_in}
            rows.append({"name": label(after, name, lang), **pair})
    rows.sort(key=lambda row: -(float(str(row["handed_in"] or 0.0)) - float(str(row["now"] or 0.0))))
    return [{**row, "order": k} for k, row in enumerate(rows)]
