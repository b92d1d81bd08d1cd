"""Self-assessment: take the workbook, hand it in or fill in figures here, see what is wrong, then store it."""

from __future__ import annotations

import hashlib
from functools import partial

import streamlit as st

from evaluator.app.downloads import XLSX
from evaluator.app.formats import fault_list
from evaluator.app.pages.parts import region_search
from evaluator.app.pages.self_form import form
from evaluator.app.pages.self_review import review
from evaluator.app.pages.self_sandbox import sandbox
from evaluator.app.pages.self_versions import versions
from evaluator.app.uploads import as_file, upload
from evaluator.app.view import View
from evaluator.app.world import evidence_of, region_name, standard_of
from evaluator.messages import say
from evaluator.workbook import template_bytes
from evaluator.workbook.reading import read_submission
from evaluator.workbook.submission import Submission
from indicators.faults import Faults

WAYS = ("workbook", "form")
READ = "self_read"


def show(view: View) -> None:
    """The page."""
    st.title(view.say("self"), anchor=False)
    code = region_search(view, "region", required=True, label="choose_region") or view.world.codes[0]
    way = st.segmented_control(
        view.say("self_way"),
        WAYS,
        default=WAYS[0],
        required=True,
        format_func=lambda one: say(f"self_{one}", view.lang),
        key="self_way",
    )
    if way == "form":
        submission = form(view, code)
        if submission is not None:
            review(view, submission, None)
    else:
        _template(view, code)
        _uploaded(view, code)
    versions(view, code)
    sandbox(view)


def _template(view: View, code: str) -> None:
    period = view.world.periods[view.period]
    standard, evidence = standard_of(view.source[0], view.source[2]), evidence_of(view.source[1])
    st.download_button(
        view.say("self_template", region=region_name(view.world, code, view.lang), period=period),
        data=partial(template_bytes, standard, evidence, code, period, view.lang),
        file_name=f"{code}-{period}.xlsx",
        mime=XLSX,
        key="self_template",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(view.say("self_template_note"))


def _uploaded(view: View, code: str) -> None:
    # Any kind of file may be chosen, so that the reason of a refusal can be said.
    file = upload(view.lang, view.say("self_upload"), key=f"self_upload:{code}")
    st.caption(view.say("self_upload_note"))
    if file is None:
        st.info(view.say("self_empty"))
        return
    content = file.getvalue()
    try:
        submission = _read(view, code, file.name, content)
    except Faults as error:
        st.error(f"{view.say('self_refused')}\n\n{fault_list(error, view.lang)}", icon=":material/warning:")
        return
    review(view, submission, content)


def _read(view: View, code: str, name: str, content: bytes) -> Submission:
    """The workbook as read; once a session for the same bytes."""
    standard = standard_of(view.source[0], view.source[2])
    key = hashlib.sha256(content).hexdigest(), standard.digest, view.source[1], code, name
    kept = st.session_state.get(READ)
    if kept is not None and kept[0] == key:
        found: Submission = kept[1]
        return found
    with as_file(content, "handed-in") as path:
        read = read_submission(path, standard, evidence_of(view.source[1]), name, code)
    st.session_state[READ] = key, read
    return read
