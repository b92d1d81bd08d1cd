"""One region on the Robustness page: its places, exact bounds, what swaps it with another, what lifts it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames.intervals import Places, listed_of
from evaluator.app.frames.rows import Row
from evaluator.app.pages.parts import region_search
from evaluator.app.specs import robustness as specs
from evaluator.app.view import View, as_table, chart
from evaluator.app.world import label, region_name
from evaluator.methods.base import Floats
from evaluator.robustness.exact import Exact
from evaluator.robustness.reaching import lift, swap
from indicators.faults import Faults

NEAREST = 5
AT_ONCE = 60
"""Up to so many regions bounds are exact; with more they come from pairs of regions."""


def show_region(view: View, places: Places, share: float) -> None:
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
        _neighbours(view, places, i)
    weights = np.asarray(view.world.used_weights(view.period, view.weights))
    exact = Exact(view.world.kernel, view.period, weights, share)
    with right:
        _bounds(view, exact, i, share)
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


def _bounds(view: View, exact: Exact, i: int, share: float) -> None:
    """Best and worst place over all admissible weights, with the weights that reach them."""
    st.markdown(f"**{view.say('bounds')}**")
    try:
        if len(exact.ranked) > AT_ONCE:
            first, last = exact.outer(i)
            st.markdown(view.say("outer_many", best=first, worst=last, share=round(100 * share)))
            return
        best, worst = exact.best(i), exact.worst(i)
    except Faults:
        st.info(view.say("bounds_none"))
        return
    key = "exact_bounds" if best.exact and worst.exact else "outer_bounds"
    st.markdown(view.say(key, best=best.place, worst=worst.place, share=round(100 * share)))
    if best.weights is not None and worst.weights is not None:
        _weights(view, exact, {"weights_best": best.weights, "weights_worst": worst.weights})


def _weights(view: View, exact: Exact, sets: dict[str, Floats]) -> None:
    """Weights of the first level beside those in force, in percent of the whole."""
    children = list(exact.plan.places[0].children)
    shown = {"weights_now": exact.weights, **sets}
    parts = {key: own[children] / own[children].sum() for key, own in shown.items()}
    rows = [
        {
            "node": label(view.world, exact.plan.places[child].name, view.lang),
            **{key: 100 * float(own[k]) for key, own in parts.items()},
        }
        for k, child in enumerate(children)
    ]
    columns = {key: st.column_config.NumberColumn(view.say(key), format="%.1f%%") for key in shown}
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
    j = st.selectbox(
        view.say("swap_with"),
        others,
        index=nearest,
        format_func=lambda one: view.world.searched[view.lang][view.world.codes[one]],
        key="swap_with",
    )
    try:
        ahead, behind = (i, j) if exact.baseline[i] <= exact.baseline[j] else (j, i)
        found = swap(exact, ahead, behind)
    except Faults:
        st.info(view.say("bounds_none"))
        return
    if found is None:
        st.info(view.say("swap_none"))
        return
    children = list(exact.plan.places[0].children)
    for name in ("l1", "linf"):
        own = exact.weights.copy()
        own[children] = np.asarray(found[f"{name}_weights"])
        st.markdown(view.say(f"swap_{name}", p=100 * float(found[name])))
        _weights(view, exact, {"weights_swap": own})


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
