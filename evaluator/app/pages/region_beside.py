"""On the Region page: figures that are shown beside indicators and not scored."""

from __future__ import annotations

import streamlit as st

from evaluator.app.columns import names
from evaluator.app.frames.beside import beside_rows
from evaluator.app.view import View, folded, greyed
from evaluator.beside import has_beside


def beside_table(view: View, code: str) -> None:
    """The figures of one region, measured when the part is opened; those that rest on little are grey."""
    if not has_beside(view.world.assessment.standard):
        return
    with folded(view, "beside_figures") as opened:
        if not opened:
            return
        rows = beside_rows(view.world, code, view.world.periods[view.period], view.lang)
        heads = {"indicator": "beside_indicator", "figure": "beside_figure", "value": "beside_value"}
        heads |= {"unit": "unit", "cases": "beside_cases", "note": "note"}
        config = {name: view.say(word) for name, word in heads.items()}
        greyed(rows, [bool(row["note"]) for row in rows], {**config, "indicator": names(config["indicator"])})
        st.caption(view.say("beside_note"))
