"""The state that matters, and the link that carries it: `parse(render(state)) == state`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluator.app.weights import TENTHS

MAX_LINK = 4000


@dataclass(frozen=True)
class Siblings:
    """A node whose children can be weighed.

    Attributes:
        node: Id of the node.
        children: Ids of its children.
        weights: The standard's own weights in tenths of a percent.
    """

    node: str
    children: tuple[str, ...]
    weights: tuple[int, ...]


def render_weights(groups: Sequence[Siblings], changed: Mapping[str, Sequence[int]]) -> str:
    """Changed groups of weights as text for a link: `total:300,175,...;network:...`; "" if none is changed."""
    parts = []
    for i, group in enumerate(groups):
        weights = changed.get(group.node)
        if weights is not None and tuple(weights) != group.weights:
            parts.append(f"{i}:{','.join(str(one) for one in weights)}")
    return ";".join(parts)


def parse_weights(groups: Sequence[Siblings], text: str) -> tuple[dict[str, tuple[int, ...]], bool]:
    """Read weights from a link; anything that does not fit the standard is left out.

    Returns:
        Changed groups, and whether all of the text was understood.
    """
    changed: dict[str, tuple[int, ...]] = {}
    whole = len(text) <= MAX_LINK
    for part in text[:MAX_LINK].split(";") if text else []:
        match = re.fullmatch(r"([0-9]{1,4}):([0-9]{1,4}(?:,[0-9]{1,4})*)", part, re.ASCII)
        if not match or int(match[1]) >= len(groups):
            whole = False
            continue
        group = groups[int(match[1])]
        weights = tuple(int(one) for one in match[2].split(","))
        if len(weights) != len(group.children) or sum(weights) != TENTHS:
            whole = False
            continue
        if weights != group.weights:
            changed[group.node] = weights
    return changed, whole


def chosen(text: str, known: Sequence[str], most: int) -> tuple[list[str], bool]:
    """Codes from a link, those that exist, at most so many; and whether all were good."""
    words = [word for word in text[:MAX_LINK].split(",") if word]
    good = [word for word in dict.fromkeys(words) if word in set(known)][:most]
    return good, good == words
