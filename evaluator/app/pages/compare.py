"""Compare two to six regions, dimension by dimension and year by year."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames import compare as frames
from evaluator.app.frames.ranking import contributions
from evaluator.app.frames.rows import Row
from evaluator.app.pages.parts import region_choice
from evaluator.app.specs import compare as specs
from evaluator.app.view import View, as_table, chart
from evaluator.app.world import label, region_name

MOST = 6


def show(view: View) -> None:
    """The page."""
    st.title(view.say("compare"), anchor=False)
    places = view.world.ranks(view.world.scores(view.period, view.weights)[0])
    leaders = sorted((i for i in range(len(places)) if places[i]), key=lambda i: places[i])[:3]
    codes = region_choice(view, "regions", MOST, [view.world.codes[i] for i in leaders])
    if len(codes) < 2:
        st.info(view.say("choose_two"))
        return
    chosen = [view.world.codes.index(code) for code in codes]
    _dots(view, chosen)
    _gaps(view, chosen)
    _time(view, chosen)


def _dots(view: View, chosen: list[int]) -> None:
    st.subheader(view.say("by_node"), anchor=False)
    nodes = [group.node for group in view.world.siblings]
    node = st.selectbox(
        view.say("drill"), nodes, format_func=lambda name: label(view.world, name, view.lang), key="compare_node"
    )
    position = view.world.plan.position[node]
    scores = view.world.scores(view.period, view.weights)
    points, bands = frames.compared(view.world, scores, chosen, position, view.lang)
    data = [{"what": "band", **row} for row in bands] + [{"what": "point", **row} for row in points]
    chart(data, specs.dot_plot(len(bands), view.world.top, view.ink), "dots", view.say("by_node"))
    st.caption(view.say("peers"))
    with st.expander(view.say("data_table")):
        _data(view, points)


def _data(view: View, points: list[Row]) -> None:
    rows: dict[str, Row] = {}
    for point in points:
        row = rows.setdefault(str(point["node"]), {view.say("node"): point["node"]})
        row[str(point["region"])] = point["score"]
    st.dataframe(as_table(list(rows.values())), hide_index=True)


def _gaps(view: View, chosen: list[int]) -> None:
    """What makes the difference between the first two."""
    scores = view.world.scores(view.period, view.weights)
    parts = contributions(view.world, scores, view.world.used_weights(view.period, view.weights))
    a, b = chosen[0], chosen[1]
    gap = parts[:, a] - parts[:, b]
    if np.isnan(gap).all():
        return
    names = [region_name(view.world, view.world.codes[i], view.lang) for i in (a, b)]
    st.subheader(plain(view.say("gap_bars", a=names[0], b=names[1])), anchor=False)
    children = view.world.plan.places[0].children
    rows: list[Row] = [
        {"node": label(view.world, view.world.plan.places[child].name, view.lang), "gap": round(float(value), 3)}
        for child, value in zip(children, np.nan_to_num(gap), strict=True)
    ]
    chart(rows, specs.gap_bars(), "gaps", view.say("gap_bars", a=names[0], b=names[1]))
    st.caption(view.say("gap_sum", total=float(np.nansum(gap))))


def _time(view: View, chosen: list[int]) -> None:
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
