"""From draws of places to the small tables of the Robustness page; pure functions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluator.app.frames.intervals import Places, listed_of
from evaluator.app.frames.rows import Row, shortened
from evaluator.app.world import World, region_name
from evaluator.scoring.kernel import Ranks
from indicators.text import Lang

LEAST = 0.005
"""Smaller shares are left out of a chart."""


def interval_rows(world: World, places: Places, baseline: Ranks, lang: Lang, top: int = 10) -> list[Row]:
    """One row a ranked region, in order of place, with the group of regions that can hardly be told apart.

    A group begins at a region whose interval does not reach back to the first of the group before it.
    """
    listed = listed_of(places)
    low, middle, high = (listed.quantile(share) for share in (0.05, 0.5, 0.95))
    first, ten = listed.share(1), listed.share(1, top)
    order = sorted((i for i in range(len(baseline)) if baseline[i]), key=lambda i: (baseline[i], world.codes[i]))
    rows: list[Row] = []
    group, end = 0, -np.inf
    for line, i in enumerate(order):
        if not low[i] <= end:
            group, end = group + 1, float(high[i])
        name = region_name(world, world.codes[i], lang)
        place: Row = {"base": int(baseline[i]), "lo": float(low[i]), "hi": float(high[i]), "median": float(middle[i])}
        shares: Row = {"first": float(first[i]), "ten": float(ten[i]), "group": group}
        rows.append({"line": line, "name": shortened(name), "full": name, **place, **shares})
    return rows


def chance_rows(world: World, places: Places, baseline: Ranks, lang: Lang, fifths: bool) -> list[Row]:
    """How often each region takes each place, or falls into each fifth."""
    ranked = int((baseline > 0).sum())
    order = sorted((i for i in range(len(baseline)) if baseline[i]), key=lambda i: (baseline[i], world.codes[i]))
    rows: list[Row] = []
    for line, i in enumerate(order):
        own = places[:, i]
        own = own[own > 0]
        if not len(own):
            continue
        cell = -(-own.astype(np.int64) * 5 // max(1, ranked)) if fifths else own
        name = region_name(world, world.codes[i], lang)
        for place, count in zip(*np.unique(cell, return_counts=True), strict=True):
            share = float(count) / len(places)
            if share >= LEAST:
                rows.append({"line": line, "name": name, "place": int(place), "share": round(share, 4)})
    return rows


def pair_rows(world: World, places: Places, chosen: Sequence[str], lang: Lang) -> list[Row]:
    """How often each chosen region stands ahead of each other; ties count half."""
    at = [world.codes.index(code) for code in chosen]
    own = places[:, at].astype(np.int64)
    own[own == 0] = np.iinfo(np.int64).max
    names = [region_name(world, code, lang) for code in chosen]
    rows: list[Row] = []
    for a, name in enumerate(names):
        for b, other in enumerate(names):
            if a != b:
                ahead = float((own[:, a] < own[:, b]).mean() + 0.5 * (own[:, a] == own[:, b]).mean())
                shown = f"{100 * ahead:.0f}%"
                rows.append({"i": a, "j": b, "a": name, "b": other, "share": round(ahead, 4), "shown": shown})
    return rows


def moves(world: World, before: Ranks, after: Ranks, lang: Lang) -> Row:
    """Mean absolute move, largest move and who makes it."""
    both = (before > 0) & (after > 0)
    away = np.where(both, before - after, 0)
    most = int(np.argmax(np.abs(away)))
    who = region_name(world, world.codes[most], lang) if away[most] else ""
    return {"mean": float(np.abs(away).sum() / max(1, both.sum())), "most": int(away[most]), "who": who}
