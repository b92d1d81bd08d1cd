"""The tree of the standard as a table to choose from, and the search box that chooses the same."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evaluator.app.columns import LINE, names, row_height
from evaluator.app.frames import indicators as frames
from evaluator.app.view import View, as_table
from evaluator.app.world import World
from evaluator.grading import RULE, Grade, grade_of

PICKED, FOUND = "tree_picked", "entry_found"
MOST = 780


def find_entry(view: View) -> str:
    """Id of the node or indicator that is looked at; by default the first indicator."""
    written = view.world.entries_searched[view.lang]
    own = view.state.node or view.state.indicator or view.world.plan.slots[0].indicator.id
    st.session_state[FOUND] = own
    name: str = st.selectbox(
        view.say("choose_indicator"),
        list(written),
        format_func=written.__getitem__,
        help=view.say("find_indicator_help"),
        key=FOUND,
        on_change=lambda: choose(view, st.session_state[FOUND]),
    )
    return name


def choose(view: View, name: str) -> None:
    """Look at a node or at an indicator."""
    if name in view.known.branches:
        view.go(node=name)
    else:
        view.go(indicator=name, node="")


def grades_of(view: View) -> Mapping[str, Grade]:
    """The grade of each indicator in the period looked at."""
    return _grades(view.world, view.source, view.world.plan.level, view.world.periods[view.period])


@st.cache_data(max_entries=24, show_spinner=False)
def _grades(_world: World, source: tuple[str, str, tuple[str, ...]], level: str, period: str) -> dict[str, Grade]:
    del source, level
    evidence = _world.assessment.evidence
    return {slot.indicator.id: grade_of(slot.measure, evidence, period) for slot in _world.plan.slots}


def indicator_tree(view: View, own: str) -> None:
    """The tree with shares of weight, grades and coverage; a chosen row is shown beside it."""
    letters = {name: grade.letter for name, grade in grades_of(view).items()}
    rows = frames.tree(view.world, view.period, view.weights, letters, view.lang)
    ids = [str(row["id"]) for row in rows]
    key, picked = st.session_state.get(PICKED, ("", ""))
    if picked != own or not key.startswith(f"tree:{view.source}:{view.world.plan.level}:"):
        # Chosen elsewhere: a new table begins with that row; chosen here, the table keeps where it is scrolled to.
        key = f"tree:{view.source}:{view.world.plan.level}:{own}"

    def pick() -> None:
        if rows := st.session_state[key]["selection"]["rows"]:
            st.session_state[PICKED] = (key, ids[rows[0]])
            choose(view, ids[rows[0]])

    st.dataframe(
        as_table([{**row, "against": "⚠" if row["against"] else ""} for row in rows]),
        hide_index=True,
        height=min(row_height() * len(rows) + LINE + 3, MOST),
        row_height=row_height(),
        key=key,
        on_select=pick,
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [ids.index(own)]}},
        column_order=["node", "weight", "grade", "known", "against"],
        column_config={
            "node": names(view.say("tree_of"), 260),
            "weight": st.column_config.ProgressColumn(
                view.say("share_of_total"),
                format="%.1f%%",
                min_value=0,
                max_value=max((float(str(row["weight"])) for row in rows), default=100.0) or 100.0,
                width=80,
            ),
            "grade": st.column_config.TextColumn(view.say("grade_short"), width=45),
            "known": st.column_config.NumberColumn(view.say("known_share"), format="percent", width=55),
            "against": st.column_config.TextColumn("⚠", width=30),
        },
        placeholder="",
        alt=view.say("tree_of"),
    )
    st.caption(view.say("tree_help"))
    st.caption(RULE.in_(view.lang))
