"""On the Indicators page: charts that an indicator and a node share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames import indicators as frames
from evaluator.app.frames.rows import Row
from evaluator.app.sidebar import group_name
from evaluator.app.specs import indicators as specs
from evaluator.app.view import View, chart, twin


def histogram(view: View, rows: Sequence[Row], note: str) -> None:
    """How values or scores are spread; `note` has room for the number of regions, `{n}`."""
    if rows:
        st.subheader(view.say("distribution"), anchor=False)
        chart(rows, specs.histogram(), "histogram", view.say("distribution"))
        st.caption(note.format(n=sum(int(str(row["n"])) for row in rows)))
        twin(view, rows, {"low": view.say("class_from"), "high": view.say("class_to"), "n": view.say("class_regions")})


def coverage(view: View, found: Callable[[Mapping[str, str]], list[Row]], title: str) -> None:
    """Share of regions with something, by group of regions and period."""
    rows = found({group: group_name(group, view.lang) for group in ("", *view.world.groups)})
    st.subheader(title, anchor=False)
    chart(rows, specs.coverage(len(view.world.periods)), "coverage", title)
    words = {"group": "group", "period": "period", "n": "coverage_n", "of": "coverage_of", "shown": "coverage"}
    twin(view, rows, {key: view.say(word) for key, word in words.items()})


def relations(view: View, at: int, trap: str) -> None:
    """What one place of the tree goes along with; `trap` says what a negative correlation upwards means."""
    rows = frames.relations(view.world, view.period, view.weights, at, view.lang)
    if not rows:
        return
    st.subheader(view.say("relations"), anchor=False)
    for row in rows:
        if row["kind"] != "sibling" and float(str(row["r"])) < 0:
            said = view.say(trap, name=row["name"], r=f"r = {row['r']:.2f}".replace("-", "−"))
            st.warning(plain(said), icon=":material/swap_vert:")
    chart(rows, specs.relations(view.ink), "relations", view.say("relations"))
    st.caption(view.say("relations_note"))
    twin(view, rows, {"name": view.say("relation_with"), "r": "r"})
