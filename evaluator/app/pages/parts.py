"""Controls that several pages share."""

from __future__ import annotations

import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames.breaks import breaks_of
from evaluator.app.view import SLOPES, View
from evaluator.app.world import region_name
from indicators.text import clauses, listed

#: Changes of regions that are told one by one.
MOST_BREAKS = 5


def region_search(view: View, field: str, *, required: bool = False, label: str = "search") -> str | None:
    """One region, by Chinese name, pinyin, English name or code; none if it is not required."""
    codes = list(view.world.codes)
    found: str | None = st.selectbox(
        view.say(label),
        codes,
        index=0 if required else None,
        format_func=view.world.searched[view.lang].__getitem__,
        placeholder=view.say("search_help"),
        **view.control(field, codes[0] if required else None),
    )
    return found


def region_choice(view: View, field: str, most: int, default: list[str], label: str = "choose_regions") -> list[str]:
    """Several regions, carried in the link."""
    if not getattr(view.state, field) and default:
        view.go(**{field: tuple(default)})
    known = view.world.searched[view.lang]
    found: list[str] = st.multiselect(
        view.say(label),
        list(view.world.codes),
        # What is searched for beside the name stands on a second line, which a chosen region hides (see the style).
        format_func=lambda code: known[code].replace(" · ", "\n· ", 1),
        max_selections=most,
        select_all=False,
        placeholder=view.say("search_help"),
        **view.control(field, []),
    )
    return found


def open_moves(view: View, positions: list[int], origin: str) -> None:
    """On to Compare, where the lines of places of these regions come first, with a way back to the page `origin`."""
    view.go(regions=tuple(view.world.codes[i] for i in positions))
    st.session_state[SLOPES] = origin
    view.open("compare")


def nothing(view: View, word: str) -> None:
    """One sentence for what is empty, and one button that takes back what may have emptied it."""
    st.info(view.say(word))
    filters = {"band": "", "peer": "", "find": "", "period": ""}
    if any(getattr(view.state, name) for name in filters):
        st.button(view.say("clear"), on_click=view.go, kwargs=dict(filters), key="clear")


def peer_positions(view: View) -> list[int]:
    """Positions of the regions of the chosen peer group; all if none is chosen."""
    everything = list(range(len(view.world.codes)))
    peer = view.state.peer
    return [i for i in everything if view.world.groups[i] == peer] if peer else everything


def names_of(view: View, positions: list[int], most: int = 12) -> str:
    """Names of a few regions in a sentence."""
    shown = [region_name(view.world, view.world.codes[i], view.lang) for i in positions[:most]]
    more = "…" if len(positions) > most else ""
    return listed(shown, view.lang) + more


def break_notes(view: View, codes: list[str], period: str | None = None) -> None:
    """A badge and a sentence for each change of the regions on a page, so that nobody draws a line across."""
    said = breaks_of(view.world, codes, period, view.lang)
    if said:
        badge = f":orange-badge[:material/link_off: {view.say('break_badge')}]"
        more = [view.say("break_more", n=len(said) - MOST_BREAKS)] if len(said) > MOST_BREAKS else []
        st.markdown(f"{badge} " + plain(clauses([*said[:MOST_BREAKS], *more], view.lang)))
