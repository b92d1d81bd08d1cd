"""The ranked regions as a board of bars and as a table, a page of thirty at a time."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from evaluator.app.formats import plain, short
from evaluator.app.frames import ranking as frames
from evaluator.app.frames.ranking import Ranking, Spans
from evaluator.app.frames.rows import Row
from evaluator.app.specs import ranking as specs
from evaluator.app.view import JUMP, View, as_table, chart
from evaluator.app.world import label
from evaluator.robustness.placing import span_text
from indicators.text import listed

MOST = 6


def labels_of(view: View) -> tuple[str, ...]:
    """Names of the first-level nodes, in their order."""
    return tuple(label(view.world, name, view.lang) for name in view.known.nodes)


def bars(view: View, found: Ranking, spans: Spans) -> str | None:
    """The board.

    Returns:
        Code of the region whose change of place was clicked.
    """
    root = view.world.plan.places[0]
    assert root.aggregation is not None
    if root.aggregation.additive == "log":
        st.caption(view.say("log_shares"))
    elif root.aggregation.additive == "none":
        st.caption(view.say("no_parts"))
    shown = _window(view, found.order)
    rows = frames.ranking_rows(view.world, view.period, view.weights, found, shown, view.lang)
    data = frames.board(view.world, rows, view.state.find, view.state.align, spans, view.lang)
    # Neither the scale nor the words beside the chart follow the weights: it would be built anew, not drawn again.
    high, last = max(view.world.top, found.best), len(view.world.codes)
    spec = specs.ranking_board(labels_of(view), high, view.ink, bool(spans), last, view.world.floor is not None)
    picked = chart(data, spec, "board", view.say("ranking_alt"), on_select="rerun")
    _notes(view, data)
    return next((str(one["code"]) for one in picked.get(specs.MOVED, [])), None)


def _notes(view: View, data: list[Row]) -> None:
    """What brackets and frames of the board mean, where there are any."""
    words = [view.say("near_note")] if any(row["what"] == "tie" for row in data) else []
    floor = view.world.floor
    if floor is not None and any(row.get("under") for row in data):
        proposed = floor.basis == "proposal"
        basis = view.say("below_proposal") if proposed else floor.basis
        words.append(view.say("below_note", floor=short(floor.score), basis=basis))
    if words:
        st.caption(plain((" " if view.lang == "en" else "").join(words)))


def _window(view: View, order: list[int]) -> list[int]:
    """The positions of the page in view."""
    window = len(order) if len(order) <= frames.MOST else frames.WINDOW
    pages = -(-len(order) // window)
    if pages < 2:
        return order
    if st.session_state.pop(JUMP, False) or view.state.page > pages:
        at = next((k for k, i in enumerate(order) if view.world.codes[i] == view.state.find), 0)
        view.go(page=at // window + 1)
    with st.container(horizontal=True, vertical_alignment="center"):
        page = st.pagination(pages, **view.control("page"))
        first = (page - 1) * window
        last = min(first + window, len(order))
        st.caption(view.say("page_of", a=first + 1, b=last, n=len(order)))
    return order[first:last]


def table(view: View, found: Ranking, spans: Spans) -> None:
    """The table; chosen rows go to the Compare page."""
    rows = frames.ranking_rows(view.world, view.period, view.weights, found, found.order, view.lang)
    names = {
        view.world.plan.places[child].name: label(view.world, view.world.plan.places[child].name, view.lang)
        for child in view.world.plan.places[0].children
    }
    for row in rows:
        if str(row["code"]) in spans:
            low, _, high = spans[str(row["code"])]
            row["span"] = span_text(low, high)
    ends = frames.printed(rows, spans)
    for line, row in enumerate(rows):
        row["near"] = frames.near_text(rows, ends, line)
        below = row["below"]
        assert isinstance(below, list)
        row["below"] = listed([names[name] for name in below], view.lang)
    picked = st.dataframe(
        as_table([{key: value for key, value in row.items() if key != "parts"} for row in rows]),
        hide_index=True,
        height=min(36 * len(rows) + 38, 900),
        key="ranked",
        on_select="rerun",
        selection_mode="multi-row",
        column_order=[
            "rank",
            "code",
            "name",
            "band",
            "score",
            "change",
            *(["span", "near"] if spans else []),
            "gap",
            *(["below"] if view.world.floor is not None else []),
            "coverage",
            *names,
        ],
        column_config=_columns(view, names, found.best),
    )
    chosen = [str(rows[i]["code"]) for i in picked["selection"]["rows"] if i < len(rows)][:MOST]
    if len(chosen) > 1 and st.button(view.say("compare_chosen", n=len(chosen)), icon=":material/compare_arrows:"):
        view.go(regions=tuple(chosen))
        view.open("compare")


def _columns(view: View, names: dict[str, str], best: float) -> dict[str, ColumnConfig | str | None]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    digits = f"%.{view.world.decimals}f"
    return {
        "rank": number(view.say("rank"), width="small"),
        "code": text(view.say("code"), width="small"),
        "name": text(view.say("name"), pinned=True),
        "band": text(view.say("band"), width="small", help=view.say("band_help")),
        "score": st.column_config.ProgressColumn(
            view.say("score"), format=digits, min_value=0, max_value=max(view.world.top, best)
        ),
        "change": number(view.say("change"), format="%+d", help=view.say("change_help"), width="small"),
        "span": text(view.say("interval"), width="small", help=view.say("interval_help")),
        "gap": number(view.say("gap_next"), format=digits, width="small"),
        "near": text(view.say("near"), width="small", help=view.say("near_help")),
        "below": text(view.say("below")),
        "coverage": number(view.say("coverage"), format="percent", width="small"),
        **{name: number(words, format=digits) for name, words in names.items()},
    }
