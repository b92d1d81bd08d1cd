"""Ways to find weights other than moving a handle: judgements, a committee, influence."""

from __future__ import annotations

import numpy as np
import streamlit as st

from evaluator.app.components.weight_board.state import bounds_of
from evaluator.app.formats import fault_lines, plain
from evaluator.app.frames import weights as frames
from evaluator.app.specs import weights as specs
from evaluator.app.state import Siblings
from evaluator.app.uploads import as_file, upload
from evaluator.app.view import View, as_table, chart, crosswise
from evaluator.app.weights import TENTHS, apportioned
from evaluator.app.world import label, region_name
from evaluator.methods.base import Floats
from evaluator.robustness.judgements import Found, nearest
from evaluator.robustness.replay import read_experts
from evaluator.scoring.preview import Preview, preview
from indicators.faults import Faults

MOST, MOST_MEMBERS = 8, 200
Vote = tuple[str, list[int]]


def judgements(view: View, group: Siblings) -> None:
    """Pairs of regions, and the nearest weights that put the first ahead."""
    st.caption(view.say("weights_pairs_help"))
    names = {code: region_name(view.world, code, view.lang) for code in view.world.codes}
    count = st.session_state.setdefault("pairs_shown", 2)
    pairs: list[tuple[int, int]] = []
    for k in range(count):
        a, b = st.columns(2)
        ends = [
            column.selectbox(
                view.say(word),
                view.world.codes,
                index=None,
                format_func=names.__getitem__,
                placeholder=view.say("search_help"),
                key=f"{word}:{k}",
            )
            for column, word in ((a, "weights_ahead"), (b, "weights_behind"))
        ]
        if ends[0] and ends[1] and ends[0] != ends[1]:
            pairs.append((view.world.codes.index(ends[0]), view.world.codes.index(ends[1])))
    a, b = st.columns(2)
    if count < MOST and a.button("+", key="more_pairs"):
        st.session_state["pairs_shown"] = count + 1
        st.rerun()
    if b.button(view.say("weights_find"), key="find_pairs", disabled=not pairs):
        weights = view.world.used_weights(view.period, view.weights)
        found = preview(view.world.kernel, view.period, view.world.plan.position[group.node], weights)
        if found is None:
            st.session_state["pairs_unmet"] = list(pairs)
        else:
            tenths, unmet = judged(view, group, found, pairs)
            st.session_state["pairs_unmet"] = [pairs[k] for k in unmet]
            view.choose(group.node, tenths)
            st.rerun()
    for i, j in st.session_state.get("pairs_unmet", []):
        what = view.say("weights_should", a=names[view.world.codes[i]], b=names[view.world.codes[j]])
        st.warning(plain(view.say("weights_cannot", what=what)))


def judged(
    view: View, group: Siblings, found: Preview, pairs: list[tuple[int, int]]
) -> tuple[list[int], tuple[int, ...]]:
    """Tenths that meet the judgements as printed, and the judgements that they do not meet."""
    present = np.array(view.changed.get(group.node, group.weights), dtype=np.float64) / TENTHS
    ranges = np.array(bounds_of(group), dtype=np.float64) / TENTHS
    answer: Found | None = None
    for margin in (1e-4, 0.01, 0.05):  # rounding to tenths may cost a narrow lead: ask for a wider one
        answer = nearest(found, present, pairs, ranges[:, 0], ranges[:, 1], margin)
        tenths = apportioned([float(one) for one in answer.weights])
        unmet = unmet_by(found, np.array(tenths) / TENTHS, pairs)
        if set(unmet) <= set(answer.unmet):
            return tenths, unmet
    return tenths, unmet


def unmet_by(found: Preview, weights: Floats, pairs: list[tuple[int, int]]) -> tuple[int, ...]:
    """Positions of the judgements that weights do not meet."""
    ranks = found.ranks(weights)
    return tuple(k for k, (a, b) in enumerate(pairs) if not 0 < ranks[a] < ranks[b])


def experts(view: View, group: Siblings) -> None:
    """A committee's weights: each member's, their median and spread; any of them may be put on the board."""
    word, note = view.say("weights_experts"), view.say("weights_experts_help")
    found = upload(view.lang, word, ["csv"], key="experts_file", note=note)
    if found is None:
        return
    try:
        with as_file(found.getvalue(), "experts.csv") as path:
            members = read_experts(path, view.world.assessment.standard)
    except Faults as error:
        st.error(fault_lines(error, view.lang))
        return
    sets = [
        (who, apportioned([given[name] for name in group.children]))
        for who, given in members
        if all(name in given for name in group.children) and sum(given[name] for name in group.children) > 0
    ]
    if not sets:
        st.info(view.say("weights_none"))
        return
    sets, open_now = _named_once_all_voted(view, sets, len(members))
    median = apportioned([float(one) for one in np.median([weights for _, weights in sets], axis=0)])
    names = [label(view.world, name, view.lang) for name in group.children]
    chart(frames.committee_rows(names, sets), specs.committee(view.ink), "committee", view.say("weights_experts"))
    st.caption(view.say("committee_marks"))
    rows: list[dict[str, object]] = []
    for i, name in enumerate(names):
        own = [weights[i] / 10 for _, weights in sets]
        row: dict[str, object] = {"": name, view.say("weights_median"): median[i] / 10}
        row[view.say("weights_spread")] = f"{min(own):.1f}–{max(own):.1f}"
        row.update({who: weights[i] / 10 for who, weights in sets})
        rows.append(row)
    st.dataframe(as_table(rows), hide_index=True)
    choices = {view.say("weights_median"): median, **(dict(sets) if open_now else {})}
    who = st.selectbox(view.say("weights_member"), list(choices), key="member")
    if st.button(view.say("weights_use"), key="use_member"):
        view.choose(group.node, choices[who])
        st.rerun()


def _named_once_all_voted(view: View, sets: list[Vote], given: int) -> tuple[list[Vote], bool]:
    """The sets with their members' names, or without while somebody has not voted; and which of the two."""
    expected = st.number_input(
        view.say("weights_members"),
        1,
        MOST_MEMBERS,
        min(given, MOST_MEMBERS),
        help=view.say("weights_members_help"),
        key=f"members:{given}",
    )
    if len(sets) >= expected:
        return sets, True
    st.info(view.say("weights_waiting", n=len(sets), whole=expected))
    return frames.unnamed(sets, view.say("weights_member")), False


def influence(view: View, group: Siblings) -> None:
    """Weight beside influence: two dots an item."""
    scores = view.world.scores(view.period, view.weights)
    position = view.world.plan.position
    shares = frames.influence_of(scores[[position[name] for name in group.children]], scores[position[group.node]])
    names = [label(view.world, name, view.lang) for name in group.children]
    words = (view.say("weights"), view.say("effective"))
    rows = frames.influence_rows(names, view.changed.get(group.node, group.weights), shares, words)
    chart(rows, specs.influence(*words), "influence", view.say("weights_influence"))
    st.caption(view.say("influence_help"))
    crosswise(view, rows, ("node", "what"), "value", view.say("node"))
