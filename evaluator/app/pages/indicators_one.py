"""On the Indicators page, one indicator: what it measures, how it scores, from what, how it is spread."""

from __future__ import annotations

import streamlit as st

from evaluator.app.components.changes import changes_part
from evaluator.app.components.examples import worked_examples
from evaluator.app.components.indicator_tree import grades_of
from evaluator.app.components.objections import objections_part
from evaluator.app.formats import plain
from evaluator.app.frames import indicator_card as cards
from evaluator.app.frames import indicators as frames
from evaluator.app.frames.rows import Row
from evaluator.app.pages.indicators_parts import coverage, histogram, relations
from evaluator.app.pages.parts import nothing
from evaluator.app.specs import indicators as specs
from evaluator.app.view import View, chart, folded, twin


def card(view: View, number: int, here: str) -> None:
    """Beside the tree: the indicator in words, and its curve."""
    _facts(view, number)
    _curve(view, number, here)


def beneath(view: View, number: int, here: str) -> None:
    """Beneath the tree: spread, coverage, correlations, examples, objections, changes."""
    name = view.world.plan.slots[number].indicator.id
    left, right = st.columns(2, gap="large")
    with left:
        said = view.say("distribution_note", period=view.world.periods[view.period], n="{n}")
        histogram(view, frames.histogram(view.world, view.period, number, here), said)
        coverage(view, lambda names: frames.coverage(view.world, number, names), view.say("coverage_strip"))
    with right:
        relations(view, view.world.plan.leaves[number], "sign_trap")
        worked_examples(view, number)
    objections_part(view, here or None, name)
    with folded(view, "changes") as shown:
        if shown:
            changes_part(view, name)


def _facts(view: View, number: int) -> None:
    slot = view.world.plan.slots[number]
    one = slot.indicator
    st.subheader(plain(one.name.in_(view.lang)), anchor=False)
    with st.container(horizontal=True):
        if one.status:
            st.badge(view.say(f"status_{one.status}"), color="gray")
        st.badge(f"{view.say('evidence_grade')} {grades_of(view)[one.id].letter}", color="blue")
        if st.button(view.say("ev_of_indicator"), type="tertiary", icon=":material/database:", key="evidence_of"):
            view.go(indicator=one.id)
            view.open("evidence")
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
