"""Sets of weights: presets computed from the data, a scenario to take away, and one brought back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
import yaml

from evaluator.app.components.weight_board.state import narrowed
from evaluator.app.state import Siblings
from evaluator.app.uploads import as_file
from evaluator.app.view import NAMED, PROPOSED, View, titled_sets
from evaluator.app.weights import TENTHS, Range, apportioned, can_be_kept
from evaluator.methods.registry import try_method
from evaluator.scenario import read_scenario
from evaluator.scoring.kernel import siblings_of
from indicators.faults import Fault, Faults, fault

PRESET, PICKED = "preset", "preset_weights"
PRESETS = ("standard", "equal", "entropy", "critic", "cv", "std", "merec", "gini", "pca")


def preset(view: View, group: Siblings, kind: str) -> list[int]:
    """Weights of a group by a method, in tenths.

    Raises:
        Faults: The method does not fit the data.
    """
    if kind == "standard":
        return list(group.weights)
    if kind.startswith((NAMED, PROPOSED)):
        return list(titled_sets(view.world)[kind].get(group.node, group.weights))
    method, faults = try_method("weights", {"kind": kind})
    if method is None:
        raise Faults(faults)
    kernel = view.world.kernel
    node = kernel.plan.position[group.node]
    at = siblings_of(kernel.plan, node, view.world.published.score, kernel.treated)
    return apportioned([float(one) for one in method.weigh(at[min(view.period, len(at) - 1)])])  # type: ignore[attr-defined]


def presets(view: View, group: Siblings) -> list[str]:
    """What may be put on the board: methods, then the sets with a name or put forward that change this group."""
    return [*PRESETS, *(key for key, changed in titled_sets(view.world).items() if group.node in changed)]


def picked(view: View, group: Siblings) -> list[int] | None:
    """The set that is chosen but perhaps not applied, to be marked on the board; None for the standard's own."""
    kind = st.session_state.get(PRESET, "standard")
    if kind == "standard" or kind not in presets(view, group):
        return None
    key = (
        kind,
        group,
        view.period,
        *view.source,
        view.settings,
        view.world.number,
        titled_sets(view.world).get(kind, {}).get(group.node),
    )
    kept = st.session_state.get(PICKED)
    if kept is None or kept[0] != key:
        try:
            kept = key, preset(view, group, kind)
        except (Faults, KeyError):
            kept = key, None
        st.session_state[PICKED] = kept
    found: list[int] | None = kept[1]
    return found


def scenario_text(view: View) -> str:
    """What differs from the standard, as a scenario that `evaluator score --scenario` reads, with legal ranges."""
    groups = {group.node: group for group in view.world.siblings}
    weights = {
        name: tenths / 10
        for node, changed in view.changed.items()
        for name, tenths in zip(groups[node].children, changed, strict=True)
    }
    ranges = {
        name: [low / 10, high / 10]
        for node, ends in narrowed(view.world.siblings).items()
        for name, (low, high) in zip(groups[node].children, ends, strict=True)
    }
    settings = {key: yaml.safe_load(value) for key, value in view.settings}
    document: dict[str, object] = {"name": {"zh": "权重方案", "en": "Set of weights"}, "weights": weights}
    reasons: dict[str, str] = st.session_state.get("weight_reasons", {})
    note = "; ".join(f"{name}: {reasons[name]}" for name in weights if reasons.get(name))
    document |= {key: part for key, part in (("ranges", ranges), ("note", note), ("set", settings)) if part}
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, default_flow_style=None)


@dataclass(frozen=True)
class Brought:
    """What a scenario brings to the board, by group, in tenths of a percent."""

    weights: dict[str, tuple[int, ...]]
    ranges: dict[str, tuple[Range, ...]]


def brought(groups: Sequence[Siblings], content: bytes) -> Brought:
    """Weights and legal ranges of an uploaded scenario.

    Raises:
        Faults: No scenario, unknown nodes, a group that is not whole, ranges that no weights can keep.
    """
    with as_file(content, "scenario.yaml") as path:
        scenario = read_scenario(path)
    faults = _unknown(groups, {**scenario.weights, **scenario.ranges})
    weights = _whole(groups, scenario.weights, faults)
    ranges = _ranges(groups, scenario.ranges, faults)
    if faults:
        raise Faults(faults)
    return Brought(weights, ranges)


def _unknown(groups: Sequence[Siblings], names: Iterable[str]) -> list[Fault]:
    known = {child for group in groups for child in group.children}
    return [fault(f"没有节点“{name}”", f"there is no node '{name}'") for name in names if name not in known]


def _ranges(
    groups: Sequence[Siblings], given: Mapping[str, tuple[float, float]], faults: list[Fault]
) -> dict[str, tuple[Range, ...]]:
    """Legal ranges by group; a child that is not named is free."""
    found = {}
    for group in groups:
        if any(name in given for name in group.children):
            pairs = [given.get(name, (0.0, 100.0)) for name in group.children]
            ends = tuple((round(10 * low), round(10 * high)) for low, high in pairs)
            if can_be_kept(ends):
                found[group.node] = ends
            else:
                zh = f"“{group.node}”各项的允许范围凑不成 100 %"
                en = f"no weights of 100 % fit the legal ranges under '{group.node}'"
                faults.append(fault(zh, en, todo_zh="放宽下限或上限", todo_en="lower a low end or raise a high one"))
    return found


def _whole(groups: Sequence[Siblings], given: Mapping[str, float], faults: list[Fault]) -> dict[str, tuple[int, ...]]:
    """Weights by name as whole groups, in tenths; `faults` takes groups that lack a weight or have none but zeros."""
    found: dict[str, tuple[int, ...]] = {}
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
    return found
