"""Keeping what was found: a link to copy, a scenario to save and to open again."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from evaluator.app.components.weight_board.naming import naming
from evaluator.app.components.weight_board.sets import brought, scenario_text
from evaluator.app.formats import fault_lines
from evaluator.app.state import render
from evaluator.app.uploads import upload
from evaluator.app.view import View
from indicators.faults import Faults


def link(view: View) -> None:
    """The address of this very view, to be copied."""
    with st.popover(view.say("copy_link"), icon=":material/link:", width="stretch"):
        base = (st.context.url or "").split("?")[0]
        st.code(f"{base}?{urlencode(render(view.state, view.known), safe=':,;')}", language=None, wrap_lines=True)


def keeping(view: View) -> None:
    """A name in the list; a scenario to take away, and one brought back."""
    naming(view)
    a, b = st.columns(2)
    text = st.session_state["saved_scenario"] = scenario_text(view)
    a.download_button(view.say("weights_save"), text, "weights.yaml", "text/yaml", key="save_weights")
    with b:
        word, note = view.say("weights_open"), view.say("weights_open_help")
        found = upload(view.lang, word, ["yaml", "yml"], key="open_weights", note=note)
    if found is not None and st.session_state.get("opened_weights") != found.file_id:
        st.session_state["opened_weights"] = found.file_id
        try:
            given = brought(view.world.siblings, found.getvalue())
        except Faults as error:
            b.error(fault_lines(error, view.lang))
            return
        groups = {group.node: group.weights for group in view.world.siblings}
        view.choose_all({node: weights for node, weights in given.weights.items() if weights != groups[node]})
        if given.ranges:
            view.go(ranges=tuple((node, given.ranges[node]) for node in groups if node in given.ranges), within="")
        st.rerun()
