"""Swing weighting in three steps: the worst case, points for each lift, the weights that follow."""

from __future__ import annotations

import time

import numpy as np
import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.state import Siblings
from evaluator.app.view import View, as_table
from evaluator.app.weights import apportioned
from evaluator.app.world import label

STEP, FIRST, POINTS, CHANGED = "swing_step", "swing_first", "swing_points", "swing_changed"
DOUBLE = 0.6
"""Two clicks within so many seconds are one."""


def swing_dialog(view: View, group: Siblings) -> None:
    """A button that opens the three steps."""
    if st.button(view.say("weights_swing"), key="open_swings", width="stretch", icon=":material/swap_vert:"):
        st.session_state[STEP], st.session_state[POINTS] = 1, {}
        st.dialog(view.say("weights_swing"), width="medium")(_steps)(view, group)


def lifts(view: View, group: Siblings) -> list[tuple[str, float, float]]:
    """Name, P5 and P95 of each child over the regions: an indicator's raw values, a node's scores."""
    world = view.world
    scores = world.published.score[view.period]
    found = []
    for child in group.children:
        place = world.plan.places[world.plan.position[child]]
        values = scores[world.plan.position[child]] if place.slot < 0 else world.kernel.raw[view.period, place.slot]
        low, high = np.nanquantile(values, (0.05, 0.95)) if not np.isnan(values).all() else (np.nan, np.nan)
        if place.slot >= 0 and world.plan.slots[place.slot].indicator.direction == "lower":
            low, high = high, low  # from bad to good
        found.append((label(world, child, view.lang), float(low), float(high)))
    return found


def _steps(view: View, group: Siblings) -> None:
    step = st.session_state.get(STEP, 1)
    ends = lifts(view, group)
    st.progress(step / 3, text=f"{step}/3")
    names = [f"{name}  {low:,.4g} → {high:,.4g}" for name, low, high in ends]
    if step == 1:
        st.markdown(plain(view.say("swing_worst")))
        known = st.session_state.get(FIRST, 0)
        first = st.radio(
            view.say("swing_first"),
            range(len(names)),
            known if known < len(names) else 0,
            format_func=names.__getitem__,
        )
        st.session_state[FIRST] = first
    elif step == 2:
        st.markdown(plain(view.say("swing_rate", name=ends[st.session_state[FIRST]][0])))
        points = st.session_state[POINTS]
        for i, name in enumerate(names):
            top = i == st.session_state[FIRST]
            value = 100 if top else points.get(i, 50)
            points[i] = st.slider(name, 0, 100, value, step=5, disabled=top, key=f"swing:{group.node}:{i}:{top}")
    else:
        tenths = swing_weights(st.session_state[POINTS], len(names))
        now = view.changed.get(group.node, group.weights)
        st.dataframe(
            as_table(
                [
                    {view.say("node"): name, view.say("swing_now"): a / 10, view.say("weights"): b / 10}
                    for (name, _, _), a, b in zip(ends, now, tenths, strict=True)
                ]
            ),
            hide_index=True,
        )
    a, b = st.columns(2)
    if step > 1:
        a.button(view.say("swing_back"), key=f"swing_back:{step}", on_click=_go, args=(step - 1,), width="stretch")
    if step < 3:
        b.button(view.say("swing_next"), key=f"swing_on:{step}", on_click=_go, args=(step + 1,), width="stretch")
    elif b.button(view.say("weights_use"), key="use_swings", width="stretch") and _settled():
        view.choose(group.node, swing_weights(st.session_state[POINTS], len(names)))
        st.rerun()


def _go(step: int) -> None:
    """Another step; a click so soon after the last one is the second of a double click, meant for the button before."""
    if _settled():
        st.session_state[STEP], st.session_state[CHANGED] = step, time.monotonic()


def _settled() -> bool:
    """Whether a click is not the second of a double click on the step before."""
    return time.monotonic() - float(st.session_state.get(CHANGED, -DOUBLE)) >= DOUBLE


def swing_weights(points: dict[int, int], count: int) -> list[int]:
    """Points of each lift as weights in tenths."""
    return apportioned([float(points.get(i, 50)) for i in range(count)])
