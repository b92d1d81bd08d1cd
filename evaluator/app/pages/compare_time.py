"""How the regions of the Compare page moved: against a trial or the period before, and over all periods."""

from __future__ import annotations

import streamlit as st

from evaluator.app.frames import compare as frames
from evaluator.app.specs import compare as specs
from evaluator.app.view import View, chart, twin


def show_slopes(view: View, chosen: list[int]) -> None:
    """Published against the trial; without a trial, the period before against this one."""
    after = view.world.places(view.period, view.weights)
    published = view.world.published.score[:, 0]
    span = None
    if view.sandbox:
        before, title = view.world.ranks(published[view.period]), view.say("slope_trial")
    elif view.period:
        before = view.world.ranks(published[view.period - 1])
        periods, span = view.world.periods, (view.period - 1, view.period)
        title = view.say("slope_periods", a=periods[view.period - 1], b=periods[view.period])
    else:
        return
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
    chart(rows, specs.lines(), "lines", view.say("over_time"))
    words = {"node": "node", "region": "name", "period": "period", "score": "score"}
    twin(view, rows, {key: view.say(word) for key, word in words.items()})
    if any(row["broken"] for row in rows):
        st.caption(view.say("break_mark"))
