"""Plans that were saved: listed, opened again, held against the next period, withdrawn."""

from __future__ import annotations

import streamlit as st

from evaluator.advice.case import Case, case_of
from evaluator.advice.goals import Goal, read_goal
from evaluator.advice.plans import opened_plan
from evaluator.app.formats import fault_list
from evaluator.app.pages.next_check import against_fact, show_check
from evaluator.app.pages.next_plan import show_plan
from evaluator.app.view import View, as_table, folded
from evaluator.submissions import Plan, Plans
from indicators.faults import Faults

WAYS = ("fact", "open", "withdraw")


def show_saved(view: View, case: Case) -> None:
    """The region's saved plans, then a plan that is uploaded."""
    with folded(view, "saved") as seen:
        if seen:
            _saved(view, case)
    show_check(view)


def _saved(view: View, case: Case) -> None:
    standard = case.assessment.standard.id
    plans = [one for one in Plans(view.store).versions(case.code) if one.standard == standard]
    if not plans:
        st.caption(view.say("saved_none"))
        return
    heads = {name: view.say(f"saved_{name}") for name in ("version", "goal", "lines", "saved", "who", "withdrawn")}
    rows = [{"version": one.name, "goal": one.goal, "lines": one.lines, "saved": one.saved, "who": one.who,
             "withdrawn": one.withdrawn} for one in plans]  # fmt: skip
    st.dataframe(as_table(rows), hide_index=True, column_config=dict(heads))
    standing = {one.name: one for one in reversed(plans) if not one.withdrawn}
    if not standing:
        return
    name = st.selectbox(view.say("saved_version"), list(standing), key=f"saved_which:{len(plans)}:{len(standing)}")
    way = st.segmented_control(view.say("saved_way"), WAYS, default=WAYS[0], required=True, key="saved_way",
                               format_func=lambda one: view.say(f"saved_{one}"))  # fmt: skip
    try:
        _done(view, case, standing[name], str(way))
    except Faults as error:
        st.error(fault_list(error, view.lang, 20), icon=":material/warning:")


def _done(view: View, case: Case, plan: Plan, way: str) -> None:
    if way == "fact":
        against_fact(view, plan.rows())
    elif way == "open":
        own = case_of(case.assessment, plan.region, plan.period, case.weights)
        table = opened_plan(own, plan.rows(), view.lang)
        show_plan(view, own, _goal(plan), table, f"plan_{plan.folder.name}")
    else:
        why = st.text_input(view.say("self_why"), key=f"saved_why:{plan.folder.name}", max_chars=500)
        if st.button(view.say("self_do_withdraw"), key="saved_withdraw", disabled=not why.strip()):
            Plans(view.store).withdraw(plan, why.strip())
            st.rerun()


def _goal(plan: Plan) -> Goal | None:
    try:
        return read_goal(plan.goal)
    except Faults:
        return None
