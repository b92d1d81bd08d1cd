"""Weights put forward for deliberation, as the groups of the standard in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.app.state import Siblings
from evaluator.app.weights import TENTHS
from evaluator.home import user_folder
from evaluator.proposals import Proposal, Proposals, Weights

Changed = dict[str, tuple[int, ...]]


def kept_proposals() -> Proposals:
    """The proposals of this user or server."""
    return Proposals(user_folder() / "proposals")


def proposed_sets(groups: Sequence[Siblings], standard: str) -> dict[str, Changed]:
    """The proposals that fit the standard in view, by title, as far as they differ from its weights."""
    read = {one.title: changed_by(groups, one) for one in kept_proposals().all(standard)}
    return {title: changed for title, changed in read.items() if changed}


def changed_by(groups: Sequence[Siblings], one: Proposal) -> Changed | None:
    """Groups of weights in tenths that a proposal changes; None if it does not fit these groups."""
    own = {group.node: group for group in groups}
    found: Changed = {}
    for node, given in one.weights.items():
        group = own.get(node)
        tenths = tuple(round(10 * given[child]) for child in group.children if child in given) if group else ()
        if group is None or len(tenths) != len(given) or len(tenths) != len(group.children) or sum(tenths) != TENTHS:
            return None
        if tenths != group.weights:
            found[node] = tenths
    return found


def in_percent(groups: Sequence[Siblings], changed: Mapping[str, Sequence[int]]) -> Weights:
    """Changed groups of weights by node and child, as a proposal keeps them."""
    return {
        group.node: {child: tenths / 10 for child, tenths in zip(group.children, changed[group.node], strict=True)}
        for group in groups
        if group.node in changed
    }
