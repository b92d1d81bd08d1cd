"""What the scores rest on: figures, cases, surveys, ledgers, checklists, and what was refused."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app.components.objections import objections_part
from evaluator.app.frames import evidence as frames
from evaluator.app.pages import evidence_tabs as tabs
from evaluator.app.pages.parts import region_search
from evaluator.app.specs import evidence as specs
from evaluator.app.view import View, chart, twin


def show(view: View) -> None:
    """The page."""
    st.title(view.say("evidence"), anchor=False)
    evidence = view.world.assessment.evidence
    code = region_search(view, "region", required=True, label="choose_region") or view.world.codes[0]
    objections_part(view, region=code)
    _files(view)
    opened = st.tabs(
        [view.say(f"ev_{word}") for word in ("figures", "cases", "survey", "ledger", "checklist", "refused")]
    )
    parts = (
        (_figures, "statistics"),
        (_cases, "cases"),
        (tabs.survey, "responses"),
        (tabs.ledger, "ledger"),
        (tabs.checks, "answers"),
    )
    for tab, (draw, table) in zip(opened, parts, strict=False):
        with tab:
            if table in evidence.logs or (table in evidence.tables and evidence.tables[table].num_rows):
                draw(view, code)
            else:
                st.info(view.say("ev_none"))
    with opened[-1]:
        tabs.refused(view, code)


def _files(view: View) -> None:
    files = view.world.assessment.evidence.files
    rows: frames.Rows = [
        {"file": one.label, "table": one.table, "read": one.read, "taken": one.taken, "refused": one.refused}
        for one in files
    ]
    with st.expander(view.say("ev_files")):
        tabs.table(view, rows)


def _figures(view: View, code: str) -> None:
    del code
    tabs.table(view, frames.series_rows(view.world.assessment, view.lang))


def _cases(view: View, code: str) -> None:
    cases = view.world.assessment.evidence.rows("cases", code)
    processes = frames.processes_of(cases, view.lang) if cases is not None else {}
    if cases is None or not processes:
        st.info(view.say("ev_none"))
        return
    process = st.selectbox(
        view.say("ev_process"), list(processes), format_func=processes.__getitem__, key="evidence_process"
    )
    period = view.world.periods[view.period]
    days, going = frames.case_days(cases, code, process, period)
    tabs.feeds(view, "cases", process)
    if days:
        median, tenth = (f"{float(np.quantile(days, share)):.1f}" for share in (0.5, 0.9))
        st.markdown(view.say("ev_times", n=len(days), median=median, p90=tenth, open=going))
        rows = frames.curve_rows(days, (view.say("ev_median"), view.say("ev_ninetieth")))
        chart(rows, specs.curve(view.say("ev_days"), view.say("ev_share")), "evidence_curve", view.say("ev_curve"))
        twin(view, rows, {"days": view.say("ev_days"), "share": view.say("ev_share"), "mark": view.say("note")})
    st.caption(view.say("ev_steps"))
    tabs.table(view, frames.step_rows(cases, code, process, period, view.lang))
