"""One region: where it stands among its peers, why, and how it got there."""

from __future__ import annotations

import math

import streamlit as st

from evaluator.advice.case import Case, case_of
from evaluator.advice.peers import Peers, peers
from evaluator.app import formats
from evaluator.app.components.objections import objections_part
from evaluator.app.components.tree_table import tree_table
from evaluator.app.formats import plain
from evaluator.app.frames import profile
from evaluator.app.frames.compare import slopes_from
from evaluator.app.frames.intervals import intervals_for
from evaluator.app.frames.ranking import bands, passed
from evaluator.app.pages.parts import break_notes, open_moves, peer_positions, region_search
from evaluator.app.pages.region_beside import beside_table
from evaluator.app.pages.region_next import potential, report_buttons
from evaluator.app.pages.region_peers import show_bullets, show_peers, show_strengths
from evaluator.app.view import View
from evaluator.app.world import label, region_name
from evaluator.assessment import REASONS
from evaluator.robustness.placing import span_text
from evaluator.tables import only
from indicators.text import listed


def show(view: View) -> None:
    """The page."""
    st.title(view.say("region"), anchor=False)
    codes = list(view.world.codes)
    code = region_search(view, "region", required=True, label="choose_region") or codes[0]
    region = codes.index(code)
    case = case_of(view.world.assessment, code, view.world.periods[view.period], view.weights)
    # Peers by hand come first, then the group that the side names, then the most alike.
    group = [codes[i] for i in peer_positions(view)] if view.state.peer else []
    others = peers(case, [one for one in view.state.peers or group if one != code])
    break_notes(view, [code])
    _sentence(view, case, others)
    _below(view, case)
    if not math.isnan(case.scores[0, region]):
        show_bullets(view, case, others)
        show_strengths(view, case, others)
    _change(view, region)
    potential(view, case, others)
    tree_table(view, region)
    beside_table(view, code)
    show_peers(view, others)
    report_buttons(view, case)
    objections_part(view, region=code)


def _sentence(view: View, case: Case, others: Peers) -> None:
    """Place, interval, place among peers, band; then four figures."""
    name = plain(region_name(view.world, case.code, view.lang))
    own = case.scores[0, case.region]
    if math.isnan(own):
        st.markdown(f"#### {view.say('sentence_none', name=name, reason=plain(_reason(view, case.code)))}")
        return
    places = view.world.ranks(case.scores[0])
    low, _, high = intervals_for(view).get(case.code, (case.place, case.place, case.place))
    near, count = profile.among(case, others)
    words = {"span": span_text(low, high), "peer_rank": near, "peers": count, "band": bands(places)[case.region]}
    n = int((places > 0).sum())
    st.markdown(f"#### {view.say('profile_sentence', name=name, rank=case.place, n=n, **words)}")
    a, b, c, d = st.columns(4)
    before = int(view.world.places(view.period, None)[case.region])
    a.metric(view.say("score"), formats.score(own, view.world.decimals))
    moved = formats.change(before - case.place) if view.sandbox and before else None
    tied = int((places == case.place).sum()) > 1
    b.metric(view.say("rank"), formats.place(case.place, view.lang, tied), moved, delta_color="off", delta_arrow="off")
    c.metric(view.say("peer_rank"), f"{near} / {count}")
    d.metric(view.say("completeness"), f"{view.world.published.coverage[view.period, 0, case.region]:.0%}")


def _below(view: View, case: Case) -> None:
    """The first-level nodes below the floor of the standard, where it has one."""
    floor, places = view.world.floor, view.world.plan.places
    if floor is None:
        return
    below = [child for child in places[0].children if case.scores[child, case.region] < floor.score]
    if below:
        names = listed([label(view.world, places[child].name, view.lang) for child in below], view.lang)
        st.caption(plain(view.say("below_own", floor=formats.short(floor.score), names=names)))


def _reason(view: View, code: str) -> str:
    table = only(view.world.assessment.ranking(view.lang), "region", code)
    row = only(table, "period", view.world.periods[view.period]).to_pylist()
    zh, en = REASONS.get(row[0]["reason"] if row else "", ("没有数据", "no data"))
    return zh if view.lang == "zh" else en


def _change(view: View, region: int) -> None:
    """Since the period before: own progress, the others', method, data."""
    step = profile.step(view.world, view.period, view.weights, region)
    if step is None:
        return
    st.subheader(view.say("change_since", period=step.period), anchor=False)
    parts = {"own_part": step.own, "others_part": step.others, "method_part": step.method, "data_part": 0}
    for column, (key, places) in zip(st.columns(4), parts.items(), strict=True):
        column.metric(view.say(key), formats.change(places), help=view.say(f"{key}_help"))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(view.say("change_score", score=step.score), width="content")
        if st.button(view.say("see_moves"), type="tertiary", icon=":material/swap_vert:", key="see_moves"):
            before = slopes_from(view.world, view.period, view.sandbox)
            now = view.world.places(view.period, view.weights)
            near = [] if before is None else passed(before, now, region)
            open_moves(view, [region, *near], "region")
