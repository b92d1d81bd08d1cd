"""Limits of weights from what was filled in, from legal ranges, or from a link; pure functions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from evaluator.app.state import Siblings
from evaluator.app.weights import TENTHS, Range
from evaluator.app.world import World
from evaluator.methods.base import Floats
from evaluator.robustness.admissible import Limits, groups_of

Cells = dict[tuple[str, str], str]
"""Child and end (`floor`, `cap`), or "" and `first`, `second`, `vary` → key of the field."""


def joined(limits: Limits, children: Sequence[str], filled: Mapping[tuple[str, str], object]) -> Limits:
    """Limits with those of one group of siblings replaced by what was filled in, in percent; an order is added."""
    ends: dict[str, dict[str, float]] = {}
    for word, given in (("floor", limits.floors), ("cap", limits.caps)):
        own = {child: filled.get((child, word)) for child in children}
        kept = {name: share for name, share in given.items() if name not in own}
        ends[word] = kept | {child: round(value / 100, 6) for child, value in own.items() if isinstance(value, float)}
    first, second, vary = (filled.get(("", word)) for word in ("first", "second", "vary"))
    pair = (str(first), str(second))
    added = first is not None and second is not None and first != second and pair not in limits.order
    return Limits(
        vary=round(vary / 100, 6) if isinstance(vary, float) else None,
        floors=ends["floor"],
        caps=ends["cap"],
        order=(*limits.order, pair) if added else limits.order,
    )


def ranged(limits: Limits, legal: Sequence[tuple[Siblings, Sequence[Range]]]) -> Limits:
    """Limits with the legal ranges of some groups, in tenths of a percent, as floors and caps."""
    floors, caps = dict(limits.floors), dict(limits.caps)
    for group, ranges in legal:
        for child, (low, high) in zip(group.children, ranges, strict=True):
            floors.pop(child, None)
            caps.pop(child, None)
            if low > 0:
                floors[child] = low / TENTHS
            if high < TENTHS:
                caps[child] = high / TENTHS
    return limits.model_copy(update={"floors": floors, "caps": caps})


def take_limits(world: World, period: int, weights: Floats | None, limits: Limits) -> str:
    """Limits as text for the link, "" for none. Raises Faults if no weights satisfy them."""
    groups_of(limits, world.plan, world.used_weights(period, weights))
    found = limits.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(found) if found else ""
