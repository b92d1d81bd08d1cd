"""Limits of weights filled in on the page: floors, caps, an order of importance, how far from the weights in force."""

from __future__ import annotations

from functools import partial

import streamlit as st

from evaluator.app.components.weight_board.state import narrowed
from evaluator.app.formats import plain
from evaluator.app.frames.limits import Cells, joined, ranged, take_limits
from evaluator.app.state import Siblings
from evaluator.app.view import View
from evaluator.app.world import label
from evaluator.exports.yamls import write_yaml
from evaluator.robustness.admissible import Limits
from indicators.faults import Faults
from indicators.text import clauses

WRONG = "robust_wrong"


def limits_form(view: View, text: str) -> None:
    """A group of siblings at a time; what is filled in holds once it is applied, and the link carries it."""
    limits = Limits.model_validate_json(text) if text else Limits()
    groups = {group.node: group for group in view.world.siblings if len(group.children) > 1}
    named = {node: label(view.world, node, view.lang) if k else view.say("swap_first") for k, node in enumerate(groups)}
    node = st.selectbox(view.say("limits_group"), groups, format_func=named.__getitem__, key="limits_group")
    if text:
        st.markdown(plain(_said(view, limits)))
    with st.form("limits_form", border=False):
        cells = _cells(view, limits, groups[node], hash(text))
        st.form_submit_button(view.say("limits_apply"), on_click=_applied, args=(view, limits, groups[node], cells))
    _others(view, limits, text)


def _cells(view: View, limits: Limits, group: Siblings, stamp: int) -> Cells:
    """The fields; their keys bear the limits in force, so that new limits show in them."""
    shares = dict(zip(group.children, view.changed.get(group.node, group.weights), strict=True))
    keys: Cells = {}
    for column, word in zip(st.columns([2, 1, 1])[1:], ("floor", "cap"), strict=True):
        column.caption(view.say(f"limits_{word}_any"))
    for child in group.children:
        name, *ends = st.columns([2, 1, 1], vertical_alignment="center")
        title = label(view.world, child, view.lang)
        name.markdown(plain(view.say("limits_child", node=title, p=shares[child] / 10)))
        for column, word, given in zip(ends, ("floor", "cap"), (limits.floors, limits.caps), strict=True):
            keys[child, word] = f"limits_{word}_{child}_{stamp}"
            column.number_input(
                view.say(f"limits_{word}_of", node=title),
                min_value=0.0,
                max_value=100.0,
                value=100 * given[child] if child in given else None,
                key=keys[child, word],
                placeholder=view.say("limits_free"),
                label_visibility="collapsed",
            )
    first, second, vary = st.columns(3)
    for column, word in ((first, "first"), (second, "second")):
        keys["", word] = f"limits_{word}_{group.node}_{stamp}"
        column.selectbox(
            view.say(f"limits_{word}"),
            group.children,
            index=None,
            format_func=lambda one: label(view.world, one, view.lang),
            key=keys["", word],
            placeholder="—",
        )
    keys["", "vary"] = f"limits_vary_{stamp}"
    now = None if limits.vary is None else 100 * limits.vary
    vary.number_input(
        view.say("limits_any"), 0.0, 99.0, now, 5.0, "%.0f", keys["", "vary"], placeholder=view.say("limits_free")
    )
    return keys


def _applied(view: View, limits: Limits, group: Siblings, cells: Cells) -> None:
    _go(view, joined(limits, group.children, {key: st.session_state.get(name) for key, name in cells.items()}))


def _go(view: View, limits: Limits) -> None:
    """Put limits in force if some weights satisfy them; else say what is wrong."""
    st.session_state[WRONG] = ()
    try:
        view.go(limits=take_limits(view.world, view.period, view.weights, limits))
    except Faults as error:
        st.session_state[WRONG] = tuple(one.sentence(view.lang) for one in error.faults)


def _others(view: View, limits: Limits, text: str) -> None:
    """Legal ranges of the Weights page; the limits as a file; an order taken back; all dropped."""
    ranges = {group.node: group for group in view.known.groups}
    legal = narrowed(list(ranges.values()))
    row = st.container(horizontal=True)
    if legal:
        found = ranged(limits, [(ranges[node], ends) for node, ends in legal.items()])
        row.button(view.say("limits_legal"), on_click=_go, args=(view, found), key="limits_legal")
    for k, (a, b) in enumerate(limits.order):
        said = view.say("limits_order", a=label(view.world, a, view.lang), b=label(view.world, b, view.lang))
        kept = limits.model_copy(update={"order": (*limits.order[:k], *limits.order[k + 1 :])})
        row.button(f"✕ {said}", on_click=_go, args=(view, kept), key=f"limits_order_{k}")
    if text:
        document = limits.model_dump(mode="json", exclude_defaults=True)
        row.download_button(
            view.say("limits_save"), write_yaml(document), "limits.yaml", "text/yaml", key="limits_save"
        )
        row.button(view.say("limits_drop"), on_click=lambda: view.go(limits=""), key="limits_drop")


def _said(view: View, limits: Limits) -> str:
    """The limits in words."""
    name = partial(label, view.world, lang=view.lang)
    parts = [view.say("limits_floor", node=name(node), p=100 * least) for node, least in limits.floors.items()]
    parts += [view.say("limits_cap", node=name(node), p=100 * most) for node, most in limits.caps.items()]
    parts += [view.say("limits_order", a=name(a), b=name(b)) for a, b in limits.order]
    if limits.vary is not None:
        parts.append(view.say("limits_vary", p=100 * limits.vary))
    return clauses(parts, view.lang)
