"""What changed between another version of the standard and the one in view."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from evaluator.app.formats import fault_lines, plain
from evaluator.app.uploads import as_file, upload
from evaluator.app.view import View, as_table
from evaluator.app.world import standard_of
from evaluator.bundled import standard_ids
from evaluator.reading import read_standard
from evaluator.revision import KINDS, Change, changes
from evaluator.standard import Standard
from indicators.faults import Faults, fault
from indicators.yamls import read_yaml


def changes_part(view: View, own: str) -> None:
    """Choose the other version, then its differences as a table."""
    a, b = st.columns(2)
    now = standard_of(view.source[0], view.source[2])
    others = [name for name in standard_ids() if name != now.id]
    with b:
        word, note = view.say("changes_file"), view.say("changes_help")
        file = upload(view.lang, word, ["yaml", "yml"], key="changes_file", note=note)
    name = a.selectbox(view.say("changes_with"), others, key="changes_with", disabled=file is not None)
    try:
        other = standard_of(name, ()) if file is None else loaded(file.getvalue())
    except Faults as error:
        st.error(fault_lines(error, view.lang))
        return
    found = changes(other, now)
    if not found:
        st.info(view.say("changes_none"))
        return
    counts = Counter(one.kind for one in found)
    comma = "，" if view.lang == "zh" else ", "
    kinds = comma.join(f"{KINDS[kind].in_(view.lang)} {n}" for kind, n in counts.items())
    st.markdown(plain(view.say("changes_count", n=len(found), kinds=kinds)))
    if st.toggle(view.say("changes_only"), key="changes_only"):
        found = [one for one in found if one.name == own]
    _table(view, found)


def _table(view: View, found: list[Change]) -> None:
    lang = view.lang
    rows: list[dict[str, object]] = [
        {
            "node": one.title.in_(lang),
            "code": one.name,
            "kind": KINDS[one.kind].in_(lang),
            "before": one.before.in_(lang),
            "after": one.after.in_(lang),
        }
        for one in found
    ]
    if not rows:
        st.info(view.say("changes_none"))
        return
    words = {
        "node": "node",
        "code": "code",
        "kind": "changes_kind",
        "before": "changes_before",
        "after": "changes_after",
    }
    st.dataframe(as_table(rows), hide_index=True, column_config={key: view.say(word) for key, word in words.items()})


def loaded(content: bytes) -> Standard:
    """A standard that was uploaded: one file that refers to no other.

    Raises:
        Faults: Whatever is wrong with it; a reference to another file.
    """
    with as_file(content, "standard.yaml") as path:
        value = read_yaml(path, "standard.yaml").value
        base = value.get("extends") if isinstance(value, dict) else None
        if base is not None and base not in standard_ids():
            zh, en = "载入的标准引用了其他文件", "the loaded standard refers to another file"
            todo = "请用导出的 standard.yaml", "load the standard.yaml that was exported"
            raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file="standard.yaml")])
        return read_standard(path)
