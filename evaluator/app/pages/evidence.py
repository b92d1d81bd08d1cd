"""What the scores rest on: figures, cases, surveys, ledgers, checklists, and what was refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from evaluator.app.components.objections import objections_part
from evaluator.app.formats import plain
from evaluator.app.frames import evidence as frames
from evaluator.app.pages.parts import region_search
from evaluator.app.specs import evidence as specs
from evaluator.app.view import View, as_table, chart

LISTED = 500


def show(view: View) -> None:
    """The page."""
    st.title(view.say("evidence"), anchor=False)
    evidence = view.world.assessment.evidence
    code = region_search(view, "region", required=True, label="choose_region") or view.world.codes[0]
    objections_part(view, region=code)
    _files(view)
    tabs = st.tabs(
        [view.say(f"ev_{word}") for word in ("figures", "cases", "survey", "ledger", "checklist", "refused")]
    )
    parts = (
        (_figures, "statistics"),
        (_cases, "cases"),
        (_survey, "responses"),
        (_ledger, "ledger"),
        (_checks, "answers"),
    )
    for tab, (draw, table) in zip(tabs, parts, strict=False):
        with tab:
            if table in evidence.logs or (table in evidence.tables and evidence.tables[table].num_rows):
                draw(view, code)
            else:
                st.info(view.say("ev_none"))
    with tabs[-1]:
        _refused(view)


def _table(view: View, rows: frames.Rows) -> None:
    """Rows under headings in the reader's language."""
    heads: dict[str, Any] = {name: view.say(f"evc_{name}") for row in rows[:1] for name in row}
    for name in ("share", "low", "high"):
        if name in heads:
            heads[name] = st.column_config.NumberColumn(str(heads[name]), format="percent")
    st.dataframe(as_table(rows), hide_index=True, column_config=heads)


def _files(view: View) -> None:
    files = view.world.assessment.evidence.files
    rows: frames.Rows = [
        {"file": one.label, "table": one.table, "read": one.read, "taken": one.taken, "refused": one.refused}
        for one in files
    ]
    with st.expander(view.say("ev_files")):
        _table(view, rows)


def _feeds(view: View, table: str, process: str = "") -> None:
    names = frames.feeds(view.world.assessment, table, view.lang, process)
    joined = plain(("、" if view.lang == "zh" else ", ").join(names))
    st.caption(view.say("ev_feeds", names=joined) if names else view.say("ev_feeds_none"))


def _figures(view: View, code: str) -> None:
    del code
    _table(view, frames.series_rows(view.world.assessment, view.lang))


def _cases(view: View, code: str) -> None:
    cases = view.world.assessment.evidence.rows("cases", code)
    processes = sorted({one for one in cases["process"].to_pylist() if one}) if cases is not None else []
    if cases is None or not processes:
        st.info(view.say("ev_none"))
        return
    process = st.selectbox(view.say("ev_process"), processes, key="evidence_process")
    period = view.world.periods[view.period]
    days, going = frames.case_days(cases, code, process, period)
    _feeds(view, "cases", process)
    if days:
        median, tenth = (f"{float(np.quantile(days, share)):.1f}" for share in (0.5, 0.9))
        st.markdown(view.say("ev_times", n=len(days), median=median, p90=tenth, open=going))
        rows = frames.curve_rows(days, ("P50", "P90"))
        chart(rows, specs.curve(view.say("ev_days"), view.say("ev_share")), "evidence_curve", view.say("ev_curve"))
    st.caption(view.say("ev_steps"))
    _table(view, frames.step_rows(cases, code, process, period))


def _survey(view: View, code: str) -> None:
    rows = frames.survey_rows(view.world.assessment.evidence.tables["responses"], code, view.world.periods[view.period])
    if not rows:
        st.info(view.say("ev_none"))
        return
    _feeds(view, "responses")
    _table(view, rows)
    st.caption(view.say("ev_small"))


def _ledger(view: View, code: str) -> None:
    rows = frames.light_rows(view.world.assessment.evidence, code, view.world.periods[view.period])
    _feeds(view, "ledger")
    if rows:
        chart(rows, specs.lights(), "evidence_lights", view.say("ev_lights"))
        _table(view, rows)


def _checks(view: View, code: str) -> None:
    _feeds(view, "answers")
    rows = frames.checklist_rows(view.world.assessment, code, view.world.periods[view.period], view.lang)
    _table(view, rows)


def _refused(view: View) -> None:
    refusals = view.world.assessment.evidence.refusals
    if not refusals:
        st.info(view.say("ev_none_refused"))
        return
    rows: frames.Rows = [
        {"place": one.place, "what": one.what.in_(view.lang), "remedy": one.remedy.in_(view.lang)}
        for one in refusals[:LISTED]
    ]
    _table(view, rows)
    if len(refusals) > LISTED:
        st.caption(view.say("ev_more", n=LISTED, whole=len(refusals)))
