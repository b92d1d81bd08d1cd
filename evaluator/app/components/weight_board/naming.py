"""A name for the weights in force; where other weights are kept under it, both are shown and the reader decides."""

from __future__ import annotations

import streamlit as st

from evaluator.app.components.weight_board.state import narrowed
from evaluator.app.formats import plain
from evaluator.app.frames.rows import Row
from evaluator.app.named import LONGEST
from evaluator.app.state import parse_weights, render_ranges, render_weights
from evaluator.app.view import NAMED, RANGES, View, as_table, kept_names, set_title
from evaluator.app.world import label
from evaluator.exports.writing import refusal

CLASH, WORD = "weights_clash", "weights_name"


def naming(view: View) -> None:
    """A name for the weights in force, so that the side lists them; or their name forgotten."""
    standard, kept = view.world.standard_id, kept_names()
    if view.weight_set.startswith(NAMED):
        st.session_state.pop(CLASH, None)
        name = set_title(view.weight_set, view.lang)
        st.button(
            view.say("weights_drop", name=plain(name)), on_click=kept.drop, args=(standard, name), key="drop_weights"
        )
        return
    a, b = st.columns([2, 1], vertical_alignment="bottom")
    nothing = not view.changed
    a.text_input(
        view.say("weights_name"),
        max_chars=LONGEST,
        help=view.say("weights_name_help"),
        key=WORD,
        disabled=nothing,
        on_change=lambda: st.session_state.pop(CLASH, None),
    )
    b.button(
        view.say("weights_keep"), on_click=_keep, args=(view,), disabled=nothing, key="keep_weights", width="stretch"
    )
    if st.session_state.get(CLASH) and not nothing:
        _clash(view, st.session_state[CLASH])


def _keep(view: View, over: str | None = None) -> None:
    """Keep the weights under the name that was typed, unless others are kept under it: not those `over` which to write.

    What somebody else kept under the name since the reader was asked is shown, too, and asked about again.
    """
    name = " ".join(str(st.session_state[WORD]).split())[:LONGEST]
    kept, text = kept_names(), _text(view)
    if not name:
        return
    if kept.of(view.world.standard_id).get(name, text) not in (text, over):
        st.session_state[CLASH] = name
        return
    st.session_state.pop(CLASH, None)
    try:
        kept.keep(view.world.standard_id, name, text)
    except OSError as error:
        st.error(refusal(kept.path, error).sentence(view.lang))
        return
    st.session_state[WORD] = ""


def _clash(view: View, name: str) -> None:
    """Both sets side by side where they differ, and whether the new one takes the old one's place."""
    text = kept_names().of(view.world.standard_id).get(name, "")
    theirs, _ = parse_weights(view.known.groups, text.partition(RANGES)[0])
    rows: list[Row] = []
    for group in view.known.groups:
        old, new = theirs.get(group.node, group.weights), view.changed.get(group.node, group.weights)
        rows += [
            {"node": label(view.world, child, view.lang), "old": before / 10, "new": after / 10}
            for child, before, after in zip(group.children, old, new, strict=True)
            if before != after
        ]
    st.warning(plain(view.say("weights_clash", name=name)))
    number = st.column_config.NumberColumn
    heads = {"node": view.say("node")}
    digits = {word: number(view.say(f"weights_{word}"), format="%.1f") for word in ("old", "new")}
    st.dataframe(as_table(rows), hide_index=True, column_config={**heads, **digits})
    st.button(view.say("weights_replace"), on_click=_keep, args=(view, text), key="replace_weights")


def _text(view: View) -> str:
    """Weights in force and, where not everything is legal, their ranges."""
    groups = view.known.groups
    ranges = render_ranges(groups, narrowed(groups))
    return render_weights(groups, view.changed) + (RANGES + ranges if ranges else "")
