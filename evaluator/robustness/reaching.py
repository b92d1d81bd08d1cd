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
SEEN = 5e-4
"""Smaller changes of an indicator's weight are not worth telling."""


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


@dataclass(frozen=True)
class Swap:
    """The smallest change of weights under which one region catches up with another.

    Attributes:
        places: Positions of the entries whose weights move.
        given: Their weights in force, `[entry]`, as shares.
        l1: Least change in all, and the weights that do it.
        linf: Least largest change, and the weights that do it.
    """

    places: tuple[int, ...]
    given: Floats
    l1: tuple[float, Floats]
    linf: tuple[float, Floats]


def swap(exact: Exact, a: int, b: int, node: int | None = 0) -> Swap | None:
    """The smallest change of weights, within their limits, under which b catches up with a.

    Args:
        exact: The period and its admissible weights.
        a: Position of the region ahead.
        b: Position of the one behind.
        node: Whose children's shares move, by default the first level; None moves what every indicator weighs in the
            root. All other weights stay.

    Returns:
        None if no such weights let b catch up, or values that it would need are missing.
    """
    places, given, lead, rest = _moving(exact, a, b, node)
    if np.isnan(lead).any() or np.isnan(rest):
        return None
    limits, least = _limits(exact, node, len(places))
    found = []
    for spread in (len(places), 1):
        n = len(places)
        slack = np.eye(n) if spread == n else np.ones((n, 1))
        none = np.zeros((len(least), spread))
        answer = _programme(
            np.r_[np.zeros(n), np.ones(spread)],
            np.vstack(
                [
                    np.hstack([np.eye(n), -slack]),
                    np.hstack([-np.eye(n), -slack]),
                    np.r_[lead, np.zeros(spread)][None, :],
                    np.hstack([-limits, none]),
                ]
            ),
            np.r_[given, -given, -rest, -least],
            np.r_[np.ones(n), np.zeros(spread)][None, :],
        )
        if answer is None:
            return None
        found.append((answer[0], answer[1][:n]))
    return Swap(places, given, found[0], found[1])


def _moving(exact: Exact, a: int, b: int, node: int | None) -> tuple[tuple[int, ...], Floats, Floats, float]:
    """Entries that move, their shares, the lead of a over b in each, and what the rest adds to the lead."""
    plan = exact.plan
    if node is None:
        lead = exact.values[:, a] - exact.values[:, b]
        return plan.leaves, leaf_shares(plan, exact.weights), lead, 0.0
    children = plan.places[node].children
    given = exact.weights[list(children)] / exact.weights[list(children)].sum()
    score = exact.kernel.scored(exact.weights).score[exact.period]
    if exact.log:
        with np.errstate(invalid="ignore", divide="ignore"):
            score = np.log(score)
    lead = score[list(children), a] - score[list(children), b]
    if not node:
        return children, given, lead, 0.0
    if np.isnan(exact.values[:, [a, b]]).any():  # elsewhere siblings would be re-weighted for one of them only
        return children, given, np.full(len(children), np.nan), np.nan
    share, at = 1.0, node
    while at:
        parent = plan.places[at].parent
        share *= exact.weights[at] / exact.weights[list(plan.places[parent].children)].sum()
        at = parent
    own = score[node, a] - score[node, b]
    return children, given, share * lead, float(score[0, a] - score[0, b] - share * own)


def _limits(exact: Exact, node: int | None, count: int) -> tuple[Floats, Floats]:
    """Linear limits of what moves: `matrix @ weights ≥ least`."""
    if node is not None:
        return next(
            ((one.matrix, one.least) for one in exact.groups if one.node == node), (np.eye(count), np.zeros(count))
        )
    below = np.zeros((len(exact.plan.places), count))
    below[list(exact.plan.leaves)] = np.eye(count)
    for inner in exact.plan.upwards:
        below[inner] = below[list(exact.plan.places[inner].children)].sum(axis=0)
    rows = [one.matrix @ below[list(one.children)] - np.outer(one.least, below[one.node]) for one in exact.groups]
    matrix: Floats = np.vstack([np.eye(count), *rows])
    return matrix, np.zeros(len(matrix))


def _programme(cost: Floats, above: Floats, most: Floats, equal: Floats) -> tuple[float, Floats] | None:
    """Least cost of variables that are 0 or more; None if there are none."""
    from scipy.optimize import linprog

    answer = linprog(cost, A_ub=above, b_ub=most, A_eq=equal, b_eq=[1.0], bounds=(0, None))
    return None if answer.x is None else (float(answer.fun), answer.x)


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
