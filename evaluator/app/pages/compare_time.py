"""How the regions of the Compare page moved: against a trial or the period before, and over all periods."""

from __future__ import annotations

import math
from html import escape

import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames import compare as frames
from evaluator.app.specs import compare as specs
from evaluator.app.specs.style import PALETTE
from evaluator.app.view import SLOPES, View, chart, twin

ACROSS = 3
"""Small charts in a row where the window is wide; on a phone they stand below each other."""


def _round(low: float, high: float) -> tuple[float, float]:
    """Ends of an axis: round numbers just beyond both."""
    step = 10.0 ** math.floor(math.log10(max(high - low, 1.0)))
    return math.floor(low / step) * step, math.ceil(high / step) * step


def way_back(view: View, origin: str) -> None:
    """Back to the page where the changes of places were asked for, or on to the usual order of this one."""
    with st.container(horizontal=True):
        if st.button(view.say("back_to", page=view.say(origin)), icon=":material/arrow_back:", key="back_to"):
            view.open(origin)
        if st.button(view.say("usual_order"), type="tertiary", icon=":material/reorder:", key="usual_order"):
            del st.session_state[SLOPES]
            st.rerun()


def show_slopes(view: View, chosen: list[int]) -> None:
    """Published against the trial; without a trial, the period before against this one."""
    before = frames.slopes_from(view.world, view.period, view.sandbox)
    if before is None:
        return
    after = view.world.places(view.period, view.weights)
    span = None if view.sandbox else (view.period - 1, view.period)
    a, b = (view.world.periods[t] for t in span or (view.period, view.period))
    title = view.say("slope_periods", a=a, b=b) if span else view.say("slope_trial")
    rows = frames.slopes(view.world, before, after, chosen, view.lang, span)
    if rows:
        st.subheader(title, anchor=False)
        chart(rows, specs.slope(int(max(before.max(), after.max())), view.ink), "slopes", title)
        both = [{**a, "before": a["place"], "after": b["place"]} for a, b in zip(rows[::2], rows[1::2], strict=True)]
        words = {"name": "name", "before": "slope_before", "after": "slope_after"}
        twin(view, both, {key: view.say(word) for key, word in words.items()})


def show_time(view: View, chosen: list[int]) -> None:
    """Scores over all periods, by dimension."""
    if len(view.world.periods) < 2:
        return
    st.subheader(view.say("over_time"), anchor=False)
    if any(
        slot.normalisation.scope == "period" and slot.normalisation.kind != "goalposts"
        for slot in view.world.plan.slots
    ):
        st.caption(view.say("over_time_period"))
    nodes = [0, *view.world.plan.places[0].children]
    rows = frames.trends(view.world, view.world.history(view.weights), chosen, nodes, view.lang)
    known = [float(str(row["score"])) for row in rows if row["score"] is not None]
    if not known:
        st.caption(view.say("no_data"))
        return
    dots = zip(PALETTE, dict.fromkeys(str(row["region"]) for row in rows), strict=False)
    st.html("\u3000".join(f'<span style="color:{hue}">●</span> {escape(name)}' for hue, name in dots))
    spec = specs.lines(*_round(min(known), max(known)))
    for start in range(0, len(nodes), ACROSS):
        for line, column in enumerate(st.columns(ACROSS), start):
            own = [row for row in rows if row["line"] == line]
            if own:
                with column:
                    st.markdown(plain(str(own[0]["node"])))
                    chart(own, spec, f"lines_{line}", str(own[0]["node"]))
    words = {"node": "node", "region": "name", "period": "period", "score": "score"}
    twin(view, rows, {key: view.say(word) for key, word in words.items()})
    if any(row["broken"] for row in rows):
        st.caption(view.say("break_mark"))
