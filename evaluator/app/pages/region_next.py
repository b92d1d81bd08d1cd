"""What a region could gain, and its page on paper."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.advice.case import Case
from evaluator.advice.gaps import gaps
from evaluator.advice.peers import Peers
from evaluator.app.columns import names, row_height
from evaluator.app.frames import profile
from evaluator.app.frames.intervals import weights_drawn
from evaluator.app.view import View, as_table
from evaluator.reports.making import report_bytes


def potential(view: View, case: Case, others: Peers) -> None:
    """Indicators below the upper quartile of the peers, those first that would count most."""
    if not case.place:
        return
    st.subheader(view.say("potential"), anchor=False)
    rows = profile.potential(view.world, case, gaps(case, others), weights_drawn(view), view.lang)
    if not rows:
        st.caption(view.say("potential_none"))
        return
    most = float(str(rows[0]["gain"]))
    number, digits = st.column_config.NumberColumn, f"%.{view.world.decimals}f"
    config = {
        "node": names(view.say("node"), 230 if view.lang == "zh" else 300),
        "own": number(view.say("potential_own"), format=digits),
        "target": number(view.say("potential_target"), format=digits),
        "share": number(view.say("potential_share"), format="%.1f%%"),
        "gain": st.column_config.ProgressColumn(
            view.say("potential_gain"),
            format=f"%.{view.world.decimals + 1}f",
            min_value=0,
            max_value=most,
            width=140,
        ),
        "place": number(view.say("potential_place")),
        "span": st.column_config.TextColumn(view.say("potential_span"), help=view.say("interval_help")),
    }
    st.dataframe(
        as_table(rows), hide_index=True, column_order=list(config), column_config=config, row_height=row_height()
    )
    st.caption(view.say("potential_help"))


def report_buttons(view: View, case: Case) -> None:
    """The region on one page, and the whole report; made when they are asked for."""
    make = partial(
        report_bytes,
        view.world.assessment,
        case.code,
        lang=view.lang,
        period=case.period,
        ranks=True,
        named=view.state.peers,
        weights=case.weights,
    )
    with st.container(horizontal=True):
        for form, word, brief in (("pdf", "one_page_pdf", True), ("docx", "whole_report", False)):
            st.download_button(
                view.say(word),
                data=partial(make, form=form, brief=brief),
                file_name=f"{case.code}-{case.period}.{form}",
                key=f"region_{form}",
                icon=":material/download:",
                on_click="ignore",
            )
    if view.sandbox:
        st.caption(view.say("report_trial"))
