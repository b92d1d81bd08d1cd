"""Weights: move them, see who moves and why, keep what was found."""

from __future__ import annotations

import streamlit as st

from evaluator.app.components.weight_board import weight_controls
from evaluator.app.components.weight_board.ideas import experts, judgements, swings
from evaluator.app.components.weight_board.sets import PRESETS, preset, scenario_text, scenario_weights
from evaluator.app.components.weight_board.state import BOUNDS
from evaluator.app.components.weight_board.table import weight_table
from evaluator.app.formats import place, plain
from evaluator.app.frames.effect import effect
from evaluator.app.state import Siblings
from evaluator.app.view import REDO, UNDO, View
from evaluator.app.world import region_name
from evaluator.methods.registry import method_class
from indicators.faults import Faults


def show(view: View) -> None:
    """The page."""
    st.title(view.say("weights"), anchor=False)
    st.caption(view.say("weights_about"))
    board, side = st.columns([2.6, 1], gap="large")
    with board:
        group = weight_controls(view, listed=True)
    with side:
        _steps(view)
        _effect(view)
        if group is not None:
            _presets(view, group)
    if group is None:
        return
    with st.expander(view.say("weights_table")):
        weight_table(view, group)
    with st.expander(view.say("weights_pairs")):
        judgements(view, group)
    with st.expander(view.say("weights_swing")):
        swings(view, group)
    with st.expander(view.say("weights_experts")):
        experts(view, group)
    _keeping(view)


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
        [None, 0.25, 0.5],
        format_func=lambda one: (
            view.say("weights_free") if one is None else view.say("weights_within", share=f"{one:.0%}"[:-1])
        ),
        key=BOUNDS,
    )


def _effect(view: View) -> None:
    before = view.world.ranks(view.world.published.score[view.period, 0])
    after = view.world.ranks(view.world.scores(view.period, view.weights)[0])
    found = effect(before, after)
    st.subheader(view.say("weights_effect"), anchor=False)
    st.metric(view.say("weights_tau"), f"{found.tau:.3f}")
    st.metric(view.say("weights_far"), f"{found.far:.0%}")
    for word, moves in (("weights_up", found.up), ("weights_down", found.down)):
        names = "  \n".join(
            f"{'▲' if by > 0 else '▼'}{abs(by)} {plain(region_name(view.world, view.world.codes[i], view.lang))}"
            for i, by in moves
        )
        st.markdown(f"**{view.say(word)}**  \n{names or view.say('weights_none')}")
    code = st.query_params.get("find", "")
    if code in view.world.codes:
        i = view.world.codes.index(code)
        ends = {
            "before": place(int(before[i]), "zh").strip("第名") or "—",
            "after": place(int(after[i]), "zh").strip("第名") or "—",
        }
        st.markdown(plain(view.say("weights_own", name=region_name(view.world, code, view.lang), **ends)))


def _presets(view: View, group: Siblings) -> None:
    def name(kind: str) -> str:
        found = method_class("weights", kind)
        return found.title.in_(view.lang) if found else kind

    kind = st.selectbox(view.say("weights_preset"), PRESETS, format_func=name, key="preset")
    if st.button(view.say("weights_use"), key="use_preset", width="stretch"):
        view.choose(group.node, preset(view, group, kind))
        st.rerun()


def _keeping(view: View) -> None:
    a, b = st.columns(2)
    text = st.session_state["saved_scenario"] = scenario_text(view)
    a.download_button(view.say("weights_save"), text, "weights.yaml", "text/yaml", key="save_weights")
    found = b.file_uploader(
        view.say("weights_open"), ["yaml", "yml"], help=view.say("weights_open_help"), key="open_weights"
    )
    if found is not None and st.session_state.get("opened_weights") != found.file_id:
        st.session_state["opened_weights"] = found.file_id
        try:
            changed = scenario_weights(view.world.siblings, found.getvalue())
        except Faults as error:
            b.error("  \n".join(plain(one.sentence(view.lang)) for one in error.faults[:20]))
            return
        groups = {group.node: group.weights for group in view.world.siblings}
        view.choose_all({node: weights for node, weights in changed.items() if weights != groups[node]})
        st.rerun()
