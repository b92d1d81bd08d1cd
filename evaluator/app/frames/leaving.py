"""Moves of places when an item or a region is left out, as strips of dots; pure functions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evaluator.app.frames.rows import Row, shortened
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Floats
from evaluator.robustness.leaving import without
from evaluator.scoring.kernel import Ranks
from indicators.text import Lang

__all__ = ["Row", "Strip", "items", "regions"]
Strip = tuple[list[Row], list[Row]]


def items(world: World, period: int, weights: Floats, before: Ranks, lang: Lang) -> Strip:
    """A row an item left out (mean and largest move, who makes it), and a dot for each length of move."""
    rows: list[Row] = []
    dots: list[Row] = []
    for position, place in enumerate(world.plan.places):
        changed = without(world.plan, weights, position) if position else None
        if changed is not None:
            after = world.ranks(world.scores(period, changed)[0])
            name = label(world, place.name, lang)
            shown = name if place.slot >= 0 else f"▪ {name}"
            _strip(world, rows, dots, (shown, name), before - after, (before > 0) & (after > 0), lang)
    return rows, dots


def regions(world: World, table: pa.Table, lang: Lang) -> Strip:
    """The same for each region left out, those that move others most first; those that move nobody are not listed."""
    index = {code: i for i, code in enumerate(world.codes)}
    count = len(world.codes)
    moves, there = np.zeros((count, count), dtype=np.int64), np.zeros((count, count), dtype=np.bool_)
    left = [index[code] for code in table["left_out"].to_pylist()]
    other = [index[code] for code in table["region"].to_pylist()]
    change = table["rank_change"].to_numpy(zero_copy_only=False).astype(np.float64)
    moves[left, other], there[left, other] = np.nan_to_num(change).astype(np.int64), ~np.isnan(change)
    weight = np.abs(moves).sum(axis=1)
    rows: list[Row] = []
    dots: list[Row] = []
    for i in sorted(np.flatnonzero(weight), key=lambda one: (-int(weight[one]), world.codes[one])):
        name = region_name(world, world.codes[i], lang)
        _strip(world, rows, dots, (shortened(name), name), moves[i], there[i], lang)
    return rows, dots


def _strip(
    world: World, rows: list[Row], dots: list[Row], names: tuple[str, str], away: Ranks, both: np.ndarray, lang: Lang
) -> None:
    own = np.where(both, away, 0)
    most = int(np.argmax(np.abs(own)))
    who = region_name(world, world.codes[most], lang) if own[most] else ""
    line = len(rows)
    base: Row = {"line": line, "name": names[0], "full": names[1]}
    rows.append({**base, "mean": float(np.abs(own).sum() / max(1, both.sum())), "most": int(own[most]), "who": who})
    for move, count in zip(*np.unique(own[both], return_counts=True), strict=True):
        first = int(np.flatnonzero(both & (own == move))[0])
        said = region_name(world, world.codes[first], lang) if count == 1 else f"× {count}"
        end = who if move == own[most] and move else ""
        dots.append({**base, "move": int(move), "count": int(count), "regions": said, "end": end})
