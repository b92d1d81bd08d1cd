"""Weights typed into a table, with locks and reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from evaluator.app.components.weight_board.state import bounds_of, lock, locked_of
from evaluator.app.formats import plain
from evaluator.app.state import Siblings
from evaluator.app.view import View, as_table
from evaluator.app.weights import TENTHS, Range, spread
from evaluator.app.world import label
from indicators.faults import Faults, fault

REASONS = "weight_reasons"


def typed(
    names: Sequence[str], values: Sequence[float | None], locked: Sequence[int], ranges: Sequence[Range]
) -> list[int]:
    """Typed percentages as tenths that sum to 1000: locked ones as typed, the others in proportion.

    Raises:
        Faults: Every figure that is none, locks that come to more than 100, ranges that cannot be kept.
    """
    faults = []
    tenths: list[int] = []
    for name, value in zip(names, values, strict=True):
        if value is None or math.isnan(value) or not 0 <= value <= 100:
            faults.append(
                fault(f"“{name}”的权重须为 0 至 100 之间的数", f"the weight of '{name}' must be a number from 0 to 100")
            )
            continue
        tenths.append(round(value * 10))
    if faults:
        raise Faults(faults)
    held = sum(tenths[i] for i in locked)
    free = [i for i in range(len(tenths)) if i not in locked]
    if held > TENTHS or (not free and held != TENTHS):
        zh = f"锁定的权重合计 {held / 10:.1f} %，应{'不超过' if free else '等于'} 100 %"
        en = f"locked weights come to {held / 10:.1f} %; they must {'not pass' if free else 'make'} 100 %"
        raise Faults([fault(zh, en)])
    rest = TENTHS - held
    within = all(ranges[i][0] <= tenths[i] <= ranges[i][1] for i in locked)
    if not within or not sum(ranges[i][0] for i in free) <= rest <= sum(ranges[i][1] for i in free):
        raise Faults([fault("锁定的权重使允许范围无法满足", "with these locks the legal ranges cannot be kept")])
    for i, share in zip(free, spread([tenths[i] for i in free], rest, [ranges[i] for i in free]), strict=True):
        tenths[i] = share
    return tenths


def weight_table(view: View, group: Siblings) -> None:
    """The group as a table to type in."""
    weights = view.changed.get(group.node, group.weights)
    reasons: dict[str, str] = st.session_state.setdefault(REASONS, {})
    locked = locked_of(group)
    names = [label(view.world, name, view.lang) for name in group.children]
    rows: list[dict[str, object]] = [
        {"name": names[i], "weight": weights[i] / 10, "locked": i in locked, "reason": reasons.get(child, "")}
        for i, child in enumerate(group.children)
    ]
    config = {
        "name": st.column_config.TextColumn(view.say("node"), disabled=True),
        "weight": st.column_config.NumberColumn(f"{view.say('weights')} (%)", format="%.1f", step=0.1),
        "locked": st.column_config.CheckboxColumn(view.say("lock")),
        "reason": st.column_config.TextColumn(view.say("weights_reason"), width="large", max_chars=300),
    }
    key = f"table:{group.node}:{weights}:{sorted(locked)}"
    found = st.data_editor(as_table(rows), hide_index=True, column_config=config, key=key).to_pylist()
    if st.button(view.say("weights_use"), key="use_table"):
        held = [i for i, row in enumerate(found) if row["locked"]]
        try:
            tenths = typed(names, [row["weight"] for row in found], held, bounds_of(group))
        except Faults as error:
            st.error("  \n".join(plain(one.sentence(view.lang)) for one in error.faults[:20]))
            return
        reasons.update({child: str(row["reason"] or "") for child, row in zip(group.children, found, strict=True)})
        lock(group, held)
        view.choose(group.node, tenths)
        st.rerun()
