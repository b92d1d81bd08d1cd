"""Long work on the Robustness page: done once for what is shown, with a bar and a way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from evaluator.app.view import View
from indicators.text import Text

T = TypeVar("T")
Progress = Callable[[float, Text], None]


def worked(view: View, name: str, key: tuple[object, ...], work: Callable[[Progress], T]) -> T:
    """What the work gave for this key, done now if it has not been; stopping goes back to the intervals."""
    kept: tuple[tuple[object, ...], T] | None = st.session_state.get(f"worked_{name}")
    if kept is not None and kept[0] == key:
        return kept[1]
    bar, stop = st.progress(0.0), st.empty()
    stop.button(view.say("drivers_stop"), on_click=lambda: st.session_state.update(robust_part="intervals"))

    def say(done: float, text: Text) -> None:
        bar.progress(min(1.0, done), text.in_(view.lang))

    found = work(say)
    st.session_state[f"worked_{name}"] = (key, found)
    bar.empty()
    stop.empty()
    return found


def shown_key(view: View, *more: object) -> tuple[object, ...]:
    """What is shown: world, period, weights, language and so on."""
    weights = view.world.used_weights(view.period, view.weights)
    return (view.source, view.settings, view.world.number, view.period, weights.tobytes(), view.lang, *more)
