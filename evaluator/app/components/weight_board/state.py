"""What a session remembers of the board: locks, legal ranges, answers, and steps to undo."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evaluator.app.state import Siblings
from evaluator.app.view import View
from evaluator.app.weights import TENTHS, Range

ACK, HELD, LOCKS, BOUNDS = "board_ack", "board_held", "board_locks", "board_bounds"
RANGES, OUTSIDE = "board_ranges", "board_outside"


def locked_of(group: Siblings) -> set[int]:
    """Positions of the locked children."""
    locks: dict[str, set[int]] = st.session_state.get(LOCKS, {})
    return {i for i in locks.get(group.node, set()) if i < len(group.children)}


def lock(group: Siblings, locked: Sequence[int]) -> None:
    """Lock these children and no others."""
    st.session_state.setdefault(LOCKS, {})[group.node] = set(locked)


def bounds_of(group: Siblings) -> list[Range]:
    """The legal range of each child."""
    own: list[Range] | None = st.session_state.get(RANGES, {}).get(group.node)
    if own is not None and len(own) == len(group.children):
        return own
    share: float | None = st.session_state.get(BOUNDS)
    if share is None:
        return [(0, TENTHS)] * len(group.children)
    return [(round(w * (1 - share)), min(TENTHS, round(w * (1 + share)))) for w in group.weights]


def set_ranges(group: Siblings, ranges: Sequence[Range]) -> None:
    """Give each child a legal range of its own."""
    if list(ranges) != bounds_of(group):
        st.session_state.setdefault(RANGES, {})[group.node] = list(ranges)


def clear_ranges() -> None:
    """Back to one rule for all children."""
    st.session_state[RANGES] = {}


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
