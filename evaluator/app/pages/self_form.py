"""Figures filled in on screen, a pillar at a time; they become the same submission as a workbook."""

from __future__ import annotations

import streamlit as st

from evaluator.app.frames import self as frames
from evaluator.app.view import View, as_table
from evaluator.app.world import evidence_of, standard_of
from evaluator.workbook.asked import asked_of
from evaluator.workbook.form import Entry, read_form
from evaluator.workbook.known import figures, place_of
from evaluator.workbook.submission import Submission
from evaluator.workbook.template import check_level

BASE = "self_form_base"


def form(view: View, code: str) -> Submission | None:
    """The form; None where the level is asked no figures."""
    standard, evidence = standard_of(view.source[0], view.source[2]), evidence_of(view.source[1])
    place = place_of(evidence, code, view.world.periods[view.period])
    check_level(standard, place)
    asked = asked_of(standard, place.level, evidence)
    if not asked.series:
        st.info(view.say("self_no_form"))
        return None
    st.caption(view.say("self_form_note"))
    groups = frames.pillars(asked, view.lang)
    known = figures(evidence, place, place.period)
    entries: dict[str, Entry] = st.session_state.setdefault(
        f"self_entries:{standard.digest}:{code}:{place.period}",
        {one.id: (known.get(one.id, (None, ""))[0], "") for one in asked.series},
    )
    group = st.selectbox(view.say("self_group"), list(groups), key=f"self_group:{view.lang}")
    # What the editor began with is kept while it stands, so that its own changes are not laid over themselves.
    name = f"self_edit:{view.lang}:{code}:{place.period}:{group}"
    if st.session_state.get(BASE, ("",))[0] != name:
        before = figures(evidence, place, place.before) if place.before else {}
        st.session_state[BASE] = name, frames.form_rows(groups[group], before, entries, view.lang)
    edited = st.data_editor(
        as_table(st.session_state[BASE][1]),
        hide_index=True,
        column_order=["series", "last", "this", "unit", "note"],
        column_config={
            "series": st.column_config.TextColumn(view.say("self_series"), width="large"),
            "last": st.column_config.NumberColumn(view.say("self_last")),
            "this": st.column_config.NumberColumn(view.say("self_this")),
            "unit": st.column_config.TextColumn(view.say("self_unit"), width="small"),
            "note": st.column_config.TextColumn(view.say("self_note"), max_chars=500),
        },
        disabled=["series", "last", "unit", "id"],
        key=name,
    )
    for row in edited.to_pylist():
        entries[row["id"]] = None if row["this"] is None else float(row["this"]), str(row["note"] or "")
    filled = sum(value is not None for value, _ in entries.values())
    st.progress(filled / len(entries), view.say("self_filled", n=filled, whole=len(entries)))
    return read_form(entries, standard, evidence, place, asked, view.lang)
