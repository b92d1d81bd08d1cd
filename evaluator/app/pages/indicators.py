"""Indicators: the tree of the standard; what each measures, how it scores, from what, and how it is spread."""

from __future__ import annotations

import streamlit as st

from evaluator.app.components.changes import changes_part
from evaluator.app.components.examples import worked_examples
from evaluator.app.components.indicator_tree import find_indicator, grades_of, indicator_tree
from evaluator.app.components.objections import objections_part
from evaluator.app.formats import plain
from evaluator.app.frames import indicator_card as cards
from evaluator.app.frames import indicators as frames
from evaluator.app.frames.rows import Row
from evaluator.app.pages.parts import nothing, region_search
from evaluator.app.sidebar import group_name
from evaluator.app.specs import indicators as specs
from evaluator.app.view import View, chart, folded, twin


def show(view: View) -> None:
    """The page."""
    st.title(view.say("indicators"), anchor=False)
    a, b = st.columns([1.6, 1], gap="large")
    with a:
        number = find_indicator(view)
    with b:
        here = region_search(view, "region", label="mark_region") or ""
    left, right = st.columns([1.25, 1.05], gap="medium")
    with left:
        indicator_tree(view, number)
    with right:
        _card(view, number)
        _curve(view, number, here)
    left, right = st.columns(2, gap="large")
    with left:
        _histogram(view, number, here)
        _coverage(view, number)
    with right:
        _relations(view, number)
        worked_examples(view, number)
    objections_part(view, here or None, view.world.plan.slots[number].indicator.id)
    with folded(view, "changes") as shown:
        if shown:
            changes_part(view, number)


def _card(view: View, number: int) -> None:
    slot = view.world.plan.slots[number]
    one = slot.indicator
    st.subheader(plain(one.name.in_(view.lang)), anchor=False)
    with st.container(horizontal=True):
        if one.status:
            st.badge(view.say(f"status_{one.status}"), color="gray")
        st.badge(f"{view.say('evidence_grade')} {grades_of(view)[one.id].letter}", color="blue")
    said = cards.facts(view.world, slot, grades_of(view)[one.id], view.lang)
    st.markdown("  \n".join(f"**{view.say(key)}**\u3000{plain(text)}" for key, text in said))


def _curve(view: View, number: int, here: str) -> None:
    words = (view.say("end_worst"), view.say("end_best"))
    rows = frames.curve(view.world, view.period, number, here, words, view.lang)
    if not any(row["what"] == "rug" for row in rows):
        nothing(view, "indicator_no_data")
        return
    slot = view.world.plan.slots[number]
    unit = slot.indicator.unit.in_(view.lang) if slot.indicator.unit else ""
    st.markdown(f"**{view.say('curve')}**")
    chart(rows, specs.curve(view.ink), "curve", view.say("curve"))
    shown = (f"（{unit}）" if view.lang == "zh" else f" ({unit})") if unit else ""
    notes = [view.say("curve_note", unit=shown)]
    if beyond := frames.beyond(view.world, view.period, number):
        notes.append(view.say("curve_beyond", n=beyond))
    elif slot.treatment.kind != "none":
        notes.append(view.say("curve_treated"))
    st.caption(plain("".join(notes)))
    points: list[Row] = sorted((row for row in rows if row["what"] == "rug"), key=lambda row: -float(str(row["score"])))
    twin(view, points, {key: view.say(word) for key, word in (("region", "name"), ("raw", "raw"), ("score", "score"))})


def _histogram(view: View, number: int, here: str) -> None:
    rows = frames.histogram(view.world, view.period, number, here)
    if rows:
        st.subheader(view.say("distribution"), anchor=False)
        chart(rows, specs.histogram(), "histogram", view.say("distribution"))
        period = view.world.periods[view.period]
        st.caption(view.say("distribution_note", period=period, n=sum(int(str(row["n"])) for row in rows)))
        twin(view, rows, {"low": view.say("class_from"), "high": view.say("class_to"), "n": view.say("class_regions")})


def _coverage(view: View, number: int) -> None:
    names = {group: group_name(group, view.lang) for group in ("", *view.world.groups)}
    rows = frames.coverage(view.world, number, names)
    st.subheader(view.say("coverage_strip"), anchor=False)
    chart(rows, specs.coverage(len(view.world.periods)), "coverage", view.say("coverage_strip"))
    words = {"group": "group", "period": "period", "n": "coverage_n", "of": "coverage_of", "shown": "coverage"}
    twin(view, rows, {key: view.say(word) for key, word in words.items()})


def _relations(view: View, number: int) -> None:
    rows = frames.relations(view.world, view.period, view.weights, number, view.lang)
    if not rows:
        return
    st.subheader(view.say("relations"), anchor=False)
    for row in rows:
        if row["kind"] != "sibling" and float(str(row["r"])) < 0:
            said = view.say("sign_trap", name=row["name"], r=f"r = {row['r']:.2f}".replace("-", "−"))
            st.warning(plain(said), icon=":material/swap_vert:")
    chart(rows, specs.relations(view.ink), "relations", view.say("relations"))
    st.caption(view.say("relations_note"))
    twin(view, rows, {"name": view.say("relation_with"), "r": "r"})
