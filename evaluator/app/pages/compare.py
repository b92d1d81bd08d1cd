"""Compare two to six regions, dimension by dimension and year by year."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames import compare as frames
from evaluator.app.frames.intervals import places_drawn
from evaluator.app.frames.ranking import contributions
from evaluator.app.frames.rows import Row
from evaluator.app.pages.compare_time import show_slopes, show_time
from evaluator.app.pages.parts import break_notes, nothing, peer_positions, region_choice
from evaluator.app.sidebar import group_name
from evaluator.app.specs import compare as specs
from evaluator.app.view import SLOPES, View, as_table, chart, twin
from evaluator.app.world import label, region_name

MOST = 6


def show(view: View) -> None:
    """The page."""
    st.title(view.say("compare"), anchor=False)
    places = view.world.places(view.period, view.weights)
    leaders = sorted((i for i in range(len(places)) if places[i]), key=lambda i: places[i])[:3]
    if len(leaders) < 2:
        nothing(view, "too_few")
        return
    codes = region_choice(view, "regions", MOST, [view.world.codes[i] for i in leaders])
    if len(codes) < 2:
        st.info(view.say("choose_two"))
        return
    chosen = [view.world.codes.index(code) for code in codes]
    break_notes(view, codes)
    parts = [_dots, show_slopes]
    for part in reversed(parts) if st.session_state.get(SLOPES) else parts:
        part(view, chosen)
    _gaps(view, chosen)
    _sure(view, chosen)
    show_time(view, chosen)


def _dots(view: View, chosen: list[int]) -> None:
    st.subheader(view.say("by_node"), anchor=False)
    nodes = [group.node for group in view.world.siblings]
    node = st.selectbox(
        view.say("drill"), nodes, format_func=lambda name: label(view.world, name, view.lang), key="compare_node"
    )
    position = view.world.plan.position[node]
    scores = view.world.scores(view.period, view.weights)
    points, bands = frames.compared(view.world, scores, chosen, peer_positions(view), position, view.lang)
    data = [{"what": "band", **row} for row in bands] + [{"what": "point", **row} for row in points]
    chart(data, specs.dot_plot(len(bands), view.world.top, view.ink), "dots", view.say("by_node"))
    st.caption(view.say("peers", group=group_name(view.state.peer, view.lang)))
    with st.expander(view.say("data_table")):
        _data(view, points)


def _data(view: View, points: list[Row]) -> None:
    rows: dict[str, Row] = {}
    for point in points:
        row = rows.setdefault(str(point["node"]), {view.say("node"): point["node"]})
        row[str(point["region"])] = point["score"]
    st.dataframe(as_table(list(rows.values())), hide_index=True)


def _gaps(view: View, chosen: list[int]) -> None:
    """What makes the difference between the first two: parts that add up to it."""
    scores = view.world.scores(view.period, view.weights)
    parts = contributions(view.world, scores, view.world.used_weights(view.period, view.weights))
    a, b = chosen[0], chosen[1]
    gap = np.nan_to_num(parts[:, a]) - np.nan_to_num(parts[:, b])
    if np.isnan(parts[:, (a, b)]).all(axis=0).any():
        return
    names = [region_name(view.world, view.world.codes[i], view.lang) for i in (a, b)]
    title = view.say("gap_bars", a=names[0], b=names[1])
    st.subheader(plain(title), anchor=False)
    children = view.world.plan.places[0].children
    labels = [label(view.world, view.world.plan.places[child].name, view.lang) for child in children]
    ends = (names[1], float(scores[0, b])), (names[0], float(scores[0, a]))
    rows = frames.waterfall(labels, gap.tolist(), ends)
    chart(rows, specs.waterfall(view.ink), "gaps", title)
    st.caption(view.say("gap_sum", total=float(gap.sum())))
    twin(view, rows, {"name": view.say("node"), "shown": view.say("score")})


def _sure(view: View, chosen: list[int]) -> None:
    """How often each is ahead of the next when weights vary."""
    places = places_drawn(view)
    lines = []
    for a, b in pairwise(chosen):
        both = (places[:, a] > 0) & (places[:, b] > 0)
        if both.any():
            ahead = (places[both, a] < places[both, b]).mean() + 0.5 * (places[both, a] == places[both, b]).mean()
            # The one that is more often ahead is named first.
            first, second, share = (a, b, ahead) if ahead >= 0.5 else (b, a, 1 - ahead)
            one, two = (region_name(view.world, view.world.codes[i], view.lang) for i in (first, second))
            lines.append(f"- {plain(view.say('ahead_of', a=one, b=two, p=100 * float(share)))}")
    if lines:
        st.subheader(view.say("pair_certainty"), anchor=False)
        st.markdown("\n".join(lines))
        st.caption(view.say("pair_help"))
