"""What a run does: the tree of one level of regions with every method resolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar, cast

import numpy as np

from evaluator.methods import (
    Aggregation,
    Aspect,
    Imputation,
    Method,
    Missing,
    Normalisation,
    Ranking,
    Screening,
    Siblings,
    Treatment,
    Weighting,
    merge,
)
from evaluator.methods.base import Floats
from evaluator.methods.registry import try_method
from evaluator.standard import ROOT, Leaf, Node, Standard
from indicators.catalogue import measure_of
from indicators.faults import Fault, Faults, fault
from indicators.indicator import Indicator
from indicators.measures import Measure
from indicators.records import Setting
from indicators.text import Text

AnyMethod = TypeVar("AnyMethod", bound=Method)


@dataclass(frozen=True)
class Slot:
    """One indicator in the plan, with the methods that hold for it."""

    indicator: Indicator
    measure: Measure
    imputation: Imputation
    treatment: Treatment
    normalisation: Normalisation

    @property
    def aspect(self) -> Aspect:
        """What its normalisation needs to know of it."""
        bounds = self.indicator.bounds
        target = self.indicator.target
        return Aspect(
            direction=1.0 if self.indicator.direction == "higher" else -1.0,
            worst=bounds.worst if bounds else np.nan,
            best=bounds.best if bounds else np.nan,
            target=np.nan if target is None else target,
        )


@dataclass(frozen=True)
class Place:
    """An entry of the tree: the root, a node or an indicator, in reading order.

    Attributes:
        name: Id; the root is `total`.
        parent: Position of the parent, −1 for the root.
        depth: 0 for the root.
        weight: As written in the standard.
        children: Positions of the children; empty for indicators.
        slot: Position among the slots, −1 for nodes.
        aggregation: Of its children; None for indicators, as the next two.
    """

    name: str
    parent: int
    depth: int
    weight: float
    children: tuple[int, ...]
    slot: int
    aggregation: Aggregation | None = None
    weighting: Weighting | None = None
    missing: Missing | None = None


@dataclass(frozen=True)
class Plan:
    """The resolved tree of one level of regions.

    Attributes:
        level: The level of region, "" if regions have none.
        places: The root first, then depth first in the standard's order.
        slots: The indicators, in the same order.
        dropped: Ids of nodes and indicators that do not exist at this level.
        unscored: Ids of nodes of which too little exists at this level; their `min_coverage` is `NEVER`.
    """

    level: str
    places: tuple[Place, ...]
    slots: tuple[Slot, ...]
    screening: Screening
    ranking: Ranking
    dropped: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()

    @cached_property
    def depth(self) -> int:
        """Depth of the deepest entry."""
        return max(place.depth for place in self.places)

    @cached_property
    def upwards(self) -> tuple[int, ...]:
        """Positions of the nodes, the deepest first."""
        inner = [i for i, place in enumerate(self.places) if place.children]
        return tuple(sorted(inner, key=lambda i: -self.places[i].depth))

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """Position of each slot in `places`."""
        return tuple(i for i, place in enumerate(self.places) if place.slot >= 0)

    @cached_property
    def position(self) -> dict[str, int]:
        """Position of each id."""
        return {place.name: i for i, place in enumerate(self.places)}

    @cached_property
    def weights(self) -> Floats:
        """Weights as written, `[place]`; the root has 1."""
        return np.array([place.weight for place in self.places], dtype=np.float64)


def make_plan(standard: Standard, level: str = "") -> Plan:
    """Resolve a standard for one level of regions.

    Raises:
        Faults: Every method that is misspelt, every indicator without the bounds its method needs, and a
            standard of which nothing exists at this level.
    """
    return _Planner(standard, level).plan()


def make_plans(standard: Standard, levels: Sequence[str]) -> tuple[Plan, ...]:
    """One plan a level."""
    return tuple(make_plan(standard, level) for level in levels)


def unfit(slots: Iterable[Slot], regions: tuple[str, ...]) -> list[Fault]:
    """What keeps indicators from being normalised: no bounds, no target, no such region of reference.

    Args:
        slots: The indicators with their methods.
        regions: Codes of the regions scored; empty if they are not known yet.

    Returns:
        One fault for one reason, with every indicator that it holds for.
    """
    found: dict[Fault, list[str]] = {}
    for slot in slots:
        if isinstance(slot.normalisation, Normalisation):  # else misspelt, which is a fault already
            for one in slot.normalisation.check(replace(slot.aspect, regions=regions)):
                found.setdefault(one, []).append(slot.indicator.id)
    return [_of_indicators(one, names) for one, names in found.items()]


def _of_indicators(one: Fault, names: list[str]) -> Fault:
    if len(names) == 1:
        zh, en = f"指标“{names[0]}”", f"indicator '{names[0]}'"
    else:
        zh = f"{len(names)} 个指标（{'、'.join(names)}）"
        en = f"{len(names)} indicators ({', '.join(names)})"
    return replace(one, what=Text(zh=f"{zh}：{one.what.zh}", en=f"{en}: {one.what.en}"))


#: A coverage that is never reached.
NEVER = 2.0


class _Planner:
    def __init__(self, standard: Standard, level: str) -> None:
        self.standard, self.level = standard, level
        self.indicators = standard.by_id
        self.faults: list[Fault] = []
        self.places: list[Place] = []
        self.slots: list[Slot] = []
        self.dropped: list[str] = []
        self.unscored: list[str] = []

    def plan(self) -> Plan:
        method = self.standard.method
        screening = self._method(Screening, method.screening, ROOT)
        ranking = self._method(Ranking, method.ranking, ROOT)
        self._node(ROOT, 1.0, -1, 0, self.standard.tree, (), None)
        self.faults += unfit(self.slots, ())
        if self.faults:
            raise Faults(dict.fromkeys(self.faults))
        if not self.slots:
            raise Faults(
                [
                    fault(
                        f"标准“{self.standard.id}”在层级“{self.level}”没有任何指标",
                        f"standard '{self.standard.id}' has no indicator at the level '{self.level}'",
                    )
                ]
            )
        places, slots = tuple(self.places), tuple(self.slots)
        return Plan(self.level, places, slots, screening, ranking, tuple(self.dropped), tuple(self.unscored))

    def _node(
        self,
        name: str,
        weight: float,
        parent: int,
        depth: int,
        children: tuple[Node | Leaf, ...],
        above: tuple[Node, ...],
        node: Node | None,
    ) -> int:
        own = len(self.places)
        method = self.standard.method
        aggregation = self._setting("aggregation", method.aggregation, (node,))
        weighting = self._setting("weights", method.weights, (node,))
        missing = self._method(Missing, self._setting("missing", method.missing, (node,)), name)
        # A setting that could not be read is a fault already.
        if missing is not None and self._share(children) < missing.min_at_level - 1e-9:
            missing = missing.model_copy(update={"min_coverage": NEVER})
            self.unscored.append(name)
        place = Place(
            name,
            parent,
            depth,
            weight,
            (),
            -1,
            self._method(Aggregation, aggregation, name),
            self._method(Weighting, weighting, name),
            missing,
        )
        self.places.append(place)
        below = [self._entry(child, own, depth + 1, above) for child in children if self._exists(child)]
        self.places[own] = Place(**{**vars(place), "children": tuple(below)})
        if isinstance(place.weighting, Weighting) and place.weighting.judged:
            self._judge(place, [self.places[child].name for child in below])
        return own

    def _judge(self, place: Place, children: list[str]) -> None:
        """Faults in what experts said of the children of a node."""
        nothing = np.empty((len(children), 0))
        ones = np.ones(len(children))
        siblings = Siblings(place.name, tuple(children), nothing, nothing, ones, ones)
        try:
            cast(Weighting, place.weighting).report(siblings)
        except Faults as error:
            self.faults.extend(error.faults)

    def _entry(self, entry: Node | Leaf, parent: int, depth: int, above: tuple[Node, ...]) -> int:
        if isinstance(entry, Node):
            return self._node(entry.id, entry.weight, parent, depth, entry.children, (*above, entry), entry)
        own = len(self.places)
        self.places.append(Place(entry.indicator, parent, depth, entry.weight, (), len(self.slots)))
        self.slots.append(self._slot(entry, above))
        return own

    def _slot(self, leaf: Leaf, above: tuple[Node, ...]) -> Slot:
        indicator = self.indicators[leaf.indicator]
        layers: list[Node | Leaf | Indicator | None] = [*above, indicator, leaf]
        method = self.standard.method
        imputation = self._setting("imputation", method.imputation, layers)
        treatment = self._setting("treatment", method.treatment, layers)
        normalisation = self._setting("normalisation", method.normalisation, layers)
        return Slot(
            indicator,
            measure_of(indicator),
            self._method(Imputation, imputation, indicator.id),
            self._method(Treatment, treatment, indicator.id),
            self._method(Normalisation, normalisation, indicator.id),
        )

    def _exists(self, entry: Node | Leaf) -> bool:
        """Whether an entry, or anything below it, exists at this level."""
        if isinstance(entry, Leaf):
            levels = self.indicators[entry.indicator].levels
            found = not levels or not self.level or self.level in levels
        else:
            # A list, not a generator: every missing child is to be noted.
            found = any(list(map(self._exists, entry.children)))
        name = entry.indicator if isinstance(entry, Leaf) else entry.id
        if not found and name not in self.dropped:
            self.dropped.append(name)
        return found

    def _share(self, children: tuple[Node | Leaf, ...]) -> float:
        """Share of the weight of entries that exists at this level, 0 to 1."""
        total = sum(child.weight for child in children)
        below = (
            child.weight * (float(self._exists(child)) if isinstance(child, Leaf) else self._share(child.children))
            for child in children
        )
        return sum(below) / total if total > 0 else 0.0

    def _setting(self, step: str, base: Setting, layers: Sequence[Node | Leaf | Indicator | None]) -> Setting:
        for layer in layers:
            over = getattr(layer, step, None) if layer is not None else None
            if over is not None:
                base = merge(step, base, over)
        return base

    def _method(self, base: type[AnyMethod], setting: Setting, name: str) -> AnyMethod:
        found, faults = try_method(base.step, setting)
        if found is None:
            # What is wrong with the default is one fault, however many nodes and indicators it holds for.
            default = name == ROOT or setting == getattr(self.standard.method, base.step)
            where = "" if default else f"{name}: "
            for one in faults:
                zh, en = f"{where}{one.what.zh}", f"{where}{one.what.en}"
                self.faults.append(
                    fault(zh, en, todo_zh=one.remedy.zh, todo_en=one.remedy.en, file=one.file, line=one.line)
                )
        return cast(AnyMethod, found)
