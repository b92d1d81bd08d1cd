"""Sets of weights: presets computed from the data, a scenario to take away, and one brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
import yaml

from evaluator.app.state import Siblings
from evaluator.app.uploads import as_file
from evaluator.app.view import View
from evaluator.app.weights import TENTHS, apportioned
from evaluator.methods.registry import try_method
from evaluator.scenario import read_scenario
from evaluator.scoring.kernel import siblings_of
from indicators.faults import Faults, fault

PRESETS = ("standard", "equal", "entropy", "critic", "cv", "std", "merec", "gini", "pca")


def preset(view: View, group: Siblings, kind: str) -> list[int]:
    """Weights of a group by a method, in tenths.

    Raises:
        Faults: The method does not fit the data.
    """
    if kind == "standard":
        return list(group.weights)
    method, faults = try_method("weights", {"kind": kind})
    if method is None:
        raise Faults(faults)
    kernel = view.world.kernel
    node = kernel.plan.position[group.node]
    scored = kernel.scored()
    at = siblings_of(kernel.plan, node, scored.score, kernel.treated)
    return apportioned([float(one) for one in method.weigh(at[min(view.period, len(at) - 1)])])  # type: ignore[attr-defined]


def scenario_text(view: View) -> str:
    """What differs from the standard, as a scenario that `evaluator score --scenario` reads."""
    groups = {group.node: group for group in view.world.siblings}
    weights = {
        name: tenths / 10
        for node, changed in view.changed.items()
        for name, tenths in zip(groups[node].children, changed, strict=True)
    }
    settings = {key: yaml.safe_load(value) for key, value in view.settings}
    document: dict[str, object] = {"name": {"zh": "权重方案", "en": "Set of weights"}, "weights": weights}
    reasons: dict[str, str] = st.session_state.get("weight_reasons", {})
    note = "; ".join(f"{name}: {reasons[name]}" for name in weights if reasons.get(name))
    if note:
        document["note"] = note
    if settings:
        document["set"] = settings
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


def scenario_weights(groups: Sequence[Siblings], content: bytes) -> dict[str, tuple[int, ...]]:
    """Groups of weights of an uploaded scenario, in tenths.

    Raises:
        Faults: No scenario, unknown nodes, a group that is not whole.
    """
    with as_file(content, "scenario.yaml") as path:
        given = read_scenario(path).weights
    return whole_groups(groups, given)


def whole_groups(groups: Sequence[Siblings], given: Mapping[str, float]) -> dict[str, tuple[int, ...]]:
    """Weights by name as whole groups, in tenths. Raises Faults for unknown names and for groups that lack one."""
    faults = []
    found: dict[str, tuple[int, ...]] = {}
    known = {child for group in groups for child in group.children}
    for name in given:
        if name not in known:
            faults.append(fault(f"没有节点“{name}”", f"there is no node '{name}'"))
    for group in groups:
        there = [name for name in group.children if name in given]
        lacking = [name for name in group.children if name not in given]
        if there and lacking:
            names = ", ".join(lacking)
            zh, en = f"“{group.node}”下缺少：{names}", f"'{group.node}' lacks: {names}"
            faults.append(fault(zh, en, todo_zh="每组权重须写全", todo_en="give every weight of a group"))
        elif there:
            shares = [given[name] for name in group.children]
            if sum(shares) <= 0:
                zh, en = f"“{group.node}”的权重全为 0", f"the weights of '{group.node}' are all 0"
                faults.append(fault(zh, en))
            else:
                found[group.node] = tuple(apportioned(shares, TENTHS))
    if faults:
        raise Faults(faults)
    return found
