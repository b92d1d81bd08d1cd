"""Tables of the ranking: places, contributions, tiles."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np

from evaluator.app.formats import change, score
from evaluator.app.frames.rows import Row, shortened
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Floats
from indicators.text import Lang

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
