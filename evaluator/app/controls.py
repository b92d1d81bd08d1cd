"""The choice of method."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.app.trials import METHODS
from evaluator.app.view import View, folded
from evaluator.methods.registry import method_class


def method_choice(view: View) -> None:
    """Try another normalisation or aggregation."""
    with folded(view, "method") as shown:
        if not shown:
            return
        for key, kinds in METHODS.items():
            word = key.split(".")[0]
            known = dict(view.state.method).get(word, "")
            options = ["", *kinds]
            st.session_state[f"method_{word}"] = known
            st.selectbox(
                view.say(word),
                options,
                format_func=partial(_kind, view, word),
                key=f"method_{word}",
                on_change=_method_changed,
                args=(view, word),
            )


def _kind(view: View, step: str, kind: str) -> str:
    """The name of a method in words."""
    found = method_class(step, kind) if kind else None
    return found.title.in_(view.lang) if found else kind or view.say("as_standard")


def _method_changed(view: View, word: str) -> None:
    method = {**dict(view.state.method), word: st.session_state[f"method_{word}"]}
    steps = (key.split(".")[0] for key in METHODS)
    view.go(method=tuple((step, method[step]) for step in steps if method.get(step)))
