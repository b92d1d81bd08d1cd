"""One region: where it stands, why, and how it got there."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from evaluator.app import formats
from evaluator.app.formats import plain
from evaluator.app.frames import region as frames
from evaluator.app.pages.parts import region_search
from evaluator.app.view import View, as_table
from evaluator.app.world import label, region_name
from evaluator.assessment import REASONS
from evaluator.tables import only


def show(view: View) -> None:
    """The page."""
    st.title(view.say("region"), anchor=False)
    codes = list(view.world.codes)
    code = region_search(view, "region", required=True, label="choose_region") or codes[0]
    _sentence(view, codes.index(code))
    _strengths(view, codes.index(code))
    _tree(view, codes.index(code))


def _sentence(view: View, region: int) -> None:
    scores = view.world.scores(view.period, view.weights)
    places = view.world.ranks(scores[0])
    name = plain(region_name(view.world, view.world.codes[region], view.lang))
    own = scores[0, region]
    if math.isnan(own):
        st.markdown(f"#### {view.say('sentence_none', name=name, reason=plain(_reason(view, region)))}")
        return
    known = np.sort(scores[0][~np.isnan(scores[0])])[::-1]
    above, below = known[known > own], known[known < own]
    parts = [view.say("sentence", name=name, rank=int(places[region]), n=int((places > 0).sum()), score=own)]
    if len(above):
        parts.append(view.say("behind_next", gap=float(above[-1] - own)))
    if len(below):
        parts.append(view.say("ahead_next", gap=float(own - below[0])))
    st.markdown("#### " + ("，" if view.lang == "zh" else "; ").join(parts))
    _metrics(view, scores, region)


def _metrics(view: View, scores: np.ndarray[tuple[int, ...], np.dtype[np.float64]], region: int) -> None:
    places = view.world.ranks(scores)
    children = [child for child in view.world.plan.places[0].children if places[child, region]]
    a, b, c, d = st.columns(4)
    before = int(view.world.ranks(view.world.published.score[view.period, 0])[region])
    now = int(places[0, region])
    a.metric(
        view.say("rank"),
        formats.place(now, view.lang),
        formats.change(before - now) if view.sandbox else None,
        delta_color="off",
    )
    for column, key, order in ((b, "best_in", min), (c, "worst_in", max)):
        if children:
            child = order(children, key=lambda one: (places[one, region], -scores[one, region]))
            column.metric(
                view.say(key),
                label(view.world, view.world.plan.places[child].name, view.lang),
                formats.place(int(places[child, region]), view.lang),
                delta_color="off",
                delta_arrow="off",
            )
    d.metric(view.say("completeness"), f"{view.world.published.coverage[view.period, 0, region]:.0%}")


def _reason(view: View, region: int) -> str:
    table = only(view.world.assessment.ranking(view.lang), "region", view.world.codes[region])
    row = only(table, "period", view.world.periods[view.period]).to_pylist()
    zh, en = REASONS.get(row[0]["reason"] if row else "", ("没有数据", "no data"))
    return zh if view.lang == "zh" else en


def _strengths(view: View, region: int) -> None:
    strong, weak = frames.strengths(view.world, view.world.scores(view.period, view.weights), region, view.lang)
    st.subheader(view.say("strengths"), anchor=False)
    a, b = st.columns(2)
    for column, key, names in ((a, "strong", strong), (b, "weak", weak)):
        listed = "\n".join(f"- {plain(name)}" for name in names[:6]) or f"- {view.say('none_such')}"
        column.markdown(f"**{view.say(key)}**\n\n{listed}")
    st.caption(view.say("strength_rule"))


def _tree(view: View, region: int) -> None:
    st.subheader(view.say("tree"), anchor=False)
    rows = frames.tree_rows(view.world, view.period, view.weights, region, view.lang)
    for row in rows:
        raw = row["raw"]
        row["raw"] = formats.figure(raw if isinstance(raw, float) else None) if row["unit"] or raw is not None else ""
        row["note"] = view.say("imputed") if row["imputed"] else ""
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        as_table(rows),
        hide_index=True,
        height=36 * len(rows) + 38,
        column_order=["node", "raw", "unit", "score", "rank", "gap", "best", "trend", "note"],
        column_config={
            "node": text(view.say("node"), pinned=True, width="large"),
            "raw": text(view.say("raw"), width="small"),
            "unit": text(view.say("unit"), width="small"),
            "score": st.column_config.ProgressColumn(
                view.say("score"), format=f"%.{view.world.decimals}f", min_value=0, max_value=view.world.top
            ),
            "rank": number(view.say("rank"), width="small"),
            "gap": number(view.say("gap"), format=f"%.{view.world.decimals}f", width="small"),
            "best": text(view.say("best"), width="small"),
            "trend": st.column_config.LineChartColumn(view.say("trend"), width="medium"),
            "note": text(view.say("note"), width="small"),
        },
    )
