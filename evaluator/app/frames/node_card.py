"""What is said of one node of the tree: in words, and of each item under it."""

from __future__ import annotations

import math

import numpy as np

from evaluator.app.frames.indicator_card import Fact, joined, references_of, said
from evaluator.app.frames.indicators import correlation
from evaluator.app.frames.rows import Row
from evaluator.app.weights import apportioned
from evaluator.app.world import World, label
from evaluator.messages import say
from evaluator.methods.base import Floats
from evaluator.scoring.plan import Place
from indicators.text import Lang


def facts(world: World, at: int, share: float, lang: Lang) -> list[Fact]:
    """What there is to say of a node, in a fixed order; what is not said is left out.

    Args:
        world: What is shown.
        at: Position of the node in the tree.
        share: Its share of the whole weight, in percent.
        lang: Language.
    """
    place = world.plan.places[at]
    node = world.assessment.standard.nodes[place.name]
    found = [
        ("definition", said(node.definition, lang)),
        ("node_belongs", label(world, world.plan.places[place.parent].name, lang)),
        ("node_holds", _holds(world, at, lang)),
        ("node_weight", say("node_weight_text", lang, share=f"{share:.1f}")),
        ("node_scored", _scored(place, lang)),
        ("clause", node.clause),
        ("references", references_of(world, node.references, lang)),
        ("note", said(node.note, lang)),
    ]
    return [(key, text) for key, text in found if text]


def children(world: World, period: int, weights: Floats | None, at: int, lang: Lang) -> list[Row]:
    """Each item under a node: weight in tenths, mean score, regions with a score, correlation with the node."""
    scores = world.scores(period, weights)
    below = world.plan.places[at].children
    used = world.used_weights(period, weights)
    tenths = apportioned([float(used[child]) for child in below])
    rows: list[Row] = []
    for child, weight in zip(below, tenths, strict=True):
        own = scores[child]
        known = int((~np.isnan(own)).sum())
        rows.append(
            {
                "id": world.plan.places[child].name,
                "name": label(world, world.plan.places[child].name, lang),
                "tenths": weight,
                "weight": weight / 10,
                "mean": float(np.nanmean(own)) if known else None,
                "known": known,
                "r": correlation(own, scores[at]) if len(below) > 1 else None,
            }
        )
    return rows


def _holds(world: World, at: int, lang: Lang) -> str:
    n, leaves = len(world.plan.places[at].children), _leaves(world, at)
    return say("node_holds_leaves", lang, leaves=n) if n == leaves else say("node_holds_text", lang, n=n, leaves=leaves)


def _leaves(world: World, at: int) -> int:
    below = world.plan.places[at].children
    return sum(_leaves(world, child) for child in below) if below else 1


def _scored(place: Place, lang: Lang) -> str:
    """How the items are weighed and brought together, and from which coverage on."""
    assert place.aggregation is not None and place.missing is not None
    parts = [place.weighting.title.in_(lang)] if place.weighting is not None else []
    parts.append(place.aggregation.title.in_(lang))
    least = place.missing.min_coverage
    if 0 < least <= 1 and math.isfinite(least):
        parts.append(say("node_least", lang, share=f"{least:.0%}"))
    return joined(parts, lang)
