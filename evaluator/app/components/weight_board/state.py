"""What is remembered of the board: locks and answers by the session, legal ranges by the link."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evaluator.app.state import Siblings
from evaluator.app.view import View, current
from evaluator.app.weights import TENTHS, Range

ACK, HELD, LOCKS, OUTSIDE = "board_ack", "board_held", "board_locks", "board_outside"


def locked_of(group: Siblings) -> set[int]:
    """Positions of the locked children."""
    locks: dict[str, set[int]] = st.session_state.get(LOCKS, {})
    return {i for i in locks.get(group.node, set()) if i < len(group.children)}


def lock(group: Siblings, locked: Sequence[int]) -> None:
    """Lock these children and no others."""
    st.session_state.setdefault(LOCKS, {})[group.node] = set(locked)


def bounds_of(group: Siblings) -> list[Range]:
    """The legal range of each child."""
    state = current()
    own = dict(state.ranges).get(group.node)
    if own is not None:
        return list(own)
    if not state.within:
        return [(0, TENTHS)] * len(group.children)
    share = int(state.within) / 100
    return [(round(w * (1 - share)), min(TENTHS, round(w * (1 + share)))) for w in group.weights]


def narrowed(groups: Sequence[Siblings]) -> dict[str, list[Range]]:
    """The legal ranges of every group in which some weight is not free."""
    found = {group.node: bounds_of(group) for group in groups}
    return {node: ranges for node, ranges in found.items() if any(one != (0, TENTHS) for one in ranges)}


def set_ranges(view: View, group: Siblings, ranges: Sequence[Range]) -> None:
    """Give each child a legal range of its own."""
    if list(ranges) != bounds_of(group):
        own = {**dict(view.state.ranges), group.node: tuple(ranges)}
        view.go(ranges=tuple((one.node, own[one.node]) for one in view.known.groups if one.node in own))


def take(view: View, group: Siblings, said: object) -> None:
    """Take what the browser sent, or leave it if it is not a set of weights of this group."""
    if not isinstance(said, dict) or said.get("node") != group.node:
        return
    weights, locked, seq, held = (said.get(word) for word in ("weights", "locked", "seq", "held"))
    if isinstance(seq, int) and 0 < seq < 2**31:
        st.session_state[ACK] = max(st.session_state.get(ACK, 0), seq)
    if isinstance(held, list):
        st.session_state[HELD] = {one for one in held[:4] if isinstance(one, str)}
    count = len(group.children)
    if isinstance(locked, list) and all(_whole(one, count - 1) for one in locked):
        lock(group, locked)
    if not isinstance(weights, list) or len(weights) != count:
        return
    if all(_whole(one, TENTHS) for one in weights) and sum(weights) == TENTHS:
        view.choose(group.node, weights)


def _whole(value: object, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
