"""What a region handed in so far: versions listed, compared and withdrawn."""

from __future__ import annotations

import streamlit as st

from evaluator.app.frames import self as frames
from evaluator.app.pages.self_review import DONE
from evaluator.app.view import View, as_table
from evaluator.submissions import Store, Version


def versions(view: View, code: str) -> None:
    """The versions of one region."""
    st.subheader(view.say("self_versions"), anchor=False)
    store = Store(view.store)
    found = {one.name: one for one in store.versions(code) if one.standard == view.world.assessment.standard.id}
    if not found:
        st.caption(view.say("self_no_versions"))
        return
    heads = {name: view.say(f"self_{name}") for name in ("version", "received", "by", "number", "withdrawn")}
    st.dataframe(as_table(frames.version_rows(list(found.values()))), hide_index=True, column_config=dict(heads))
    if len(found) > 1:
        _compared(view, found)
    _withdrawn(view, store, {name: one for name, one in found.items() if not one.withdrawn})


def _compared(view: View, found: dict[str, Version]) -> None:
    with st.expander(view.say("self_compare")):
        left, right = st.columns(2)
        names = list(found)
        a = left.selectbox("A", names, index=len(names) - 2, key=f"self_a:{len(names)}")
        b = right.selectbox("B", names, index=len(names) - 1, key=f"self_b:{len(names)}")
        rows = frames.difference_rows(found[a], found[b]) if a != b else []
        if not rows:
            st.caption(view.say("self_same"))
            return
        heads = {"table": view.say("self_table"), "key": view.say("self_key")}
        st.dataframe(as_table(rows), hide_index=True, column_config=dict(heads))


def _withdrawn(view: View, store: Store, standing: dict[str, Version]) -> None:
    if not standing:
        return
    with st.expander(view.say("self_withdraw")):
        name = st.selectbox(view.say("self_version"), list(reversed(standing)), key=f"self_which:{len(standing)}")
        why = st.text_input(view.say("self_why"), key=f"self_why:{len(standing)}", max_chars=500)
        if st.button(view.say("self_do_withdraw"), key="self_do_withdraw", disabled=not why.strip()):
            store.withdraw(standing[name], why.strip(), str(st.session_state.get("self_who", "")))
            st.session_state.pop(DONE, None)
            st.rerun()
