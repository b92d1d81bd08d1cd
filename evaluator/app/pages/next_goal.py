"""The way to a goal: efforts as the reader states them, and the cheapest plan."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import streamlit as st

from evaluator.advice.case import Case
from evaluator.advice.goals import Effort, Goal, cheapest, furthest
from evaluator.advice.plans import plan_table
from evaluator.advice.steps import road
from evaluator.app import formats
from evaluator.app.pages.next_plan import show_plan
from evaluator.app.view import View, as_table
from evaluator.app.world import label
from indicators.faults import Faults

FOUND = "goal_found"
Rows = list[dict[str, object]]


def show_goal(view: View, case: Case) -> None:
    """From a goal to a plan; nothing where the region has no score."""
    st.subheader(view.say("goal"), anchor=False)
    st.caption(view.say("goal_about"))
    goal, words = _goal(view, case)
    efforts = _efforts(view, case)
    token = (case.code, case.period, words, str(view.changed), view.settings, str(sorted(efforts.items())))
    if st.button(view.say("goal_find"), key="goal_find", type="primary"):
        st.session_state[FOUND] = (token, _found(view, case, goal, words, efforts))
    asked, answer = st.session_state.get(FOUND, (None, None))
    if asked != token or answer is None:
        return
    if isinstance(answer, str):
        st.warning(answer)
    else:
        show_plan(view, case, goal, answer)


def _goal(view: View, case: Case) -> tuple[Goal, str]:
    """The goal, and how a plan writes it."""
    kinds = ["points", "place"] if view.ranks else ["points"]
    kind = "points"
    if len(kinds) > 1:
        names = {one: view.say(f"goal_{one}") for one in kinds}
        kind = (
            st.segmented_control(
                view.say("goal_kind"), kinds, default="points", format_func=names.__getitem__, key="goal_kind"
            )
            or "points"
        )
    if kind == "place":
        most = int(np.count_nonzero(~np.isnan(case.scores[0])))
        start = max(1, min(case.place - 1, most))
        place = st.number_input(view.say("goal_place"), 1, most, start, key=f"goal_place:{case.code}:{case.period}")
        return Goal(place=int(place)), f"place {int(place)}"
    own = float(case.scores[0, case.region])
    value = st.number_input(
        view.say("goal_points"), value=math.ceil(own + 1), step=1, key=f"goal_points:{case.code}:{case.period}"
    )
    return Goal(points=float(value)), f"points {value:g}"


def _efforts(view: View, case: Case) -> dict[str, Effort]:
    """What the reader says about every indicator that can still be improved."""
    rows: Rows = []
    for slot, one in enumerate(case.plan.slots):
        way = road(case, slot)
        if way is not None:
            unit = one.indicator.unit.in_(view.lang) if one.indicator.unit else ""
            name = label(view.world, one.indicator.id, view.lang)
            rows.append({"id": one.indicator.id, "name": name, "unit": unit, "now": way.start, "can": True})
            rows[-1] |= {"effort": 1.0, "step": way.step, "most": way.limit}
    heads = {name: view.say(f"goal_col_{name}") for name in ("name", "unit", "now")}
    config = {
        "id": None,
        **heads,
        "now": st.column_config.NumberColumn(heads["now"], format="%.4g"),
        "can": st.column_config.CheckboxColumn(view.say("goal_col_can")),
        "effort": st.column_config.NumberColumn(view.say("goal_col_effort"), min_value=0.0, required=True),
        "step": st.column_config.NumberColumn(view.say("goal_col_step"), min_value=1e-9, required=True, format="%.4g"),
        "most": st.column_config.NumberColumn(view.say("goal_col_most"), required=True, format="%.4g"),
    }
    with st.expander(view.say("goal_efforts")):
        st.caption(view.say("goal_efforts_about"))
        stated = st.data_editor(
            as_table(rows),
            hide_index=True,
            disabled=["name", "unit", "now"],
            column_config=config,
            key=f"goal_efforts:{case.code}:{case.period}:{view.lang}",
        )
    return {
        str(row["id"]): Effort(row["effort"] if row["can"] else None, row["step"], row["most"])
        for row in stated.to_pylist()
    }


def _found(view: View, case: Case, goal: Goal, words: str, efforts: Mapping[str, Effort]) -> pa.Table | str:
    """The plan as a table, or a sentence that says why there is none."""
    try:
        way = cheapest(case, goal, efforts)
    except Faults as error:
        return " ".join(one.sentence(view.lang) for one in error.faults)
    if way is None:
        end = furthest(case, efforts)
        return view.say("goal_never", score=formats.score(end.score, view.world.decimals))
    if not way.moves:
        return view.say("goal_there")
    return plan_table(case, way, words, view.lang)
