"""The best or worst place of a region as a mixed-integer programme over what each entry weighs in the root (HiGHS).

Each rival that may stand on either side is a binary. A start comes from a few linear programmes (reweighted l1, Candès,
Wakin and Boyd 2008, Journal of Fourier Analysis and Applications 14); the integer programme then need only show that no
weights do better, which is far less work than finding them. Work is limited in nodes, not in time, so that the same
input gives the same answer on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evaluator.methods.base import Floats
from evaluator.robustness.exact import INSIDE, NEAR, Bound
from indicators.faults import Fault, Faults, fault

if TYPE_CHECKING:
    from evaluator.robustness.exact import Exact

_ROUNDS, _PATIENCE = 8, 3
"""Linear programmes of the start; it ends when so many in a row bring nothing."""


def solve(
    exact: Exact,
    region: int,
    rivals: list[int],
    low: Floats,
    high: Floats,
    best: bool,
    nodes: int | None,
    known: Bound | None = None,
) -> Bound:
    """The best or worst place of a region.

    Args:
        exact: The period and its admissible weights.
        region: Its position.
        rivals: Those that may stand on either side.
        low: Smallest lead `[region]` of every region over it.
        high: Largest lead.
        best: The best place, or the worst.
        nodes: Nodes of the search tree at most; 0 for none, None for any number.
        known: What an earlier search found; this one goes on from there.
    """
    always = sum(1 for j in exact.ranked if j != region and low[j] > NEAR)
    edge = 1 + always + (0 if best else len(rivals))
    programme = _Programme(exact, region, rivals, low, high, best)
    if known is None:
        # Whatever reaches further: a few linear programmes, or the best of many draws.
        found = [exact.start.of(region, best), programme.start()]
        places = [exact.reached(region, weights) for weights in found]
        k = int(np.argmin(places) if best else np.argmax(places))
        known = Bound(edge, found[k], places[k] == edge)
    assert known.weights is not None
    if known.exact or nodes == 0:
        return known
    first, weights = 1 + always, known.weights
    reached = exact.reached(region, weights)
    # Without a limit it is quickest to show that nothing better exists; with one that would say nothing on the way.
    better = None if nodes is not None else reached - first
    answer = programme.search(NEAR, nodes, better)
    if answer.finished and answer.count is None:
        return Bound(reached, weights, True)
    place = first + answer.proven
    place = max(place, known.place) if best else min(place, known.place)
    weights, reached = _furthest(exact, region, best, ((weights, reached), answer.weights))
    if reached != place and answer.count is not None and first + answer.count == place:
        # The solver likes the edge, where a tie is decided by the last digit: look for the same count a step inside.
        inside = programme.search(INSIDE, nodes, better).weights
        weights, reached = _furthest(exact, region, best, ((weights, reached), inside))
    return Bound(place, weights, reached == place)


def _furthest(
    exact: Exact, region: int, best: bool, found: tuple[tuple[Floats, int], Floats | None]
) -> tuple[Floats, int]:
    """Of weights and the place they give, and others that may not be there, those that reach further."""
    (weights, reached), other = found
    if other is None:
        return weights, reached
    there = exact.reached(region, other)
    further = there < reached if best else there > reached
    return (other, there) if further else (weights, reached)


@dataclass(frozen=True)
class _Answer:
    """Of the integer programme: what it found, if anything better, and what it proved."""

    count: int | None
    weights: Floats | None
    proven: int
    finished: bool


class _Programme:
    """One region against its rivals."""

    def __init__(self, exact: Exact, region: int, rivals: list[int], low: Floats, high: Floats, best: bool) -> None:
        self.exact, self.region, self.rivals, self.best = exact, region, rivals, best
        self.low, self.high = low, high
        places = exact.plan.places
        self.groups = [i for i, place in enumerate(places) if place.children]
        self.z, self.tau = len(places), len(self.groups)
        self.size = self.z + self.tau + len(rivals)

    def start(self) -> Floats:
        """Weights by a heuristic."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_matrix

        rows, lows, highs = self._polytope()
        leads, own, n = self._leads(), self.z + self.tau, len(self.rivals)
        sign = 1.0 if self.best else -1.0
        # A rival on the wrong side costs by how far: sign × lead ≤ slack − INSIDE.
        matrix = csr_matrix(np.vstack([_wide(rows, self.size), np.hstack([sign * leads, -np.eye(n)])]))
        limits = LinearConstraint(matrix, np.r_[lows, np.full(n, -np.inf)], np.r_[highs, np.full(n, -INSIDE)])
        upper = np.r_[np.ones(self.z), np.full(self.tau + n, np.inf)]
        reach = self.high[self.rivals] if self.best else -self.low[self.rivals]
        price = 1 / np.maximum(reach, 1e-9)
        chosen, fewest, since = self.exact.inside, n + 1, 0
        for k in range(1, _ROUNDS + 1):
            found = milp(np.r_[np.zeros(own), price], bounds=Bounds(np.zeros(self.size), upper), constraints=limits)
            if found.x is None:
                raise Faults([_nothing()])
            wrong = int((sign * (leads @ found.x[:own]) > -INSIDE / 2).sum())
            since += 1
            if wrong < fewest:
                chosen, fewest, since = found.x[: self.z].copy(), wrong, 0
            if not fewest or since == _PATIENCE:
                break
            price = 1 / (np.maximum(found.x[own:], 0.0) + 0.02 * reach.mean() / k)
        return chosen

    def search(self, margin: float, nodes: int | None, better: int | None) -> _Answer:
        """As few rivals ahead as possible (best), or as many (worst); a lead counts from `margin` on.

        With `better` only fewer, or more, than so many are looked for.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_matrix

        rows, lows, highs = self._polytope()
        more, low, high = self._rivals(margin)
        binary = slice(self.z + self.tau, self.size)
        cost, every = np.zeros(self.size), np.zeros((1, self.size))
        cost[binary], every[0, binary] = 1.0 if self.best else -1.0, 1.0
        bounds = [0.0, float(len(self.rivals))]
        if better is not None:
            bounds[1 if self.best else 0] = better - 1.0 if self.best else better + 1.0
        upper = np.r_[np.ones(self.z), np.full(self.tau, np.inf), np.ones(len(self.rivals))]
        found = milp(
            cost,
            integrality=np.r_[np.zeros(self.z + self.tau), np.ones(len(self.rivals))],
            bounds=Bounds(np.zeros(self.size), upper),
            constraints=LinearConstraint(
                csr_matrix(np.vstack([_wide(rows, self.size), more, every])),
                np.r_[lows, low, bounds[0]],
                np.r_[highs, high, bounds[1]],
            ),
            options={"mip_rel_gap": 0.0} | ({} if nodes is None else {"node_limit": nodes}),
        )
        if found.status not in (0, 1, 2, 4):  # solved, limit, no weights do better, limit without an answer
            raise Faults([_nothing()])
        proven = int(bounds[0] if self.best else bounds[1])
        if found.get("mip_dual_bound") is not None and np.isfinite(found.mip_dual_bound):
            dual = float(found.mip_dual_bound)
            proven = max(proven, int(np.ceil(dual - 1e-6))) if self.best else min(proven, int(np.floor(1e-6 - dual)))
        if found.x is None:
            return _Answer(None, None, proven, found.status == 2)
        count = round(float(found.x[binary].sum()))
        return _Answer(count, found.x[: self.z].copy(), count if found.status == 0 else proven, found.status == 0)

    def _leads(self) -> Floats:
        """`[rival, variable]`: its lead over the region."""
        leads = np.zeros((len(self.rivals), self.z + self.tau))
        values = self.exact.values
        leads[:, list(self.exact.plan.leaves)] = (values[:, self.rivals] - values[:, [self.region]]).T
        return leads

    def _polytope(self) -> tuple[Floats, Floats, Floats]:
        """The admissible weights."""
        places, weights, share = self.exact.plan.places, self.exact.weights, self.exact.share
        rows: list[Floats] = []
        lows: list[float] = []
        highs: list[float] = []

        def add(entries: dict[int, float], low: float, high: float) -> None:
            row = np.zeros(self.z + self.tau)
            for column, value in entries.items():
                row[column] = value
            rows.append(row)
            lows.append(low)
            highs.append(high)

        add({0: 1.0}, 1.0, 1.0)
        limited = {group.node: group for group in self.exact.groups}
        for number, node in enumerate(self.groups):
            children = places[node].children
            add({node: -1.0, **dict.fromkeys(children, 1.0)}, 0.0, 0.0)
            if node in limited:
                for row, least in zip(limited[node].matrix, limited[node].least, strict=True):
                    add({**dict(zip(children, row.tolist(), strict=True)), node: -float(least)}, 0.0, np.inf)
                continue
            for child in children:
                tau = self.z + number
                add({child: 1.0, tau: -weights[child] * (1 - share)}, 0.0, np.inf)
                add({child: 1.0, tau: -weights[child] * (1 + share)}, -np.inf, 0.0)
        return np.array(rows), np.array(lows), np.array(highs)

    def _rivals(self, margin: float) -> tuple[Floats, Floats, Floats]:
        """A rival that is not ahead (best) must not lead; one that counts as ahead (worst) must lead."""
        rows = _wide(self._leads(), self.size)
        count = len(self.rivals)
        lows, highs = np.full(count, -np.inf), np.full(count, np.inf)
        at = (np.arange(count), self.z + self.tau + np.arange(count))
        if self.best:
            tied = NEAR if margin <= NEAR else -margin
            rows[at] = tied - self.high[self.rivals] - 1e-6
            highs[:] = tied
        else:
            rows[at] = self.low[self.rivals] - 1e-6 - margin
            lows[:] = self.low[self.rivals] - 1e-6
        return rows, lows, highs


def _wide(rows: Floats, size: int) -> Floats:
    """Rows with zeros for the variables that follow."""
    result = np.zeros((len(rows), size))
    result[:, : rows.shape[1]] = rows
    return result


def _nothing() -> Fault:
    return fault("求解器没有找到解", "the solver found no answer")
