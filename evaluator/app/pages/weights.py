"""Weights: move them, see who moves and why, keep what was found."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evaluator.app.components.weight_board import Weighing, board, weight_controls
from evaluator.app.components.weight_board.deliberation import proposals_part, submission
from evaluator.app.components.weight_board.ideas import experts, influence, judgements
from evaluator.app.components.weight_board.keeping import keeping, link
from evaluator.app.components.weight_board.sets import PRESET, preset, presets
from evaluator.app.components.weight_board.state import OUTSIDE, bounds_of
from evaluator.app.components.weight_board.swing import swing_dialog
from evaluator.app.components.weight_board.table import weight_table
from evaluator.app.formats import plain
from evaluator.app.fragments import alone
from evaluator.app.pages.weights_effect import show_effect
from evaluator.app.state import WITHIN, Siblings
from evaluator.app.view import NAMED, PROPOSED, REDO, UNDO, View, folded, set_title
from evaluator.app.world import label
from evaluator.methods.registry import method_class
from indicators.text import listed


def show(view: View) -> None:
    """The page."""
    st.title(view.say("weights"), anchor=False)
    st.caption(view.say("weights_about"))
    wide, side = st.columns([2.6, 1], gap="large")
    with wide:
        weighing = weight_controls(view)
    with side:
        _steps(view)
    if weighing is not None:
        weighed(view, weighing, side)


@alone
def weighed(view: View, weighing: Weighing, side: DeltaGenerator) -> None:
    """The board and all that follows it: the effect beside it, other ways to weigh beneath it."""
    board(view, weighing, listed=True)
    group = weighing.group
    with side:
        show_effect(view)
        _presets(view, group)
        swing_dialog(view, group)
        link(view)
        submission(view)
    parts = {
        "weights_table": weight_table,
        "weights_pairs": judgements,
        "weights_influence": influence,
        "weights_experts": experts,
    }
    for word, part in parts.items():
        with folded(view, word) as shown:
            if shown:
                part(view, group)
    proposals_part(view, group)
    keeping(view)


def _steps(view: View) -> None:
    a, b = st.columns(2)
    for column, word, key, back in ((a, "undo", UNDO, True), (b, "redo", REDO, False)):
        column.button(
            view.say(word),
            icon=f":material/{word}:",
            disabled=not st.session_state.get(key),
            on_click=view.step,
            args=(back,),
            width="stretch",
            key=word,
        )
    st.selectbox(
        view.say("weights_legal"),
        ["", *WITHIN],
        format_func=lambda one: view.say("weights_within", share=one) if one else view.say("weights_free"),
        **view.control("within"),
    )


def _presets(view: View, group: Siblings) -> None:
    def name(kind: str) -> str:
        if kind.startswith((NAMED, PROPOSED)):
            return set_title(kind, view.lang)
        found = method_class("weights", kind)
        return found.title.in_(view.lang) if found else kind

    kind = st.selectbox(view.say("weights_preset"), presets(view, group), format_func=name, key=PRESET)
    if kind != "standard":
        st.caption(view.say("weights_picked"))
    if st.button(view.say("weights_use"), key="use_preset", width="stretch"):
        weights = preset(view, group, kind)
        outside = [
            label(view.world, child, view.lang)
            for child, one, (low, high) in zip(group.children, weights, bounds_of(group), strict=True)
            if not low <= one <= high
        ]
        st.session_state[OUTSIDE] = outside
        view.choose(group.node, weights)
        st.rerun()
    if left := st.session_state.pop(OUTSIDE, []):
        names = listed(left, view.lang)
        st.warning(plain(view.say("weights_outside", names=names)))
