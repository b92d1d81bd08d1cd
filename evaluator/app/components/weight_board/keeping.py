"""Keeping what was found: a link to copy, a scenario to save and to open again."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from evaluator.app.components.weight_board.sets import scenario_text, scenario_weights
from evaluator.app.formats import plain
from evaluator.app.state import render
from evaluator.app.view import View
from indicators.faults import Faults


def link(view: View) -> None:
    """The address of this very view, to be copied."""
    with st.popover(view.say("copy_link"), icon=":material/link:", width="stretch"):
        base = (st.context.url or "").split("?")[0]
        st.code(f"{base}?{urlencode(render(view.state, view.known), safe=':,;')}", language=None, wrap_lines=True)


def keeping(view: View) -> None:
    """A scenario to take away, and one brought back."""
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
