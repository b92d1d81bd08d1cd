"""Tab of the Evidence page: rows that were refused, with what to do about each, on screen and as a file."""

from __future__ import annotations

import streamlit as st

from evaluator.app.frames import evidence as frames
from evaluator.app.frames import evidence_use as uses
from evaluator.app.pages.evidence_tabs import heads, table
from evaluator.app.view import View, as_table
from evaluator.exports.tables import csv_bytes

LISTED = 500


def refused(view: View, code: str) -> None:
    """Rows that were not taken, of every region or of one, with what to do about each; all of them as a file."""
    every, own = view.world.assessment.evidence.refusals, view.state.indicator
    if not every:
        st.info(view.say("ev_none_refused"))
        return
    alone = st.toggle(view.say("ev_own"), key="evidence_own", help=view.say("ev_own_help"))
    reads = uses.reads_of(view.world.assessment.standard.by_id[own]) if own else None
    found = uses.about(every, code if alone else "", reads)
    if not found:
        st.info(view.say("ev_none_refused"))
    else:
        table(view, uses.refused_rows(found[:LISTED], view.lang))
    if len(found) > LISTED:
        st.caption(view.say("ev_more", n=LISTED, whole=len(found)))
    st.download_button(
        view.say("ev_refused_csv"),
        data=lambda: _as_file(view, uses.refused_rows(every, view.lang)),
        file_name="refused.csv",
        mime="text/csv",
        key="evidence_refused",
        icon=":material/download:",
        on_click="ignore",
    )


def _as_file(view: View, rows: frames.Rows) -> bytes:
    """Rows under the headings of the page, as a file that Excel opens."""
    return csv_bytes(as_table(rows).rename_columns(list(heads(view, rows).values())), bom=True)
