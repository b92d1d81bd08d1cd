"""Weights typed into a table, with locks and reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from evaluator.app.components.weight_board.state import bounds_of, lock, locked_of, set_ranges
from evaluator.app.formats import fault_lines
from evaluator.app.state import Siblings
from evaluator.app.view import View, as_table
from evaluator.app.weights import TENTHS, Range, can_be_kept, spread
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
        raise Faults([fault(zh, en, todo_zh="请先解锁或调低其中几项", todo_en="unlock some of them or lower them")])
    rest = TENTHS - held
    within = all(ranges[i][0] <= tenths[i] <= ranges[i][1] for i in locked)
    if not within or not sum(ranges[i][0] for i in free) <= rest <= sum(ranges[i][1] for i in free):
        raise Faults([fault("锁定的权重使允许范围无法满足", "with these locks the legal ranges cannot be kept")])
    for i, share in zip(free, spread([tenths[i] for i in free], rest, [ranges[i] for i in free]), strict=True):
        tenths[i] = share
    return tenths


def typed_ranges(names: Sequence[str], ends: Sequence[tuple[float | None, float | None]]) -> list[Range]:
    """Typed legal ranges as tenths; an empty end is 0 or 100.

    Raises:
        Faults: Every range that is none; ranges that no set of weights can keep.
    """
    faults = []
    found: list[Range] = []
    for name, (a, b) in zip(names, ends, strict=True):
        low, high = 0.0 if a is None else a, 100.0 if b is None else b
        if not 0 <= low <= high <= 100:
            zh = f"“{name}”的允许范围须在 0 至 100 之间，下限不高于上限"
            en = f"the legal range of '{name}' must lie within 0 and 100, its low end not above its high end"
            faults.append(fault(zh, en))
            continue
        found.append((round(low * 10), round(high * 10)))
    if not faults and not can_be_kept(found):
        zh = "各项允许范围合起来凑不成 100 %：下限之和不得超过 100，上限之和不得低于 100"
        en = "no weights of 100 % fit the legal ranges: low ends may not pass 100, high ends must reach it"
        faults.append(fault(zh, en))
    if faults:
        raise Faults(faults)
    return found


def weight_table(view: View, group: Siblings) -> None:
    """The group as a table to type in."""
    weights = view.changed.get(group.node, group.weights)
    reasons: dict[str, str] = st.session_state.setdefault(REASONS, {})
    locked = locked_of(group)
    ranges = bounds_of(group)
    names = [label(view.world, name, view.lang) for name in group.children]
    rows: list[dict[str, object]] = [
        {
            "name": names[i],
            "weight": weights[i] / 10,
            "locked": i in locked,
            "low": ranges[i][0] / 10,
            "high": ranges[i][1] / 10,
            "reason": reasons.get(child, ""),
        }
        for i, child in enumerate(group.children)
    ]
    config = {
        "name": st.column_config.TextColumn(view.say("node"), disabled=True),
        "weight": st.column_config.NumberColumn(f"{view.say('weights')} (%)", format="%.1f", step=0.1),
        "locked": st.column_config.CheckboxColumn(view.say("lock")),
        "low": st.column_config.NumberColumn(view.say("weights_low"), format="%.1f", step=0.1),
        "high": st.column_config.NumberColumn(view.say("weights_high"), format="%.1f", step=0.1),
        "reason": st.column_config.TextColumn(view.say("weights_reason"), width="large", max_chars=300),
    }
    key = f"table:{group.node}:{weights}:{sorted(locked)}:{ranges}"
    found = st.data_editor(as_table(rows), hide_index=True, column_config=config, key=key).to_pylist()
    if st.button(view.say("weights_use"), key="use_table"):
        held = [i for i, row in enumerate(found) if row["locked"]]
        try:
            within = typed_ranges(names, [(row["low"], row["high"]) for row in found])
            tenths = typed(names, [row["weight"] for row in found], held, within)
        except Faults as error:
            st.error(fault_lines(error, view.lang))
            return
        reasons.update({child: str(row["reason"] or "") for child, row in zip(group.children, found, strict=True)})
        lock(group, held)
        set_ranges(view, group, within)
        view.choose(group.node, tenths)
        st.rerun()
