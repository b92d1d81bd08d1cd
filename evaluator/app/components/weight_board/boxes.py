"""Number boxes and locks: the weights without the board."""

from __future__ import annotations

import streamlit as st

from evaluator.app.components.weight_board.state import bounds_of, lock, locked_of
from evaluator.app.state import Siblings
from evaluator.app.view import View
from evaluator.app.weights import moved
from evaluator.app.world import label


def number_boxes(view: View, group: Siblings) -> None:
    """A box and a lock for each child."""
    weights = view.changed.get(group.node, group.weights)
    locked = locked_of(group)
    for i, name in enumerate(group.children):
        box, hold = f"box:{group.node}:{i}", f"lock:{group.node}:{i}"
        st.session_state[box], st.session_state[hold] = weights[i] / 10, i in locked
        a, b = st.columns([4, 1.4], vertical_alignment="bottom")
        a.number_input(
            f"{label(view.world, name, view.lang)} (%)",
            0.0,
            100.0,
            step=0.1,
            format="%.1f",
            key=box,
            disabled=i in locked,
            on_change=_move,
            args=(view, group, i),
        )
        b.checkbox(view.say("lock"), key=hold, on_change=_lock, args=(group,))


def _move(view: View, group: Siblings, i: int) -> None:
    weights = view.changed.get(group.node, group.weights)
    value = round(st.session_state[f"box:{group.node}:{i}"] * 10)
    view.choose(group.node, moved(weights, i, value, locked_of(group), bounds_of(group)))


def _lock(group: Siblings) -> None:
    lock(group, [i for i in range(len(group.children)) if st.session_state.get(f"lock:{group.node}:{i}")])
