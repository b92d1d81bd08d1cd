"""Correlations and clusters of the items under a node, as rows of the charts of the Coherence page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluator.app.frames.rows import Row, shortened
from evaluator.app.world import World, label
from evaluator.methods import coherence as tables
from indicators.text import Lang


def correlations(world: World, family: tables.Family, lang: Lang) -> tuple[list[Row], int]:
    """Pearson's correlation of every two items, in the order of their clusters; and how many items there are."""
    merged = tables.clusters([family]).to_pylist()
    order = merged[0]["order"].split(" ") if merged and merged[0]["order"] else list(family.children)
    pairs = {(row["first"], row["second"]): row["pearson"] for row in tables.correlations([family]).to_pylist()}
    rows: list[Row] = []
    for i, first in enumerate(order):
        for j, second in enumerate(order):
            value = 1.0 if i == j else pairs.get((first, second), pairs.get((second, first)))
            a, b = (shortened(label(world, name, lang), 28) for name in (first, second))
            shown = "" if value is None else f"{value:.2f}"
            rows.append({"i": i, "j": j, "a": f"{i + 1}. {a}", "b": f"{j + 1}. {b}", "r": value, "shown": shown})
    return rows, len(order)


def tree(world: World, merges: Sequence[Mapping[str, Any]], lang: Lang) -> tuple[list[Row], int]:
    """The tree of clusters as lines, where two are joined, at which distance; and how many items there are.

    Args:
        world: What names the items.
        merges: Rows of `evaluator.methods.coherence.clusters`, at least one.
        lang: Language of the names.
    """
    order = merges[0]["order"].split(" ")
    at = {name: (float(i), 0.0) for i, name in enumerate(order)}
    lines: list[Row] = []
    for row in merges:
        (y1, x1), (y2, x2), height = at[row["left"]], at[row["right"]], row["height"]
        corners = [(x1, y1), (height, y1), (height, y2), (x2, y2)]
        lines += [{"step": row["step"], "k": k, "x": x, "y": y, "name": None} for k, (x, y) in enumerate(corners)]
        at[f"#{row['step']}"] = ((y1 + y2) / 2, height)
    for i, name in enumerate(order):
        shown = shortened(label(world, name, lang), 40)
        lines.append({"step": None, "k": None, "x": 0.0, "y": float(i), "name": shown})
    return lines, len(order)
