"""What changed between another version of the standard and the one in view."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from evaluator.app.formats import DASH, fault_lines, plain
from evaluator.app.uploads import as_file, upload_several
from evaluator.app.view import View, as_table
from evaluator.app.world import standard_of
from evaluator.bundled import standard_ids
from evaluator.reading import read_standard
from evaluator.revision import KINDS, Change, Step, changes, history, in_order
from evaluator.standard import Standard
from indicators.faults import Faults, fault
from indicators.text import Lang, clauses
from indicators.yamls import read_yaml


def changes_part(view: View, own: str) -> None:
    """Bring or choose other versions; the one in view from version to version, then what differs between two."""
    now = standard_of(view.source[0], view.source[2])
    a, b = st.columns(2)
    with b:
        word, note = view.say("changes_file"), view.say("changes_help")
        files = upload_several(view.lang, word, ["yaml", "yml"], key="changes_file", note=note)
    bundled = [name for name in standard_ids() if name != now.id]
    name = a.selectbox(view.say("changes_with"), bundled, key="changes_with", disabled=bool(files))
    brought = []
    for file in files:
        try:
            brought.append(loaded(file.getvalue()))
        except Faults as error:
            st.error(f"**{plain(file.name)}**  \n{fault_lines(error, view.lang)}")
            return
    versions = [*(in_order(brought) or [standard_of(name, ())]), now]
    _history(view, history(versions, own))
    _between(view, versions, own)


def _history(view: View, steps: list[Step]) -> None:
    """One row a version: whether the item stands in it, as what, and what changed."""
    lang = view.lang
    rows: list[dict[str, object]] = [
        {
            "version": step.version,
            "status": view.say(step.standing),
            "what": clauses((_said(one, lang) for one in step.changes), lang) or "—",
        }
        for step in steps
    ]
    st.markdown(f"**{view.say('history')}**")
    words = {"version": "history_version", "status": "history_status", "what": "history_what"}
    st.dataframe(as_table(rows), hide_index=True, column_config={key: view.say(word) for key, word in words.items()})


def _said(one: Change, lang: Lang) -> str:
    """A change in short: weight 4.17 % → 5.00 %; of what came or went only where it stands or stood."""
    ends = [text.in_(lang) for text in (one.before, one.after) if text.in_(lang) != DASH]
    return f"{KINDS[one.kind].in_(lang)} {' → '.join(ends)}"


def _between(view: View, versions: list[Standard], own: str) -> None:
    """Every difference between two versions; with more than two, which ones is chosen."""
    first, last = len(versions) - 2, len(versions) - 1
    if len(versions) > 2:
        names = [f"{one.id} {one.version}" for one in versions]
        a, b = st.columns(2)
        options, shown = range(len(versions)), names.__getitem__
        first = a.selectbox(view.say("changes_from"), options, first, format_func=shown, key="changes_from")
        last = b.selectbox(view.say("changes_to"), options, last, format_func=shown, key="changes_to")
    found = changes(versions[first], versions[last])
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


@st.cache_resource(max_entries=24, show_spinner=False)
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
