"""Tables of the ranking: places, contributions, tiles."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from evaluator.app.formats import change, score
from evaluator.app.frames.rows import Row, shortened
from evaluator.app.state import BANDS
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Floats
from evaluator.scoring.kernel import Ranks
from indicators.text import Lang

Spans = Mapping[str, tuple[float, float, float]]
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
    letters = bands(places)
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
            "band": letters[i],
        }
        row.update(
            {name: float(scores[child, i]) for name, child in zip(names, world.plan.places[0].children, strict=True)}
        )
        row["parts"] = [None if math.isnan(part) else round(float(part), world.decimals + 2) for part in parts[:, i]]
        rows.append(row)
    return rows, [i for i in sorted(kept) if not places[i]]


def bands(places: Ranks) -> list[str]:
    """A band from A to E for each region: fifths of the places; "" without a place."""
    n = int((places > 0).sum())
    return [BANDS[min(4, (int(place) - 1) * 5 // n)] if place else "" for place in places]


def board(world: World, rows: Sequence[Row], chosen: str | None, align: str, spans: Spans, lang: Lang) -> list[Row]:
    """What the ranking board draws for a window of rows.

    Args:
        world: What is shown.
        rows: Rows of `ranking_rows`.
        chosen: Code of the region that is marked.
        align: The node whose part comes first, so that its bars stand at one line; "" for the standard's order.
        spans: 5 % quantile, median and 95 % quantile of the place, by code; empty leaves them out.
        lang: Language.

    Returns:
        One row a bar, one a line of text, one an interval, told apart by `what`.
    """
    names = [world.plan.places[child].name for child in world.plan.places[0].children]
    labels = [label(world, name, lang) for name in names]
    found: list[Row] = []
    for line, row in enumerate(rows):
        mark: Row = {"line": line, "name": row["name"], "chosen": row["code"] == chosen}
        found.append({"what": "text", **mark, **_texts(world, row)})
        parts = row["parts"]
        assert isinstance(parts, list)
        for k, part in enumerate(parts):
            if part is not None:
                own = score(_number(row[names[k]]), world.decimals)
                order = -1 if names[k] == align else k
                found.append({"what": "bar", **mark, "node": labels[k], "k": order, "part": part, "shown": own})
        if str(row["code"]) in spans:
            found.append({"what": "span", **mark, **_span(world, row, spans)})
    return found


def _texts(world: World, row: Row) -> Row:
    moved = row["change"]
    return {
        "rank": str(row["rank"]),
        "short": shortened(str(row["name"])),
        "score": row["score"],
        "shown": score(_number(row["score"]), world.decimals),
        "change": change(moved if isinstance(moved, int) else None),
        "way": "up" if isinstance(moved, int) and moved > 0 else "down" if moved else "same",
    }


def _span(world: World, row: Row, spans: Spans) -> Row:
    """An interval of places, as shares of the way from the first place to the last."""
    n = max(2, len(world.codes))
    low, _, high = spans[str(row["code"])]
    share = [(place - 1) / (n - 1) for place in (low, high, float(str(row["rank"])))]
    return {"low": share[0], "high": share[1], "at": share[2], "text": span_text(low, high)}


def span_text(low: float, high: float) -> str:
    """9–16; outwards to whole places."""
    a, b = math.floor(low + 1e-9), math.ceil(high - 1e-9)
    return f"{a}" if a == b else f"{a}–{b}"


def _number(value: object) -> float | None:
    return value if isinstance(value, float) else None


def tiles(world: World, scores: Floats, chosen: str | None, lang: Lang) -> list[Row]:
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
                "code": region["region"],
                "chosen": region["region"] == chosen,
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
