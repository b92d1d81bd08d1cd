"""What if the slowest tenth of cases took as long as the median: tried on the region's own log when it is asked for."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import streamlit as st

from evaluator.advice.case import Case
from evaluator.advice.slowest import CLOCKS, slowest_tenth
from evaluator.app.frames.rows import Row
from evaluator.app.view import View, as_table, folded
from evaluator.app.world import label

TRIED = "slowest_tried"


def show_slowest(view: View, case: Case) -> None:
    """The trial, folded: what is not seen is not worked out."""
    logs = case.assessment.evidence
    if not any(name in logs.tables or name in logs.logs for name in ("cases", "ledger")):
        return
    with folded(view, "slow") as seen:
        if seen:
            _shown(view, case, _tried(view, case))


def _tried(view: View, case: Case) -> pa.Table:
    """Once a session for the same region, period, weights and method."""
    token = case.assessment.standard.digest, view.source, case.code, case.period, view.state.weights, view.settings
    kept = st.session_state.get(TRIED)
    if kept is None or kept[0] != token:
        with st.spinner(view.say("slow_busy")):
            kept = st.session_state[TRIED] = token, slowest_tenth(case)
    table: pa.Table = kept[1]
    return table


def _shown(view: View, case: Case, table: pa.Table) -> None:
    if not table.num_rows:
        st.info(view.say("slow_none"))
        return
    st.caption(view.say("slow_about"))
    units = {slot.indicator.id: slot.indicator.unit for slot in case.plan.slots}
    rows: list[Row] = []
    for row in table.to_pylist():
        unit = units[row["node"]]
        rows.append(
            {
                "name": label(view.world, row["node"], view.lang),
                "cases": row["cases"],
                "slow": row["slow"],
                "mean": row["mean"],
                "mean_after": row["mean_after"],
                "clock": CLOCKS[row["clock"]].in_(view.lang),
                "raw": row["raw"],
                "to": row["to"],
                "unit": unit.in_(view.lang) if unit else "",
                "points": row["points"],
            }
        )
    number = st.column_config.NumberColumn
    heads = {name: view.say(f"slow_{name}") for name in rows[0]}
    config: dict[str, Any] = {
        **heads,
        "name": st.column_config.TextColumn(heads["name"], width="medium", pinned=True),
        **{name: number(heads[name], format="%.1f") for name in ("mean", "mean_after", "raw", "to")},
        "points": number(heads["points"], format="%+.2f"),
    }
    st.dataframe(as_table(rows), hide_index=True, column_config=config)
    st.markdown(view.say("slow_sum", n=sum(row["note"] == "" for row in table.to_pylist()), whole=table.num_rows))
