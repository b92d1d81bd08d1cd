"""How much of what is asked is there, and the score that it would give, before anything is stored."""

from __future__ import annotations

import streamlit as st

from evaluator.app.frames import self as frames
from evaluator.app.view import View, as_table
from evaluator.app.world import World, evidence_of, standard_of
from evaluator.assessment import Assessment, evaluate
from evaluator.submissions import submitted_evidence
from evaluator.workbook.layout import name_of_sheet
from evaluator.workbook.submission import Submission
from indicators.faults import Faults

TRIED = "self_tried"


@st.cache_resource(max_entries=4, show_spinner=False)
def _assessed(sha256: str, source: tuple[str, str, tuple[str, ...]], _submission: Submission) -> Assessment:
    del sha256
    return evaluate(standard_of(source[0], source[2]), submitted_evidence(evidence_of(source[1]), _submission))


def preview(view: View, submission: Submission, *, at_once: bool) -> None:
    """Coverage by sheet, then score by dimension against the own last period; on demand unless `at_once`."""
    st.subheader(view.say("self_preview"), anchor=False)
    words = []
    for table, (filled, whole) in submission.filled.items():
        said = view.say("self_rows", n=filled) if whole is None else view.say("self_filled", n=filled, whole=whole)
        words.append(f"**{name_of_sheet(table, view.lang)}** {said}")
    st.markdown(" · ".join(words))
    if not at_once and st.button(view.say("self_try"), key="self_try"):
        st.session_state[TRIED] = submission.sha256
    if not submission.rows or not (at_once or st.session_state.get(TRIED) == submission.sha256):
        return
    place = submission.place
    try:
        world = World(_assessed(submission.sha256, view.source, submission), view.world.number)
    except Faults:
        st.info(view.say("self_none"))
        return
    rows = frames.preview_rows(world, place.region, place.period, place.before, view.lang)
    if not rows or rows[0]["now"] is None:
        st.info(view.say("self_none"))
        return
    number = {name: st.column_config.NumberColumn(view.say(f"self_{name}"), format="%.2f") for name in ("now", "last")}
    change = st.column_config.NumberColumn(view.say("self_change"), format="%+.2f")
    heads = {"dimension": view.say("self_dimension"), "share": view.say("self_share")}
    st.dataframe(as_table(rows), hide_index=True, column_config={**heads, **number, "change": change})
    st.caption(view.say("self_preview_note", before=place.before or "—"))
    if view.ranks:
        ranks = world.ranks(world.published.score[world.periods.index(place.period)])
        st.markdown(view.say("self_place", place=int(ranks[0, world.codes.index(place.region)]) or "—"))
