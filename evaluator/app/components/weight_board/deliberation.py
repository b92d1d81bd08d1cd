"""Weights put forward for deliberation: submitted with a reason, listed, set side by side, opened as a sandbox."""

from __future__ import annotations

import streamlit as st
import yaml

from evaluator.app.formats import fault_lines, plain
from evaluator.app.frames import weights as frames
from evaluator.app.proposed import changed_by, in_percent, kept_proposals
from evaluator.app.specs import weights as specs
from evaluator.app.state import Siblings
from evaluator.app.view import View, as_table, chart, crosswise
from evaluator.app.world import label
from evaluator.notes import MOST_WHO, MOST_WORDS
from evaluator.proposals import MOST_NAME, Base, Proposal
from indicators.faults import Faults

FOLD, SUBMITTED = "folded_proposals", "proposal_submitted"


def submission(view: View) -> None:
    """The weights in force handed in: name, reason and signature; nothing is published."""
    with st.popover(
        view.say("proposal_submit"), icon=":material/how_to_vote:", width="stretch", disabled=not view.changed
    ):
        st.caption(view.say("proposal_about"))
        with st.form(f"proposal:{len(kept_proposals().all())}", border=False):
            name = st.text_input(view.say("weights_name"), max_chars=MOST_NAME)
            words = st.text_area(view.say("proposal_words"), max_chars=MOST_WORDS)
            who = st.text_input(view.say("proposal_who"), max_chars=MOST_WHO)
            done = st.form_submit_button(view.say("proposal_submit"), key="submit_proposal")
        if done:
            try:
                one = kept_proposals().add(name, in_percent(view.known.groups, view.changed), _base(view), words, who)
            except Faults as error:
                st.error(fault_lines(error, view.lang))
                return
            st.session_state[SUBMITTED] = one.id
            st.rerun()


def _base(view: View) -> Base:
    standard = view.world.assessment.standard
    return Base(
        *(standard.id, standard.version, standard.digest),
        view.world.assessment.evidence.digest,
        view.world.plan.level,
        view.world.periods[view.period],
        dict(view.settings),
    )


def proposals_part(view: View, group: Siblings) -> None:
    """The proposals to this standard, folded, with their number on the fold."""
    store = kept_proposals()
    found = store.all(view.world.standard_id)
    new = st.session_state.pop(SUBMITTED, None)
    if new is not None:
        # The title of the fold changed with the number of proposals: a new fold would be shut.
        st.session_state[FOLD], st.session_state["proposal"] = True, new
    title = view.say("proposals_of", n=len(found)) if found else view.say("proposals")
    with (part := st.expander(title, key=FOLD, on_change="rerun")):
        if not part.open:
            return
        if new is not None:
            st.success(view.say("proposal_kept", id=new))
        for fault in store.faults():
            st.warning(plain(fault.sentence(view.lang)))
        if not found:
            st.info(view.say("proposals_none"))
            return
        _list(view, found)
        _together(view, group, found)
        _one(view, found)


def _list(view: View, found: list[Proposal]) -> None:
    heads = {"name": "weights_name", "who": "proposal_who", "when": "objection_when", "words": "proposal_words"}
    heads |= {word: f"proposal_{word}" for word in ("id", "hash", "base")}
    rows = frames.proposal_rows(found)
    st.dataframe(as_table(rows), hide_index=True, column_config={key: view.say(word) for key, word in heads.items()})


def _together(view: View, group: Siblings, found: list[Proposal]) -> None:
    """Every proposal to one group as a dot a row, with their median and how far they lie apart."""
    read = [(one.title, changed_by(view.known.groups, one)) for one in found]
    sets = [(title, changed[group.node]) for title, changed in read if changed and group.node in changed]
    if len(sets) < 2:
        return
    names = [label(view.world, name, view.lang) for name in group.children]
    title = view.say("proposals_together", name=label(view.world, group.node, view.lang))
    st.markdown(f"**{plain(title)}**")
    rows = frames.committee_rows(names, sets)
    chart(rows, specs.committee(view.ink), "proposed", title)
    st.caption(view.say("committee_marks"))
    members = [row for row in rows if row["what"] == "member"]
    crosswise(view, members, ("node", "who"), "weight", view.say("node"))


def _one(view: View, found: list[Proposal]) -> None:
    """One of them beside the standard's weights and those in force; opened, or taken away as a scenario."""
    titles = {one.id: f"{one.name} · {one.who} ({one.id})" for one in reversed(found)}
    key = st.selectbox(view.say("proposal_one"), list(titles), format_func=titles.__getitem__, key="proposal")
    one = next(proposal for proposal in found if proposal.id == key)
    st.markdown(plain(one.words))
    changed = changed_by(view.known.groups, one)
    if changed is None:
        st.info(view.say("proposal_elsewhere", version=one.base.version))
    else:
        rows = frames.beside_published(view.known.groups, changed, view.changed)
        for row in rows:
            row["node"] = label(view.world, str(row["node"]), view.lang)
        words = {"published": "set_published", "proposed": "proposal_weights", "now": "swing_now"}
        number = st.column_config.NumberColumn
        heads = {name: number(view.say(word), format="%.1f") for name, word in words.items()}
        st.dataframe(as_table(rows), hide_index=True, column_config={"node": view.say("node"), **heads})
    a, b = st.columns(2)
    opened = a.button(
        view.say("proposal_open"),
        icon=":material/science:",
        key="open_proposal",
        disabled=changed is None or changed == view.changed,
        width="stretch",
    )
    text = scenario(one)
    name = f"weights-{one.id}.yaml"
    b.download_button(view.say("download", name=name), text, name, "text/yaml", key="save_proposal", width="stretch")
    if opened and changed is not None:
        view.choose_all(changed)
        st.rerun()


def scenario(one: Proposal) -> str:
    """A proposal as a scenario that `evaluator score --scenario` reads, with its name, its reason and its author."""
    weights = {child: share for group in one.weights.values() for child, share in group.items()}
    note = f"{one.words} ({one.who}, {one.when[:16]}; proposal {one.id}, weights {one.hash})"
    document = {"name": {"zh": one.name, "en": one.name}, "weights": weights, "note": note}
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, default_flow_style=None)
