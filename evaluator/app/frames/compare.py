"""Tables of a few regions side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from evaluator.app.formats import signed
from evaluator.app.frames.breaks import broken
from evaluator.app.frames.rows import Row, shortened
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Floats
from evaluator.scoring.kernel import Ranks
from indicators.text import Lang

End = tuple[str, float]
MOST_LINES = 400
"""So many regions at most stand behind the chosen ones in a slope graph."""


def compared(
    world: World, scores: Floats, chosen: Sequence[int], peers: Sequence[int], node: int, lang: Lang
) -> tuple[list[Row], list[Row]]:
    """Scores of a node and its children for chosen regions, and the middle half of the peers.

    `to` of a band is where a click leads: a node of its own that can be looked into, the node above for the first
    line, "" for an indicator.
    """
    tree = world.plan.places
    above = next((place.name for place in tree if node in place.children), tree[0].name)
    points: list[Row] = []
    bands: list[Row] = []
    for line, child in enumerate((node, *tree[node].children)):
        name = shortened(label(world, tree[child].name, lang), 40)
        values = scores[child, list(peers)]
        values = values[~np.isnan(values)]
        if len(values):
            low, middle, high = (float(one) for one in np.quantile(values, (0.25, 0.5, 0.75)))
            to = above if not line else tree[child].name if tree[child].children else ""
            bands.append({"line": line, "node": name, "low": low, "median": middle, "high": high, "to": to})
        for i in chosen:
            if not math.isnan(scores[child, i]):
                region = region_name(world, world.codes[i], lang)
                points.append(
                    {
                        "line": line,
                        "node": name,
                        "region": region,
                        "score": round(float(scores[child, i]), world.decimals + 1),
                    }
                )
    return points, bands


def trends(world: World, history: Floats, chosen: Sequence[int], nodes: Sequence[int], lang: Lang) -> list[Row]:
    """Scores over time of chosen regions, for some nodes; `era` keeps lines from crossing a change
    of regions, `broken` marks the first period after one."""
    rows: list[Row] = []
    era = world.kernel.cells.era
    for line, node in enumerate(nodes):
        name = label(world, world.plan.places[node].name, lang)
        for i in chosen:
            region = region_name(world, world.codes[i], lang)
            for t, period in enumerate(world.periods):
                value = history[t, node, i]
                shown = None if math.isnan(value) else round(float(value), world.decimals + 1)
                row: Row = {"node": name, "region": region, "period": period, "score": shown, "era": int(era[t, i])}
                rows.append({**row, "broken": broken(world, i, t), "line": line})
    return rows


def slopes_from(world: World, period: int, trial: bool) -> Ranks | None:
    """Places at the left of the slope graph: published ones under a trial, else those of the period before; None in the
    first period."""
    if trial:
        return world.places(period, None)
    return world.places(period - 1, None) if period else None


def slopes(
    world: World, before: Ranks, after: Ranks, chosen: Sequence[int], lang: Lang, periods: tuple[int, int] | None = None
) -> list[Row]:
    """Places in two rankings, two rows a region; the chosen ones are named.

    With `periods`, those of the rankings, regions that were changed between them are left out. Of many regions only
    some stand behind the chosen ones, spread evenly over the places.
    """
    era = world.kernel.cells.era
    rows: list[Row] = []
    # The chosen ones first, in their order: they bear the colours that they have in the other charts.
    behind = np.argsort(after, kind="stable")[:: -(-len(after) // MOST_LINES)].tolist()
    for i in dict.fromkeys([*chosen, *behind]):
        changed = periods is not None and era[periods[0], i] != era[periods[1], i]
        if before[i] and after[i] and not changed:
            name = region_name(world, world.codes[i], lang)
            for side, places in enumerate((before, after)):
                place = int(places[i])
                shown = f"{shortened(name)} {place}" if i in chosen else ""
                rows.append({"side": side, "place": place, "name": name, "chosen": i in chosen, "shown": shown})
    return rows


def waterfall(
    names: Sequence[str], parts: Sequence[float], ends: tuple[tuple[str, float], tuple[str, float]]
) -> list[Row]:
    """From one score to the other, part by part.

    Args:
        names: Names of the parts.
        parts: Differences; they add up to the difference of the ends.
        ends: Name and score of the lower and of the upper end of the way.
    """
    (first, start), (last, stop) = ends
    rows: list[Row] = [{"line": 0, "name": first, "low": start, "high": start, "kind": "end", "shown": f"{start:.2f}"}]
    at = start
    for k, (name, part) in enumerate(zip(names, parts, strict=True), 1):
        kind = "up" if part >= 0 else "down"
        rows.append({"line": k, "name": name, "low": at, "high": at + part, "kind": kind, "shown": signed(part, 2)})
        at += part
    rows.append({"line": len(rows), "name": last, "low": stop, "high": stop, "kind": "end", "shown": f"{stop:.2f}"})
    return rows
