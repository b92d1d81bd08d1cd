"""Tabs of the Evidence page: surveys, ledgers, checklists."""

from __future__ import annotations

from typing import Any

import streamlit as st

from evaluator.app.columns import names
from evaluator.app.formats import plain
from evaluator.app.frames import evidence as frames
from evaluator.app.frames import evidence_use as uses
from evaluator.app.specs import evidence as specs
from evaluator.app.view import View, as_table, chart, greyed
from indicators.text import listed

#: Indicators that a table feeds and that are named.
NAMED = 8


def table(view: View, rows: frames.Rows) -> None:
    """Rows under headings in the reader's language."""
    st.dataframe(as_table(rows), hide_index=True, placeholder="—", column_config=_config(heads(view, rows)))


def heads(view: View, rows: frames.Rows) -> dict[str, str]:
    """Columns of rows and their headings."""
    return {name: view.say(f"evc_{name}") for row in rows[:1] for name in row}


def _config(headings: dict[str, str]) -> dict[str, Any]:
    """Columns under headings, the first one of names."""
    first = next(iter(headings), "")
    return {name: names(title, 280) if name == first else title for name, title in headings.items()}


def feeds(view: View, table: str, process: str = "") -> None:
    """Which indicators read a table."""
    names = uses.feeds(view.world, table, view.lang, process)
    joined = plain(listed(names[:NAMED], view.lang))
    more = view.say("ev_feeds_more", n=len(names)) if len(names) > NAMED else ""
    st.caption(view.say("ev_feeds", names=joined) + more if names else view.say("ev_feeds_none"))


def survey(view: View, code: str) -> None:
    """Answers by question."""
    rows = frames.survey_rows(view.world.assessment.evidence.tables["responses"], code, view.world.periods[view.period])
    if view.state.indicator:
        wanted = uses.topics(view.world, "responses", view.state.indicator) or ()
        rows = [row for row in rows if row["survey"] in wanted]
    if not rows:
        st.info(view.say("ev_none"))
        return
    feeds(view, "responses")
    _question(view, rows)
    shown = frames.in_words(rows, view.lang)
    greyed(shown, [bool(row["note"]) for row in shown], _config(heads(view, shown)))
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
    kinds = uses.topics(view.world, "ledger", view.state.indicator) if view.state.indicator else None
    rows = frames.light_rows(view.world.assessment.evidence, code, view.world.periods[view.period], kinds)
    feeds(view, "ledger")
    if rows:
        words = view.say("evc_red"), view.say("evc_yellow"), view.say("evc_green")
        drawn = [{**row, "light": view.say(f"evc_{row['light']}")} for row in rows]
        chart(drawn, specs.lights(words), "evidence_lights", view.say("ev_lights"))
        table(view, frames.by_department(rows))


def checks(view: View, code: str) -> None:
    """Answers by checklist."""
    feeds(view, "answers")
    own, period = view.state.indicator, view.world.periods[view.period]
    rows = frames.checklist_rows(view.world.assessment, code, period, view.lang, own)
    table(view, rows)
