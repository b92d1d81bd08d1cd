"""A standard that extends another: a reform, a second draft."""

from __future__ import annotations

from evaluator.methods import merge
from evaluator.standard import STEP_KEYS, expand_step
from indicators.beside import merged as measured_otherwise
from indicators.yamls import Document, Place, Plain, Where


def extend(base: Document, change: Document) -> Document:
    """Lay a standard over the one it extends.

    Methods merge as settings do. Nodes and indicators are matched by id: a matched one is changed in its
    place, a new one is added under the parent where it stands; `remove: [id, …]` takes nodes or indicators
    out. Any other key replaces.
    """
    old = base.value if isinstance(base.value, dict) else {}
    new = change.value if isinstance(change.value, dict) else {}
    merger = _Merger(base, change)
    value: dict[str, Plain] = {}
    for key in dict.fromkeys([*old, *new]):
        if key in ("extends", "remove"):
            continue
        value[key] = merger.top(key, old, new)
    removed = new.get("remove")
    names = {str(name) for name in removed} if isinstance(removed, list) else set()
    if names:
        merger.remove(value, names)
    return Document(value, change.file, merger.places(value), (*base.faults, *change.faults))


class _Merger:
    """Keeps for each merged value where it was written."""

    def __init__(self, base: Document, change: Document) -> None:
        self.origin: dict[int, tuple[Document, Where]] = {}
        self.alive: list[Plain] = []  # ids stay unique only while their values live
        self.base, self.change = base, change

    def top(self, key: str, old: dict[str, Plain], new: dict[str, Plain]) -> Plain:
        if key not in new:
            return self._mark(old[key], self.base, (key,))
        if key not in old or key not in ("method", "tree", "indicators"):
            return self._mark(new[key], self.change, (key,))
        before = self._mark(old[key], self.base, (key,))
        after = self._mark(new[key], self.change, (key,))
        if key == "method" and isinstance(before, dict) and isinstance(after, dict):
            return self._settings(before, after)
        if isinstance(before, list) and isinstance(after, list):
            if key == "tree":
                return self._tree(before, after)
            return self._records(before, after)
        return after

    def _settings(self, before: dict[str, Plain], after: dict[str, Plain]) -> dict[str, Plain]:
        merged = dict(before)
        for step, setting in after.items():
            old, new = expand_step(step, before.get(step)), expand_step(step, setting)
            both = isinstance(old, dict) and isinstance(new, dict)
            merged[step] = (
                merge(step, old, new) if both and isinstance(old, dict) and isinstance(new, dict) else setting
            )
        self.origin[id(merged)] = self.origin.get(id(after), (self.change, ("method",)))
        return merged

    def _records(self, before: list[Plain], after: list[Plain]) -> list[Plain]:
        found = {str(item.get("id")): i for i, item in enumerate(before) if isinstance(item, dict)}
        merged = list(before)
        for item in after:
            position = found.get(str(item.get("id"))) if isinstance(item, dict) else None
            if position is None or not isinstance(item, dict):
                merged.append(item)
                continue
            old = merged[position]
            joined = dict(old) if isinstance(old, dict) else {}
            for key, value in item.items():
                joined[key] = self._laid(key, joined.get(key), value)
            self.origin[id(joined)] = self.origin[id(item)]
            merged[position] = joined
        self.origin[id(merged)] = self.origin[id(after)]
        return merged

    def _tree(self, before: list[Plain], after: list[Plain]) -> list[Plain]:
        pending = {_name(item): item for item in after if isinstance(item, dict)}
        merged = [self._merge_down(entry, pending) for entry in before]
        merged.extend(item for item in after if not isinstance(item, dict) or _name(item) in pending)
        self.origin[id(merged)] = self.origin[id(after)]
        return merged

    def _merge_down(self, entry: Plain, pending: dict[str, dict[str, Plain]]) -> Plain:
        """Lay a pending change over an entry wherever in the tree it stands."""
        if not isinstance(entry, dict):
            return entry
        change = pending.pop(_name(entry), None)
        merged = dict(entry)
        children = entry.get("children")
        if isinstance(children, list):
            merged["children"] = [self._merge_down(child, pending) for child in children]
        self.origin[id(merged)] = self.origin[id(change if change is not None else entry)]
        if change is None:
            return merged
        for key, value in change.items():
            below = merged.get("children")
            if key == "children" and isinstance(value, list) and isinstance(below, list):
                merged["children"] = self._tree(below, value)
            else:
                merged[key] = self._laid(key, merged.get(key), value)
        return merged

    def _laid(self, key: str, old: Plain, new: Plain) -> Plain:
        """One part of a node or an indicator over what stood there: settings by kind, other mappings key by key."""
        by_kind = key in STEP_KEYS or key == "measure"
        before = expand_step(key, old) if by_kind else old
        after = expand_step(key, new) if by_kind else new
        if not isinstance(before, dict) or not isinstance(after, dict):
            return new
        laid: Plain = {**before, **after}
        if by_kind:
            laid = measured_otherwise(before, after) if key == "measure" else merge(key, before, after)
        self.origin[id(laid)] = self.origin.get(id(new), (self.change, ()))
        self.alive.append(laid)
        return laid

    def remove(self, value: dict[str, Plain], names: set[str]) -> None:
        tree, listed = value.get("tree"), value.get("indicators")
        if isinstance(tree, list):
            value["tree"] = _without(tree, names)
        used = _used(value.get("tree"))
        if isinstance(listed, list):
            kept = [
                item
                for item in listed
                if not isinstance(item, dict) or str(item.get("id")) in used or str(item.get("id")) not in names
            ]
            below = _used(tree) - used
            value["indicators"] = [
                item for item in kept if not (isinstance(item, dict) and str(item.get("id")) in below)
            ]

    def _mark(self, value: Plain, document: Document, where: Where) -> Plain:
        """Remember where each mapping and list was written; containers are copied so that each has one place."""
        if isinstance(value, dict):
            copied: Plain = {key: self._mark(inner, document, (*where, key)) for key, inner in value.items()}
        elif isinstance(value, list):
            copied = [self._mark(inner, document, (*where, i)) for i, inner in enumerate(value)]
        else:
            return value
        self.origin[id(copied)] = (document, where)
        self.alive.append(copied)
        return copied

    def places(self, value: Plain, where: Where = ()) -> dict[Where, Place]:
        found: dict[Where, Place] = {}
        document, origin = self.origin.get(id(value), (self.change, ()))
        file, line = document.place(origin)
        found[where] = (file, line or 1)
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in items:
            written = document.place((*origin, key))
            found[(*where, key)] = (written[0], written[1] or 1)
            if isinstance(inner, (dict, list)):
                found.update(self.places(inner, (*where, key)))
        return found


def _name(entry: dict[str, Plain]) -> str:
    return str(entry.get("indicator", entry.get("id")))


def _without(entries: list[Plain], names: set[str]) -> list[Plain]:
    kept: list[Plain] = []
    for entry in entries:
        if not isinstance(entry, dict):
            kept.append(entry)
            continue
        if _name(entry) in names:
            continue
        children = entry.get("children")
        if isinstance(children, list):
            below = _without(children, names)
            if not below:
                continue
            entry["children"] = below
        kept.append(entry)
    return kept


def _used(tree: Plain) -> set[str]:
    found: set[str] = set()
    for entry in tree if isinstance(tree, list) else []:
        if isinstance(entry, dict):
            if "indicator" in entry:
                found.add(str(entry["indicator"]))
            found |= _used(entry.get("children"))
    return found
