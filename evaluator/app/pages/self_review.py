"""What was handed in, before it is stored: findings, reasons, coverage, the score it would give."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from evaluator.app.frames import self as frames
from evaluator.app.pages.self_preview import preview
from evaluator.app.uploads import as_file
from evaluator.app.view import View, as_table
from evaluator.submissions import Store
from evaluator.workbook.marking import form_of, marked_bytes
from evaluator.workbook.submission import Submission, with_reasons
from indicators.text import Lang

FOUND, DONE = ("gravity", "sheet", "cell", "what", "todo"), "self_done"


def review(view: View, submission: Submission, workbook: bytes | None) -> None:
    """The findings, the preview and the button that stores; `workbook` is None for a form."""
    st.subheader(view.say("self_checked"), anchor=False)
    faults, doubts, notes = (len(submission.of(one)) for one in ("fault", "warning", "note"))
    st.markdown(view.say("self_count", rows=submission.rows, faults=faults, doubts=doubts, notes=notes))
    submission = _findings(view, submission, by_cell=workbook is not None)
    if workbook is not None and submission.findings:
        st.download_button(
            view.say("self_marked"),
            data=lambda: _marked(workbook, submission, view.lang),
            file_name=f"marked-{submission.place.region}-{submission.place.period}.{form_of(io.BytesIO(workbook))}",
            key="self_marked",
            icon=":material/rule:",
            on_click="ignore",
        )
    preview(view, submission, at_once=workbook is not None)
    _store(view, submission, workbook)


def _heads(view: View) -> Mapping[str, str]:
    return {name: view.say(f"self_{name}") for name in FOUND}


def _findings(view: View, submission: Submission, *, by_cell: bool) -> Submission:
    """Show what was found; give back the submission with the reasons that were written."""
    # In a form the note beside a figure is its reason; in a workbook that was handed in, it is written here.
    doubts = submission.of("warning") if by_cell else ()
    others = [one for one in submission.findings if one not in doubts]
    if not submission.findings:
        st.success(view.say("self_clean"), icon=":material/check_circle:")
    if others:
        st.dataframe(
            as_table(frames.finding_rows(others, view.lang)), hide_index=True, column_config=dict(_heads(view))
        )
    if not doubts:
        return submission
    st.markdown(view.say("self_doubts"))
    rows = frames.finding_rows(doubts, view.lang)
    edited = st.data_editor(
        as_table([{**row, "reason": one.reason} for row, one in zip(rows, doubts, strict=True)]),
        hide_index=True,
        column_order=["sheet", "cell", "what", "reason"],
        column_config={
            **_heads(view),
            "what": st.column_config.TextColumn(view.say("self_what"), width="large"),
            "reason": st.column_config.TextColumn(view.say("self_reason"), width="medium", max_chars=500),
        },
        disabled=list(FOUND),
        key=f"self_reasons:{submission.sha256}:{view.lang}",
    )
    reasons = {f"{row['sheet']}!{row['cell']}": str(row["reason"] or "").strip() for row in edited.to_pylist()}
    return replace(submission, findings=with_reasons(submission.findings, reasons))


def _marked(workbook: bytes, submission: Submission, lang: Lang) -> bytes:
    with as_file(workbook, "handed-in") as path:
        return marked_bytes(path, submission, lang)


def _store(view: View, submission: Submission, workbook: bytes | None) -> None:
    done = st.session_state.get(DONE)
    if done is not None and done[0] == submission.sha256:
        st.success(done[1], icon=":material/inventory_2:")
        return
    part = bool(submission.of("fault")) and st.checkbox(view.say("self_part"), key="self_part")
    waiting = [one for one in submission.open if not (part and one.gravity == "fault")]
    who = st.text_input(view.say("self_who"), key="self_who", max_chars=100)
    if waiting:
        st.warning(view.say("self_wait", n=len(waiting)), icon=":material/pending_actions:")
    ready = not waiting and submission.rows > 0
    if st.button(view.say("self_store"), key="self_store", type="primary", disabled=not ready):
        named = view.source[1]
        base = str(Path(named).resolve()) if Path(named).exists() else named
        version = Store(view.store).add(submission, base, who, workbook)
        st.session_state[DONE] = submission.sha256, view.say("self_stored", name=version.name, rows=version.rows)
        st.rerun()
