"""One region on the Robustness page: its places and their exact bounds."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app.formats import of_all, plain
from evaluator.app.frames.intervals import Places, Range, listed_of
from evaluator.app.frames.rows import Row
from evaluator.app.pages.parts import region_search
from evaluator.app.pages.robust_moves import lift_part, shares, swap_part
from evaluator.app.pages.robust_proof import prove_button, proven
from evaluator.app.specs import robustness as specs
from evaluator.app.view import View, chart, twin
from evaluator.app.world import region_name
from evaluator.methods.base import Floats
from evaluator.robustness.exact import Exact
from evaluator.robustness.experts import Sets
from indicators.faults import Faults

NEAREST = 5


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
        drawn = zip(values.tolist(), (counts / len(own)).tolist(), strict=True)
        rows: list[Row] = [{"place": place, "share": round(part, 4)} for place, part in drawn]
        chart(rows, specs.place_shares(), "places", view.say("one_region"))
        twin(view, rows, {"place": view.say("rank"), "share": view.say("share_of_draws")})
        _neighbours(view, places, i)
    weights = np.asarray(view.world.used_weights(view.period, view.weights))
    try:
        sets = range_.sets(view.world.kernel, view.period, weights)
    except Faults as error:
        right.error(plain(error.faults[0].sentence(view.lang)))
        return
    exact = sets.exact
    with right:
        _bounds(view, sets, i, range_)
    left, right = st.columns(2, gap="large")
    with left:
        swap_part(view, exact, i)
    with right:
        lift_part(view, exact, i)


def _neighbours(view: View, places: Places, i: int) -> None:
    """How often the region stands ahead of those nearest to it."""
    middle = listed_of(places).quantile(0.5)
    near = [int(j) for j in np.argsort(np.abs(middle - middle[i]), kind="stable") if j != i][:NEAREST]
    world, own = view.world, places[:, i].astype(np.int64)
    lines = []
    for j in near:
        ahead = float((own < places[:, j]).mean() + 0.5 * (own == places[:, j]).mean())
        a, b = (region_name(world, world.codes[one], view.lang) for one in (i, j))
        lines.append(view.say("ahead_of", a=a, b=b, p=of_all(ahead)))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _bounds(view: View, sets: Sets, i: int, range_: Range) -> None:
    """Best and worst place over all admissible weights, with the weights that reach them."""
    st.markdown(f"**{view.say('bounds')}**")
    try:
        (best, at_best), (worst, at_worst) = proven(view, sets, i, range_)
    except Faults:
        st.info(view.say("bounds_none"))
        return
    kind = "within_limits" if range_.text else "within_experts" if range_.experts else "within_share"
    within = view.say(kind, share=round(100 * range_.share))
    if best.exact and worst.exact:
        st.markdown(within + view.say("exact_bounds", best=best.place, worst=worst.place))
    elif best.weights is None or worst.weights is None:
        st.markdown(within + view.say("outer_bounds", best=best.place, worst=worst.place))
    else:
        reached = {"first": sets.reached(i, best.weights), "last": sets.reached(i, worst.weights)}
        st.markdown(within + view.say("between_bounds", best=best.place, worst=worst.place, **reached))
        prove_button(view, sets, i, range_)
    if at_best or at_worst:
        st.caption(plain(view.say("bounds_whose", best=at_best, worst=at_worst)))
    if best.weights is not None and worst.weights is not None:
        _weights(view, sets.exact, {"weights_best": best.weights, "weights_worst": worst.weights})


def _weights(view: View, exact: Exact, sets: dict[str, Floats], node: int = 0) -> None:
    """Weights of a node's children beside those in force, in percent of their sum."""
    children = exact.plan.places[node].children
    shown = {"weights_now": exact.weights, **sets}
    shares(view, exact, children, {key: own[list(children)] / own[list(children)].sum() for key, own in shown.items()})
