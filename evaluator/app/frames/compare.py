"""Tables of a few regions side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from evaluator.app.frames.rows import Row, shortened
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Floats
from indicators.text import Lang


def compared(world: World, scores: Floats, chosen: Sequence[int], node: int, lang: Lang) -> tuple[list[Row], list[Row]]:
    """Scores of the children of a node for chosen regions, and the middle half of all regions."""
    points: list[Row] = []
    bands: list[Row] = []
    for line, child in enumerate((node, *world.plan.places[node].children)):
        name = shortened(label(world, world.plan.places[child].name, lang), 26)
        values = scores[child][~np.isnan(scores[child])]
        if len(values):
            low, middle, high = (float(one) for one in np.quantile(values, (0.25, 0.5, 0.75)))
            bands.append({"line": line, "node": name, "low": low, "median": middle, "high": high})
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
    """Scores over time of chosen regions, for some nodes; `era` keeps lines from crossing a change of regions."""
    rows: list[Row] = []
    era = world.kernel.cells.era
    for node in nodes:
        name = label(world, world.plan.places[node].name, lang)
        for i in chosen:
            region = region_name(world, world.codes[i], lang)
            for t, period in enumerate(world.periods):
                value = history[t, node, i]
                shown = None if math.isnan(value) else round(float(value), world.decimals + 1)
                rows.append({"node": name, "region": region, "period": period, "score": shown, "era": int(era[t, i])})
    return rows
