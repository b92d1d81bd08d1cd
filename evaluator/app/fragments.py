"""Parts of a page that are drawn again by themselves, and what is said when a page or a part of it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Concatenate, ParamSpec

import streamlit as st

from evaluator.app.formats import fault_list
from evaluator.app.state import ViewState
from evaluator.app.view import REDO, UNDO, View, current, go, write_link
from evaluator.messages import say
from indicators.faults import Faults
from indicators.text import Lang

Show = Callable[[View], None]
P = ParamSpec("P")
Frame = tuple[ViewState, str, int, bool, bool]
FRAME = "frame_drawn"


def frame_of(view: View) -> Frame:
    """All that stands outside the parts of a page: while it is the same, a part may be drawn alone."""
    undo, redo = (bool(st.session_state.get(key)) for key in (UNDO, REDO))
    return replace(current(), weights=(), page=1, band=""), view.weight_set, scored(view), undo, redo


def scored(view: View) -> int:
    """How many regions have a score."""
    return int((view.world.places(view.period, view.weights) > 0).sum())


def alone(show: Callable[Concatenate[View, P], None]) -> Callable[Concatenate[View, P], None]:
    """A part of a page: a control in it draws this part again and not the page around it.

    It may write into containers that stand elsewhere on the page. What stands around it (the strip above, the side,
    the search) is drawn too as soon as it would differ.
    """

    def drawn(view: View, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if st.session_state[FRAME] != frame_of(view):
            st.rerun()
        guarded(lambda shown: show(shown, *args, **kwargs), view)
        write_link(view.known)

    drawn.__qualname__ = f"{show.__module__}.{show.__qualname__}"
    return st.fragment(drawn)


def guarded(show: Show, view: View) -> None:
    """A page or a part whose failure is a readable message."""
    try:
        show(view)
    except Faults as error:
        faults(error, view.lang)
    except Exception as error:  # the frame and the other pages go on; Streamlit's own signals are no Exception
        _failed(error, view.lang)


def faults(error: Faults, lang: Lang) -> None:
    """Faults as a list that a person can read; the app goes on."""
    st.error(f"{say('fault', lang)}\n\n{fault_list(error, lang)}", icon=":material/warning:")
    if current().weights or current().method:
        st.button(say("back", lang), on_click=go, kwargs={"weights": (), "method": ()}, key="back_from_fault")


def _failed(error: Exception, lang: Lang) -> None:
    """A defect of ours, said plainly; the traceback goes to the log."""
    logging.getLogger(__name__).error("page failed", exc_info=error)
    st.error(say("page_failed", lang, code=type(error).__name__), icon=":material/error:")
    st.button(say("back", lang), on_click=go, kwargs={"weights": (), "method": ()}, key="back_from_failure")
    with st.expander(say("details", lang)):
        st.code(str(error)[:500], language=None)
