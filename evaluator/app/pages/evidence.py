"""What the scores rest on: figures, cases, surveys, ledgers, checklists, what became of them, and what was refused."""

from __future__ import annotations

import streamlit as st

from evaluator.app.components.objections import objections_part
from evaluator.app.frames import evidence as frames
from evaluator.app.frames import evidence_use as uses
from evaluator.app.pages import evidence_tabs as tabs
from evaluator.app.pages.evidence_cases import cases
from evaluator.app.pages.evidence_refused import refused
from evaluator.app.pages.parts import region_search
from evaluator.app.specs import evidence as specs
from evaluator.app.view import View, chart, twin
from evaluator.app.world import World, label
from indicators.tables import TOPICS

TABS = {"figures": "statistics", "cases": "cases", "survey": "responses", "ledger": "ledger", "checklist": "answers"}
"""Tab → the table that it shows."""


def show(view: View) -> None:
    """The page."""
    st.title(view.say("evidence"), anchor=False)
    left, right = st.columns(2)
    with left:
        code = region_search(view, "region", required=True, label="choose_region") or view.world.codes[0]
    with right:
        _one(view)
    objections_part(view, region=code)
    _funnel(view)
    evidence = view.world.assessment.evidence
    names, own = {word: view.say(f"ev_{word}") for word in (*TABS, "refused")}, view.state.indicator
    read = {name for name in TABS.values() if own and uses.topics(view.world, name, own)}
    first = next((word for word, name in TABS.items() if name in read), "figures")
    opened = st.tabs(list(names.values()), default=names[first], key=f"evidence_tabs_{own}")
    parts = (_figures, cases, tabs.survey, tabs.ledger, tabs.checks)
    for tab, draw, table in zip(opened, parts, TABS.values(), strict=False):
        with tab:
            if own and table not in read:
                st.info(view.say("ev_not_read"))
            elif table in evidence.logs or (table in evidence.tables and evidence.tables[table].num_rows):
                draw(view, code)
            else:
                st.info(view.say("ev_none"))
    with opened[-1]:
        refused(view, code)


def _one(view: View) -> None:
    """The indicator whose evidence is looked at alone, and the way to it."""
    written = view.world.entries_searched[view.lang]
    st.selectbox(
        view.say("ev_one"),
        list(view.known.indicators),
        index=None,
        format_func=written.__getitem__,
        placeholder=view.say("ev_all"),
        **view.control("indicator", None),
    )
    if view.state.indicator and st.button(view.say("ev_open"), type="tertiary", icon=":material/arrow_forward:"):
        view.go(node="")
        view.open("indicators")


def _funnel(view: View) -> None:
    """Rows read, taken, used and scored by table; beneath, the files."""
    source = (*view.source, view.settings, view.world.plan.level)
    rows = _counted(view.world, source, view.state.indicator)
    if rows:
        own = view.state.indicator
        title = view.say("ev_funnel") + (f" · {label(view.world, own, view.lang)}" if own else "")
        st.markdown(f"**{title}**")
        chart(uses.funnel_marks(rows, view.lang), specs.funnel(view.ink), "evidence_funnel", title)
        st.caption(view.say("ev_funnel_note"))
        shown = [{**row, "table": view.say(f"evt_{row['table']}")} for row in rows]
        twin(view, shown, {name: view.say(f"evc_{name}") for name in ("table", *uses.STAGES)})
    files: frames.Rows = [
        {"file": one.label, "table": view.say(f"evt_{one.table}") if one.table in TOPICS else one.table,
         "read": one.read, "taken": one.taken, "refused": one.refused}
        for one in view.world.assessment.evidence.files
    ]  # fmt: skip
    with st.expander(view.say("ev_files")):
        tabs.table(view, files)


@st.cache_data(max_entries=24, show_spinner=False)
def _counted(_world: World, source: tuple[object, ...], only: str) -> frames.Rows:
    del source
    return uses.funnel(_world, only)


def _figures(view: View, code: str) -> None:
    del code
    tabs.table(view, uses.series_rows(view.world, view.lang, view.state.indicator))
