"""Indicators: what is measured, how, from what, and how it is spread."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app import formats
from evaluator.app.formats import plain
from evaluator.app.specs import indicators as specs
from evaluator.app.view import View, chart
from evaluator.app.world import label, region_name
from evaluator.scoring.plan import Slot
from indicators.measures.statistic import Statistic
from indicators.text import Text


def show(view: View) -> None:
    """The page."""
    st.title(view.say("indicators"), anchor=False)
    ids = [slot.indicator.id for slot in view.world.plan.slots]
    name = st.selectbox(
        view.say("choose_indicator"),
        ids,
        format_func=lambda one: _path(view, one),
        **view.control("indicator", ids[0]),
    )
    number = ids.index(name)
    slot = view.world.plan.slots[number]
    left, right = st.columns([1, 1], gap="large")
    with left:
        _card(view, slot)
    with right:
        _charts(view, number)


def _path(view: View, name: str) -> str:
    place = view.world.plan.places[view.world.plan.position[name]]
    parent = view.world.plan.places[place.parent]
    own = label(view.world, name, view.lang)
    return f"{label(view.world, parent.name, view.lang)} / {own}" if place.parent > 0 else own


def _card(view: View, slot: Slot) -> None:
    one = slot.indicator
    st.subheader(plain(one.name.in_(view.lang)), anchor=False)
    rows = [
        ("definition", one.definition),
        ("unit", one.unit),
        ("direction", view.say(one.direction)),
        ("source", one.source or _publishers(view, one.id)),
    ]
    if one.bounds:
        rows.append(("goalposts", f"{one.bounds.worst:g} → {one.bounds.best:g}"))
    for key, value in rows:
        text = value.in_(view.lang) if isinstance(value, Text) else str(value or "")
        if text:
            st.markdown(f"**{view.say(key)}**　{plain(text)}")
    if isinstance(slot.measure, Statistic):
        st.markdown(f"**{view.say('formula')}**")
        st.code(slot.measure.formula, language=None, wrap_lines=True)
    for example in one.examples[:2]:
        given = ", ".join(
            f"{key} = {value}" for key, value in example.given.items() if not isinstance(value, (dict, list))
        )
        value = formats.figure(example.value)
        st.markdown(f"**{view.say('example')}**　{plain(given)} → {value}")
    _correlation(view, one.id)


def _publishers(view: View, name: str) -> str:
    from evaluator.tables import only

    table = view.world.assessment.run.store.table("SELECT indicator, source FROM publishers")
    found = only(table, "indicator", name)["source"].to_pylist()
    return found[0] if found else ""


def _correlation(view: View, name: str) -> None:
    scores = view.world.scores(view.period, view.weights)
    own, total = scores[view.world.plan.position[name]], scores[0]
    both = ~np.isnan(own) & ~np.isnan(total)
    if both.sum() < 4 or np.std(own[both]) == 0 or np.std(total[both]) == 0:
        return
    value = float(np.corrcoef(own[both], total[both])[0, 1])
    warning = f" :material/warning: {view.say('against')}" if value < 0 else ""
    st.markdown(f"**{view.say('correlation')}**　{value:.2f}{warning}")


def _charts(view: View, number: int) -> None:
    values = view.world.kernel.cells.values[:, number]
    now = values[view.period]
    known = ~np.isnan(now)
    if known.any():
        st.markdown(
            f"**{view.say('distribution')}**（{view.world.periods[view.period]}）"
            if view.lang == "zh"
            else f"**{view.say('distribution')}** ({view.world.periods[view.period]})"
        )
        low, high = float(now[known].min()), float(now[known].max())
        spread: list[dict[str, object]] = [{"value": float(value)} for value in now[known]]
        chart(spread, specs.histogram(low, high if high > low else low + 1), "histogram", view.say("distribution"))
        st.markdown(f"**{view.say('curve')}**")
        scores = view.world.kernel.normalised[view.period, number]
        points: list[dict[str, object]] = [
            {
                "raw": float(now[i]),
                "score": float(scores[i]),
                "region": region_name(view.world, view.world.codes[i], view.lang),
            }
            for i in np.flatnonzero(known & ~np.isnan(scores))
        ]
        chart(points, specs.curve(), "curve", view.say("curve"))
    st.markdown(f"**{view.say('coverage_years')}**")
    years: list[dict[str, object]] = [
        {"period": period, "n": int((~np.isnan(values[t])).sum())} for t, period in enumerate(view.world.periods)
    ]
    chart(years, specs.counts(len(view.world.codes)), "counts", view.say("coverage_years"))
