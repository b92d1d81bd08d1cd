"""Records and totals of surveys, entered on the page: what a clerk has who works without a spreadsheet."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import streamlit as st

from evaluator.app.frames import self as frames
from evaluator.app.view import View, as_table
from evaluator.evidence.grid import Cell
from evaluator.workbook.asked import Asked, Survey
from evaluator.workbook.layout import columns_of
from evaluator.workbook.totals import MOST, Total
from evaluator.workbook.words import in_words

Rows = list[dict[str, Cell]]
LOGS = ("cases", "ledger")


def records(view: View, asked: Asked, table: str, kept: dict[str, Rows], name: str) -> None:
    """A table to which rows are added; `kept` takes what stands in it."""
    st.caption(view.say("self_records_note"))
    columns = [one for one in columns_of(table, asked) if one.entry]
    number = {one.key for one in columns if one.kind == "number"}
    bases: dict[str, pa.Table] = st.session_state.setdefault("self_log_bases", {})
    if name not in st.session_state or name not in bases:
        # What was entered before stands in the base; the editor's own changes are not laid over themselves.
        old = kept.get(table, [])
        kinds = {one.key: pa.float64() if one.key in number else pa.string() for one in columns}
        bases.clear()
        bases[name] = pa.table({key: pa.array([row.get(key) for row in old], kind) for key, kind in kinds.items()})
    config: dict[str, Any] = {}
    for one in columns:
        title = one.title.in_(view.lang)
        options = frames.choices(asked, table, one.key, view.lang) if one.kind == "choice" else []
        if options:
            config[one.key] = st.column_config.SelectboxColumn(title, options=options)
        elif one.kind == "number":
            config[one.key] = st.column_config.NumberColumn(title)
        else:
            hint = view.say("self_stamp_help") if one.kind == "stamp" else None
            config[one.key] = st.column_config.TextColumn(title, max_chars=200, help=hint)
    edited = st.data_editor(bases[name], hide_index=True, num_rows="dynamic", column_config=config, key=name)
    kept[table] = [row for row in edited.to_pylist() if any(cell not in (None, "") for cell in row.values())]


def survey(view: View, surveys: tuple[Survey, ...], totals: dict[Total, int], name: str) -> None:
    """How many gave each answer, question by question, for one department at a time where departments are rated."""
    st.caption(view.say("self_totals_note"))
    ids = {one.id: one for one in surveys}
    chosen = ids[st.selectbox(view.say("self_survey"), list(ids), key=f"{name}:which",
                              format_func=lambda one: in_words("survey", one, view.lang))]  # fmt: skip
    subject = ""
    if chosen.by_subject:
        rated = sorted({key[1] for key in totals if key[0] == chosen.id and key[1]})
        if rated:
            st.caption(view.say("self_rated", names="、".join(rated) if view.lang == "zh" else ", ".join(rated)))
        subject = st.text_input(view.say("self_subject"), key=f"{name}:subject", max_chars=60).strip()
        if not subject:
            st.info(view.say("self_subject_needed"))
            return
    answers = (*chosen.answers, "")
    rows = [
        {"question": in_words("question", question, view.lang), "id": question}
        | {f"a{k}": totals.get((chosen.id, subject, question, answer)) for k, answer in enumerate(answers)}
        for question in chosen.questions
    ]
    words = [in_words("answer", answer, view.lang) if answer else view.say("self_unanswered") for answer in answers]
    count = {f"a{k}": st.column_config.NumberColumn(word, min_value=0, max_value=MOST, step=1)
             for k, word in enumerate(words)}  # fmt: skip
    base: dict[str, pa.Table] = st.session_state.setdefault("self_total_bases", {})
    key = f"{name}:{chosen.id}:{subject}"
    if key not in st.session_state or key not in base:
        base.clear()
        table = as_table(rows)
        kinds = [(one, pa.int64() if one in count else pa.string()) for one in table.column_names]
        base[key] = table.cast(pa.schema(kinds))
    heads = {"question": st.column_config.TextColumn(view.say("self_question"), width="large")}
    edited = st.data_editor(base[key], hide_index=True, column_order=["question", *count], disabled=["question", "id"],
                            column_config={**heads, **count}, key=key)  # fmt: skip
    for row in edited.to_pylist():
        for k, answer in enumerate(answers):
            totals.pop((chosen.id, subject, row["id"], answer), None)
            if row[f"a{k}"]:
                totals[chosen.id, subject, row["id"], answer] = int(row[f"a{k}"])
