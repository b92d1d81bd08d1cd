"""Compare two to six regions, dimension by dimension and year by year."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import streamlit as st

from evaluator.app.formats import of_all, plain
from evaluator.app.frames import compare as frames
from evaluator.app.frames.intervals import places_drawn
from evaluator.app.frames.ranking import contributions
from evaluator.app.pages.compare_time import show_slopes, show_time, way_back
from evaluator.app.pages.parts import break_notes, nothing, peer_positions, region_choice
from evaluator.app.sidebar import group_name
from evaluator.app.specs import compare as specs
from evaluator.app.state import MOST_REGIONS
from evaluator.app.view import SLOPES, View, chart, crosswise, twin
from evaluator.app.world import label, region_name
from evaluator.standard import ROOT


def show(view: View) -> None:
    """The page."""
    st.title(view.say("compare"), anchor=False)
    if asked := st.session_state.get(SLOPES):
        way_back(view, asked)
    places = view.world.places(view.period, view.weights)
    leaders = sorted((i for i in range(len(places)) if places[i]), key=lambda i: places[i])[:3]
    if len(leaders) < 2:
        nothing(view, "too_few")
        return
    codes = region_choice(view, "regions", MOST_REGIONS, [view.world.codes[i] for i in leaders])
    if len(codes) < 2:
        st.info(view.say("choose_two"))
        return
    chosen = [view.world.codes.index(code) for code in codes]
    break_notes(view, codes)
    for part in (show_slopes, _dots) if asked else (_dots, show_slopes):
        part(view, chosen)
    _gaps(view, chosen)
    _sure(view, chosen)
    show_time(view, chosen)


def _dots(view: View, chosen: list[int]) -> None:
    """Scores beside the peers; a click on a row, or the box, looks into it."""
    st.subheader(view.say("by_node"), anchor=False)
    st.selectbox(
        view.say("drill"),
        ["", *view.known.branches],
        format_func=lambda name: label(view.world, name or ROOT, view.lang),
        **view.control("node"),
    )
    node = view.state.node
    scores = view.world.scores(view.period, view.weights)
    at = view.world.plan.position[node or ROOT]
    points, bands = frames.compared(view.world, scores, chosen, peer_positions(view), at, view.lang)
    data = [{"what": "band", **row} for row in bands] + [{"what": "point", **row} for row in points]
    key = f"dots_{view.world.number}_{at}"
    spec = specs.dot_plot(len(bands), view.world.top, view.ink)
    chart(data, spec, key, view.say("by_node"), lambda: _look_into(view, key))
    st.caption(view.say("peers", group=group_name(view.state.peer, view.lang)) + view.say("drill_help"))
    crosswise(view, points, ("node", "region"), "score", view.say("node"))


def _look_into(view: View, key: str) -> None:
    """A click on a row opens the node behind it; the first row leads back to the one above."""
    to = [str(point.get("to") or "") for point in st.session_state[key]["selection"].get("drill") or []]
    if to and to[0]:
        view.go(node=to[0] if to[0] in view.known.branches else "")


def _gaps(view: View, chosen: list[int]) -> None:
    """What makes the difference between the first two: parts that add up to it."""
    scores = view.world.scores(view.period, view.weights)
    parts = contributions(view.world, scores, view.world.used_weights(view.period, view.weights))
    a, b = chosen[:2]
    gap = np.nan_to_num(parts[:, a]) - np.nan_to_num(parts[:, b])
    if np.isnan(parts[:, (a, b)]).all(axis=0).any():
        return
    names = [region_name(view.world, view.world.codes[i], view.lang) for i in (a, b)]
    title = view.say("gap_bars", a=names[0], b=names[1])
    st.subheader(plain(title), anchor=False)
    children = view.world.plan.places[0].children
    labels = [label(view.world, view.world.plan.places[child].name, view.lang) for child in children]
    ends = (names[1], float(scores[0, b])), (names[0], float(scores[0, a]))
    order = np.argsort(-gap, kind="stable").tolist()
    rows = frames.waterfall([labels[k] for k in order], gap[order].tolist(), ends)
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
            lines.append(f"- {plain(view.say('ahead_of', a=one, b=two, p=of_all(float(share))))}")
    if lines:
        st.subheader(view.say("pair_certainty"), anchor=False)
        st.markdown("\n".join(lines))
        st.caption(view.say("pair_help"))
