"""The cases of one process: how long they took, and how far they came; small numbers hidden."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app.frames import evidence as frames
from evaluator.app.frames import evidence_use as uses
from evaluator.app.pages import evidence_tabs as tabs
from evaluator.app.specs import evidence as specs
from evaluator.app.view import View, chart, twin
from evaluator.disclosure import FEWEST


def cases(view: View, code: str) -> None:
    """Draw them for one region."""
    log = view.world.assessment.evidence.rows("cases", code)
    processes = frames.processes_of(log, view.lang) if log is not None else {}
    if view.state.indicator:
        wanted = uses.topics(view.world, "cases", view.state.indicator) or ()
        processes = {one: name for one, name in processes.items() if one in wanted}
    if log is None or not processes:
        st.info(view.say("ev_none"))
        return
    process = st.selectbox(
        view.say("ev_process"), list(processes), format_func=processes.__getitem__, key="evidence_process"
    )
    days, going = frames.case_days(log, code, process, period := view.world.periods[view.period])
    tabs.feeds(view, "cases", process)
    still = str(going) if not 0 < going < FEWEST else view.say("ev_below", n=FEWEST)
    if 0 < len(days) < FEWEST:
        st.info(view.say("ev_few_cases", n=FEWEST))
    elif days:
        median, tenth = (f"{float(np.quantile(days, share)):.1f}" for share in (0.5, 0.9))
        st.markdown(view.say("ev_times", n=len(days), median=median, p90=tenth, open=still))
        rows = frames.curve_rows(days, (view.say("ev_median"), view.say("ev_ninetieth")))
        chart(rows, specs.curve(view.say("ev_days"), view.say("ev_share")), "evidence_curve", view.say("ev_curve"))
        twin(view, rows, {"days": view.say("ev_days"), "share": view.say("ev_share"), "mark": view.say("note")})
    st.caption(view.say("ev_steps", n=FEWEST))
    tabs.table(view, frames.step_rows(log, code, process, period, view.lang))
