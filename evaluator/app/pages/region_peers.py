"""A region against its peers on the Region page: gaps, strengths and weaknesses, and who the peers are."""

from __future__ import annotations

import streamlit as st

from evaluator.advice.case import Case
from evaluator.advice.gaps import gaps
from evaluator.advice.peers import Peers
from evaluator.advice.strengths import LEAST, RULE, findings, left_out
from evaluator.app.formats import plain, signed
from evaluator.app.frames import profile
from evaluator.app.pages.parts import names_of, region_choice
from evaluator.app.sidebar import group_name
from evaluator.app.specs import region as specs
from evaluator.app.state import MOST_PEERS
from evaluator.app.view import View, chart, twin
from evaluator.app.world import label
from indicators.text import listed


def show_bullets(view: View, case: Case, others: Peers) -> None:
    """Scores by dimension beside the median and the best of the peers."""
    st.subheader(view.say("against_peers"), anchor=False)
    rows = profile.bullets(view.world, gaps(case, others), view.lang)
    chart(rows, specs.bullet(view.world.top, view.ink), "bullets", view.say("against_peers"))
    st.caption(view.say("bullet_legend"))
    words = {"peer_median": "median_score", "peer_best": "peer_best", "to_peers": "to_peers"}
    headings = {"node": view.say("node"), "score": view.say("score"), **{k: view.say(v) for k, v in words.items()}}
    twin(view, rows, headings)


def show_strengths(view: View, case: Case, others: Peers) -> None:
    """Where the region is far ahead of its peers, and where far behind."""
    found = findings(case, others).to_pylist()
    st.subheader(view.say("strengths"), anchor=False)
    a, b = st.columns(2)
    for column, key, kind in ((a, "strong", "strength"), (b, "weak", "weakness")):
        lines = [
            "- " + view.say("away", name=plain(label(view.world, row["node"], view.lang)), away=signed(row["away"]))
            for row in found
            if row["kind"] == kind and row["grade"] <= LEAST
        ]
        column.markdown(f"**{view.say(key)}**\n\n" + ("\n".join(lines[:6]) or f"- {view.say('none_such')}"))
    if omitted := left_out(found, lambda name: label(view.world, name, view.lang), view.lang):
        st.caption(plain(omitted))
    st.caption(RULE.in_(view.lang))


def show_peers(view: View, others: Peers) -> None:
    """Who it is compared with: found by likeness, or named and kept in the link."""
    st.subheader(view.say("peers_of"), anchor=False)
    region_choice(view, "peers", MOST_PEERS, [], "peers_choose")
    by = listed((one.in_(view.lang) for one in others.columns), view.lang)
    if others.by_hand and not view.state.peers:
        how = view.say("peers_group", group=group_name(view.state.peer, view.lang))
    else:
        how = (
            view.say("peers_by_hand")
            if others.by_hand
            else view.say("peers_found", by=by)
            if by
            else view.say("peers_plain")
        )
    notes = [note.in_(view.lang) for note in others.notes]
    st.caption(plain(how + names_of(view, list(others.positions), 60) + " ".join(["", *notes])))
