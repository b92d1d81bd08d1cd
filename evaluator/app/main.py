"""The frame of the app: state from the link, navigation, header, pages; a router and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from evaluator.app.followed import followed
from evaluator.app.formats import plain
from evaluator.app.fragments import FRAME, faults, frame_of, guarded
from evaluator.app.pages import PAGES
from evaluator.app.sidebar import header, sidebar
from evaluator.app.state import Known, ViewState, parse, render
from evaluator.app.style import FIRST_PAGE, ICON, STYLE
from evaluator.app.trials import settings_of
from evaluator.app.view import PAGES as NAMED
from evaluator.app.view import SLOPES, STATE, View, current, go, write_link
from evaluator.app.world import World, world_of
from evaluator.bundled import DEFAULT_EVIDENCE, DEFAULT_STANDARD
from evaluator.home import user_folder
from evaluator.messages import say
from indicators.faults import Faults
from indicators.text import Lang

Source = tuple[str, str, tuple[str, ...]]
RANKS, STORE = "--ranks", "--store"
QUERY, LEVEL, OPEN = "link_at_first", "level_shown", "page_shown"
NOTHING: dict[str, list[float]] = {"x": []}
TALL = 420
"""Height of what stands for a page that is being worked out, in pixels."""


def main(only: str | None = None) -> None:
    """Show the app; `only` shows one page by its name, without navigation."""
    st.set_page_config(page_title="数字营商环境评价 · DBE", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    first = STATE not in st.session_state
    if first:
        # The link is read once; from then on the session knows, and the link follows.
        st.session_state[QUERY] = _asked()
        st.session_state[STATE], _ = parse(st.session_state[QUERY], Known())
    try:
        _frame(only, first)
    except Faults as error:
        faults(error, current().lang)


def _asked() -> dict[str, str]:
    """The words of the link; without a language, the browser's."""
    query = {str(word): str(text) for word, text in st.query_params.to_dict().items()}
    if query.get("lang") not in ("zh", "en"):
        query["lang"] = "zh" if (st.context.locale or "").lower().startswith("zh") else "en"
    return query


def _frame(only: str | None, first: bool) -> None:
    source = _named(sys.argv[1:])
    # Every run lays down the same parts in the same order: what moved to another position would be built anew.
    strip, body, below = (st.container() for _ in range(3))
    sooner = below.empty()
    if first:
        # The browser fetches what draws charts, the largest part of the app, while the page is worked out.
        sooner.vega_lite_chart(NOTHING, {"mark": {"type": "point", "opacity": 0}, "width": 1, "height": 1}, theme=None)
    with below, st.skeleton(TALL) if first else nullcontext(), strip:
        world, level = _world(source)
    known = world.known
    bad: tuple[str, ...] = ()
    said: list[str] = []
    if first:
        words, said = followed(st.session_state[QUERY], world, current().lang)
        st.session_state[STATE], bad = parse(words, known)
    else:
        st.session_state[STATE], _ = parse(render(current(), known), known)
    st.session_state[LEVEL] = level
    lang = current().lang
    name, run = _opened(only, lang)
    sidebar(known, world, lang)
    state = current()
    period = world.periods.index(state.period or world.assessment.latest)
    view = View(
        world, lang, period, settings_of(state.method), source, known, RANKS in sys.argv[1:], _store(sys.argv[1:])
    )
    write_link(known)
    st.session_state["view"] = view
    st.session_state[FRAME] = frame_of(view)
    with strip:
        header(view)
        if name == PAGES[0].name:
            st.html(FIRST_PAGE)
        if said:
            st.info(plain("\n\n".join(said)), icon=":material/moved_location:")
        if bad:
            st.warning(plain(say("bad_link", lang, what=", ".join(bad))), icon=":material/link_off:")
    fresh = st.session_state.get(OPEN) != name
    st.session_state[OPEN] = name
    if name != "compare":
        st.session_state.pop(SLOPES, None)
    # A page just opened shows beneath its first parts that more comes; one that changes keeps what it shows.
    with below, st.skeleton(TALL) if fresh else nullcontext(), body:
        run()
    sooner.empty()


def _world(source: Source) -> tuple[World, str]:
    """The level of regions that is looked at, under the method that is tried."""
    query: dict[str, str] = st.session_state[QUERY]
    state: ViewState = current()
    try:
        world = world_of(*source, settings_of(state.method), 0)
    except Faults as error:
        if not state.method:
            raise
        # A method that does not fit this standard is said and left out again.
        faults(error, state.lang)
        state = replace(state, method=())
        for step, _ in current().method:
            query.pop(step, None)
        go(method=())
        world = world_of(*source, (), 0)
    levels = world.assessment.levels
    asked = state.level or query.get("level", "") if LEVEL not in st.session_state else state.level
    level = asked if asked in levels else levels[0]
    if level == levels[0]:
        return world, level
    return world_of(*source, settings_of(state.method), levels.index(level)), level


def _opened(only: str | None, lang: Lang) -> tuple[str, Callable[[], None]]:
    """The page that is open: its name and what runs it."""
    if only is not None:
        return only, _page(next(page for page in PAGES if page.name == only).show)
    page = _navigation(lang)
    return page.url_path, page.run


def _navigation(lang: Lang) -> StreamlitPage:
    """The pages in their groups; the current one."""
    groups: dict[str, list[StreamlitPage]] = {}
    for page in PAGES:
        shown = st.Page(
            _page(page.show),
            title=say(page.name, lang),
            icon=page.icon,
            url_path="first" if page is PAGES[0] else page.name,
            default=page is PAGES[0],
        )
        groups.setdefault(say(page.group, lang), []).append(shown)
        st.session_state.setdefault(NAMED, {})[page.name] = shown
    # Streamlit knows its first page by no path but "/"; a link that names it in full must open too.
    first = PAGES[0]
    named = st.Page(_page(first.show), title=say(first.name, lang), url_path=first.name, visibility="hidden")
    groups[say(first.group, lang)].append(named)
    return st.navigation(groups)


def _page(show: Callable[[View], None]) -> Callable[[], None]:
    """A page as Streamlit runs it."""

    def page() -> None:
        guarded(show, st.session_state["view"])

    page.__name__ = show.__module__.rsplit(".", 1)[-1]
    return page


def _named(words: list[str]) -> Source:
    """`--standard S --evidence E --indicators DIR` behind the script's own name."""
    found: dict[str, list[str]] = {}
    for flag, value in pairwise(words):
        if flag.startswith("--"):
            found.setdefault(flag, []).append(value)
    standard = found.get("--standard", [DEFAULT_STANDARD])[-1]
    evidence = found.get("--evidence", [DEFAULT_EVIDENCE])[-1]
    return standard, evidence, tuple(found.get("--indicators", []))


def _store(words: list[str]) -> Path:
    """The folder of submissions; one of the user's own where none is named."""
    named = [value for flag, value in pairwise(words) if flag == STORE]
    return Path(named[-1]) if named else user_folder() / "submissions"
