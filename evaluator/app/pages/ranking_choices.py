"""What the Ranking page is asked for: a region, how bars are aligned and shown, one band."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from evaluator.app.pages.parts import region_search
from evaluator.app.state import BANDS
from evaluator.app.view import View
from evaluator.app.world import label


def choices(view: View) -> None:
    """What is looked for, and how the ranking is shown."""
    a, b, c = st.columns([1.9, 1.4, 2.3], vertical_alignment="bottom")
    with a:
        region_search(view, "find")
    with b:
        nodes = ["", *view.known.nodes]
        st.selectbox(
            view.say("align"),
            nodes,
            format_func=lambda node: label(view.world, node, view.lang) if node else view.say("total"),
            help=view.say("align_help"),
            **view.control("align"),
        )
    with c, st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            view.say("show"),
            ["board", "table"],
            default="board",
            required=True,
            format_func=view.say,
            key="show_as",
            label_visibility="collapsed",
        )
        st.toggle(view.say("intervals_shown"), True, key="intervals", help=view.say("interval_help"))


def band_filter(view: View, letters: list[str]) -> None:
    """Five bands with their numbers of regions, as a filter."""
    counts = Counter(letters)
    st.segmented_control(
        view.say("band"),
        list(BANDS),
        format_func=lambda band: f"{band} · {counts[band]}",
        help=view.say("band_help"),
        **view.control("band", None),
    )
