"""The weight board and the choice of method."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.app.state import Siblings
from evaluator.app.trials import CHOSEN, METHODS
from evaluator.app.view import View
from evaluator.app.weights import apportioned, moved
from evaluator.app.world import label
from evaluator.methods.registry import method_class


def weight_board(view: View) -> None:
    """A slider, a box and a lock for each child of a chosen node."""
    groups = {group.node: group for group in view.world.siblings}
    if not groups:
        return
    node = st.selectbox(
        view.say("weights_of"),
        list(groups),
        format_func=lambda name: label(view.world, name, view.lang),
        help=view.say("weights_help"),
        key="weights_node",
    )
    group = groups[node]
    weights = list(view.changed.get(node, group.weights))
    for i, name in enumerate(group.children):
        _row(view, group, i, label(view.world, name, view.lang), weights[i])
    a, b = st.columns(2)
    equal = apportioned([1.0] * len(group.children))
    a.button(view.say("equal"), on_click=_set, args=(view, group, equal), width="stretch", key=f"equal:{node}")
    b.button(
        view.say("reset"), on_click=_set, args=(view, group, list(group.weights)), width="stretch", key=f"reset:{node}"
    )


def method_choice(view: View) -> None:
    """Try another normalisation or aggregation."""
    with st.expander(view.say("method")):
        for key, kinds in METHODS.items():
            word = key.split(".")[0]
            known = st.session_state.get(CHOSEN, {}).get(word, "")
            options = ["", *kinds]
            st.selectbox(
                view.say(word),
                options,
                index=options.index(known) if known in options else 0,
                format_func=partial(_kind, view, word),
                key=f"method_{word}",
                on_change=_method_changed,
                args=(word,),
            )


def _kind(view: View, step: str, kind: str) -> str:
    """The name of a method in words."""
    found = method_class(step, kind) if kind else None
    return found.title.in_(view.lang) if found else kind or view.say("as_standard")


def _method_changed(word: str) -> None:
    st.session_state[CHOSEN] = {**st.session_state.get(CHOSEN, {}), word: st.session_state[f"method_{word}"]}


def _row(view: View, group: Siblings, i: int, name: str, tenths: int) -> None:
    slider, box, lock = (f"{kind}:{group.node}:{i}" for kind in ("slider", "box", "lock"))
    for key in (slider, box):
        st.session_state.setdefault(key, tenths / 10)
    a, b, c = st.columns([4.2, 3.1, 2], vertical_alignment="bottom")
    a.slider(name, 0.0, 100.0, step=0.1, format="%.1f%%", key=slider, on_change=_move, args=(view, group, i, slider))
    b.number_input(
        name,
        0.0,
        100.0,
        step=0.1,
        format="%.1f",
        key=box,
        on_change=_move,
        args=(view, group, i, box),
        label_visibility="collapsed",
    )
    c.checkbox(":material/lock:", key=lock)


def _locked(group: Siblings) -> set[int]:
    return {i for i in range(len(group.children)) if st.session_state.get(f"lock:{group.node}:{i}")}


def _move(view: View, group: Siblings, i: int, key: str) -> None:
    weights = view.changed.get(group.node, group.weights)
    _set(view, group, moved(weights, i, round(st.session_state[key] * 10), _locked(group)))


def _set(view: View, group: Siblings, weights: list[int]) -> None:
    view.choose(group.node, weights)
    for i, tenths in enumerate(weights):
        for kind in ("slider", "box"):
            st.session_state[f"{kind}:{group.node}:{i}"] = tenths / 10
