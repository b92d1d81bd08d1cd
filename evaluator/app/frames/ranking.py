"""Tables of the ranking: places, contributions, tiles."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from evaluator.app.formats import change, score, short
from evaluator.app.frames.neighbours import Ends, brackets, lanes, overlapping
from evaluator.app.frames.rows import Row, shortened
from evaluator.app.state import BANDS
from evaluator.app.world import World, label, region_name
from evaluator.messages import say
from evaluator.methods.base import Floats
from evaluator.robustness.placing import outwards, span_text
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


@dataclass(frozen=True)
class Ranking:
    """The regions in view in order of place, before rows are made of any.

    Attributes:
        scores: `[place, region]`.
        places: `[region]`, 0 without a score.
        before: The same under the standard's own weights.
        bands: A to E by region; "" without a place.
        order: Positions of the regions with a place, the first one first.
        without: Positions of those without.
    """

    scores: Floats
    places: Ranks
    before: Ranks
    bands: list[str]
    order: list[int]
    without: list[int]

    @property
    def best(self) -> float:
        """The highest score in view; 100 without any."""
        return float(self.scores[0, self.order].max()) if self.order else 100.0

    def of_band(self, band: str) -> Ranking:
        """Only the regions of one band; all for ""."""
        return replace(self, order=[i for i in self.order if self.bands[i] == band]) if band else self


def ranking_of(world: World, period: int, weights: Floats | None, kept: Collection[int]) -> Ranking:
    """The regions to be kept, in order of place and, within a place, of code."""
    places = world.places(period, weights)
    at = np.array(sorted(kept), dtype=np.int64)
    there = at[places[at] > 0]
    order = there[np.lexsort((world.by_code[there], places[there]))].tolist()
    before = world.places(period, None)
    return Ranking(world.scores(period, weights), places, before, bands(places), order, at[places[at] == 0].tolist())


def ranking_rows(
    world: World, period: int, weights: Floats | None, found: Ranking, at: Sequence[int], lang: Lang
) -> list[Row]:
    """The ranked table: one row for each of the positions `at`."""
    at = list(at)
    children = world.plan.places[0].children
    names = [world.plan.places[child].name for child in children]
    parts = contributions(world, found.scores[:, at], world.used_weights(period, weights))
    coverage = world.published.coverage[period, 0]
    sharing = np.bincount(found.places)
    floor = -math.inf if world.floor is None else world.floor.score
    after = dict(pairwise(found.order))
    rows: list[Row] = []
    for k, i in enumerate(at):
        row: Row = {
            "i": i,
            "code": world.codes[i],
            "name": region_name(world, world.codes[i], lang),
            "rank": int(found.places[i]),
            "tied": bool(sharing[found.places[i]] > 1),
            "score": float(found.scores[0, i]),
            "change": int(found.before[i] - found.places[i]) if found.before[i] else None,
            "gap": float(found.scores[0, i] - found.scores[0, after[i]]) if i in after else None,
            "coverage": float(coverage[i]),
            "band": found.bands[i],
            "below": [name for name, child in zip(names, children, strict=True) if found.scores[child, i] < floor],
        }
        row.update({name: float(found.scores[child, i]) for name, child in zip(names, children, strict=True)})
        row["parts"] = [None if math.isnan(part) else round(float(part), world.decimals + 2) for part in parts[:, k]]
        rows.append(row)
    return rows


def passed(before: Ranks, after: Ranks, i: int, most: int = 3) -> list[int]:
    """The regions that one region overtook or fell behind, nearest first, else its neighbours; 0 is no place."""
    there = np.flatnonzero((before > 0) & (after > 0) & (np.arange(len(after)) != i))
    if before[i] and after[i]:
        crossed = np.sign(before[there] - before[i]) * np.sign(after[there] - after[i]) < 0
        there = there[crossed] if crossed.any() else there
    nearest = np.lexsort((after[there], np.abs(after[there] - after[i])))
    return [int(one) for one in there[nearest][:most]]


def bands(places: Ranks) -> list[str]:
    """A band from A to E for each region: fifths of the places; "" without a place."""
    n = int((places > 0).sum())
    return [BANDS[min(4, (place - 1) * 5 // n)] if place else "" for place in places.tolist()]


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
        One row a bar, one a line of text, one an interval, one a bracket around neighbours whose intervals overlap,
        told apart by `what`; `id` says which mark of its kind a row is: marks move and are not built anew.
    """
    names = [world.plan.places[child].name for child in world.plan.places[0].children]
    labels = [label(world, name, lang) for name in names]
    hint = say("moved_hint", lang)
    found: list[Row] = []
    for line, row in enumerate(rows):
        mark: Row = {"line": line, "name": row["name"], "code": row["code"], "chosen": row["code"] == chosen}
        found.append({"what": "text", "id": line, **mark, **_texts(world, row), "hint": hint})
        parts, below = row["parts"], row["below"]
        assert isinstance(parts, list) and isinstance(below, list)
        for k, part in enumerate(parts):
            if part is not None:
                own = score(_number(row[names[k]]), world.decimals)
                order = -1 if names[k] == align else k
                bar: Row = {
                    "id": line * len(names) + k,
                    "node": labels[k],
                    "k": order,
                    "part": part,
                    "shown": own,
                    "under": names[k] in below,
                }
                found.append({"what": "bar", **mark, **bar})
        if str(row["code"]) in spans:
            found.append({"what": "span", "id": line, **mark, **_span(world, row, spans)})
    return found + _brackets(rows, spans)


def _brackets(rows: Sequence[Row], spans: Spans) -> list[Row]:
    """One row a bracket: its first and last line, its lane, and the places within it in words."""
    runs = brackets(printed(rows, spans))
    return [
        {"what": "tie", "id": k, "line": a, "last": b, "lane": lane, "name": places_text(rows, (a, b))}
        for k, ((a, b), lane) in enumerate(zip(runs, lanes(runs), strict=True))
    ]


def printed(rows: Sequence[Row], spans: Spans) -> list[Ends | None]:
    """The interval of each row in whole places, as it is printed."""
    ends = (spans.get(str(row["code"])) for row in rows)
    return [None if one is None else outwards(one[0], one[2]) for one in ends]


def near_text(rows: Sequence[Row], ends: Sequence[Ends | None], line: int) -> str:
    """The places of the neighbours whose intervals overlap that of a row: 23–29; "" for none."""
    near = overlapping(ends, line)
    return "" if near is None else places_text(rows, near)


def places_text(rows: Sequence[Row], lines: Ends) -> str:
    """The places from one line to another: 23–29."""
    first, last = (int(str(rows[line]["rank"])) for line in lines)
    return span_text(first, last)


def _texts(world: World, row: Row) -> Row:
    moved = row["change"]
    return {
        "rank": f"{row['rank']}=" if row["tied"] else str(row["rank"]),
        "short": shortened(str(row["name"])),
        "score": row["score"],
        "shown": score(_number(row["score"]), world.decimals),
        "floor": f"<{short(world.floor.score)}" if world.floor is not None and row["below"] else "",
        "change": change(moved if isinstance(moved, int) else None),
        "way": "up" if isinstance(moved, int) and moved > 0 else "down" if moved else "same",
    }


def _span(world: World, row: Row, spans: Spans) -> Row:
    """An interval of places, as shares of the way from the first place to the last."""
    n = max(2, len(world.codes))
    low, _, high = spans[str(row["code"])]
    share = [(place - 1) / (n - 1) for place in (low, high, float(str(row["rank"])))]
    return {"low": share[0], "high": share[1], "at": share[2], "text": span_text(low, high)}


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
