"""Whose weights: the sets that experts give, and exact answers over all of them together.

As in the OECD/JRC Handbook (2008, step 7) and in Saisana, Saltelli and Tarantola (2005, J. R. Stat. Soc. A 168) one
expert is taken at a time, never a mean of several: whose weights they are is one uncertain choice. What holds over
all experts is therefore the best, or the worst, of what holds for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evaluator.methods.base import Floats
from evaluator.robustness.admissible import Limits, groups_of
from evaluator.robustness.exact import Bound, Exact
from evaluator.scoring.kernel import Kernel
from evaluator.scoring.plan import Plan
from indicators.faults import Fault, Faults, fault

Expert = tuple[str, tuple[tuple[str, float], ...]]
"""Name, and weights by node."""


def given_by(plan: Plan, weights: Floats, named: Iterable[tuple[str, float]]) -> Floats:
    """Weights `[place]` with those of some nodes replaced; nodes that the tree lacks are passed over."""
    found: Floats = weights.copy()
    for name, weight in named:
        if name in plan.position:
            found[plan.position[name]] = weight
    return found


@dataclass(frozen=True)
class Sets:
    """Admissible sets of weights, one or one for each expert.

    Attributes:
        exact: Around the weights in force.
        parts: Name of the expert and the set around the weights given; one part without a name where nobody was asked.
    """

    exact: Exact
    parts: tuple[tuple[str, Exact], ...]

    def bound(self, region: int, best: bool, nodes: int | None = None) -> tuple[Bound, str]:
        """The best (or worst) place that any set gives a region, and whose set it is; `nodes` as for `Exact.best`."""
        found: tuple[Bound, str] | None = None
        proven, reached = None, None
        sign = 1 if best else -1
        for name, part in self.parts:
            if not part.baseline[region]:
                continue
            edge = part.outer(region)[0 if best else 1]
            if reached is not None and sign * edge >= sign * reached:
                continue  # it cannot reach further
            own = part.best(region, nodes) if best else part.worst(region, nodes)
            there = own.place if own.weights is None else part.reached(region, own.weights)
            proven = own.place if proven is None else sign * min(sign * proven, sign * own.place)
            if reached is None or sign * there < sign * reached:
                reached, found = there, (own, name)
        if found is None or proven is None:
            return Bound(int(self.exact.baseline[region]), self.exact.inside, True), ""
        own, name = found
        return Bound(proven, own.weights, own.weights is not None and reached == proven), name

    def reached(self, region: int, weights: Floats) -> int:
        """The place of a region under given weights, scored by the ordinary path."""
        return self.exact.reached(region, weights)

    def dominates(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """`[a, b]`: whether a stands ahead of b under all weights of every set."""
        found = self.parts[0][1].dominates()
        for _, part in self.parts[1:]:
            found &= part.dominates()
        return found


def sets_of(
    kernel: Kernel, period: int, weights: Floats, share: float, limits: Limits | None, experts: Iterable[Expert] = ()
) -> Sets:
    """The weights that are admitted around those in force, or around those of each expert.

    Raises:
        Faults: Limits that admit nothing, an expert who gives no weight to anything below a node.
    """
    faults: list[Fault] = []

    def around(own: Floats) -> Exact:
        groups = () if limits is None else groups_of(limits, kernel.plan, own)
        return Exact(kernel, period, own, share, groups)

    parts = []
    for name, named in experts:
        own = given_by(kernel.plan, weights, named)
        for place in kernel.plan.places:
            if place.children and not own[list(place.children)].sum() > 0:
                zh = f"专家“{name}”没有给“{place.name}”的任何下级赋权"
                faults.append(fault(zh, f"expert '{name}' gives no weight to anything below '{place.name}'"))
        if faults:
            continue
        try:
            parts.append((name, around(own)))
        except Faults as error:
            both = ((one.sentence("zh"), one.sentence("en")) for one in error.faults)
            faults += [fault(f"专家“{name}”：{zh}", f"expert '{name}': {en}") for zh, en in both]
    if faults:
        raise Faults(faults)
    exact = around(weights)
    return Sets(exact, tuple(parts) or (("", exact),))
