"""Strengths and weaknesses beyond noise, each down to the figures, cases, answers or items that it rests on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from evaluator.advice.case import Case
from evaluator.advice.grounds import Ground, grounds
from evaluator.advice.peers import peers
from evaluator.advice.strengths import RULE, strengths
from evaluator.app.frames.rows import Row
from evaluator.app.view import View, as_table, folded
from evaluator.app.world import label
from evaluator.explanation import explain
from evaluator.reports.figures import amount
from evaluator.tracing import Tracer

TRACED = "standing_traced"


def show_standing(view: View, case: Case) -> None:
    """The findings as one table; the rows of one of them beneath."""
    st.subheader(view.say("standing"), anchor=False)
    found = strengths(case, peers(case)).to_pylist()
    if not found:
        st.info(view.say("standing_none"))
        st.caption(RULE.in_(view.lang))
        return
    units = {slot.indicator.id: slot.indicator.unit for slot in case.plan.slots}
    rows: list[Row] = [
        {
            "kind": view.say(f"standing_{row['kind']}"),
            "name": label(view.world, row["node"], view.lang),
            "raw": amount(row["raw"]),
            "unit": unit.in_(view.lang) if (unit := units[row["node"]]) else "",
            "score": row["score"],
            "mean": row["peer_mean"],
        }
        for row in found
    ]
    heads = {name: view.say(f"standing_{name}") for name in rows[0]}
    number = st.column_config.NumberColumn
    text = st.column_config.TextColumn
    config: dict[str, Any] = {**heads, "raw": text(heads["raw"], alignment="right")}
    config |= {name: number(heads[name], format="%.1f") for name in ("score", "mean")}
    config["name"] = text(heads["name"], width=230 if view.lang == "zh" else 300)
    st.dataframe(as_table(rows), hide_index=True, column_config=config)
    st.caption(RULE.in_(view.lang))
    with folded(view, "standing_rows") as seen:
        if seen:
            _rows(view, case, [row["node"] for row in found])


def _rows(view: View, case: Case, names: list[str]) -> None:
    chosen = st.selectbox(
        view.say("standing_name"),
        names,
        format_func=lambda name: label(view.world, name, view.lang),
        key=f"standing_of:{case.code}:{case.period}",
    )
    line = explain(case.assessment, case.code, chosen, case.period).lines[0]
    if line.rows:
        heads = {name: view.say(f"standing_{name}") for name in ("figure", "period", "value", "unit", "source")}
        rows: list[Row] = [
            {"figure": row.series, "period": row.period, "value": row.value, "unit": row.unit.in_(view.lang),
             "source": row.source}
            for row in line.rows
        ]  # fmt: skip
        st.dataframe(as_table(rows), hide_index=True, column_config=dict(heads))
        return
    found = _traced(view, case, chosen)
    if not found:
        st.caption(view.say("standing_no_rows"))
    for ground in found:
        st.markdown(f"**{ground.title}**")
        columns = dict(zip((f"c{i}" for i in range(len(ground.head))), ground.head, strict=True))
        table = as_table([dict(zip(columns, row, strict=True)) for row in ground.rows])
        st.dataframe(table, hide_index=True, column_config=dict(columns))


def _traced(view: View, case: Case, node: str) -> list[Ground]:
    """Once a session for the same value."""
    token = case.assessment.standard.digest, view.source, case.code, case.period, node, view.lang
    kept = st.session_state.get(TRACED)
    if kept is None or kept[0] != token:
        with Tracer(case.assessment, case.code, case.period) as tracer:
            kept = st.session_state[TRACED] = token, grounds(tracer, case, node, view.lang)
    found: list[Ground] = kept[1]
    return found
