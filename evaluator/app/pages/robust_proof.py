"""Exact places of one region: at once where quick, else a first range and, on request, a proof beside the page."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import streamlit as st

from evaluator.app.view import View
from evaluator.robustness.exact import Bound, Exact

AT_ONCE = 60
"""Up to so many regions bounds are proven at once."""
NODES = 2_000
"""A proof beside the page gives up after so many nodes."""
Pair = tuple[Bound, Bound]
Key = tuple[object, ...]


def proven(view: View, exact: Exact, i: int, limits: str) -> Pair:
    """Best and worst place, as far as they are known now."""
    done: dict[Key, Pair] = st.session_state.setdefault("proofs_done", {})
    key = _key(view, exact, i, limits)
    if key not in done:
        nodes = None if len(exact.ranked) <= AT_ONCE else 0
        done[key] = (exact.best(i, nodes), exact.worst(i, nodes))
        while len(done) > 50:
            del done[next(iter(done))]
    return done[key]


def prove_button(view: View, exact: Exact, i: int, limits: str) -> None:
    """Start a proof, watch it, or stop it; the page stays usable meanwhile."""
    key = _key(view, exact, i, limits)
    running: tuple[Key, Future[Pair | None], Event, list[float]] | None = st.session_state.get("proof")
    if len(exact.ranked) <= AT_ONCE or key in st.session_state.get("proofs_tried", ()):
        st.caption(view.say("prove_gave_up"))
        return
    if running is None or running[0] != key:
        st.button(view.say("prove"), on_click=_start, args=(key, exact, i), key="prove")
        return

    @st.fragment(run_every=0.5)
    def watch() -> None:
        _, future, stop, steps = running
        if not future.done():
            st.progress(steps[0], view.say("proving"))
            st.button(view.say("drivers_stop"), on_click=_stop, args=(stop,), key="prove_stop")
            return
        found = None if future.cancelled() else future.result()
        if found is not None:
            st.session_state["proofs_done"][key] = found
            st.session_state.setdefault("proofs_tried", set()).add(key)
        st.session_state["proof"] = None
        st.rerun()

    watch()


def _start(key: Key, exact: Exact, i: int) -> None:
    stop, steps = Event(), [0.05]

    def work() -> Pair | None:
        found: list[Bound] = []
        sides: list[Callable[[int, int | None], Bound]] = [exact.best, exact.worst]
        for side in sides:
            if stop.is_set():
                return None
            found.append(side(i, NODES))
            steps[0] += 0.45
        return found[0], found[1]

    st.session_state["proof"] = (key, _pool().submit(work), stop, steps)


def _stop(stop: Event) -> None:
    """Forget a proof; the solver itself ends with the step that it is in."""
    stop.set()
    st.session_state["proof"] = None


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    """One proof at a time for all sessions: the others keep the processor."""
    return ThreadPoolExecutor(1)


def _key(view: View, exact: Exact, i: int, limits: str) -> Key:
    return (view.source, view.settings, view.world.number, view.period, exact.weights.tobytes(), exact.share, limits, i)
