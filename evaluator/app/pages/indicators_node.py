"""On the Indicators page, one node: what it stands for, its items with their weights, spread and correlations."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app.columns import names
from evaluator.app.components.changes import changes_part
from evaluator.app.components.indicator_tree import choose
from evaluator.app.formats import plain
from evaluator.app.frames import indicators as frames
from evaluator.app.frames import node_card as cards
from evaluator.app.frames import weights as weighed
from evaluator.app.frames.rows import Row
from evaluator.app.pages.indicators_parts import coverage, histogram, relations
from evaluator.app.specs import weights as specs
from evaluator.app.view import View, as_table, chart, crosswise, folded
from evaluator.app.world import label

CHILDREN = "node_children"


def card(view: View, at: int) -> None:
    """Beside the tree: the node in words, and its items to choose from."""
    name = view.world.plan.places[at].name
    st.subheader(plain(label(view.world, name, view.lang)), anchor=False)
    shares = {row["id"]: row["weight"] for row in frames.tree(view.world, view.period, view.weights, {}, view.lang)}
    said = cards.facts(view.world, at, float(str(shares[name])), view.lang)
    st.markdown("  \n".join(f"**{view.say(key)}**\u3000{plain(text)}" for key, text in said))
    rows = cards.children(view.world, view.period, view.weights, at, view.lang)
    _items(view, name, rows)
    if len(rows) > 1 and st.button(view.say("node_weigh"), icon=":material/tune:", key="node_weigh"):
        st.session_state["weights_node"] = name
        view.open("weights")


def beneath(view: View, at: int, here: str) -> None:
    """Beneath the tree: weight beside influence, spread, coverage, correlations, changes."""
    name = view.world.plan.places[at].name
    scores = view.world.scores(view.period, view.weights)
    left, right = st.columns(2, gap="large")
    with left:
        _influence(view, at)
        said = view.say("node_spread_note", period=view.world.periods[view.period], n="{n}")
        histogram(view, frames.classes(view.world, scores[at], here), said)
    with right:
        there = ~np.isnan(view.world.history(view.weights)[:, at])
        coverage(view, lambda names: frames.shares_known(view.world, there, names), view.say("node_coverage"))
        relations(view, at, "node_trap")
    with folded(view, "changes") as shown:
        if shown:
            changes_part(view, name)


def _items(view: View, name: str, rows: list[Row]) -> None:
    """The items under a node; a chosen one is shown in its place."""
    number = st.column_config.NumberColumn
    key = f"{CHILDREN}:{name}"

    def pick() -> None:
        if chosen := st.session_state[key]["selection"]["rows"]:
            choose(view, str(rows[chosen[0]]["id"]))

    config = {
        "name": names(view.say("node"), 150),
        "weight": number(view.say("node_percent"), format="%.1f", width=60),
        "mean": number(view.say("node_mean"), format=f"%.{view.world.decimals}f", width=60),
        "known": number(view.say("node_regions"), width=60),
        "r": number("r", format="%.2f", help=view.say("node_r_help"), width=50),
    }
    st.dataframe(
        as_table(rows),
        hide_index=True,
        key=key,
        on_select=pick,
        selection_mode="single-row",
        column_order=list(config),
        column_config=config,
        alt=view.say("node_items"),
    )
    st.caption(view.say("node_items_help"))


def _influence(view: View, at: int) -> None:
    """Weight beside influence: two dots an item."""
    rows = cards.children(view.world, view.period, view.weights, at, view.lang)
    if len(rows) < 2:
        return
    scores = view.world.scores(view.period, view.weights)
    shares = weighed.influence_of(scores[list(view.world.plan.places[at].children)], scores[at])
    words = (view.say("weights"), view.say("effective"))
    names, tenths = [str(row["name"]) for row in rows], [int(str(row["tenths"])) for row in rows]
    dots = weighed.influence_rows(names, tenths, shares, words)
    st.subheader(view.say("weights_influence"), anchor=False)
    chart(dots, specs.influence(*words), "influence", view.say("weights_influence"))
    st.caption(view.say("node_influence_help"))
    crosswise(view, dots, ("node", "what"), "value", view.say("node"))
