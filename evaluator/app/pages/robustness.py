"""Robustness: the range of places each region has under other weights."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames.rows import Row, shortened
from evaluator.app.pages.parts import region_search
from evaluator.app.specs import robustness as specs
from evaluator.app.view import View, as_table, chart
from evaluator.app.world import World, label, region_name
from evaluator.methods.base import Floats
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.effective import effective_weights
from evaluator.robustness.exact import Exact
from evaluator.robustness.leaving import without
from evaluator.robustness.places import Histogram, count_places
from indicators.faults import Faults

DRAWS = 2_000
SEED = 1
SHOWN = 60


@st.cache_data(max_entries=40, show_spinner=False)
def counted(_world: World, key: tuple[object, ...], period: int, weights: tuple[float, ...], share: float) -> Histogram:
    """Places over draws around given weights; the key names the world."""
    del key
    plan = _world.plan
    own = np.array(weights)
    unit = points(DRAWS, max(1, len(drawn_places(plan))), SEED)
    return count_places(_world.kernel, period, uniform(plan, unit, own, share), pairs=len(_world.codes) <= SHOWN)


def show(view: View) -> None:
    """The page."""
    st.title(view.say("robustness"), anchor=False)
    percent = st.slider(view.say("vary"), 5, 50, 25, step=5, format="±%d%%", key="vary")
    weights = view.world.used_weights(view.period, view.weights)
    key = (*view.source, view.settings, view.world.number, view.world.assessment.standard.digest)
    histogram = counted(view.world, key, view.period, tuple(float(one) for one in weights), percent / 100)
    st.caption(view.say("robust_about", share=percent, draws=f"{DRAWS:,}") + view.say("robust_note", seed=SEED))
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        _intervals(view, histogram)
    with right:
        _region(view, histogram, percent / 100)
        _influence(view)
    _left_out(view, weights)


def _intervals(view: View, histogram: Histogram) -> None:
    st.subheader(view.say("interval"), anchor=False)
    baseline = view.world.ranks(view.world.scores(view.period, view.weights)[0])
    low, middle, high = (histogram.quantile(share) for share in (0.05, 0.5, 0.95))
    order = sorted((i for i in range(len(baseline)) if baseline[i]), key=lambda i: (baseline[i], view.world.codes[i]))
    rows: list[Row] = []
    for line, i in enumerate(order[:SHOWN]):
        name = shortened(region_name(view.world, view.world.codes[i], view.lang))
        place = {"base": int(baseline[i]), "lo": float(low[i]), "hi": float(high[i]), "median": float(middle[i])}
        rows.append({"line": line, "name": name, **place, "first": float(histogram.share(1)[i])})
    most = int(max(float(str(row["hi"])) for row in rows))
    chart(rows, specs.intervals(max(most, 2), view.ink), "intervals", view.say("interval"))
    with st.expander(view.say("data_table")):
        st.dataframe(
            as_table(rows),
            hide_index=True,
            column_order=["base", "name", "lo", "median", "hi", "first"],
            column_config={
                "base": view.say("rank"),
                "name": view.say("name"),
                "lo": st.column_config.NumberColumn("5 %", format="%.1f"),
                "median": st.column_config.NumberColumn(view.say("median"), format="%.1f"),
                "hi": st.column_config.NumberColumn("95 %", format="%.1f"),
                "first": st.column_config.NumberColumn(view.say("p_first"), format="percent"),
            },
        )


def _exact(view: View, region: int, share: float) -> None:
    """Best and worst place over all admissible weights, where the tree allows an exact answer."""
    weights = view.world.used_weights(view.period, view.weights)
    try:
        exact = Exact(view.world.kernel, view.period, np.asarray(weights), share)
        best, worst = exact.best(region), exact.worst(region)
    except Faults:
        return
    key = "exact_bounds" if best.exact and worst.exact else "outer_bounds"
    st.markdown(view.say(key, best=best.place, worst=worst.place, share=round(100 * share)))


def _region(view: View, histogram: Histogram, share_of_weights: float) -> None:
    """The places of one region, and how it stands to its neighbours."""
    st.subheader(view.say("one_region"), anchor=False)
    code = region_search(view, "find")
    if code is None:
        return
    i = view.world.codes.index(code)
    counts = histogram.counts[i]
    rows: list[Row] = [
        {"place": place + 1, "share": round(float(count) / histogram.draws, 4)}
        for place, count in enumerate(counts)
        if count
    ]
    if not rows:
        st.info(view.say("no_data"))
        return
    chart(rows, specs.place_shares(), "places", view.say("one_region"))
    _exact(view, i, share_of_weights)
    if histogram.ahead is None:
        return
    share = histogram.ahead[i] / histogram.draws
    middle = histogram.quantile(0.5)
    near = [int(j) for j in np.argsort(np.abs(middle - middle[i]), kind="stable") if j != i][:5]
    lines = [
        view.say(
            "ahead_of",
            a=region_name(view.world, code, view.lang),
            b=region_name(view.world, view.world.codes[j], view.lang),
            p=100 * share[j],
        )
        for j in near
    ]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _influence(view: View) -> None:
    """Given weights beside what they turn out to do."""
    st.subheader(view.say("influence"), anchor=False)
    table = effective_weights(view.world.kernel, view.period)
    rows: list[Row] = [
        {
            "node": label(view.world, row["node"], view.lang),
            "weight": row["weight"],
            "influence": row["effective_weight"],
        }
        for row in table.to_pylist()
        if row["parent"] == "total"
    ]
    st.dataframe(
        as_table(rows),
        hide_index=True,
        column_config={
            "node": view.say("node"),
            "weight": st.column_config.NumberColumn(view.say("weights"), format="percent"),
            "influence": st.column_config.NumberColumn(view.say("effective"), format="percent"),
        },
    )
    st.caption(view.say("influence_help"))


def _left_out(view: View, weights: Floats) -> None:
    """How far places move when an item is left out."""
    st.subheader(view.say("left_out"), anchor=False)
    before = view.world.ranks(view.world.scores(view.period, view.weights)[0])
    rows: list[Row] = []
    for position, place in enumerate(view.world.plan.places):
        changed = without(view.world.plan, weights, position) if position else None
        if changed is None:
            continue
        after = view.world.ranks(view.world.scores(view.period, changed)[0])
        both = (before > 0) & (after > 0)
        away = np.where(both, before - after, 0)
        most = int(np.argmax(np.abs(away)))
        rows.append(
            {
                "node": "\u2003" * (place.depth - 1) + label(view.world, place.name, view.lang),
                "mean": float(np.abs(away).sum() / max(1, both.sum())),
                "most": int(away[most]),
                "who": region_name(view.world, view.world.codes[most], view.lang) if away[most] else "",
            }
        )
    st.dataframe(
        as_table(rows),
        hide_index=True,
        height=min(36 * len(rows) + 38, 1000),
        column_config={
            "node": st.column_config.TextColumn(view.say("node"), width="large"),
            "mean": st.column_config.ProgressColumn(
                view.say("mean_move"),
                format="%.2f",
                min_value=0,
                max_value=max(1.0, max(float(str(row["mean"])) for row in rows)),
            ),
            "most": st.column_config.NumberColumn(view.say("most_move"), format="%+d"),
            "who": view.say("region_moved"),
        },
    )
