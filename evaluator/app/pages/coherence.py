"""Coherence: whether the items under a node belong together."""

from __future__ import annotations

import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames import coherence as frames
from evaluator.app.frames.rows import Row
from evaluator.app.pages.parts import nothing
from evaluator.app.specs import coherence as specs
from evaluator.app.view import View, as_table, chart, crosswise, twin
from evaluator.app.world import label
from evaluator.cohesion import families
from evaluator.methods import coherence as tables


def show(view: View) -> None:
    """The page."""
    st.title(view.say("coherence"), anchor=False)
    found = {family.node: family for family in families(view.world.kernel, view.period)}
    if not found:
        nothing(view, "nothing")
        return
    node = st.selectbox(
        view.say("node"), list(found), format_func=lambda name: label(view.world, name, view.lang), key="coherence_node"
    )
    family = found[node]
    left, right = st.columns([1.2, 1], gap="large")
    with left:
        _heatmap(view, family)
        _dendrogram(view, family)
    with right:
        _alpha(view, family)
    _flags(view, list(found.values()))


def _heatmap(view: View, family: tables.Family) -> None:
    """Pearson's correlations, the items in the order of their clusters."""
    st.subheader(view.say("correlations"), anchor=False)
    rows, n = frames.correlations(view.world, family, view.lang)
    chart(rows, specs.heatmap(n), "heatmap", view.say("correlations"))
    st.caption(view.say("cluster_order"))
    crosswise(view, rows, ("a", "b"), "shown", view.say("node"))


def _dendrogram(view: View, family: tables.Family) -> None:
    """The tree of clusters as lines: where two are joined, at which distance."""
    merges = tables.clusters([family]).to_pylist()
    if not merges:
        return
    st.subheader(view.say("dendrogram"), anchor=False)
    lines, n = frames.tree(view.world, merges, view.lang)
    chart(lines, specs.dendrogram(n, view.ink), "dendrogram", view.say("dendrogram"))
    joined = [{**row, "left": _cluster(view, row["left"]), "right": _cluster(view, row["right"])} for row in merges]
    words = {"step": "cluster_step", "left": "cluster_first", "right": "cluster_second", "height": "cluster_height"}
    twin(view, joined, {key: view.say(word) for key, word in words.items()})


def _cluster(view: View, name: str) -> str:
    """An item by its name, a cluster by the step that made it."""
    return view.say("cluster_of", step=name[1:]) if name.startswith("#") else label(view.world, name, view.lang)


def _alpha(view: View, family: tables.Family) -> None:
    st.subheader(view.say("alpha"), anchor=False)
    rows = tables.alpha([family]).to_pylist()
    whole = next((row["alpha"] for row in rows if not row["child"]), None)
    st.metric("α", "—" if whole is None else f"{whole:.2f}", help=view.say("alpha_help"))
    shown: list[Row] = [
        {"node": label(view.world, row["child"], view.lang), "dropped": row["alpha"], "rest": row["item_rest"]}
        for row in rows
        if row["child"]
    ]
    st.dataframe(
        as_table(shown),
        hide_index=True,
        column_config={
            "node": st.column_config.TextColumn(view.say("node"), width=150 if view.lang == "zh" else 195),
            "dropped": st.column_config.NumberColumn(view.say("alpha_dropped"), format="%.2f"),
            "rest": st.column_config.NumberColumn(view.say("item_rest"), format="%.2f"),
        },
    )


def _flags(view: View, found: list[tables.Family]) -> None:
    st.subheader(view.say("flags"), anchor=False)
    lines = [f"- {plain(_named(view, row))}" for row in tables.flags(found).to_pylist()]
    st.markdown("\n".join(lines) or view.say("none_such"))


def _named(view: View, row: Row) -> str:
    """The sentence of a flag with names in place of ids."""
    said = str(row[view.lang])
    opening, closing = ("“", "”") if view.lang == "zh" else ("'", "'")
    for name in {str(row[column]) for column in ("node", "child", "other")}:
        said = said.replace(f"{opening}{name}{closing}", f"{opening}{label(view.world, name, view.lang)}{closing}")
    return said
