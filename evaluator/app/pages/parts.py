"""Controls that several pages share."""

from __future__ import annotations

import streamlit as st

from evaluator.app.state import chosen
from evaluator.app.view import View, remember
from evaluator.app.world import region_name

GROUPS = {"East": "east", "Central": "central", "West": "west", "Northeast": "northeast"}


def region_text(view: View, code: str) -> str:
    """Both names and the code, so that a search finds any of them."""
    name = view.world.names[code]
    first, second = (name.zh, name.en) if view.lang == "zh" else (name.en, name.zh)
    return f"{first} · {second} · {code}" if second != first else f"{first} · {code}"


def region_search(view: View, key: str) -> str | None:
    """One region, or none."""
    codes = list(view.world.codes)
    good, _ = chosen(st.query_params.get(key, ""), codes, 1)
    found = st.selectbox(
        view.say("search"),
        codes,
        index=codes.index(good[0]) if good else None,
        format_func=lambda code: region_text(view, code),
        placeholder=view.say("search_help"),
        key=f"{key}_choice",
    )
    remember(key, found or "")
    return found


def region_choice(view: View, key: str, most: int, default: list[str]) -> list[str]:
    """Several regions, carried in the link."""
    good, whole = chosen(st.query_params.get(key, ""), view.world.codes, most)
    if not whole:
        st.caption(view.say("bad_link", what=key))
    found = st.multiselect(
        view.say("choose_regions"),
        list(view.world.codes),
        default=good or default,
        format_func=lambda code: region_name(view.world, code, view.lang),
        max_selections=most,
        key=f"{key}_choice",
    )
    remember(key, ",".join(found))
    return found


def group_filter(view: View) -> list[int]:
    """Positions of the regions in the chosen groups; all if none is chosen."""
    groups = list(dict.fromkeys(group for group in view.world.groups if group))
    everything = list(range(len(view.world.codes)))
    if len(groups) < 2:
        return everything
    good, _ = chosen(st.query_params.get("group", ""), groups, len(groups))
    found = st.multiselect(
        view.say("group"),
        groups,
        default=good,
        format_func=lambda group: view.say(GROUPS[group]) if group in GROUPS else group,
        placeholder=view.say("all"),
        key="group_choice",
    )
    remember("group", ",".join(found))
    return [i for i in everything if view.world.groups[i] in found] if found else everything
