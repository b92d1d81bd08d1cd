"""What moves the places, on the Robustness page: sensitivity, other methods, influence of weights."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from evaluator.app.frames.intervals import Range
from evaluator.app.frames.rows import Row
from evaluator.app.frames.switches import driver_rows, switch_rows
from evaluator.app.pages.robust_work import shown_key, worked
from evaluator.app.specs import robustness as specs
from evaluator.app.view import View, as_table, chart
from evaluator.app.world import label
from evaluator.robustness.effective import effective_weights
from evaluator.scoring.kernel import Ranks


def show_drivers(view: View, range_: Range, baseline: Ranks) -> None:
    """Sensitivity of the places, each other method on its own, influence of weights."""
    st.subheader(view.say("drivers"), anchor=False)
    st.caption(view.say("drivers_help"))
    weights = view.world.used_weights(view.period, view.weights)
    region = st.selectbox(
        view.say("drivers_of"),
        view.world.codes,
        index=None,
        format_func=view.world.searched[view.lang].__getitem__,
        placeholder=view.say("drivers_all"),
        key="drivers_of",
    )
    rows = worked(
        view,
        "drivers",
        shown_key(view, range_, region),
        lambda say: driver_rows(view.world, view.period, weights, range_, say, view.lang, region),
    )
    chart(rows, specs.drivers(), "drivers", view.say("drivers"))
    names = {"factor": "node", "first": "first_order", "total": "total_effect", "note": "note"}
    _table(view, rows, names, "%.2f")
    st.subheader(view.say("switches"), anchor=False)
    st.caption(view.say("switches_help"))
    names = {"step": "switch_step", "method": "switch_method", "tau": "τ", "most": "most_move", "who": "region_moved"}
    _table(view, switch_rows(view.world, view.period, baseline, view.lang), {**names, "note": "note"}, "%.2f")
    st.subheader(view.say("influence"), anchor=False)
    found = [row for row in effective_weights(view.world.kernel, view.period).to_pylist() if row["parent"] == "total"]
    shown: list[Row] = [
        {
            "node": label(view.world, row["node"], view.lang),
            **{key: None if row[key] is None else 100 * float(row[key]) for key in ("weight", "effective_weight")},
        }
        for row in found
    ]
    _table(view, shown, {"node": "node", "weight": "weights", "effective_weight": "effective"}, "%.1f%%")
    st.caption(view.say("influence_help"))


def _table(view: View, rows: Sequence[Row], names: dict[str, str], form: str) -> None:
    """A table with named columns; numbers in one form, moves with their sign."""
    config: dict[str, ColumnConfig | str | None] = {}
    for key, name in names.items():
        title = name if name == "τ" else view.say(name)
        numeric = any(isinstance(row.get(key), float) for row in rows)
        if key == "note":
            config[key] = st.column_config.TextColumn(title, width="large")
            continue
        signed = st.column_config.NumberColumn(title, format="%+d") if key == "most" else title
        config[key] = st.column_config.NumberColumn(title, format=form) if numeric else signed
    st.dataframe(as_table(rows), hide_index=True, column_order=list(names), column_config=config)
