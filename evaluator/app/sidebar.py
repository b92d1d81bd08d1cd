"""What stands around every page: five controls at the side, one strip above."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from evaluator.app.chinese import widgets_in_chinese
from evaluator.app.formats import plain
from evaluator.app.fragments import scored
from evaluator.app.state import Known
from evaluator.app.style import print_foot
from evaluator.app.view import (
    EQUAL,
    NAMED,
    PUBLISHED,
    View,
    control,
    equal_weights,
    go,
    named_ranges,
    set_title,
    titled_sets,
    weight_set,
)
from evaluator.app.world import World
from evaluator.messages import MESSAGES, say
from indicators.text import Lang

LANGUAGES = {"zh": "中文", "en": "English"}
SET = "state_weight_set"


def sidebar(known: Known, world: World, lang: Lang) -> None:
    """Language, level, period, weight set, peer group; all in the link."""
    with st.sidebar:
        st.segmented_control(
            "语言 · Language", list(LANGUAGES), format_func=LANGUAGES.__getitem__, required=True, **control("lang")
        )
        levels = list(known.levels)
        st.selectbox(
            say("level", lang),
            levels,
            format_func=lambda level: level_name(level, lang),
            **control("level", levels[0]),
        )
        st.selectbox(say("period", lang), list(reversed(world.periods)), **control("period", known.latest))
        _weight_set(known, world, lang)
        peers = ["", *known.peers]
        st.selectbox(
            say("peer", lang),
            peers,
            format_func=lambda peer: group_name(peer, lang),
            help=say("peer_help", lang),
            **control("peer"),
        )


def _weight_set(known: Known, world: World, lang: Lang) -> None:
    """The published weights, equal ones, and those with a name, each with its chip."""
    sets: dict[str, Mapping[str, tuple[int, ...]]] = {PUBLISHED: {}}
    if equal := equal_weights(known):
        sets[EQUAL] = equal
    titled = titled_sets(world)
    sets |= {key: weights for key, weights in titled.items() if key.startswith(NAMED)}
    now = weight_set(known, titled)
    st.session_state[SET] = now

    def take() -> None:
        chosen = sets.get(st.session_state[SET])
        if chosen is not None:
            go(weights=tuple((group.node, chosen[group.node]) for group in known.groups if group.node in chosen))
            key = str(st.session_state[SET])
            ranges = named_ranges(world, key.removeprefix(NAMED)) if key.startswith(NAMED) else ()
            if ranges:
                go(ranges=ranges, within="")

    def title(key: str) -> str:
        return set_title(key, lang) + ("" if key == PUBLISHED else f" · {say('sandbox_short', lang)}")

    options = [*sets, *([now] if now not in sets else [])]
    st.selectbox(say("weight_set", lang), options, format_func=title, key=SET, on_change=take)


def header(view: View) -> None:
    """Release, date of the data, weights, regions, and whether this is published or a trial."""
    standard = view.world.assessment.standard
    words = view.say(
        "header",
        name=standard.name.in_(view.lang),
        version=standard.version,
        period=view.world.periods[view.period],
        weights=set_title(view.weight_set, view.lang),
        n=scored(view),
    )
    draft = f"\u3000**{view.say('draft')}**" if standard.status == "draft" else ""
    # The chip stays in sight while the page is scrolled (see the style sheet).
    with st.container(horizontal=True, vertical_alignment="center", key="chip_sandbox" if view.sandbox else "chip"):
        if view.sandbox:
            st.badge(view.say("sandbox"), icon=":material/science:", color="orange")
            st.button(view.say("back"), on_click=view.back, key="back")
        else:
            st.badge(view.say("published"), color="gray")
    if view.lang == "zh":
        st.html(widgets_in_chinese())
    st.html(f"<style>:root{{--stale:'{view.say('stale')}';--brand:'{view.say('title')}'}}</style>")
    digests = {"standard": standard.digest[:12], "evidence": view.world.assessment.evidence.digest[:12]}
    mark = view.say("sandbox") + " · " if view.sandbox else ""
    st.html(print_foot(mark + words + view.say("foot", **digests)))
    st.caption(plain(words) + _partial(view) + draft)
    if view.world.made_up:
        st.warning(view.say("made_up"), icon=":material/warning:")


def _partial(view: View) -> str:
    """How many indicators have no value at all in this period; "" if every one has some."""
    values = view.world.kernel.cells.values[view.period]
    lacking = int(np.isnan(values).all(axis=1).sum())
    said = view.say("partial", n=len(values), missing=lacking)
    return f"\u3000:orange-badge[:material/pie_chart: {said}]" if lacking else ""


def level_name(level: str, lang: Lang) -> str:
    """A level of region in words."""
    key = f"level_{level}" if level else "level_any"
    return say(key, lang) if key in MESSAGES else level


def group_name(group: str, lang: Lang) -> str:
    """A group of regions in words; none is all of them."""
    known = {"East": "east", "Central": "central", "West": "west", "Northeast": "northeast", "": "all_regions"}
    return say(known[group], lang) if group in known else group
