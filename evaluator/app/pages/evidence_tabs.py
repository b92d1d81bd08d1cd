"""Tabs of the Evidence page: surveys, ledgers, checklists, and the rows that were refused."""

from __future__ import annotations

from typing import Any

import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames import evidence as frames
from evaluator.app.specs import evidence as specs
from evaluator.app.view import View, as_table, chart, greyed
from indicators.text import listed

LISTED = 500
#: Indicators that a table feeds and that are named.
NAMED = 8


def table(view: View, rows: frames.Rows) -> None:
    """Rows under headings in the reader's language."""
    st.dataframe(as_table(rows), hide_index=True, column_config=_heads(view, rows))


def _heads(view: View, rows: frames.Rows) -> dict[str, Any]:
    return {name: view.say(f"evc_{name}") for row in rows[:1] for name in row}


def feeds(view: View, table: str, process: str = "") -> None:
    """Which indicators read a table."""
    names = frames.feeds(view.world.assessment, table, view.lang, process)
    joined = plain(listed(names[:NAMED], view.lang))
    more = view.say("ev_feeds_more", n=len(names)) if len(names) > NAMED else ""
    st.caption(view.say("ev_feeds", names=joined) + more if names else view.say("ev_feeds_none"))


def survey(view: View, code: str) -> None:
    """Answers by question."""
    rows = frames.survey_rows(view.world.assessment.evidence.tables["responses"], code, view.world.periods[view.period])
    if not rows:
        st.info(view.say("ev_none"))
        return
    feeds(view, "responses")
    _question(view, rows)
    shown = frames.in_words(rows, view.lang)
    greyed(shown, [bool(row["note"]) for row in shown], _heads(view, shown))
    st.caption(view.say("ev_small"))


def _question(view: View, rows: frames.Rows) -> None:
    """One question: shares of its answers with their intervals; the table beneath has the numbers of all."""
    asked = frames.questions_of(rows, view.lang)
    key = st.selectbox(view.say("ev_question"), list(asked), format_func=asked.__getitem__, key="evidence_question")
    drawn = frames.answer_rows(rows, *key, view.lang)
    if drawn:
        chart(drawn, specs.answers(view.ink), "evidence_answers", asked[key])
        st.caption(view.say("ev_intervals"))
    else:
        st.info(view.say("ev_hidden"))


def ledger(view: View, code: str) -> None:
    """Lights by department."""
    rows = frames.light_rows(view.world.assessment.evidence, code, view.world.periods[view.period])
    feeds(view, "ledger")
    if rows:
        words = view.say("evc_red"), view.say("evc_yellow"), view.say("evc_green")
        drawn = [{**row, "light": view.say(f"evc_{row['light']}")} for row in rows]
        chart(drawn, specs.lights(words), "evidence_lights", view.say("ev_lights"))
        table(view, frames.by_department(rows))


def checks(view: View, code: str) -> None:
    """Answers by checklist."""
    feeds(view, "answers")
    rows = frames.checklist_rows(view.world.assessment, code, view.world.periods[view.period], view.lang)
    table(view, rows)


def refused(view: View, code: str) -> None:
    """Rows that were not taken, of every region or of one."""
    refusals = view.world.assessment.evidence.refusals
    if not refusals:
        st.info(view.say("ev_none_refused"))
        return
    if st.toggle(view.say("ev_own"), key="evidence_own", help=view.say("ev_own_help")):
        refusals = tuple(one for one in refusals if one.about is None or one.about.region in ("", code))
    rows: frames.Rows = [
        {"place": one.place, "what": one.what.in_(view.lang), "remedy": one.remedy.in_(view.lang)}
        for one in refusals[:LISTED]
    ]
    if rows:
        table(view, rows)
    else:
        st.info(view.say("ev_none_refused"))
    if len(refusals) > LISTED:
        st.caption(view.say("ev_more", n=LISTED, whole=len(refusals)))
