"""From scores to the small tables that charts draw; pure functions."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np

from evaluator.app.formats import change, score
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Floats
from indicators.text import Lang

Row = dict[str, object]
WINDOW = 30
MOST = 40
"""Up to so many regions stand on one page."""


def contributions(world: World, scores: Floats, weights: Floats) -> Floats:
    """What each first-level node adds to the total, `[node, region]`; NaN where it has no parts."""
    root = world.plan.places[0]
    children = list(root.children)
    x, total = scores[children], scores[0]
    assert root.aggregation is not None and root.missing is not None
    w = weights[children][:, None]
    active = np.broadcast_to(w, x.shape) if root.missing.parents == "zero" else np.where(np.isnan(x), 0.0, w)
    if not root.aggregation.rescaled:
        parts = active * x
    elif root.aggregation.additive == "linear":
        parts = active * x / np.where(active.sum(axis=0) > 0, active.sum(axis=0), np.nan)
    elif root.aggregation.additive == "log":
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = active / active.sum(axis=0) * np.log(x)
            parts = total * shares / np.log(total)
    else:
        parts = np.full(x.shape, np.nan)
    return np.where(np.isnan(total), np.nan, parts)


def ranking_rows(
    world: World, period: int, weights: Floats | None, kept: Collection[int], lang: Lang
) -> tuple[list[Row], list[int]]:
    """The ranked table.

    Returns:
        One row a region with a score, in order of place; positions of the regions without one.
    """
    scores = world.scores(period, weights)
    used = world.used_weights(period, weights)
    places = world.ranks(scores[0])
    before = world.ranks(world.published.score[period, 0])
    parts = contributions(world, scores, used)
    names = [world.plan.places[child].name for child in world.plan.places[0].children]
    coverage = world.published.coverage[period, 0]
    order = sorted((i for i in kept if places[i]), key=lambda i: (places[i], world.codes[i]))
    rows: list[Row] = []
    for i in order:
        row: Row = {
            "i": i,
            "code": world.codes[i],
            "name": region_name(world, world.codes[i], lang),
            "rank": int(places[i]),
            "score": float(scores[0, i]),
            "change": int(before[i] - places[i]) if before[i] else None,
            "coverage": float(coverage[i]),
        }
        row.update(
            {name: float(scores[child, i]) for name, child in zip(names, world.plan.places[0].children, strict=True)}
        )
        row["parts"] = [None if math.isnan(part) else round(float(part), world.decimals + 2) for part in parts[:, i]]
        rows.append(row)
    return rows, [i for i in sorted(kept) if not places[i]]


def board(world: World, rows: Sequence[Row], chosen: str | None, lang: Lang) -> tuple[list[Row], list[Row]]:
    """Bars and labels of the ranking board for a window of rows."""
    names = [world.plan.places[child].name for child in world.plan.places[0].children]
    labels = [label(world, name, lang) for name in names]
    bars: list[Row] = []
    texts: list[Row] = []
    for line, row in enumerate(rows):
        parts = row["parts"]
        moved = row["change"]
        texts.append(
            {
                "line": line,
                "rank": str(row["rank"]),
                "name": shortened(str(row["name"])),
                "full": row["name"],
                "score": row["score"],
                "shown": score(row["score"] if isinstance(row["score"], float) else None, world.decimals),
                "change": change(moved if isinstance(moved, int) else None),
                "way": "up" if isinstance(moved, int) and moved > 0 else "down" if moved else "same",
                "chosen": row["code"] == chosen,
            }
        )
        assert isinstance(parts, list)
        for k, part in enumerate(parts):
            if part is not None:
                node_score = row[names[k]]
                bars.append(
                    {
                        "line": line,
                        "name": row["name"],
                        "node": labels[k],
                        "k": k,
                        "part": part,
                        "shown": score(node_score if isinstance(node_score, float) else None, world.decimals),
                        "chosen": row["code"] == chosen,
                    }
                )
    return bars, texts


def shortened(name: str, columns: int = 20) -> str:
    """A name for an axis: at most ten Chinese characters or twenty letters."""
    used = 0
    for i, one in enumerate(name):
        used += 2 if ord(one) > 0x2E7F else 1
        if used > columns:
            return name[:i] + "…"
    return name


def tiles(world: World, scores: Floats, lang: Lang) -> list[Row]:
    """The tile grid of a country: one row a tile, scores where there are any."""
    table = world.assessment.evidence.regions
    if not {"grid_row", "grid_col"} <= set(table.column_names):
        return []
    places = world.ranks(scores)
    position = {code: i for i, code in enumerate(world.codes)}
    rows: list[Row] = []
    for region in table.to_pylist():
        try:
            at = int(float(region["grid_row"])), int(float(region["grid_col"]))
        except (TypeError, ValueError):
            continue
        i = position.get(region["region"])
        known = i is not None and places[i] > 0
        name = str(region.get("name_zh" if lang == "zh" else "name_en") or region["region"])
        rows.append(
            {
                "row": at[0],
                "col": at[1],
                "name": name,
                "short": tile_name(name, lang),
                "score": round(float(scores[i]), world.decimals + 1) if known and i is not None else None,
                "place": str(places[i]) if known and i is not None else "",
            }
        )
    return rows


def tile_name(name: str, lang: Lang) -> str:
    """Two or three characters for a tile."""
    if lang == "zh":
        return name[:3] if name[:2] in ("内蒙", "黑龙") else name[:2]
    return name if len(name) <= 8 else name[:7] + "."


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
    """Scores over time of chosen regions, for some nodes."""
    rows: list[Row] = []
    for node in nodes:
        name = label(world, world.plan.places[node].name, lang)
        for i in chosen:
            region = region_name(world, world.codes[i], lang)
            for t, period in enumerate(world.periods):
                value = history[t, node, i]
                shown = None if math.isnan(value) else round(float(value), world.decimals + 1)
                rows.append({"node": name, "region": region, "period": period, "score": shown})
    return rows


def tree_rows(world: World, period: int, weights: Floats | None, region: int, lang: Lang) -> list[Row]:
    """Every entry of the tree for one region: raw value, score, place, gap to the best, trend."""
    scores = world.scores(period, weights)
    places = world.ranks(scores)
    history = world.history(weights)
    imputed = ~np.isnan(world.kernel.imputed[period]) & np.isnan(world.kernel.raw[period])
    rows: list[Row] = []
    for p, place in enumerate(world.plan.places):
        own = scores[p]
        slot = world.plan.slots[place.slot] if place.slot >= 0 else None
        best = int(np.nanargmax(own)) if not np.isnan(own).all() else None
        value = own[region]
        raw = world.kernel.cells.values[period, place.slot, region] if slot else math.nan
        unit = slot.indicator.unit.in_(lang) if slot and slot.indicator.unit else ""
        rows.append(
            {
                "depth": place.depth,
                "node": "\u2003" * place.depth + label(world, place.name, lang),
                "raw": None if math.isnan(raw) else float(raw),
                "unit": unit,
                "score": None if math.isnan(value) else float(value),
                "rank": int(places[p, region]) or None,
                "gap": None if best is None or math.isnan(value) else float(own[best] - value),
                "best": "" if best is None else region_name(world, world.codes[best], lang),
                "trend": [
                    None if math.isnan(one) else round(float(one), world.decimals) for one in history[:, p, region]
                ],
                "imputed": bool(slot and imputed[place.slot, region]),
            }
        )
    return rows


def strengths(world: World, scores: Floats, region: int, lang: Lang) -> tuple[list[str], list[str]]:
    """Indicators more than one standard deviation above and below the mean of all regions."""
    strong: list[tuple[float, str]] = []
    weak: list[tuple[float, str]] = []
    for leaf in world.plan.leaves:
        values = scores[leaf]
        spread = float(np.nanstd(values)) if np.sum(~np.isnan(values)) > 2 else 0.0
        if spread <= 0 or math.isnan(values[region]):
            continue
        away = float(values[region] - np.nanmean(values)) / spread
        name = label(world, world.plan.places[leaf].name, lang)
        if away > 1:
            strong.append((-away, name))
        elif away < -1:
            weak.append((away, name))
    return [name for _, name in sorted(strong)], [name for _, name in sorted(weak)]
