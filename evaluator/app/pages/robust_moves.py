"""What it takes on the Robustness page: weights that swap a region with another, indicators that lift it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from evaluator.app.view import View, as_table
from evaluator.app.world import label
from evaluator.methods.base import Floats
from evaluator.robustness.exact import Exact
from evaluator.robustness.reaching import SEEN, lift, swap
from indicators.faults import Faults


def shares(view: View, exact: Exact, places: Sequence[int], parts: dict[str, Floats]) -> None:
    """Sets of weights side by side, in percent."""
    rows = [
        {
            "node": label(view.world, exact.plan.places[place].name, view.lang),
            **{key: 100 * float(own[k]) for key, own in parts.items()},
        }
        for k, place in enumerate(places)
    ]
    columns = {key: st.column_config.NumberColumn(view.say(key), format="%.1f%%") for key in parts}
    st.dataframe(
        as_table(rows),
        hide_index=True,
        column_config={"node": st.column_config.TextColumn(view.say("node"), width=190), **columns},
    )


def swap_part(view: View, exact: Exact, i: int) -> None:
    """The least change of weights that swaps the region with another."""
    st.markdown(f"**{view.say('swap')}**")
    others = [j for j in exact.ranked if j != i]
    if not others:
        return
    # The next one behind, who may catch up; for the last the one before.
    away = [int(exact.baseline[one] - exact.baseline[i]) for one in others]
    nearest = min(range(len(others)), key=lambda k: (away[k] < 0, abs(away[k])))
    left, right = st.columns(2)
    j = left.selectbox(
        view.say("swap_with"),
        others,
        index=nearest,
        format_func=lambda one: view.world.searched[view.lang][view.world.codes[one]],
        key="swap_with",
    )
    nodes = [place for place, own in enumerate(exact.plan.places) if len(own.children) > 1]
    node = right.selectbox(
        view.say("swap_what"), [*nodes, None], format_func=lambda one: _moved(view, exact, one), key="swap_what"
    )
    try:
        ahead, behind = (i, j) if exact.baseline[i] <= exact.baseline[j] else (j, i)
        found = swap(exact, ahead, behind, node)
    except Faults:
        st.info(view.say("bounds_none"))
        return
    if found is None:
        st.info(view.say("swap_none"))
        return
    for name, (size, weights) in (("swap_l1", found.l1), ("swap_linf", found.linf)):
        st.markdown(view.say(name, p=100 * size))
        seen = [k for k in range(len(weights)) if node is not None or abs(weights[k] - found.given[k]) >= SEEN]
        parts = {"weights_now": found.given[seen], "weights_swap": weights[seen]}
        shares(view, exact, [found.places[k] for k in seen], parts)


def _moved(view: View, exact: Exact, node: int | None) -> str:
    """What may be moved, in words."""
    if node is None:
        return view.say("swap_indicators")
    return view.say("swap_first") if not node else label(view.world, exact.plan.places[node].name, view.lang)


def lift_part(view: View, exact: Exact, i: int) -> None:
    """What indicators must reach for the region to reach a place."""
    st.markdown(f"**{view.say('lift')}**")
    now = max(1, int(exact.baseline[i]))
    place = st.number_input(view.say("lift_to"), 1, max(1, len(exact.ranked)), max(1, now - 1), key=f"lift_{i}")
    try:
        found = lift(exact, i, int(place))
    except Faults:
        st.info(view.say("lift_not"))
        return
    if found is None or not found.steps:
        st.info(view.say("lift_none" if found is None else "lift_there"))
        return
    st.caption(view.say("lift_about", place=found.reached))
    rows = [
        {
            "node": exact.plan.slots[step.slot].indicator.name.in_(view.lang),
            "points": step.points,
            "raw": step.before,
            "after": step.after,
        }
        for step in found.steps
    ]
    titles = {"node": "node", "points": "lift_points", "raw": "raw", "after": "lift_after"}
    columns = {
        key: st.column_config.TextColumn(view.say(name), width=170)
        if key == "node"
        else st.column_config.NumberColumn(view.say(name), format="%.4g")
        for key, name in titles.items()
    }
    st.dataframe(as_table(rows), hide_index=True, column_config=columns)
