"""Robustness: the range of places each region has under other weights and methods."""

from __future__ import annotations

import streamlit as st

from evaluator.app.frames import robustness as frames
from evaluator.app.frames.intervals import DRAWS, SEED, Places, places_at_once, refine
from evaluator.app.pages.parts import nothing, region_choice
from evaluator.app.pages.robust_drivers import show_drivers
from evaluator.app.pages.robust_leave import show_leaving
from evaluator.app.pages.robust_limits import chosen_range
from evaluator.app.pages.robust_region import show_region
from evaluator.app.specs import robustness as specs
from evaluator.app.view import View, as_table, chart, crosswise
from evaluator.scoring.kernel import Ranks

PARTS = ("intervals", "chances", "drivers", "leave", "region")
NAMED = 60
"""Up to so many regions are written out."""


def show(view: View) -> None:
    """The page."""
    st.title(view.say("robustness"), anchor=False)
    baseline = view.world.ranks(view.world.scores(view.period, view.weights)[0])
    if int((baseline > 0).sum()) < 2:
        nothing(view, "too_few")
        return
    left, right = st.columns([1, 1.6], gap="large", vertical_alignment="bottom")
    percent = left.slider(view.say("vary"), 5, 50, 25, step=5, format="±%d%%", key="vary")
    part = right.segmented_control(
        view.say("robust_part"),
        PARTS,
        default="intervals",
        required=True,
        format_func=lambda one: view.say(f"part_{one}"),
        key="robust_part",
    )
    range_ = chosen_range(view, percent / 100)
    if part == "drivers":
        show_drivers(view, range_, baseline)
        return
    if part == "leave":
        show_leaving(view, baseline)
        return
    places, whole = places_at_once(view, range_)
    about = "robust_about_limits" if range_.text else "robust_about_experts" if range_.experts else "robust_about"
    st.caption(view.say(about, share=percent, draws=f"{len(places):,}") + view.say("robust_note", seed=SEED))
    if part == "chances":
        _chances(view, places, baseline)
    elif part == "region":
        show_region(view, places, range_)
    else:
        _intervals(view, places, baseline)
    if not whole:
        bar = st.progress(0.0, view.say("refining", draws=f"{DRAWS:,}"))

        def said(share: float) -> None:
            bar.progress(share, view.say("refining", draws=f"{DRAWS:,}"))

        refine(view, range_, said)
        st.rerun()


def _intervals(view: View, places: Places, baseline: Ranks) -> None:
    st.subheader(view.say("interval"), anchor=False)
    count = len(view.world.codes)
    top = int(st.session_state.get("robust_top", min(10, count)))
    rows = frames.interval_rows(view.world, places, baseline, view.lang, top)
    if not rows:
        st.info(view.say("no_data"))
        return
    most = int(max(float(str(row["hi"])) for row in rows))
    spec = specs.intervals(max(most, 2), view.ink) if len(rows) <= NAMED else specs.caterpillar(len(rows))
    chart(rows, spec, "intervals", view.say("interval"))
    st.caption(view.say("interval_key"))
    numbers = {"lo": "5 %", "median": view.say("median"), "hi": "95 %"}
    shares = {"first": view.say("p_first"), "ten": view.say("p_top", k=top)}
    with st.expander(view.say("data_table")):
        st.number_input(view.say("top_k"), 1, count, top, key="robust_top", width=160)
        st.dataframe(
            as_table(rows),
            hide_index=True,
            column_order=["base", "full", *numbers, *shares, "group"],
            column_config={
                "base": view.say("rank"),
                "full": view.say("name"),
                **{key: st.column_config.NumberColumn(name, format="%.1f") for key, name in numbers.items()},
                **{key: st.column_config.NumberColumn(name, format="percent") for key, name in shares.items()},
                "group": view.say("group_tied"),
            },
        )
        st.caption(view.say("group_help"))


def _chances(view: View, places: Places, baseline: Ranks) -> None:
    fifths = len(view.world.codes) > NAMED
    title = view.say("chances_fifths" if fifths else "chances")
    st.subheader(title, anchor=False)
    rows = frames.chance_rows(view.world, places, baseline, view.lang, fifths)
    chart(rows, specs.chances(len(view.world.codes)), "chances", title)
    crosswise(view, sorted(rows, key=lambda row: int(str(row["place"]))), ("line", "place"), "share", view.say("name"))
    st.subheader(view.say("pairs"), anchor=False)
    order = sorted((i for i in range(len(baseline)) if baseline[i]), key=lambda i: int(baseline[i]))
    chosen = region_choice(view, "regions", 6, [view.world.codes[i] for i in order[:5]])
    if len(chosen) > 1:
        shares = frames.pair_rows(view.world, places, chosen, view.lang)
        chart(shares, specs.pairs(), "pairs", view.say("pairs"))
        crosswise(view, shares, ("a", "b"), "shown", view.say("pairs"))
