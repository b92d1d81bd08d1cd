"""What next: other raw values of one region, and what they would come to."""

from __future__ import annotations

import math

import streamlit as st

from evaluator.advice.case import Case, case_of
from evaluator.advice.peers import best_peer, peers
from evaluator.advice.steps import road, steps
from evaluator.advice.whatif import Trial
from evaluator.app import formats
from evaluator.app.pages.next_goal import show_goal
from evaluator.app.pages.next_reports import show_reports
from evaluator.app.pages.next_saved import show_saved
from evaluator.app.pages.next_slowest import show_slowest
from evaluator.app.pages.next_standing import show_standing
from evaluator.app.pages.parts import nothing, region_search
from evaluator.app.specs.next import waterfall
from evaluator.app.view import View, chart, twin
from evaluator.app.world import label
from evaluator.reports.figures import amount

MOST, FIRST = 8, 4


def show(view: View) -> None:
    """The page."""
    st.title(view.say("next"), anchor=False)
    codes = list(view.world.codes)
    code = region_search(view, "region", required=True, label="choose_region") or codes[0]
    case = case_of(view.world.assessment, code, view.world.periods[view.period], view.weights)
    show_standing(view, case)
    st.subheader(view.say("next_what_if"), anchor=False)
    chosen = _chosen(view, case)
    if chosen:
        _tried(view, case, _sliders(view, case, chosen))
        st.caption(view.say("next_held"))
        show_goal(view, case)
        show_slowest(view, case)
    show_saved(view, case)
    show_reports(view, case)


def _chosen(view: View, case: Case) -> list[str]:
    ranked = [row for row in steps(case).to_pylist() if row["points"] is not None]
    if not ranked or math.isnan(float(case.scores[0, case.region])):
        nothing(view, "next_none")
        return []
    names = [row["node"] for row in ranked]
    found: list[str] = st.multiselect(
        view.say("next_choose"),
        names,
        default=names[:FIRST],
        format_func=lambda name: label(view.world, name, view.lang),
        max_selections=MOST,
        key=f"next_chosen:{case.code}:{case.period}",
    )
    return found


def _sliders(view: View, case: Case, chosen: list[str]) -> dict[int, float]:
    """Raw values as tried: between the own value and the best peer's, or the bound where no peer is better."""
    found: dict[int, float] = {}
    like = peers(case)
    columns = st.columns(2)
    for k, name in enumerate(chosen):
        slot = case.kernel.cells.indicators.index(name)
        way = road(case, slot)
        if way is None:
            continue
        best = best_peer(case, like, slot)
        end = way.limit if best is None else best[1]
        low, high = sorted((way.start, end))
        fine = (high - low) / 200
        unit = case.plan.slots[slot].indicator.unit
        with columns[k % 2]:
            tried = st.slider(
                label(view.world, name, view.lang) + (f" · {unit.in_(view.lang)}" if unit else ""),
                low,
                high,
                way.start,
                step=fine,
                format=formats.stepped(max(abs(low), abs(high)), fine),
                key=f"next:{case.code}:{case.period}:{name}",
            )
            if best is None:
                st.caption(view.say("next_bound", value=amount(end)))
            else:
                st.caption(view.say("next_peer", name=case.names[best[0]].in_(view.lang), value=amount(end)))
        if tried != way.start:
            found[slot] = float(tried)
    return found


def _tried(view: View, case: Case, changes: dict[int, float]) -> None:
    trial = Trial(case)
    rows: list[dict[str, object]] = []
    so_far: dict[int, float] = {}
    before = trial.present.score
    for order, (slot, value) in enumerate(changes.items()):
        so_far[slot] = value
        after = trial.outcome(so_far).score
        name = label(view.world, case.kernel.cells.indicators[slot], view.lang)
        ends = sorted((before, after))
        rows.append({"name": name, "order": order, "low": ends[0], "high": ends[1], "part": after - before})
        before = after
    moved = before - trial.present.score
    shown = formats.score(before, view.world.decimals + 1)
    st.metric(view.say("next_score"), shown, f"{moved:+.2f}" if changes else None, delta_color="off")
    if view.ranks:
        place = trial.outcome(so_far).place
        st.caption(view.say("next_place", before=trial.present.place or "—", after=place or "—"))
    if rows:
        st.subheader(view.say("next_waterfall"), anchor=False)
        chart(rows, waterfall(view.ink), "next_waterfall", view.say("next_alt"))
        headings = {"name": view.say("node"), "low": view.say("next_from"), "high": view.say("next_to")}
        twin(view, rows, {**headings, "part": view.say("next_part")})
