"""The cheapest way to a goal, in whole steps, with efforts that the user states.

Each indicator goes some number of steps along its own road; the steps are chosen by a mixed-integer programme (HiGHS
through SciPy), one binary a level: min Σ effort, one level an indicator, and the goal. Exact where scores add up: trees
of arithmetic means or sums. A level is scored by the kernel, so the others' scores move as they would; a plan is scored
whole before it is given back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from evaluator.advice.case import Case
from evaluator.advice.steps import Road, road
from evaluator.advice.whatif import Outcome, Trial
from evaluator.methods.base import Floats
from indicators.faults import Faults, fault

NEAR = 1e-9


@dataclass(frozen=True)
class Effort:
    """What improving one indicator takes.

    Attributes:
        effort: Of one step, 0 or more; None: it cannot be changed.
        step: One step in the indicator's unit; by default a tenth of the range.
        most: The furthest raw value that can be reached; by default the bound.
    """

    effort: float | None = 1.0
    step: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Goal:
    """Points of the total, or a place: exactly one of the two."""

    points: float | None = None
    place: int | None = None


@dataclass(frozen=True)
class Move:
    """One line of a plan."""

    road: Road
    steps: int
    effort: float

    @property
    def to(self) -> float:
        """The raw value that is aimed at."""
        return self.road.after(self.steps)


@dataclass(frozen=True)
class Way:
    """The cheapest way found.

    Attributes:
        moves: Empty if the goal is reached already.
        effort: Of all of them.
        outcome: Score and place when all of it is done and the other regions are held still.
    """

    moves: tuple[Move, ...]
    effort: float
    outcome: Outcome


def read_goal(text: str) -> Goal:
    """`place 10` or `points 80`; raises Faults."""
    kind, _, number = text.strip().lower().partition(" ")
    words = {"place": "place", "名次": "place", "points": "points", "score": "points", "得分": "points"}
    try:
        value = float(number)
        if words[kind] == "place" and value >= 1 and value == int(value):
            return Goal(place=int(value))
        if words[kind] == "points" and np.isfinite(value):
            return Goal(points=value)
    except (KeyError, ValueError):
        pass
    zh, en = f"看不懂目标“{text}”", f"the goal '{text}' cannot be read"
    raise Faults([fault(zh, en, todo_zh="写作 place 10 或 points 80", todo_en="write 'place 10' or 'points 80'")])


def reached(outcome: Outcome, goal: Goal) -> bool:
    """Whether an outcome meets a goal."""
    if goal.place is not None:
        return 0 < outcome.place <= goal.place
    return goal.points is not None and outcome.score >= goal.points - NEAR


def furthest(case: Case, efforts: Mapping[str, Effort] | None = None) -> Outcome:
    """What comes of every indicator that can be changed at the end of its road."""
    trial = Trial(case)
    return trial.outcome({way.slot: way.limit for way, _ in _roads(case, efforts)})


def cheapest(case: Case, goal: Goal, efforts: Mapping[str, Effort] | None = None) -> Way | None:
    """The way of least effort, in whole steps; None if all roads to their ends would not do.

    Raises:
        Faults: A tree in which scores do not add up, or a region without a score.
    """
    trial = Trial(case)
    _check(case, trial)
    if reached(trial.present, goal):
        return Way((), 0.0, trial.present)
    roads = _roads(case, efforts)
    if not roads:
        return None
    # The solver may fall short by its own tolerance: then a little more is asked for.
    for margin in (0.0, 2e-6):
        chosen = _programme(case, trial, goal, roads, margin)
        found = _way(trial, roads, chosen) if chosen is not None else None
        if found is not None and reached(found.outcome, goal):
            return found
    return None


def _roads(case: Case, efforts: Mapping[str, Effort] | None) -> list[tuple[Road, float]]:
    """Every road that may be gone, with the effort of a step."""
    roads: list[tuple[Road, float]] = []
    for slot, one in enumerate(case.plan.slots):
        stated = (efforts or {}).get(one.indicator.id, Effort())
        way = road(case, slot, stated.step, stated.most) if stated.effort is not None else None
        if way is not None and stated.effort is not None:
            roads.append((way, stated.effort))
    return roads


def _way(trial: Trial, roads: list[tuple[Road, float]], chosen: list[int]) -> Way:
    moves = tuple(Move(way, n, n * effort) for (way, effort), n in zip(roads, chosen, strict=True) if n)
    outcome = trial.outcome({move.road.slot: move.to for move in moves})
    return Way(moves, float(sum(move.effort for move in moves)), outcome)


def _check(case: Case, trial: Trial) -> None:
    # A node that fails on a missing child is no hindrance: what has a value keeps one, whichever it is.
    inner = [place for place in case.plan.places if place.children]
    linear = all(place.aggregation is not None and place.aggregation.additive == "linear" for place in inner)
    if not linear or not trial.alone:
        raise Faults(
            [
                fault(
                    "只有全为算术平均（或求和）且不填补、不筛查的标准才能求最省的路径",
                    "the cheapest way exists for trees of arithmetic means or sums without imputation and screening",
                )
            ]
        )
    if np.isnan(trial.present.score):
        raise Faults(
            [fault("该地区没有总分，无法求达到目标的路径", "the region has no score: there is no way to a goal")]
        )


def _programme(
    case: Case, trial: Trial, goal: Goal, roads: list[tuple[Road, float]], margin: float
) -> list[int] | None:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    owners, levels, effects = _levels(trial, roads)
    count = len(owners)
    rivals = _rivals(case) if goal.place is not None else []
    cost = np.r_[[levels[i] * roads[owners[i]][1] for i in range(count)], np.zeros(len(rivals))]
    rows = [np.r_[(owners == k).astype(float), np.zeros(len(rivals))] for k in range(len(roads))]
    lows, highs = [-np.inf] * len(roads), [1.0] * len(roads)
    own = effects[:, case.region]
    present = case.scores[0]
    if goal.points is not None:
        rows.append(np.r_[own, np.zeros(len(rivals))])
        lows.append(goal.points - float(present[case.region]) + margin)
        highs.append(np.inf)
    for k, rival in enumerate(rivals):
        ahead = np.zeros(len(rivals))
        lead = own - effects[:, rival]
        behind = float(present[rival] - present[case.region])
        ahead[k] = behind + float(np.abs(lead).sum()) + 1.0
        rows.append(np.r_[lead, ahead])
        lows.append(behind + margin)
        highs.append(np.inf)
    if goal.place is not None:
        rows.append(np.r_[np.zeros(count), np.ones(len(rivals))])
        lows.append(-np.inf)
        highs.append(float(goal.place - 1))
    found = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(csr_matrix(np.array(rows)), lows, highs),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    steps = [0] * len(roads)
    for i in np.nonzero(found.x[:count] > 0.5)[0]:
        steps[owners[i]] = int(levels[i])
    return steps


def _levels(trial: Trial, roads: list[tuple[Road, float]]) -> tuple[Floats, list[int], Floats]:
    """Every level of every road: whose it is, how many steps, and what it does to each root score `[level, region]`."""
    owners: list[int] = []
    levels: list[int] = []
    effects: list[Floats] = []
    present = trial.present.scores[0]
    for k, (way, _) in enumerate(roads):
        for n in range(1, way.count + 1):
            owners.append(k)
            levels.append(n)
            effects.append(np.nan_to_num(trial.outcome({way.slot: way.after(n)}).scores[0] - present))
    return np.array(owners), levels, np.array(effects)


def _rivals(case: Case) -> list[int]:
    """Regions with a score, without the region itself."""
    scores = case.scores[0]
    return [j for j in range(len(scores)) if j != case.region and not np.isnan(scores[j])]
