"""Ranking: move weights, see places change."""

from __future__ import annotations

from collections import Counter

import numpy as np
import streamlit as st

from evaluator.app.components import maps, ranked
from evaluator.app.components.weight_board import weight_controls
from evaluator.app.controls import method_choice
from evaluator.app.formats import change, place, plain
from evaluator.app.frames import ranking as frames
from evaluator.app.frames.intervals import intervals_for
from evaluator.app.pages.parts import names_of, peer_positions, region_search
from evaluator.app.state import BANDS
from evaluator.app.view import View
from evaluator.app.world import label, region_name

DRAWS, FEWER, MANY = 1_000, 200, 400
"""Draws on the way of a slider up to so many regions, and above."""


def show(view: View) -> None:
    """The page."""
    st.title(view.say("ranking"), anchor=False)
    board, controls = st.columns([2.3, 1], gap="large")
    # The controls run first, so that the board shows what they say, though it stands before them.
    with controls:
        side = st.segmented_control(
            view.say("beside"),
            ["weights", "map"],
            default="weights",
            required=True,
            format_func=view.say,
            key="beside",
            label_visibility="collapsed",
        )
        if side == "map":
            maps.country(view, peer_positions(view))
        else:
            weight_controls(view)
            method_choice(view)
    with board:
        _board(view)


def _board(view: View) -> None:
    a, b, c = st.columns([2.2, 1.5, 1.9], vertical_alignment="bottom")
    with a:
        region_search(view, "find")
    with b:
        nodes = ["", *view.known.nodes]
        st.selectbox(
            view.say("align"),
            nodes,
            format_func=lambda node: label(view.world, node, view.lang) if node else view.say("total"),
            help=view.say("align_help"),
            **view.control("align"),
        )
    with c, st.container(horizontal=True, vertical_alignment="center"):
        how = st.segmented_control(
            view.say("show"),
            ["board", "table"],
            default="board",
            required=True,
            format_func=view.say,
            key="show_as",
            label_visibility="collapsed",
        )
        sure = st.toggle(view.say("interval"), True, key="intervals", help=view.say("interval_help"))
    rows, without = frames.ranking_rows(view.world, view.period, view.weights, peer_positions(view), view.lang)
    _bands(view, [str(row["band"]) for row in rows])
    scored = len(rows)
    if view.state.band:
        rows = [row for row in rows if row["band"] == view.state.band]
    if not rows:
        st.info(view.say("nothing"))
        st.button(view.say("clear"), on_click=view.go, kwargs={"band": "", "peer": "", "find": ""}, key="clear")
        return
    _moves(view)
    spans = intervals_for(view, draws=DRAWS if scored <= MANY else FEWER) if sure else {}
    (ranked.table if how == "table" else ranked.bars)(view, rows, spans)
    if without:
        st.caption(plain(view.say("unscored", n=len(without), names=names_of(view, without))))


def _bands(view: View, letters: list[str]) -> None:
    """Five bands with their numbers of regions, as a filter."""
    counts = Counter(letters)
    st.segmented_control(
        view.say("band"),
        list(BANDS),
        format_func=lambda band: f"{band} · {counts[band]}",
        help=view.say("band_help"),
        **view.control("band", None),
    )


def _moves(view: View) -> None:
    """How many places moved, and how the marked region did, in one sentence."""
    before = view.world.ranks(view.world.published.score[view.period, 0])
    after = view.world.ranks(view.world.scores(view.period, view.weights)[0])
    away = np.abs(before - after)[(before > 0) & (after > 0)]
    moved = int((away > 0).sum())
    words = [view.say("moved", n=moved, most=int(away.max())) if moved else view.say("not_moved")]
    if view.state.find:
        i = view.world.codes.index(view.state.find)
        name = region_name(view.world, view.state.find, view.lang)
        step = change(int(before[i] - after[i])) if before[i] else ""
        words.append(f"{name} {place(int(after[i]), view.lang)} {step}")
    st.caption(plain((" · ").join(words)))
