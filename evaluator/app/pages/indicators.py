"""Indicators: the tree of the standard, and beside it one indicator or one node of it."""

from __future__ import annotations

import streamlit as st

from evaluator.app.components.indicator_tree import find_entry, indicator_tree
from evaluator.app.pages import indicators_node as node
from evaluator.app.pages import indicators_one as one
from evaluator.app.pages.parts import region_search
from evaluator.app.view import View


def show(view: View) -> None:
    """The page."""
    st.title(view.say("indicators"), anchor=False)
    a, b = st.columns([1.6, 1], gap="large")
    with a:
        name = find_entry(view)
    with b:
        here = region_search(view, "region", label="mark_region") or ""
    left, right = st.columns([1.25, 1.05], gap="medium")
    with left:
        indicator_tree(view, name)
    at = view.world.plan.position[name]
    number = view.world.plan.places[at].slot
    with right:
        if number < 0:
            node.card(view, at)
        else:
            one.card(view, number, here)
    if number < 0:
        node.beneath(view, at, here)
    else:
        one.beneath(view, number, here)
