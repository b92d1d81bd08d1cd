"""Admissible weights as a polytope: floors, caps, an order of importance, a range; read, checked, and drawn from.

The shares s of each group of siblings are 0 or more, sum to 1 and satisfy linear inequalities `matrix @ s ≥ least`.
Draws are uniform over the polytope, by hit-and-run (Smith 1984, Operations Research 32): every draw is a chain of its
own that begins at a point inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import Field

from evaluator.methods.base import Floats
from evaluator.scoring.plan import Plan
from indicators.faults import Fault, Faults, fault
from indicators.records import Real, Record, near, read_record
from indicators.yamls import read_yaml

Share = Annotated[Real, Field(ge=0, le=1)]
_SLACK = 1e-9
_FEWEST_STEPS = 60


class Limits(Record):
    """What weights may be; shares are those within a group of siblings.

    Attributes:
        vary: Each weight within ± this share of its own before re-scaling; by default any.
        floors: Least share of a node.
        caps: Largest share of a node.
        order: Pairs: the first is at least as important as the second.
    """

    vary: Annotated[Real, Field(ge=0, lt=1)] | None = None
    floors: dict[str, Share] = Field(default_factory=dict)
    caps: dict[str, Share] = Field(default_factory=dict)
    order: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Group:
    """The admissible shares of one group of siblings.

    Attributes:
        node: Position of the parent.
        children: Positions of the children.
        matrix: `[row, child]`, the signs of the shares included.
        least: `[row]`.
    """

    node: int
    children: tuple[int, ...]
    matrix: Floats
    least: Floats

    def extreme(self, values: Floats) -> tuple[Floats, Floats]:
        """Largest weighted mean of each row of values `[case, child]` (NaN: re-weighted), and the shares.

        A linear-fractional programme, linear after Charnes and Cooper (1962); all cases in one programme.
        """
        from scipy.optimize import linprog
        from scipy.sparse import csr_matrix, identity, kron

        there = ~np.isnan(values)
        cases = np.flatnonzero(there.any(axis=1))
        best, shares = np.full(len(values), np.nan), np.full(values.shape, 1.0 / values.shape[1])
        if not len(cases):
            return best, shares
        count, n = len(cases), values.shape[1]
        rows = np.arange(count).repeat(n)
        present = csr_matrix((there[cases].ravel() * 1.0, (rows, np.arange(count * n))), shape=(count, count * n))
        found = linprog(
            -np.nan_to_num(values[cases]).ravel(),
            A_ub=kron(identity(count), csr_matrix(self.least[:, None] - self.matrix), format="csr"),
            b_ub=np.zeros(count * len(self.least)),
            A_eq=present,
            b_eq=np.ones(count),
            bounds=(0, None),
        )
        if found.x is None:
            zh, en = "求解器没有找到解", "the solver found no answer"
            raise Faults([fault(zh, en)])
        raw = found.x.reshape(count, n)
        best[cases] = (raw * np.nan_to_num(values[cases])).sum(axis=1)
        shares[cases] = raw / raw.sum(axis=1, keepdims=True)
        return best, shares

    @property
    def inside(self) -> Floats:
        """One admissible set of shares `[child]`."""
        return self._inside()[0]

    def draw(self, draws: int, random: np.random.Generator) -> Floats:
        """Shares `[draw, child]`, uniform over the polytope. Raises Faults if it is empty."""
        start, equal = self._inside()
        n = len(self.children)
        held = np.vstack([np.ones((1, n)), self.matrix[equal]])
        _, sizes, vectors = np.linalg.svd(held)
        free = vectors[int((sizes > _SLACK).sum()) :]
        point = np.tile(start, (draws, 1))
        if not len(free):
            return point
        matrix, least = self.matrix[~equal], self.least[~equal]
        for _ in range(max(_FEWEST_STEPS, 12 * n)):
            way = random.normal(size=(draws, len(free))) @ free
            slope, room = way @ matrix.T, point @ matrix.T - least
            with np.errstate(divide="ignore", invalid="ignore"):
                reach = -room / slope
            high = np.where(slope < -1e-14, reach, np.inf).min(axis=1)
            low = np.where(slope > 1e-14, reach, -np.inf).max(axis=1)
            step = low + (high - low) * random.random(draws)
            point = point + np.where(np.isfinite(step), step, 0.0)[:, None] * way
        point = np.maximum(point, 0.0)
        found: Floats = point / point.sum(axis=1, keepdims=True)
        return found

    def _inside(self) -> tuple[Floats, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
        """A point inside, and which inequalities leave no room: the mean of the points with most room for each."""
        from scipy.optimize import linprog

        n, points, room = len(self.children), [], []
        for row, least in zip(self.matrix, self.least, strict=True):
            found = linprog(-row, A_ub=-self.matrix, b_ub=-self.least, A_eq=np.ones((1, n)), b_eq=[1.0], bounds=(0, 1))
            if found.x is None:
                raise Faults([_empty()])
            points.append(found.x)
            room.append(float(row @ found.x - least))
        return np.mean(points, axis=0), np.array(room) < _SLACK


def read_limits(path: Path, known: set[str]) -> Limits:
    """Read limits; raises Faults: unknown keys or nodes, shares outside 0 to 1, a floor above its cap."""
    document = read_yaml(path)
    faults: list[Fault] = []
    found = read_record(Limits, {} if document.value is None else document.value, document, (), faults)
    if found is None:
        raise Faults(faults)
    for key, names in (("floors", [*found.floors]), ("caps", [*found.caps])):
        for name in names:
            if name not in known:
                faults.append(_unknown(name, known, document.place((key, name))))
    for k, pair in enumerate(found.order):
        faults += [_unknown(name, known, document.place(("order", k))) for name in pair if name not in known]
    for name in found.floors.keys() & found.caps.keys():
        if found.floors[name] > found.caps[name]:
            file, line = document.place(("floors", name))
            zh, en = f"“{name}”的下限高于上限", f"the floor of '{name}' lies above its cap"
            faults.append(fault(zh, en, file=file, line=line))
    if faults:
        raise Faults(faults)
    return found


def groups_of(limits: Limits, plan: Plan, weights: Floats) -> tuple[Group, ...]:
    """The admissible shares of every group of siblings, around the weights in force `[place]`.

    Raises:
        Faults: An order between nodes that are no siblings; limits that admit no weights.
    """
    faults: list[Fault] = []
    at = plan.position
    for a, b in limits.order:
        if a in at and b in at and plan.places[at[a]].parent != plan.places[at[b]].parent:
            zh = f"“{a}”与“{b}”不在同一上级之下，不能比较重要性"
            en = f"'{a}' and '{b}' have different parents: only siblings can be put in order"
            faults.append(fault(zh, en))
    groups = [_group(limits, plan, node, weights) for node, place in enumerate(plan.places) if place.children]
    if not faults:
        for group in groups:
            try:
                group._inside()
            except Faults:
                name = plan.places[group.node].name
                zh, en = f"“{name}”下级的限制互相矛盾", f"the limits of the children of '{name}' contradict each other"
                faults.append(fault(zh, en, todo_zh="放宽下限、上限或次序", todo_en="relax a floor, a cap or an order"))
    if faults:
        raise Faults(faults)
    return tuple(groups)


def admissible_draws(groups: tuple[Group, ...], unit: Floats, weights: Floats, draws: int, seed: int) -> Floats:
    """Weights `[draw, place]`: the first column of a group picks one of as many draws from its polytope.

    Args:
        groups: Of the plan.
        unit: Points `[draw, uncertain place]` in the unit cube.
        weights: Weights in force `[place]`; the sums of groups are kept.
        draws: How many to choose from.
        seed: Of the choice.
    """
    result = np.tile(weights, (len(unit), 1))
    column = 0
    for group in groups:
        children = list(group.children)
        if len(children) < 2:
            continue
        pool = _pool(group.node, group.matrix.tobytes(), group.least.tobytes(), len(children), draws, seed)
        picked = np.minimum((unit[:, column] * draws).astype(np.int64), draws - 1)
        total = float(weights[children].sum())
        result[:, children] = pool[picked] * (total if total > 0 else 1.0)
        column += len(children)
    return result


@lru_cache(maxsize=32)
def _pool(node: int, matrix: bytes, least: bytes, children: int, draws: int, seed: int) -> Floats:
    """Draws from one polytope, kept: a sensitivity analysis asks for the same ones again with every factor."""
    group = Group(node, tuple(range(children)), np.frombuffer(matrix).reshape(-1, children), np.frombuffer(least))
    found = group.draw(draws, np.random.default_rng([seed, node]))
    found.flags.writeable = False
    return found


def _group(limits: Limits, plan: Plan, node: int, weights: Floats) -> Group:
    children = plan.places[node].children
    n = len(children)
    unit = np.eye(n)
    rows, least = [*unit], [0.0] * n
    index = {plan.places[child].name: k for k, child in enumerate(children)}
    for name, k in index.items():
        if name in limits.floors:
            rows.append(unit[k])
            least.append(limits.floors[name])
        if name in limits.caps:
            rows.append(-unit[k])
            least.append(-limits.caps[name])
    for a, b in limits.order:
        if a in index and b in index:
            rows.append(unit[index[a]] - unit[index[b]])
            least.append(0.0)
    own: Floats = weights[list(children)]
    if limits.vary is not None and own.sum() > 0:
        own = own / float(own.sum())
        for i in range(n):
            for j in range(n):
                if i != j:  # s_i / (w_i (1 + p)) ≤ s_j / (w_j (1 − p))
                    rows.append(unit[j] * own[i] * (1 + limits.vary) - unit[i] * own[j] * (1 - limits.vary))
                    least.append(0.0)
    return Group(node, children, np.array(rows), np.array(least))


def _unknown(name: str, known: set[str], place: tuple[str, int | None]) -> Fault:
    todo = near(name, sorted(known))
    zh, en = f"没有节点“{name}”", f"there is no node '{name}'"
    return fault(zh, en, todo_zh=todo[0], todo_en=todo[1], file=place[0], line=place[1])


def _empty() -> Fault:
    return fault("没有任何权重满足这些限制", "no weights satisfy the limits")
