"""What it would take: weights that swap two regions, the cheapest change of raw values that lifts one to a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from evaluator.methods.base import Floats
from evaluator.robustness.exact import Exact
from evaluator.scoring.kernel import Kernel, rank
from evaluator.scoring.whatif import leaf_shares
from indicators.faults import Faults, fault

_TRIES = 20


@dataclass(frozen=True)
class Step:
    """One indicator that is improved.

    Attributes:
        slot: Position of the indicator.
        points: Points of normalised value that are won.
        before: Raw value now.
        after: Raw value needed.
        cost: Of this step.
    """

    slot: int
    points: float
    before: float
    after: float
    cost: float


@dataclass(frozen=True)
class Lift:
    """The cheapest steps, and the place they lead to when everything is scored again by the ordinary path."""

    steps: tuple[Step, ...]
    reached: int

    @property
    def cost(self) -> float:
        """Of all steps."""
        return sum(step.cost for step in self.steps)


def swap(exact: Exact, a: int, b: int) -> dict[str, Floats | float] | None:
    """The smallest change of the first-level weights, within their limits, under which b catches up with a.

    Returns:
        `l1` and `linf` (in shares of the whole), and for each the weights `[first-level node]` that do it; None if
        no first-level weights do.
    """
    from scipy.optimize import linprog

    children = list(exact.plan.places[0].children)
    given = exact.weights[children] / exact.weights[children].sum()
    score = exact.kernel.scored(exact.weights).score[exact.period][children]
    lead = score[:, a] - score[:, b]
    if exact.log:
        lead = np.log(score[:, a]) - np.log(score[:, b])
    if np.isnan(lead).any():
        return None
    n = len(children)
    found: dict[str, Floats | float] = {}
    limits, least = next(((one.matrix, one.least) for one in exact.groups if not one.node), (np.eye(n), np.zeros(n)))
    for name, spread in (("l1", n), ("linf", 1)):
        slack = np.eye(n) if spread == n else np.ones((n, 1))
        above = np.hstack([np.eye(n), -slack])
        below = np.hstack([-np.eye(n), -slack])
        caught = np.r_[lead, np.zeros(spread)][None, :]
        cost = np.r_[np.zeros(n), np.ones(spread)]
        answer = linprog(
            cost,
            A_ub=np.vstack([above, below, caught, np.hstack([-limits, np.zeros((len(least), spread))])]),
            b_ub=np.r_[given, -given, 0.0, -least],
            A_eq=np.r_[np.ones(n), np.zeros(spread)][None, :],
            b_eq=[1.0],
            bounds=[(0, 1)] * n + [(0, None)] * spread,
        )
        if answer.x is None:
            return None
        found[name] = float(answer.fun)
        found[f"{name}_weights"] = answer.x[:n]
    return found


def lift(exact: Exact, region: int, place: int, costs: Mapping[str, float] | None = None) -> Lift | None:
    """The cheapest change of raw values that lifts a region to a place, within what is observed or agreed as goalposts.

    Others are held still. For arithmetic trees without gaps a continuous knapsack: what wins most of the score for
    its cost comes first (Dantzig 1957). Raw values are read off the scale between the regions' own.

    Args:
        exact: The period and its weights.
        region: Position of the region.
        place: The place wanted.
        costs: Indicator → cost of one unit of raw value; others, by default all, cost 1 a point of normalised value.

    Returns:
        The steps; None if all at the ceiling would not do. Where a treatment or scale shifts with the new values, more
        is asked for until the place is reached when everything is scored again.

    Raises:
        Faults: The tree is not arithmetic or has gaps; a cost that is not above 0 or of no indicator.
    """
    _check(exact, costs or {})
    scores = exact.kernel.scored(exact.weights).score[exact.period, 0]
    others = sorted((float(scores[j]) for j in exact.ranked if j != region), reverse=True)
    wanted = others[place - 1] if place <= len(others) else -np.inf
    short = wanted - float(scores[region])
    for _ in range(_TRIES):
        steps = _steps(exact, region, short, costs or {})
        if steps is None:
            return None
        reached, more = _again(exact, region, place, steps)
        if reached <= place:
            return Lift(tuple(steps), reached)
        # Treatment and normalisation saw the new value too: what is still lacking is asked for on top.
        short += 1.02 * more + 1e-9
    return None


def _steps(exact: Exact, region: int, short: float, costs: Mapping[str, float]) -> list[Step] | None:
    """The cheapest steps that win so much of the score; None if all together do not."""
    worth = leaf_shares(exact.plan, exact.weights)
    scales = [_Scale(exact, i, region) for i in range(len(worth))]
    price = np.array([_price(exact, i, scales[i], costs) for i in range(len(worth))])
    steps = []
    for i in np.lexsort((np.arange(len(worth)), -worth / price)):
        scale = scales[i]
        if short <= 0 or not worth[i] > 0:
            break
        points = min(scale.room, short / worth[i])
        if points > 0:
            steps.append(Step(int(i), float(points), scale.before, scale.raw(points), float(points * price[i])))
            short -= points * worth[i]
    return steps if short <= 1e-9 else None


def _check(exact: Exact, costs: Mapping[str, float]) -> None:
    if exact.log or not exact.whole:
        zh, en = (
            "只有无缺失的算术平均树才能求最省的提升",
            "the cheapest lift is exact for arithmetic trees without gaps",
        )
        raise Faults([fault(zh, en)])
    known = {slot.indicator.id for slot in exact.plan.slots}
    faults = [fault(f"没有指标“{name}”", f"there is no indicator '{name}'") for name in costs if name not in known]
    faults += [
        fault(f"“{name}”的成本须大于 0", f"the cost of '{name}' must be above 0")
        for name, cost in costs.items()
        if name in known and not 0 < cost < np.inf
    ]
    if faults:
        raise Faults(faults)


class _Scale:
    """Normalised against raw values of one indicator, as the regions show it."""

    def __init__(self, exact: Exact, slot: int, region: int) -> None:
        kernel = exact.kernel
        score, raw = kernel.normalised[exact.period, slot], kernel.treated[exact.period, slot]
        aspect, method = kernel.plan.slots[slot].aspect, kernel.plan.slots[slot].normalisation
        there = ~np.isnan(score) & ~np.isnan(raw)
        known = dict(zip(score[there].tolist(), raw[there].tolist(), strict=True))
        if method.kind == "goalposts":
            worst, best = (
                getattr(method, end) if getattr(method, end) is not None else getattr(aspect, end)
                for end in ("worst", "best")
            )
            low, high = method.range if isinstance(method.range, tuple) else (0.0, 100.0)
            known |= {float(low): worst, float(high): best}
        self.score = np.array(sorted(known))
        self.values = np.array([known[one] for one in self.score])
        self.own, self.before = float(score[region]), float(raw[region])

    @property
    def room(self) -> float:
        """Points up to the best that is observed, or agreed."""
        return max(0.0, float(self.score[-1]) - self.own)

    def raw(self, points: float) -> float:
        """The raw value so many points higher."""
        return float(np.interp(self.own + points, self.score, self.values))


def _price(exact: Exact, slot: int, scale: _Scale, costs: Mapping[str, float]) -> float:
    """Cost of one point."""
    cost = costs.get(exact.plan.slots[slot].indicator.id)
    if cost is None or not scale.room > 0:
        return 1.0
    return max(cost * abs(scale.raw(scale.room) - scale.before) / scale.room, 1e-300)


def _again(exact: Exact, region: int, place: int, steps: list[Step]) -> tuple[int, float]:
    """The place after the steps when everything is scored again, and the score still lacking for the place wanted."""
    cells = exact.kernel.cells
    values = cells.values.copy()
    for step in steps:
        # A hair more than a tie, so that the place does not hang on the last digit.
        values[exact.period, step.slot, region] = step.after + 1e-9 * (step.after - step.before)
    kernel = Kernel(exact.plan, replace(cells, values=values))
    score = kernel.scored(exact.weights).score[exact.period, 0]
    others = sorted((float(one) for j, one in enumerate(score) if j != region and not np.isnan(one)), reverse=True)
    lacking = max(0.0, others[place - 1] - float(score[region])) if place <= len(others) else 0.0
    return int(rank(score, exact.plan.ranking)[region]), lacking
