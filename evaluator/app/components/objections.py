"""Objections at the figures they are about: listed, raised, answered, corrected, withdrawn, and who moved."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from evaluator.app.formats import fault_lines, figure, plain
from evaluator.app.frames import objections as frames
from evaluator.app.view import View, as_table
from evaluator.app.world import label, region_name
from evaluator.home import user_folder
from evaluator.objections import KINDS, Objection, Objections, correction, moves
from indicators.faults import Faults

FOLD, KEPT = "folded_objections", "objection_kept"


def kept() -> Objections:
    """The objections of this user."""
    return Objections(user_folder() / "objections")


def objections_part(view: View, region: str | None = None, indicator: str | None = None) -> None:
    """Objections to the figures of a region, an indicator or both; folded, with their number on the fold."""
    known = {slot.indicator.id for slot in view.world.plan.slots}
    store = kept()
    found = [one for one in store.all(region, indicator) if one.indicator in known and one.region in view.world.names]
    waiting = sum(one.state == "open" for one in found)
    title = view.say("objections_of", n=len(found), open=waiting) if found else view.say("objections")
    if st.session_state.pop(KEPT, False):
        st.session_state[FOLD] = True  # its title changed with the number of objections: a new fold would be shut
    with (part := st.expander(title, key=FOLD, icon=":material/flag:", on_change="rerun")):
        if not part.open:
            return
        for fault in store.faults():
            st.warning(plain(fault.sentence(view.lang)))
        st.caption(view.say("objections_about"))
        if found:
            _list(view, found)
            _one(view, found)
        _raise(view, region, indicator)


def _list(view: View, found: list[Objection]) -> None:
    words = {"region": "name", "indicator": "objection_indicator", "period": "period", "value": "raw"}
    words |= {name: f"objection_{name}" for name in ("should", "state", "who", "when", "words")}
    columns = {key: view.say(word) for key, word in words.items()}
    st.dataframe(as_table(frames.listed(view.world, found, view.lang)), hide_index=True, column_config=columns)


def _one(view: View, found: list[Objection]) -> None:
    """One of them: its history, what can be done, and who moved."""
    names = {one.id: frames.titled(view.world, one, view.lang) for one in found}
    name = st.selectbox(
        view.say("objection_one"), list(reversed(names)), format_func=names.__getitem__, key="objection"
    )
    one = next(objection for objection in found if objection.id == name)
    heads = {"when": "when", "who": "by", "what": "what", "words": "reply_words"}
    words = {key: view.say(f"objection_{word}") for key, word in heads.items()}
    st.dataframe(as_table(frames.history(one, view.lang)), hide_index=True, column_config=dict(words))
    try:
        _moved(view, one)
    except Faults:
        st.info(view.say("objection_elsewhere"))
    if one.state != "withdrawn":
        _reply(view, one)


def _moved(view: View, one: Objection) -> None:
    change = correction(one, view.world.assessment, view.weights)
    if change is None:
        return
    ends = {"before": figure(change.before), "after": figure(change.after)}
    st.markdown(plain(view.say("objection_in_force" if change.in_force else "objection_trial", **ends)))
    found = moves(one, view.world.assessment, change, view.weights)
    others = sum(1 for moved in found if moved.before != moved.after)
    st.caption(view.say("objection_moved", n=others) if others else view.say("objection_nobody"))
    number = partial(st.column_config.NumberColumn, format=f"%.{view.world.decimals + 1}f")
    st.dataframe(
        as_table(frames.moved(found, view.lang)),
        hide_index=True,
        column_config={
            "name": view.say("name"),
            "before": view.say("objection_place_before"),
            "after": view.say("objection_place_after"),
            "change": view.say("change"),
            "score_before": number(view.say("objection_score_before")),
            "score_after": number(view.say("objection_score_after")),
        },
    )


def _reply(view: View, one: Objection) -> None:
    with st.form(f"objection_reply:{one.id}:{len(one.replies)}", border=True):
        kind = st.segmented_control(
            view.say("objection_do"),
            list(KINDS),
            default="answered",
            required=True,
            format_func=lambda word: KINDS[word].in_(view.lang),
        )
        value = st.number_input(
            view.say("objection_value"), value=None, format="%f", help=view.say("objection_value_help")
        )
        words = st.text_area(view.say("objection_reply_words"), max_chars=2000)
        who = st.text_input(view.say("objection_by"), max_chars=100)
        done = st.form_submit_button(view.say("objection_keep"))
    if done:
        try:
            kept().reply(one.id, str(kind), words, who, value if kind == "corrected" else None)
        except Faults as error:
            st.error(fault_lines(error, view.lang))
            return
        st.session_state[KEPT] = True
        st.rerun()


def _raise(view: View, region: str | None, indicator: str | None) -> None:
    """Object to the figure of the period in view; what the page does not name is chosen here."""
    st.markdown(f"**{view.say('objection_new')}**")
    a, b = st.columns(2)
    if region is None:
        region = a.selectbox(
            view.say("choose_region"),
            list(view.world.codes),
            index=None,
            format_func=view.world.searched[view.lang].__getitem__,
            placeholder=view.say("search_help"),
            key="objection_region",
        )
    if indicator is None:
        indicator = b.selectbox(
            view.say("choose_indicator"),
            [slot.indicator.id for slot in view.world.plan.slots],
            index=None,
            format_func=view.world.entries_searched[view.lang].__getitem__,
            placeholder=view.say("find_indicator_help"),
            key="objection_indicator",
        )
    if region is None or indicator is None:
        return
    period = view.world.periods[view.period]
    number = next(i for i, slot in enumerate(view.world.plan.slots) if slot.indicator.id == indicator)
    at = view.world.codes.index(region)
    value = float(view.world.kernel.cells.values[view.period, number, at])
    named = {"region": region_name(view.world, region, view.lang), "indicator": label(view.world, indicator, view.lang)}
    st.markdown(plain(view.say("objection_figure", **named, period=period, value=figure(value))))
    turn = len(kept().all())
    with st.form(f"objection_new:{region}:{indicator}:{period}:{turn}", border=True):
        words = st.text_area(view.say("objection_words"), max_chars=2000, help=view.say("objection_words_help"))
        should = st.number_input(view.say("objection_should"), value=None, format="%f")
        who = st.text_input(view.say("objection_who"), max_chars=100)
        done = st.form_submit_button(view.say("objection_do_raise"), icon=":material/flag:")
    if done:
        place = int(view.world.ranks(view.world.scores(view.period, view.weights)[0])[at])
        seen = None if math.isnan(value) else value, place
        under = view.world.assessment.standard.id, view.source[1]
        try:
            kept().add((region, indicator, period), seen, under, words, who, should)
        except Faults as error:
            st.error(fault_lines(error, view.lang))
            return
        st.session_state[KEPT] = True
        st.rerun()
