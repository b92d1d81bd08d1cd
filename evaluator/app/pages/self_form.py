"""Figures and answers filled in on screen, a pillar at a time; they become the same submission as a workbook."""

from __future__ import annotations

import streamlit as st

from evaluator.app.frames import self as frames
from evaluator.app.frames.rows import Row
from evaluator.app.pages.self_logs import LOGS, Rows, records, survey
from evaluator.app.view import View, as_table
from evaluator.app.world import evidence_of, standard_of
from evaluator.workbook.asked import Series, asked_of
from evaluator.workbook.form import Answer, Entry, read_form
from evaluator.workbook.known import Place, answers, figures, place_of
from evaluator.workbook.submission import Submission
from evaluator.workbook.template import check_level
from evaluator.workbook.totals import Total, responses_of
from evaluator.workbook.words import ANSWERS

BASES = "self_form_bases"
Answers = dict[tuple[str, str], Answer]


def form(view: View, code: str) -> Submission | None:
    """The form; None where nothing is asked of the level."""
    standard, evidence = standard_of(view.source[0], view.source[2]), evidence_of(view.source[1])
    place = place_of(evidence, code, view.world.periods[view.period])
    check_level(standard, place)
    asked = asked_of(standard, place.level, evidence)
    if not asked.tables:
        st.info(view.say("self_no_form"))
        return None
    st.caption(view.say("self_form_note"))
    key, known = f"{standard.digest}:{code}:{place.period}", figures(evidence, place, place.period)
    entries: dict[str, Entry] = st.session_state.setdefault(
        f"self_entries:{key}", {one.id: (known.get(one.id, (None, ""))[0], "") for one in asked.series}
    )
    said = answers(evidence, place, place.period)
    given: Answers = st.session_state.setdefault(
        f"self_answers:{key}", {(one.id, item.id): said.get((one.id, item.id), ("", "")) for one, item in asked.items}
    )
    logs: dict[str, Rows] = st.session_state.setdefault(f"self_logs:{key}", {})
    totals: dict[Total, int] = st.session_state.setdefault(f"self_totals:{key}", {})
    groups, lists = frames.pillars(asked, view.lang), frames.checklists(asked, view.lang)
    sheets = {view.say(f"self_{table}"): table for table in (*LOGS, "responses") if table in asked.tables}
    names = list(dict.fromkeys([*groups, *lists, *sheets]))
    group = st.selectbox(view.say("self_group"), names, key=f"self_group:{view.lang}")
    name = f"{view.lang}:{code}:{place.period}:{group}"
    if group in groups:
        _figures(view, place, groups[group], entries, f"self_edit:{name}")
    if group in lists:
        st.markdown(f"**{view.say('self_answers')}**")
        _answers(view, place, lists[group], given, f"self_check:{name}")
    if sheets.get(group) in LOGS:
        records(view, asked, sheets[group], logs, f"self_log:{name}")
    elif group in sheets:
        survey(view, asked.surveys, totals, f"self_survey:{name}")
    filled = sum(value is not None for value, _ in entries.values()) + sum(bool(one) for one, _ in given.values())
    whole = len(entries) + len(given)
    st.progress(filled / max(1, whole), view.say("self_filled", n=filled, whole=whole))
    logs = {**logs, "responses": responses_of(totals)}
    return read_form(entries, given, standard, evidence, place, asked, view.lang, logs)


def _base(name: str, rows: list[Row]) -> list[Row]:
    """What an editor began with, kept while it stands, so that its own changes are not laid over themselves."""
    bases: dict[str, tuple[str, list[Row]]] = st.session_state.setdefault(BASES, {})
    kind = name.split(":")[0]
    # An editor that was away begins anew, with what was entered before.
    if name not in st.session_state or bases.get(kind, ("", []))[0] != name:
        bases[kind] = name, rows
    return bases[kind][1]


def _figures(view: View, place: Place, series: list[Series], entries: dict[str, Entry], name: str) -> None:
    evidence = evidence_of(view.source[1])
    before = figures(evidence, place, place.before) if place.before else {}
    edited = st.data_editor(
        as_table(_base(name, frames.form_rows(series, before, entries, view.lang))),
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


def _answers(view: View, place: Place, items: list[frames.Asking], given: Answers, name: str) -> None:
    evidence = evidence_of(view.source[1])
    before = answers(evidence, place, place.before) if place.before else {}
    rows = _base(name, frames.answer_rows(items, before, given, view.lang))
    words = [one.in_(view.lang) for one in ANSWERS.values()]
    edited = st.data_editor(
        as_table(rows),
        hide_index=True,
        column_order=["name", "question", "last", "this", "proof"],
        column_config={
            "name": st.column_config.TextColumn(view.say("self_item"), width="medium"),
            "question": st.column_config.TextColumn(view.say("self_question"), width="large"),
            "last": st.column_config.TextColumn(view.say("self_last"), width="small"),
            "this": st.column_config.SelectboxColumn(
                view.say("self_answer"),
                options=list(dict.fromkeys([*words, *(str(row["this"]) for row in rows if row["this"])])),
                width="small",
            ),
            "proof": st.column_config.TextColumn(view.say("self_proof"), max_chars=500),
        },
        disabled=["name", "question", "last", "indicator", "item"],
        key=name,
    )
    for row in edited.to_pylist():
        given[row["indicator"], row["item"]] = str(row["this"] or ""), str(row["proof"] or "")
