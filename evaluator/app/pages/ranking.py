"""Ranking: move weights, see places change."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import streamlit as st

from evaluator.app.components.weight_board import weight_controls
from evaluator.app.controls import method_choice
from evaluator.app.formats import plain
from evaluator.app.frames import ranking as frames
from evaluator.app.frames.rows import Row
from evaluator.app.pages.parts import peer_positions, region_search
from evaluator.app.specs import ranking as specs
from evaluator.app.view import View, as_table, chart
from evaluator.app.world import label, region_name


def show(view: View) -> None:
    """The page."""
    st.title(view.say("ranking"), anchor=False)
    board, controls = st.columns([2.3, 1], gap="large")
    # The controls run first, so that the board shows what they say, though it stands before them.
    with controls:
        weight_controls(view)
        method_choice(view)
    with board:
        _board(view)


def _board(view: View) -> None:
    a, c = st.columns([2, 1.4], vertical_alignment="bottom")
    with a:
        chosen = region_search(view, "find")
    kept = peer_positions(view)
    with c:
        how = st.segmented_control(
            view.say("show"),
            ["board", "table", "map"]
            if "grid_row" in view.world.assessment.evidence.regions.column_names
            else ["board", "table"],
            default="board",
            required=True,
            format_func=view.say,
            key="show_as",
        )
    rows, without = frames.ranking_rows(view.world, view.period, view.weights, kept, view.lang)
    if not rows:
        st.info(view.say("nothing"))
        return
    _moves(view)
    if how == "map":
        _map(view, kept)
    elif how == "table":
        _table(view, rows)
    else:
        _bars(view, rows, chosen)
    if without:
        names = ", ".join(region_name(view.world, view.world.codes[i], view.lang) for i in without[:12])
        st.caption(plain(view.say("unscored", n=len(without), names=names)))


def _moves(view: View) -> None:
    before = view.world.ranks(view.world.published.score[view.period, 0])
    after = view.world.ranks(view.world.scores(view.period, view.weights)[0])
    away = np.abs(before - after)[(before > 0) & (after > 0)]
    moved = int((away > 0).sum())
    text = view.say("moved", n=moved, most=int(away.max())) if moved else view.say("not_moved")
    st.caption(text)


def _bars(view: View, rows: list[Row], chosen: str | None) -> None:
    window = len(rows) if len(rows) <= frames.MOST else frames.WINDOW
    pages = -(-len(rows) // window)
    first = 0
    if pages > 1:
        at = next((k for k, row in enumerate(rows) if row["code"] == chosen), 0)
        page = st.pagination(pages, default=at // window + 1, key=f"page:{chosen}:{pages}")
        first = (page - 1) * window
        last = min(first + window, len(rows))
        st.caption(view.say("page_of", a=first + 1, b=last, n=len(rows)))
    shown = rows[first : first + window]
    bars, texts = frames.board(view.world, shown, chosen, view.lang)
    root = view.world.plan.places[0]
    labels = tuple(label(view.world, view.world.plan.places[child].name, view.lang) for child in root.children)
    best = max((float(str(row["score"])) for row in rows), default=100.0)
    high = max(view.world.top, best)
    assert root.aggregation is not None
    if root.aggregation.additive == "log":
        st.caption(view.say("log_shares"))
    elif root.aggregation.additive == "none":
        st.caption(view.say("no_parts"))
    data = [{"what": "bar", **row} for row in bars] + [{"what": "text", **row} for row in texts]
    first_three = "; ".join(f"{row['rank']} {row['name']} {row['score']:.{view.world.decimals}f}" for row in rows[:3])
    chart(data, specs.ranking_board(labels, high, view.ink), "board", f"{view.say('ranking')}: {first_three}")


def _table(view: View, rows: list[Row]) -> None:
    children = view.world.plan.places[0].children
    names = {
        view.world.plan.places[child].name: label(view.world, view.world.plan.places[child].name, view.lang)
        for child in children
    }
    best = max(float(str(row["score"])) for row in rows)
    st.dataframe(
        as_table(rows),
        hide_index=True,
        height=min(36 * len(rows) + 38, 900),
        column_order=["rank", "code", "name", "score", "change", "coverage", *names],
        column_config={
            "rank": st.column_config.NumberColumn(view.say("rank"), width="small"),
            "code": st.column_config.TextColumn(view.say("code"), width="small"),
            "name": st.column_config.TextColumn(view.say("name"), pinned=True),
            "score": st.column_config.ProgressColumn(
                view.say("score"), format=f"%.{view.world.decimals}f", min_value=0, max_value=max(view.world.top, best)
            ),
            "change": st.column_config.NumberColumn(
                view.say("change"), format="%+d", help=view.say("change_help"), width="small"
            ),
            "coverage": st.column_config.NumberColumn(view.say("coverage"), format="percent", width="small"),
            **{
                name: st.column_config.NumberColumn(text, format=f"%.{view.world.decimals}f")
                for name, text in names.items()
            },
        },
    )


def _map(view: View, kept: Collection[int]) -> None:
    scores = view.world.scores(view.period, view.weights)[0].copy()
    outside = [i for i in range(len(scores)) if i not in kept]
    scores[outside] = np.nan
    known = scores[~np.isnan(scores)]
    low, high = float(known.min()), float(known.max())
    rows = frames.tiles(view.world, scores, view.lang)
    missing = "#38424D" if view.ink != "#1B2733" else "#E5E5E5"
    chart(rows, specs.tile_grid(low, high if high > low else low + 1, missing), "tiles", view.say("map"))
