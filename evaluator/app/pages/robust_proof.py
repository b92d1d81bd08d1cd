"""Exact places of one region: at once where quick, else a first range and, on request, a proof beside the page."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import streamlit as st

from evaluator.app.frames.intervals import Range
from evaluator.app.pages.robust_work import shown_key
from evaluator.app.view import View
from evaluator.robustness.exact import Bound
from evaluator.robustness.experts import Sets

AT_ONCE = 60
"""Up to so many regions bounds are proven at once."""
NODES = (60, 250, 1_000, 2_000)
"""A proof beside the page searches so many nodes, then more, from what it knows; a stop is heard between."""
Pair = tuple[tuple[Bound, str], tuple[Bound, str]]
Key = tuple[object, ...]


def proven(view: View, sets: Sets, i: int, range_: Range) -> Pair:
    """Best and worst place as far as they are known now, and around whose weights."""
    done: dict[Key, Pair] = st.session_state.setdefault("proofs_done", {})
    key = shown_key(view, range_, i)
    if key not in done:
        nodes = None if len(sets.exact.ranked) <= AT_ONCE else 0
        done[key] = (sets.bound(i, True, nodes), sets.bound(i, False, nodes))
        while len(done) > 50:
            del done[next(iter(done))]
    return done[key]


def prove_button(view: View, sets: Sets, i: int, range_: Range) -> None:
    """Start a proof, watch it, or stop it; the page stays usable meanwhile, and the range narrows as it goes."""
    key = shown_key(view, range_, i)
    running: tuple[Key, Future[None], Event, list[float]] | None = st.session_state.get("proof")
    if len(sets.exact.ranked) <= AT_ONCE or key in st.session_state.get("proofs_tried", ()):
        st.caption(view.say("prove_gave_up"))
        return
    if running is None or running[0] != key:
        st.button(view.say("prove"), on_click=_start, args=(key, sets, i), key="prove")
        return
    seen = running[3][0]

    @st.fragment(run_every=0.5)
    def watch() -> None:
        _, future, stop, steps = running
        if not future.done():
            st.progress(steps[0], view.say("proving"))
            st.button(view.say("drivers_stop"), on_click=_stop, args=(stop,), key="prove_stop")
            if steps[0] > seen:
                st.rerun()
            return
        future.result()
        st.session_state.setdefault("proofs_tried", set()).add(key)
        st.session_state["proof"] = None
        st.rerun()

    watch()


def _start(key: Key, sets: Sets, i: int) -> None:
    stop, steps = Event(), [0.05]
    done: dict[Key, Pair] = st.session_state["proofs_done"]

    def work() -> None:
        ends = list(done[key])
        for step, nodes in enumerate(NODES):
            for k, best in enumerate((True, False)):
                if stop.is_set():
                    return
                if not ends[k][0].exact:
                    ends[k] = sets.bound(i, best, nodes)
                    done[key] = (ends[0], ends[1])
                steps[0] = max(steps[0], (2 * step + k + 1) / (2 * len(NODES)))

    st.session_state["proof"] = (key, _pool().submit(work), stop, steps)


def _stop(stop: Event) -> None:
    """Give up; what was proven so far stays, and the solver ends with the step that it is in."""
    stop.set()
    st.session_state["proof"] = None


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    """Two proofs at a time for all sessions: one that was stopped holds up nobody."""
    return ThreadPoolExecutor(2)
