"""A standard: an immutable tree of nodes and indicators with weights and method."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Discriminator, Field, StringConstraints, Tag, ValidationInfo, field_validator

from evaluator.methods import STEPS, merge
from indicators.faults import Fault, Faults, fault
from indicators.indicator import Choice, Indicator
from indicators.records import Id, Real, Record, Setting, near
from indicators.text import Text
from indicators.yamls import Plain

ROOT = "total"
Weight: TypeAlias = Annotated[Real, Field(ge=0)]


STEP_KEYS = ("aggregation", "weights", "missing", "imputation", "treatment", "normalisation")
BARE = {"missing": "parents", "ranking": "basis"}


def expand_step(step: str, value: object) -> object:
    """A bare word is short for the kind of a step (for `missing` and `ranking`, for their first parameter)."""
    return {BARE.get(step, "kind"): value} if isinstance(value, str) else value


def _kind(word: str) -> Setting:
    return {"kind": word}


class Leaf(Record):
    """An indicator in the tree, with its weight among its siblings."""

    indicator: Id
    weight: Weight = 1.0
    imputation: Choice | None = None
    treatment: Choice | None = None
    normalisation: Choice | None = None
    note: Text | str = ""


class Node(Record):
    """A node of the tree: a pillar, a topic, a group.

    `aggregation`, `weights` and `missing` hold for its own children; `imputation`, `treatment` and
    `normalisation` hold for every indicator below it.
    """

    id: Id
    name: Text
    weight: Weight = 1.0
    definition: Text | None = None
    aggregation: Choice | None = None
    weights: Choice | None = None
    missing: Annotated[Setting, BeforeValidator(partial(expand_step, "missing"))] | None = None
    imputation: Choice | None = None
    treatment: Choice | None = None
    normalisation: Choice | None = None
    clause: str = ""
    references: dict[str, Plain] = Field(default_factory=dict)
    note: Text | str = ""
    children: tuple[Entry, ...] = Field(min_length=1)


def _tag(value: object) -> str:
    leaf = "indicator" in value if isinstance(value, Mapping) else isinstance(value, Leaf)
    return "<leaf>" if leaf else "<node>"


Entry: TypeAlias = Annotated[Annotated[Leaf, Tag("<leaf>")] | Annotated[Node, Tag("<node>")], Discriminator(_tag)]


class Methods(Record):
    """The default of every step; a node or an indicator may override its own part."""

    screening: Choice = Field(default_factory=partial(_kind, "none"))
    imputation: Choice = Field(default_factory=partial(_kind, "none"))
    treatment: Choice = Field(default_factory=partial(_kind, "none"))
    normalisation: Choice = Field(default_factory=partial(_kind, "minmax"))
    weights: Choice = Field(default_factory=partial(_kind, "standard"))
    aggregation: Choice = Field(default_factory=partial(_kind, "arithmetic"))
    missing: Annotated[Setting, BeforeValidator(partial(expand_step, "missing"))] = Field(default_factory=dict)
    ranking: Annotated[Setting, BeforeValidator(partial(expand_step, "ranking"))] = Field(default_factory=dict)

    @field_validator(*(step for step in STEPS if step not in BARE))
    @classmethod
    def _of_some_kind(cls, setting: Setting, info: ValidationInfo) -> Setting:
        """Parameters without a kind are those of the default."""
        default: Setting = cls.model_fields[str(info.field_name)].get_default(call_default_factory=True)
        return {**default, **setting}

    def with_settings(self, settings: Mapping[str, Plain]) -> Methods:
        """A copy with `step`, `step.kind` or `step.parameter` changed, all laid over at once.

        Raises:
            Faults: Keys that name no step.
        """
        unknown = [key for key in settings if key.partition(".")[0] not in STEPS]
        if unknown:
            raise Faults(map(_no_such_step, unknown))
        changes: dict[str, Setting] = {}
        for key, value in settings.items():
            step, _, rest = key.partition(".")
            change = changes.setdefault(step, {})
            if rest:
                _place(change, rest.split("."), value)
            elif isinstance(value, dict):
                change.update(value)
            else:
                change[BARE.get(step, "kind")] = value
        merged = {step: merge(step, getattr(self, step), change) for step, change in changes.items()}
        return self.model_copy(update=merged)


class Floor(Record):
    """A score that each first-level node should reach, whatever the total: what lies below is marked, never rescored.

    Attributes:
        score: On the scale of the scores.
        basis: Why this one: `proposal`, or a source.
    """

    score: Real
    basis: str = ""
    note: Text | str = ""


class Standard(Record):
    """A standard as data. `Standard.read` reads one from a file, with all its checks."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    version: str
    status: Literal["draft", "in-force", "withdrawn"] = "draft"
    name: Text
    description: Text | None = None
    publisher: Text | str = ""
    source: Text | str = ""
    licence: str = ""
    note: Text | str = ""
    references: dict[str, Plain] = Field(default_factory=dict)
    levels: tuple[str, ...] = ()
    method: Methods = Field(default_factory=Methods)
    floor: Floor | None = None
    tree: tuple[Entry, ...] = Field(min_length=1)
    indicators: tuple[Indicator, ...] = ()

    @classmethod
    def read(cls, source: str | Path, *, indicators: Sequence[Path] = ()) -> Standard:
        """`evaluator.reading.read_standard`: a file, a folder or a bundled id. Raises Faults."""
        from evaluator.reading import read_standard

        return read_standard(source, indicators=indicators)

    def entries(self) -> Iterator[tuple[Node | Leaf, tuple[Node, ...]]]:
        """Every node and leaf in reading order, with the nodes above it, the top one first."""
        return _walk(self.tree, ())

    @property
    def by_id(self) -> dict[str, Indicator]:
        """The indicators by their ids."""
        return {one.id: one for one in self.indicators}

    @property
    def nodes(self) -> dict[str, Node]:
        """The nodes by their ids, the root not among them."""
        return {entry.id: entry for entry, _ in self.entries() if isinstance(entry, Node)}

    @property
    def digest(self) -> str:
        """SHA-256 of the standard as resolved."""
        plain = json.dumps(self.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()

    def plain(self) -> dict[str, Plain]:
        """The standard as plain data, in the form of the contract."""
        found: dict[str, Plain] = self.model_dump(mode="json", exclude_defaults=True)
        head = {"id": self.id, "version": self.version, "status": self.status, "name": found.pop("name")}
        method: dict[str, Plain] = {step: value for step in STEPS if (value := getattr(self.method, step))}
        tree, indicators = found.pop("tree"), found.pop("indicators", [])
        return {**head, **found, "levels": list(self.levels), "method": method, "tree": tree, "indicators": indicators}

    def name_of(self, name: str) -> Text:
        """The name of a node or an indicator; the root bears the standard's name."""
        if name == ROOT:
            return Text(zh="总分", en="Total")
        node = self.nodes.get(name)
        if node:
            return node.name
        indicator = self.by_id.get(name)
        return indicator.name if indicator else Text.same(name)

    def with_weight(self, name: str, weight: float) -> Self:
        """A copy with one weight changed, relative to its siblings. Raises Faults for an unknown id."""
        return self.with_weights({name: weight})

    def with_weights(self, weights: Mapping[str, float]) -> Self:
        """A copy with several weights changed."""
        known = {entry.id if isinstance(entry, Node) else entry.indicator for entry, _ in self.entries()}
        faults = []
        for name, weight in weights.items():
            if name not in known:
                todo = near(name, sorted(known))
                faults.append(
                    fault(f"没有节点“{name}”", f"there is no node '{name}'", todo_zh=todo[0], todo_en=todo[1])
                )
            elif not 0 <= weight < float("inf"):
                faults.append(
                    fault(f"“{name}”的权重须为不小于 0 的数", f"the weight of '{name}' must be a number, 0 or more")
                )
        if faults:
            raise Faults(faults)
        return self.model_copy(update={"tree": tuple(_reweigh(entry, weights) for entry in self.tree)})

    def with_method(self, settings: Mapping[str, Plain] | None = None, **steps: Plain) -> Self:
        """A copy with parts of the method changed.

        Args:
            settings: Keys as in `--set`: `{"normalisation.range": [1, 100]}`.
            steps: Whole steps: `normalisation="zscore"`, `aggregation={"kind": "power", "p": 2}`.
        """
        return self.model_copy(update={"method": self.method.with_settings({**(settings or {}), **steps})})

    def without(self, name: str) -> Self:
        """A copy without one node or indicator; a node left without children goes too."""
        tree = tuple(kept for entry in self.tree if (kept := _prune(entry, name)))
        if not tree:
            raise Faults([fault("不能删去全部指标", "the last indicator cannot be taken out")])
        used = {leaf.indicator for leaf, _ in _walk(tree, ()) if isinstance(leaf, Leaf)}
        kept_indicators = tuple(one for one in self.indicators if one.id in used)
        return self.model_copy(update={"tree": tree, "indicators": kept_indicators})


def _walk(entries: tuple[Node | Leaf, ...], above: tuple[Node, ...]) -> Iterator[tuple[Node | Leaf, tuple[Node, ...]]]:
    for entry in entries:
        yield entry, above
        if isinstance(entry, Node):
            yield from _walk(entry.children, (*above, entry))


def _reweigh(entry: Node | Leaf, weights: Mapping[str, float]) -> Node | Leaf:
    if isinstance(entry, Leaf):
        new = weights.get(entry.indicator)
        return entry if new is None else entry.model_copy(update={"weight": float(new)})
    children = tuple(_reweigh(child, weights) for child in entry.children)
    return entry.model_copy(update={"children": children, "weight": float(weights.get(entry.id, entry.weight))})


def _prune(entry: Node | Leaf, name: str) -> Node | Leaf | None:
    if isinstance(entry, Leaf):
        return None if entry.indicator == name else entry
    if entry.id == name:
        return None
    children = tuple(kept for child in entry.children if (kept := _prune(child, name)))
    return entry.model_copy(update={"children": children}) if children else None


def _no_such_step(key: str) -> Fault:
    todo = near(key.partition(".")[0], list(STEPS))
    zh, en = f"方法中没有“{key}”", f"the method has no '{key}'"
    return fault(zh, en, todo_zh=todo[0], todo_en=todo[1])


def _place(setting: Setting, path: list[str], value: Plain) -> None:
    head, *rest = path
    if not rest:
        setting[head] = value
        return
    inner = setting.setdefault(head, {})
    if isinstance(inner, dict):
        _place(inner, rest, value)


Node.model_rebuild()
Standard.model_rebuild()
