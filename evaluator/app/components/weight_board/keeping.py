"""Keeping what was found: a link to copy, a scenario to save and to open again."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from evaluator.app.components.weight_board.sets import scenario_text, scenario_weights
from evaluator.app.components.weight_board.state import narrowed
from evaluator.app.formats import fault_lines, plain
from evaluator.app.named import LONGEST
from evaluator.app.state import render, render_ranges, render_weights
from evaluator.app.view import NAMED, RANGES, View, kept_names, set_title
from evaluator.exports.writing import refusal
from indicators.faults import Faults


def link(view: View) -> None:
    """The address of this very view, to be copied."""
    with st.popover(view.say("copy_link"), icon=":material/link:", width="stretch"):
        base = (st.context.url or "").split("?")[0]
        st.code(f"{base}?{urlencode(render(view.state, view.known), safe=':,;')}", language=None, wrap_lines=True)


def naming(view: View) -> None:
    """A name for the weights in force, so that the side lists them; or their name forgotten."""
    standard, kept = view.world.standard_id, kept_names()
    if view.weight_set.startswith(NAMED):
        name = set_title(view.weight_set, view.lang)
        st.button(
            view.say("weights_drop", name=plain(name)), on_click=kept.drop, args=(standard, name), key="drop_weights"
        )
        return

    def keep() -> None:
        name = " ".join(str(st.session_state["weights_name"]).split())
        if name:
            try:
                kept.keep(standard, name, _text(view))
            except OSError as error:
                st.error(refusal(kept.path, error).sentence(view.lang))
                return
            st.session_state["weights_name"] = ""

    a, b = st.columns([2, 1], vertical_alignment="bottom")
    nothing = not view.changed
    a.text_input(
        view.say("weights_name"),
        max_chars=LONGEST,
        help=view.say("weights_name_help"),
        key="weights_name",
        disabled=nothing,
    )
    b.button(view.say("weights_keep"), on_click=keep, disabled=nothing, key="keep_weights", width="stretch")


def _text(view: View) -> str:
    """Weights in force and, where not everything is legal, their ranges."""
    groups = view.known.groups
    ranges = render_ranges(groups, narrowed(groups))
    return render_weights(groups, view.changed) + (RANGES + ranges if ranges else "")


def keeping(view: View) -> None:
    """A name in the list; a scenario to take away, and one brought back."""
    naming(view)
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
            b.error(fault_lines(error, view.lang))
            return
        groups = {group.node: group.weights for group in view.world.siblings}
        view.choose_all({node: weights for node, weights in changed.items() if weights != groups[node]})
        st.rerun()
