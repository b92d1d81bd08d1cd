"""What changed weights do to the ranking, beside the board of the Weights page."""

from __future__ import annotations

import streamlit as st

from evaluator.app.formats import place, plain, score
from evaluator.app.frames.effect import effect
from evaluator.app.view import View
from evaluator.app.world import region_name


def show_effect(view: View) -> None:
    """How many places move, who gains and loses most, and the marked region."""
    before = view.world.places(view.period, None)
    after = view.world.places(view.period, view.weights)
    found = effect(before, after)
    st.subheader(view.say("weights_effect"), anchor=False)
    st.metric(view.say("weights_tau"), score(found.tau, 3))
    st.metric(view.say("weights_far"), f"{found.far:.0%}")
    for word, moves in (("weights_up", found.up), ("weights_down", found.down)):
        names = "  \n".join(
            f"{'▲' if by > 0 else '▼'}{abs(by)} {plain(region_name(view.world, view.world.codes[i], view.lang))}"
            for i, by in moves
        )
        st.markdown(f"**{view.say(word)}**  \n{names or view.say('weights_none')}")
    code = view.state.find
    if code in view.world.codes:
        i = view.world.codes.index(code)
        ends = {
            "before": place(int(before[i]), "zh").strip("第名") or "—",
            "after": place(int(after[i]), "zh").strip("第名") or "—",
        }
        st.markdown(plain(view.say("weights_own", name=region_name(view.world, code, view.lang), **ends)))
