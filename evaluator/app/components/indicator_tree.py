"""The tree of the standard as a table to choose from, and the search box that chooses the same."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from evaluator.app.frames import indicators as frames
from evaluator.app.view import View, as_table
from evaluator.app.world import World
from evaluator.grading import RULE, Grade, grade_of

PICKED = "tree_picked"
ROW, MOST = 35, 780


def find_indicator(view: View) -> int:
    """Position of the indicator that is looked at."""
    ids = [slot.indicator.id for slot in view.world.plan.slots]
    name: str = st.selectbox(
        view.say("choose_indicator"),
        ids,
        format_func=view.world.indicators_searched[view.lang].__getitem__,
        help=view.say("find_indicator_help"),
        **view.control("indicator", ids[0]),
    )
    return ids.index(name)


def grades_of(view: View) -> Mapping[str, Grade]:
    """The grade of each indicator in the period looked at."""
    return _grades(view.world, view.source, view.world.plan.level, view.world.periods[view.period])


@st.cache_data(max_entries=24, show_spinner=False)
def _grades(_world: World, source: tuple[str, str, tuple[str, ...]], level: str, period: str) -> dict[str, Grade]:
    del source, level
    evidence = _world.assessment.evidence
    return {slot.indicator.id: grade_of(slot.measure, evidence, period) for slot in _world.plan.slots}


def indicator_tree(view: View, number: int) -> None:
    """The tree with shares of weight, grades and coverage; a chosen row is shown beside it."""
    letters = {name: grade.letter for name, grade in grades_of(view).items()}
    rows = frames.tree(view.world, view.period, view.weights, letters, view.lang)
    own = view.world.plan.slots[number].indicator.id
    ids = [str(row["id"]) for row in rows]
    key, picked = st.session_state.get(PICKED, ("", ""))
    if picked != own or not key.startswith(f"tree:{view.source}:{view.world.plan.level}:"):
        # Chosen elsewhere: a new table begins with that row; chosen here, the table keeps where it is scrolled to.
        key = f"tree:{view.source}:{view.world.plan.level}:{own}"

    def choose() -> None:
        chosen = st.session_state[key]["selection"]["rows"]
        if chosen and (leaf := _leaf(view.world, ids[chosen[0]])):
            st.session_state[PICKED] = (key, leaf)
            view.go(indicator=leaf)

    st.dataframe(
        as_table([{**row, "against": "⚠" if row["against"] else ""} for row in rows]),
        hide_index=True,
        height=min(ROW * len(rows) + ROW + 3, MOST),
        key=key,
        on_select=choose,
        selection_mode="single-row-required",
        selection_default={"selection": {"rows": [ids.index(own)]}},
        column_order=["node", "weight", "grade", "known", "against"],
        column_config={
            "node": st.column_config.TextColumn(view.say("tree_of"), width=215, pinned=True),
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


def _leaf(world: World, name: str) -> str | None:
    """The indicator of a row; of a node the first below it."""
    places, at = world.plan.places, world.plan.position[name]
    while places[at].children:
        at = places[at].children[0]
    return places[at].name
