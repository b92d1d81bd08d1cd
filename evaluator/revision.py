"""What changed from one version of a standard to another: added, removed, moved, re-weighted, re-bounded, redefined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.standard import ROOT, STEP_KEYS, Leaf, Node, Standard
from indicators.indicator import Bounds
from indicators.text import Text
from indicators.yamls import Plain

KINDS = {
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="删除", en="removed"),
    "moved": Text(zh="换了上级", en="moved"),
    "weight": Text(zh="权重", en="weight"),
    "bounds": Text(zh="上下界", en="bounds"),
    "direction": Text(zh="方向", en="direction"),
    "measure": Text(zh="算法", en="measure"),
    "method": Text(zh="方法", en="method"),
    "levels": Text(zh="适用层级", en="levels"),
    "definition": Text(zh="定义", en="definition"),
    "unit": Text(zh="单位", en="unit"),
    "name": Text(zh="名称", en="name"),
    "status": Text(zh="状态", en="status"),
}
_NONE = Text(zh="—", en="—")
_LEAST = 5e-5
"""Shares that print alike with two decimals of a percent are alike."""


@dataclass(frozen=True)
class Change:
    """One difference between two versions.

    Attributes:
        kind: A key of `KINDS`.
        name: Id of the node or indicator; the root's for the standard as a whole.
        title: Its name, in the later version where it stands there.
        before: What the earlier version says.
        after: What the later version says.
    """

    kind: str
    name: str
    title: Text
    before: Text = _NONE
    after: Text = _NONE


@dataclass(frozen=True)
class Step:
    """A node or an indicator in one version of the standard.

    Attributes:
        version: Which version: id of the standard and its version.
        there: Whether it stands in its tree.
        status: What the version says of an indicator: proposed, pilot, in-force, retired; "" if nothing.
        changes: How it differs from the version before.
    """

    version: str
    there: bool
    status: str
    changes: tuple[Change, ...]

    @property
    def standing(self) -> str:
        """Key of the message that says as what it stands in the version, or that it does not."""
        if not self.there:
            return "history_absent"
        return f"status_{self.status}" if self.status else "history_there"


@dataclass(frozen=True)
class _Entry:
    """A node or an indicator where it stands, with its share of the whole weight as written (0 to 1)."""

    entry: Node | Leaf
    parent: str
    share: float


def changes(before: Standard, after: Standard) -> list[Change]:
    """Every difference that can move a score or its meaning, in the order of the later version, then what was removed.

    Nodes and indicators are matched by their ids. Weights are compared as shares of the whole (as written, in
    percent), so that siblings of an added indicator show what they lose to it.
    """
    old, new = dict(_entries(before)), dict(_entries(after))
    found = [Change("method", ROOT, after.name_of(ROOT), *pair) for pair in _steps(before.method, after.method)]
    for name, one in new.items():
        title = after.name_of(name)
        if name not in old:
            found.append(Change("added", name, title, _NONE, _where(after, one)))
            continue
        was = old[name]
        if was.parent != one.parent:
            found.append(Change("moved", name, title, before.name_of(was.parent), after.name_of(one.parent)))
        if abs(was.share - one.share) > _LEAST:
            found.append(Change("weight", name, title, _percent(was.share), _percent(one.share)))
        found += [Change("method", name, title, *pair) for pair in _steps(was.entry, one.entry)]
        found += [Change(kind, name, title, *pair) for kind, pair in _own(before, after, name)]
    gone = [name for name in old if name not in new]
    return found + [Change("removed", name, before.name_of(name), _where(before, old[name]), _NONE) for name in gone]


def history(versions: Sequence[Standard], name: str) -> list[Step]:
    """One node or indicator from version to version, in the order given, the earliest first."""
    steps = []
    for before, now in zip([None, *versions], versions, strict=False):
        own = now.by_id.get(name)
        found = () if before is None else tuple(one for one in changes(before, now) if one.name == name)
        steps.append(Step(f"{now.id} {now.version}", name in dict(_entries(now)), own.status if own else "", found))
    return steps


def in_order(versions: Sequence[Standard]) -> list[Standard]:
    """Versions from the earliest to the latest: numbers in their versions count as numbers."""

    def key(one: Standard) -> list[tuple[int, str]]:
        return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.\-+]", one.version)]

    return sorted(versions, key=key)


def _entries(standard: Standard) -> Iterator[tuple[str, _Entry]]:
    def below(entries: tuple[Node | Leaf, ...], parent: str, share: float) -> Iterator[tuple[str, _Entry]]:
        whole = sum(one.weight for one in entries)
        for one in entries:
            name = one.id if isinstance(one, Node) else one.indicator
            own = share * one.weight / whole if whole else 0.0
            yield name, _Entry(one, parent, own)
            if isinstance(one, Node):
                yield from below(one.children, name, own)

    yield from below(standard.tree, ROOT, 1.0)


def _steps(before: object, after: object) -> Iterator[tuple[Text, Text]]:
    """Steps of the method that differ, each as (before, after)."""
    for step in (*STEP_KEYS, "screening", "ranking"):
        old, new = getattr(before, step, None), getattr(after, step, None)
        if old != new:
            yield Text.same(f"{step}: {_setting(old)}"), Text.same(f"{step}: {_setting(new)}")


def _own(before: Standard, after: Standard, name: str) -> Iterator[tuple[str, tuple[Text, Text]]]:
    """What an indicator (or a node) says of itself, where it differs."""
    one, other = before.by_id.get(name), after.by_id.get(name)
    if one is None or other is None:
        a, b = before.nodes.get(name), after.nodes.get(name)
        if a is not None and b is not None:
            yield from _differing({"name": (a.name, b.name), "definition": (a.definition, b.definition)})
        return
    if one.bounds != other.bounds or one.target != other.target:
        yield "bounds", (_bounds(one.bounds, one.target), _bounds(other.bounds, other.target))
    if one.measure != other.measure:
        yield "measure", (Text.same(_setting(one.measure)), Text.same(_setting(other.measure)))
    for step in _steps(one, other):
        yield "method", step
    words = {
        field: (_text(getattr(one, field)), _text(getattr(other, field)))
        for field in ("direction", "levels", "definition", "unit", "name", "status")
    }
    yield from _differing(words)


def _differing(words: Mapping[str, tuple[Text | None, Text | None]]) -> Iterator[tuple[str, tuple[Text, Text]]]:
    for kind, (old, new) in words.items():
        if old != new:
            yield kind, (old or _NONE, new or _NONE)


def _text(value: object) -> Text | None:
    if isinstance(value, Text):
        return value
    if isinstance(value, tuple):
        return Text.same(", ".join(str(one) for one in value)) if value else None
    return Text.same(str(value)) if value else None


def _bounds(bounds: Bounds | None, target: float | None) -> Text:
    parts = [f"{bounds.worst:g} → {bounds.best:g}" + (f" ({bounds.basis})" if bounds.basis else "")] if bounds else []
    parts += [f"target {target:g}"] if target is not None else []
    return Text.same("; ".join(parts)) if parts else _NONE


def _setting(value: Plain | None) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key}={_setting(one)}" for key, one in value.items() if key != "kind")
        kind = str(value.get("kind", ""))
        return f"{kind}({inner})" if kind and inner else kind or inner or "—"
    if isinstance(value, list):
        return "[" + ", ".join(_setting(one) for one in value) + "]"
    return "—" if value is None else str(value)


def _percent(share: float) -> Text:
    return Text.same(f"{100 * share:.2f} %")


def _where(standard: Standard, one: _Entry) -> Text:
    """Under which node, and with which share of the whole."""
    above, share = standard.name_of(one.parent), f"{100 * one.share:.2f} %"
    return Text(zh=f"{above.zh}，{share}", en=f"{above.en}, {share}")
