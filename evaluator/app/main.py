"""The frame of the app: language, period, header, pages; a router and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from evaluator.app.formats import plain
from evaluator.app.pages import PAGES
from evaluator.app.trials import CHOSEN, METHODS
from evaluator.app.view import CHANGED, View, read_link, remember, write_link
from evaluator.app.world import World, world_of
from evaluator.bundled import DEFAULT_EVIDENCE, DEFAULT_STANDARD
from evaluator.messages import say
from indicators.faults import Faults
from indicators.text import Lang

ICON = Path(__file__).with_name("icon.png")
STYLE = """<style>
.block-container{padding-top:3.6rem;max-width:1500px}
h1{font-size:1.9rem!important;padding:.2rem 0 .6rem!important}
h3{font-size:1.2rem!important}h4{font-size:1.15rem!important;line-height:1.6!important}
[data-testid="stMetricValue"]{font-variant-numeric:tabular-nums;font-size:1.35rem}
:lang(zh) p{line-height:1.7}
@media print{[data-testid="stSidebar"],[data-testid="stHeader"]{display:none}}
</style>"""


def main(only: str | None = None) -> None:
    """Show the app; `only` shows one page by its name, without navigation."""
    st.set_page_config(page_title="数字营商环境评价 · DBE", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    lang = _language()
    try:
        _frame(lang, only)
    except Faults as error:
        faults(error, lang)


def faults(error: Faults, lang: Lang) -> None:
    """Faults as a list that a person can read; the app goes on."""
    lines = "\n".join(f"- {plain(one.sentence(lang))}" for one in error.faults[:50])
    st.error(f"{say('fault', lang)}\n\n{lines}", icon=":material/warning:")


def _frame(lang: Lang, only: str | None) -> None:
    standard, evidence, folders = _named(sys.argv[1:])
    settings = _settings()
    try:
        world = world_of(standard, evidence, folders, settings, 0)
    except Faults as error:
        if not settings:
            raise
        # A method that does not fit this standard is said and left out again.
        faults(error, lang)
        st.session_state[CHOSEN], settings = {}, ()
        world = world_of(standard, evidence, folders, settings, 0)
    levels = world.assessment.levels
    run = _navigation(lang) if only is None else _guarded(next(page for page in PAGES if page.name == only).show, lang)
    with st.sidebar:
        number = _level(levels, lang)
        if number:
            world = world_of(standard, evidence, folders, settings, number)
        period = _period(world, lang)
    whole = read_link(world)
    view = View(world, lang, period, settings, (standard, evidence, folders))
    st.session_state["view"] = view
    _header(view)
    if not whole:
        st.warning(say("bad_link", lang, what="w"), icon=":material/link_off:")
    run()


def _navigation(lang: Lang) -> Callable[[], None]:
    """The pages in their groups; what runs the current one."""
    groups: dict[str, list[StreamlitPage]] = {}
    for page in PAGES:
        shown = st.Page(
            _guarded(page.show, lang),
            title=say(page.name, lang),
            icon=page.icon,
            url_path=page.name,
            default=page is PAGES[0],
        )
        groups.setdefault(say(page.group, lang), []).append(shown)
    return st.navigation(groups).run


def _guarded(show: Callable[[View], None], lang: Lang) -> Callable[[], None]:
    """A page whose failure is a readable message."""

    def page() -> None:
        try:
            show(st.session_state["view"])
        except Faults as error:
            faults(error, lang)

    page.__name__ = show.__module__.rsplit(".", 1)[-1]
    return page


def _named(words: list[str]) -> tuple[str, str, tuple[str, ...]]:
    """`--standard S --evidence E --indicators DIR` behind the script's own name."""
    found: dict[str, list[str]] = {}
    for flag, value in pairwise(words):
        if flag.startswith("--"):
            found.setdefault(flag, []).append(value)
    standard = found.get("--standard", [DEFAULT_STANDARD])[-1]
    evidence = found.get("--evidence", [DEFAULT_EVIDENCE])[-1]
    return standard, evidence, tuple(found.get("--indicators", []))


def _language() -> Lang:
    asked = (st.context.locale or "").lower()
    known = st.query_params.get("lang")
    default = known if known in ("zh", "en") else "zh" if asked.startswith("zh") else "en"
    with st.sidebar:
        chosen = st.segmented_control(
            "语言 · Language",
            ["zh", "en"],
            default=default,
            format_func=lambda word: {"zh": "中文", "en": "English"}[word],
            key="language",
            required=True,
        )
    lang: Lang = "zh" if chosen == "zh" else "en"
    if st.query_params.get("lang") != lang:
        st.query_params["lang"] = lang
    return lang


def _settings() -> tuple[tuple[str, str], ...]:
    """Parts of the method that the link (at first) or the reader chose; anything else is left out."""
    known: dict[str, str] = st.session_state.setdefault(
        CHOSEN, {key.split(".")[0]: st.query_params.get(key.split(".")[0], "") for key in METHODS}
    )
    found: list[tuple[str, str]] = []
    for key, kinds in METHODS.items():
        word = key.split(".")[0]
        value = known.get(word, "")
        remember(word, value if value in kinds else "")
        if value in kinds:
            found.append((key, value))
            if key == "aggregation.kind" and value == "geometric":
                found.append(("normalisation.range", "[1, 100]"))  # a geometric mean needs values above 0
    return tuple(found)


def _level(levels: tuple[str, ...], lang: Lang) -> int:
    if len(levels) < 2:
        return 0
    level = st.selectbox(say("level", lang), levels, key="level", bind="query-params")
    return levels.index(level)


def _period(world: World, lang: Lang) -> int:
    periods = list(reversed(world.periods))
    latest = world.assessment.latest
    known = st.query_params.get("period")
    default = known if known in periods else latest
    period = st.selectbox(say("period", lang), periods, index=periods.index(default), key="period_choice")
    remember("period", period if period != latest else "")
    return world.periods.index(period)


def _header(view: View) -> None:
    standard = view.world.assessment.standard
    scored = sum(1 for place in view.world.ranks(view.world.scores(view.period, view.weights)[0]) if place)
    left, right = st.columns([4, 2], vertical_alignment="center")
    left.caption(
        plain(
            view.say(
                "header",
                name=standard.name.in_(view.lang),
                version=standard.version,
                period=view.world.periods[view.period],
                n=scored,
            )
        )
        + (f"\u3000:orange-badge[{view.say('draft')}]" if standard.status == "draft" else "")
    )
    with right:
        if view.sandbox:
            a, b = st.columns([1, 1], vertical_alignment="center")
            a.badge(view.say("sandbox"), icon=":material/science:", color="orange")
            b.button(view.say("back"), on_click=_back, args=(view,), key="back", width="stretch")
        else:
            st.badge(view.say("published"), color="gray")


def _back(view: View) -> None:
    for key in METHODS:
        widget = f"method_{key.split('.')[0]}"
        if widget in st.session_state:
            st.session_state[widget] = ""
    st.session_state[CHOSEN] = {}
    st.session_state[CHANGED] = {}
    write_link(view.world, {})
