"""What weights may be, on the Robustness page: a range, or limits filled in or from a file; experts' weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import streamlit as st

from evaluator.app.formats import plain
from evaluator.app.frames.intervals import Range
from evaluator.app.frames.limits import take_limits
from evaluator.app.pages.robust_form import WRONG, limits_form
from evaluator.app.uploads import as_file, upload
from evaluator.app.view import View
from evaluator.robustness.admissible import Limits, groups_of, read_limits
from evaluator.robustness.replay import read_experts
from indicators.faults import Faults
from indicators.text import listed

T = TypeVar("T")
EXPERTS = "robust_experts"


def chosen_range(view: View, share: float) -> Range:
    """The range in force, with the form and the files that change it folded beneath the slider."""
    experts = st.session_state.get(EXPERTS, ())
    text = _valid(view)
    with st.expander(view.say("limits_title"), expanded=bool(text or experts)):
        left, right = st.columns([1.5, 1], gap="large")
        with left:
            limits_form(view, text)
        with right:
            took = partial(_took_limits, view)
            upload(view.lang, view.say("limits_file"), ["yaml", "yml"], key="limits_file", on_change=took)
            st.caption(view.say("limits_help"))
            took = partial(_took_experts, view)
            upload(view.lang, view.say("experts_file"), ["csv"], key="experts_file", on_change=took)
            st.caption(view.say("experts_help"))
        for sentence in st.session_state.get(WRONG, ()):
            st.error(plain(sentence))
        if experts:
            names = listed((name for name, _ in experts), view.lang)
            right.markdown(plain(view.say("experts_now", n=len(experts), names=names)))
            if text:
                right.warning(view.say("experts_not"))
            right.button(view.say("experts_drop"), on_click=lambda: st.session_state.pop(EXPERTS), key="experts_drop")
    return Range(share, text, () if text else experts)


def _valid(view: View) -> str:
    """The limits of the link, if this standard knows what they name and some weights satisfy them."""
    text = view.state.limits
    if not text:
        return ""
    try:
        limits = Limits.model_validate_json(text)
        named = {*limits.floors, *limits.caps, *(name for pair in limits.order for name in pair)}
        if named <= _known(view):
            groups_of(limits, view.world.plan, view.world.used_weights(view.period, view.weights))
            return text
    except (Faults, ValueError):
        pass
    st.warning(view.say("limits_not"))
    return ""


def _known(view: View) -> set[str]:
    standard = view.world.assessment.standard
    return {*standard.nodes, *standard.by_id}


def _took_limits(view: View) -> None:
    if st.session_state["limits_file"] is None:  # taken away again
        view.go(limits="")
    text = _read(
        "limits_file",
        ".yaml",
        view,
        lambda path: take_limits(view.world, view.period, view.weights, read_limits(path, _known(view))),
    )
    if text is not None:
        view.go(limits=text)


def _took_experts(view: View) -> None:
    if st.session_state["experts_file"] is None:
        st.session_state.pop(EXPERTS, None)
    found = _read("experts_file", ".csv", view, lambda path: read_experts(path, view.world.assessment.standard))
    if found is not None:
        st.session_state[EXPERTS] = tuple((name, tuple(sorted(weights.items()))) for name, weights in found)


def _read(key: str, ending: str, view: View, read: Callable[[Path], T]) -> T | None:
    """Read an uploaded file by the same rules as on disk; what is wrong with it is said on the page."""
    file = st.session_state.get(key)
    st.session_state[WRONG] = ()
    if file is None:
        return None
    with as_file(file.getvalue(), f"upload{ending}") as path:
        try:
            return read(path)
        except Faults as error:
            said = [one.sentence(view.lang).replace(str(path), file.name) for one in error.faults[:10]]
            st.session_state[WRONG] = tuple(said)
            return None
