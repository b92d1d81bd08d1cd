"""Every entry of the tree for one region, as a table."""

from __future__ import annotations

import streamlit as st

from evaluator.app import formats
from evaluator.app.columns import names, row_height
from evaluator.app.components.indicator_tree import grades_of
from evaluator.app.components.objections import kept
from evaluator.app.frames import region as frames
from evaluator.app.view import View, as_table
from indicators.text import clauses


def tree_table(view: View, region: int) -> None:
    """Raw value, score, place, gap to the best, trend, note."""
    st.subheader(view.say("tree"), anchor=False)
    rows = frames.tree_rows(view.world, view.period, view.weights, region, view.lang)
    objected = {one.indicator for one in kept().all(view.world.codes[region]) if one.state == "open"}
    grades = grades_of(view)
    for row, place in zip(rows, view.world.plan.places, strict=True):
        raw = row["raw"]
        row["raw"] = formats.figure(raw if isinstance(raw, float) else None) if row["unit"] or raw is not None else ""
        letter = grades.get(place.name)
        row["grade"] = letter.letter if letter else ""
        row["source"] = row["source"] or (letter.why.in_(view.lang) if letter else "")
        notes = [view.say("imputed")] if row["imputed"] else []
        notes += [view.say("objection_mark")] if place.name in objected else []
        notes += [str(row["reason"])] if row["reason"] else []
        row["note"] = clauses(notes, view.lang)
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        as_table(rows),
        hide_index=True,
        placeholder="—",
        height=row_height() * len(rows) + 38,
        row_height=row_height(),
        column_order=["node", "raw", "unit", "score", "rank", "gap", "best", "trend", "note", "grade", "source"],
        column_config={
            "node": names(view.say("node"), 250 if view.lang == "zh" else 330),
            "raw": text(view.say("raw"), width="small", alignment="right"),
            "unit": text(view.say("unit"), width=90 if view.lang == "zh" else 130),
            "score": st.column_config.ProgressColumn(
                view.say("score"), format=f"%.{view.world.decimals}f", min_value=0, max_value=view.world.top, width=140
            ),
            "rank": number(view.say("rank"), width=60),
            "gap": number(view.say("gap"), format=f"%.{view.world.decimals}f", width="small"),
            "best": text(view.say("best"), width=110),
            "trend": st.column_config.LineChartColumn(view.say("trend"), width="medium"),
            "note": text(view.say("note"), width="medium"),
            "grade": text(view.say("grade_short"), width=60),
            "source": text(view.say("source"), width="medium"),
        },
    )
