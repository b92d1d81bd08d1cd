"""One region on the Robustness page: its places, exact bounds, what swaps it with another, what lifts it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames.intervals import Places, Range, listed_of
from evaluator.app.frames.rows import Row
from evaluator.app.pages.parts import region_search
from evaluator.app.pages.robust_proof import prove_button, proven
from evaluator.app.specs import robustness as specs
from evaluator.app.view import View, as_table, chart, twin
from evaluator.app.world import label, region_name
from evaluator.methods.base import Floats
from evaluator.robustness.exact import Exact
from evaluator.robustness.reaching import lift, swap
from indicators.faults import Faults

NEAREST = 5
SEEN = 5e-4
"""Smaller changes of an indicator's weight are not listed."""


def show_region(view: View, places: Places, range_: Range) -> None:
    """All about one region."""
    st.subheader(view.say("one_region"), anchor=False)
    code = region_search(view, "region", required=True)
    if code is None:
        return
    i = view.world.codes.index(code)
    own = places[:, i]
    values, counts = np.unique(own[own > 0], return_counts=True)
    if not len(values):
        st.info(view.say("no_data"))
        return
    left, right = st.columns(2, gap="large")
    with left:
        shares = zip(values.tolist(), (counts / len(own)).tolist(), strict=True)
        rows: list[Row] = [{"place": place, "share": round(part, 4)} for place, part in shares]
        chart(rows, specs.place_shares(), "places", view.say("one_region"))
        twin(view, rows, {"place": view.say("rank"), "share": view.say("share_of_draws")})
        _neighbours(view, places, i)
    weights = np.asarray(view.world.used_weights(view.period, view.weights))
    exact = Exact(view.world.kernel, view.period, weights, range_.share, range_.groups(view.world.plan, weights))
    with right:
        _bounds(view, exact, i, range_.text)
    left, right = st.columns(2, gap="large")
    with left:
        _swap(view, exact, i)
    with right:
        _lift(view, exact, i)


def _neighbours(view: View, places: Places, i: int) -> None:
    """How often the region stands ahead of those nearest to it."""
    middle = listed_of(places).quantile(0.5)
    near = [int(j) for j in np.argsort(np.abs(middle - middle[i]), kind="stable") if j != i][:NEAREST]
    world, own = view.world, places[:, i].astype(np.int64)
    lines = []
    for j in near:
        ahead = float((own < places[:, j]).mean() + 0.5 * (own == places[:, j]).mean())
        a, b = (region_name(world, world.codes[one], view.lang) for one in (i, j))
        lines.append(view.say("ahead_of", a=a, b=b, p=100 * ahead))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _bounds(view: View, exact: Exact, i: int, limits: str) -> None:
    """Best and worst place over all admissible weights, with the weights that reach them."""
    st.markdown(f"**{view.say('bounds')}**")
    try:
        best, worst = proven(view, exact, i, limits)
    except Faults:
        st.info(view.say("bounds_none"))
        return
    within = view.say("within_limits") if exact.groups else view.say("within_share", share=round(100 * exact.share))
    if best.exact and worst.exact:
        st.markdown(within + view.say("exact_bounds", best=best.place, worst=worst.place))
    elif best.weights is None or worst.weights is None:
        st.markdown(within + view.say("outer_bounds", best=best.place, worst=worst.place))
    else:
        reached = {"first": exact.reached(i, best.weights), "last": exact.reached(i, worst.weights)}
        st.markdown(within + view.say("between_bounds", best=best.place, worst=worst.place, **reached))
        prove_button(view, exact, i, limits)
    if best.weights is not None and worst.weights is not None:
        _weights(view, exact, {"weights_best": best.weights, "weights_worst": worst.weights})


def _weights(view: View, exact: Exact, sets: dict[str, Floats], node: int = 0) -> None:
    """Weights of a node's children beside those in force, in percent of their sum."""
    children = exact.plan.places[node].children
    shown = {"weights_now": exact.weights, **sets}
    _shares(view, exact, children, {key: own[list(children)] / own[list(children)].sum() for key, own in shown.items()})


def _shares(view: View, exact: Exact, places: Sequence[int], parts: dict[str, Floats]) -> None:
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
        column_config={"node": st.column_config.TextColumn(view.say("node"), width=150), **columns},
    )


def _swap(view: View, exact: Exact, i: int) -> None:
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
        _shares(view, exact, [found.places[k] for k in seen], parts)


def _moved(view: View, exact: Exact, node: int | None) -> str:
    """What may be moved, in words."""
    if node is None:
        return view.say("swap_indicators")
    return view.say("swap_first") if not node else label(view.world, exact.plan.places[node].name, view.lang)


def _lift(view: View, exact: Exact, i: int) -> None:
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
