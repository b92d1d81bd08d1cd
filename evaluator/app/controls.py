"""The choice of method."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.app.trials import CHOSEN, METHODS
from evaluator.app.view import View
from evaluator.methods.registry import method_class


def method_choice(view: View) -> None:
    """Try another normalisation or aggregation."""
    with st.expander(view.say("method")):
        for key, kinds in METHODS.items():
            word = key.split(".")[0]
            known = st.session_state.get(CHOSEN, {}).get(word, "")
            options = ["", *kinds]
            st.selectbox(
                view.say(word),
                options,
                index=options.index(known) if known in options else 0,
                format_func=partial(_kind, view, word),
                key=f"method_{word}",
                on_change=_method_changed,
                args=(word,),
            )


def _kind(view: View, step: str, kind: str) -> str:
    """The name of a method in words."""
    found = method_class(step, kind) if kind else None
    return found.title.in_(view.lang) if found else kind or view.say("as_standard")


def _method_changed(word: str) -> None:
    st.session_state[CHOSEN] = {**st.session_state.get(CHOSEN, {}), word: st.session_state[f"method_{word}"]}
