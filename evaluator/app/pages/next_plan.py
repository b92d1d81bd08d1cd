"""A plan on the What next page: changed by hand, what it comes to, and taken away as a file."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import streamlit as st

from evaluator.advice.case import Case
from evaluator.advice.goals import Goal, reached
from evaluator.advice.plans import revised
from evaluator.app import formats
from evaluator.app.view import View
from evaluator.exports.origin import with_mark
from evaluator.exports.tables import csv_bytes
from evaluator.submissions import Plans

SAVED = "plan_kept"


def show_plan(view: View, case: Case, goal: Goal | None, table: pa.Table, key: str = "plan") -> None:
    """The plan, to be changed, saved and taken away; `key` tells one that is new from one that is opened again."""
    shown = ("name", "unit", "from", "to", "effort", "points", "owner", "date")
    heads = {name: view.say(f"plan_{name}") for name in shown}
    number = st.column_config.NumberColumn
    config = {
        **dict.fromkeys(set(table.column_names) - set(shown)),
        **heads,
        "from": number(heads["from"], format="%.4g"),
        "to": number(heads["to"], format="%.4g", required=True),
        "effort": number(heads["effort"], format="%g", min_value=0.0),
        "points": number(heads["points"], format="%+.2f"),
    }
    stated = st.data_editor(
        table,
        hide_index=True,
        num_rows="delete",
        disabled=["name", "unit", "from", "points"],
        column_config=config,
        key=f"{key}:{case.code}:{case.period}:{view.lang}",
    )
    made, outcome = revised(case, stated.to_pylist())
    before, after = (
        formats.score(one, view.world.decimals) for one in (float(case.scores[0, case.region]), outcome.score)
    )
    effort = sum(row["effort"] or 0.0 for row in made.to_pylist())
    st.write(view.say("plan_comes_to", before=before, after=after, effort=f"{effort:g}"))
    if goal is not None and not reached(outcome, goal):
        st.warning(view.say("plan_short"))
    content = csv_bytes(with_mark(made, case.assessment), bom=True)
    _save(view, content, key, empty=not made.num_rows)
    st.download_button(
        view.say("plan_download"),
        data=content,
        file_name=f"plan-{case.code}-{case.period}.csv",
        mime="text/csv",
        key=f"{key}_download",
        on_click="ignore",
        disabled=not made.num_rows,
    )
    st.caption(view.say("plan_check"))


def _save(view: View, content: bytes, key: str, *, empty: bool) -> None:
    """Save it as a new version, with who did it; said once it is there."""
    who = st.text_input(view.say("plan_who"), key=f"{key}_who", max_chars=100)
    digest = hashlib.sha256(content).hexdigest()
    if st.button(view.say("plan_save"), key=f"{key}_save", icon=":material/save:", disabled=empty):
        kept = Plans(view.store).add(content, who)
        st.session_state[SAVED] = digest, view.say("plan_saved", name=kept.name)
    done = st.session_state.get(SAVED)
    if done is not None and done[0] == digest:
        st.success(done[1], icon=":material/inventory_2:")
