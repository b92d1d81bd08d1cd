"""Ranking: move weights, see places change."""

from __future__ import annotations

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from evaluator.app.components import maps, ranked
from evaluator.app.components.weight_board import Weighing, board, weight_controls
from evaluator.app.controls import method_choice
from evaluator.app.formats import change, place, plain
from evaluator.app.fragments import alone
from evaluator.app.frames import ranking as frames
from evaluator.app.frames.intervals import QUICK, draws_for, intervals_for
from evaluator.app.frames.ranking import Ranking
from evaluator.app.pages.parts import break_notes, names_of, nothing, open_moves, peer_positions
from evaluator.app.pages.ranking_choices import band_filter, choices
from evaluator.app.view import View
from evaluator.app.world import region_name


def show(view: View) -> None:
    """The page."""
    st.title(view.say("ranking"), anchor=False)
    choices(view)
    wide, controls = st.columns([2.3, 1], gap="large")
    weighing = None
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
            weighing = weight_controls(view)
            method_choice(view)
    weighed(view, weighing, wide)


@alone
def weighed(view: View, weighing: Weighing | None, wide: DeltaGenerator) -> None:
    """The weights and the board that follows them: all that is drawn again when one of them changes."""
    if weighing is not None:
        board(view, weighing)
    with wide:
        _ranked(view)


def _ranked(view: View) -> None:
    whole = frames.ranking_of(view.world, view.period, view.weights, peer_positions(view))
    band_filter(view, [whole.bands[i] for i in whole.order])
    found = whole.of_band(view.state.band)
    if not found.order:
        nothing(view, "nothing" if view.state.band or view.state.peer else "none_scored")
        return
    _moves(view, found)
    shown = [view.world.codes[i] for i in found.order]
    break_notes(view, shown, view.world.periods[view.period])
    draws = QUICK if view.sandbox else draws_for(len(whole.order))
    spans = intervals_for(view, draws=draws) if st.session_state["intervals"] else {}
    if st.session_state["show_as"] == "table":
        ranked.table(view, found, spans)
    elif clicked := ranked.bars(view, found, spans):
        _slopes(view, found, view.world.codes.index(clicked))
    if whole.without:
        st.caption(plain(view.say("unscored", n=len(whole.without), names=names_of(view, whole.without))))


def _moves(view: View, found: Ranking) -> None:
    """How many places moved, and how the marked region did, in one sentence."""
    before, after = found.before, found.places
    away = np.abs(before - after)[(before > 0) & (after > 0)]
    moved = int((away > 0).sum())
    words = [view.say("moved", n=moved, most=int(away.max())) if moved else view.say("not_moved")]
    if view.state.find:
        i = view.world.codes.index(view.state.find)
        name = region_name(view.world, view.state.find, view.lang)
        step = change(int(before[i] - after[i])) if before[i] else ""
        tied = bool(after[i]) and int((after == after[i]).sum()) > 1
        words.append(f"{name} {place(int(after[i]), view.lang, tied)} {step}")
    st.caption(plain((" · ").join(words)))
    # What a click on a change of place does, for those who use no mouse: the region is chosen in the search above.
    if view.state.find and st.button(plain(view.say("moved_of", name=name)), icon=":material/moving:", key="moved_of"):
        _slopes(view, found, i)


def _slopes(view: View, found: Ranking, i: int) -> None:
    """On to the lines of places before and after, of a region and those that it passed or that passed it."""
    open_moves(view, [i, *frames.passed(found.before, found.places, i)], "ranking")
