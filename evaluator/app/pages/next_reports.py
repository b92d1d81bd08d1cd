"""The region's report as Word, PDF and HTML, made when it is asked for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.advice.case import Case
from evaluator.app.view import View
from evaluator.reports.making import FORMS, report_bytes


def show_reports(view: View, case: Case) -> None:
    """A button for each form."""
    st.subheader(view.say("next_report"), anchor=False)
    made = partial(report_bytes, view.world.assessment, case.code, period=case.period, weights=case.weights)
    for column, form in zip(st.columns(len(FORMS)), FORMS, strict=True):
        column.download_button(
            view.say("download", name=view.say(f"form_{form}")),
            data=partial(made, form, view.lang),
            file_name=f"{case.code}-{case.period}.{form}",
            key=f"report_{form}",
            on_click="ignore",
            width="stretch",
        )
    st.caption(view.say("next_report_sandbox" if view.sandbox else "next_report_note"))
