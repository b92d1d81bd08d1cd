"""Tables of weights: a committee's sets as dots, weight against influence; pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evaluator.app.frames.rows import Row
from evaluator.app.state import Siblings
from evaluator.methods.base import Floats
from evaluator.proposals import Proposal
from evaluator.robustness.effective import main_effect


def committee_rows(names: Sequence[str], sets: Sequence[tuple[str, Sequence[int]]]) -> list[Row]:
    """Each member's weight of each item, with median and ends; weights in tenths come out in per cent."""
    table = np.array([weights for _, weights in sets], dtype=np.float64) / 10
    rows: list[Row] = []
    for k, name in enumerate(names):
        own = table[:, k]
        rows.append({"k": k, "node": name, "what": "spread", "low": float(own.min()), "high": float(own.max())})
        rows.append({"k": k, "node": name, "what": "median", "weight": float(np.median(own))})
        for (who, _), value in zip(sets, own, strict=True):
            rows.append({"k": k, "node": name, "what": "member", "who": who, "weight": float(value)})
    return rows


def unnamed(sets: Sequence[tuple[str, list[int]]], word: str) -> list[tuple[str, list[int]]]:
    """Sets of weights under numbers instead of names, in an order that does not give the members away."""
    return [(f"{word} {k}", weights) for k, weights in enumerate(sorted(weights for _, weights in sets), 1)]


def influence_of(children: Floats, parent: Floats) -> list[float]:
    """Each child's share, in per cent, of what the children explain of the parent's variance, one by one.

    Args:
        children: Scores `[child, region]`.
        parent: Scores `[region]`.
    """
    ratios = np.nan_to_num([main_effect(child, parent)[1] for child in children])
    whole = ratios.sum()
    return [float(100 * one / whole) if whole > 0 else 0.0 for one in ratios]


def influence_rows(
    names: Sequence[str], weights: Sequence[int], shares: Sequence[float], words: tuple[str, str]
) -> list[Row]:
    """Two dots an item: its weight (tenths) and its influence (per cent)."""
    rows: list[Row] = []
    for k, (name, tenths, share) in enumerate(zip(names, weights, shares, strict=True)):
        low, high = sorted((tenths / 10, share))
        for what, value in zip(words, (tenths / 10, share), strict=True):
            dot: Row = {"k": k, "node": name, "what": what, "value": round(value, 1), "low": low, "high": high}
            rows.append({**dot, "first": what == words[0]})
    return rows


def proposal_rows(found: Sequence[Proposal]) -> list[Row]:
    """One row a proposal, the newest first."""
    return [
        {
            "name": one.name,
            "who": one.who,
            "when": one.when[:16].replace("T", " "),
            "words": one.words,
            "id": one.id,
            "hash": one.hash,
            "base": f"{one.base.standard} {one.base.version} · {one.base.digest[:8]}",
        }
        for one in reversed(found)
    ]


def beside_published(
    groups: Sequence[Siblings], proposed: Mapping[str, Sequence[int]], now: Mapping[str, Sequence[int]]
) -> list[Row]:
    """A row an item of the groups that a proposal changes, in per cent; items bear their ids."""
    rows: list[Row] = []
    for group in groups:
        if group.node in proposed:
            ours = now.get(group.node, group.weights)
            rows += [
                {"node": child, "published": a / 10, "proposed": b / 10, "now": c / 10}
                for child, a, b, c in zip(group.children, group.weights, proposed[group.node], ours, strict=True)
            ]
    return rows
