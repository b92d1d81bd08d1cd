"""Places over many draws of weights around those in force, kept for every page that shows how sure a place is."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from evaluator.app.view import View
from evaluator.app.world import World
from evaluator.methods.base import Floats
from evaluator.robustness.admissible import Limits, admissible_draws, groups_of
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.experts import Expert, Sets, given_by, sets_of
from evaluator.robustness.histogram import Listed
from evaluator.robustness.places import place_draws
from evaluator.scoring.kernel import Kernel
from evaluator.scoring.plan import Plan

DRAWS, QUICK, MANY = 2_000, 256, 400
"""Draws; draws where the answer is waited for with every weight that moves, or regions are many; and so many are."""
SEED = 1
SHARE = 0.25
PATIENCE = 0.3
"""Seconds that a page may take for all draws at once; else it shows the first of them first."""
MOST_KEPT, POOL = 40, 4_096
Places = NDArray[np.uint16]
Key = tuple[object, ...]


@dataclass(frozen=True)
class Range:
    """What weights may be.

    Attributes:
        share: Each within ± this share of the one in force.
        text: Limits in place of the share, as JSON; "" for none.
        experts: Name and weights by node of each expert; each draw starts from one of them, limits aside.
    """

    share: float = SHARE
    text: str = ""
    experts: tuple[Expert, ...] = ()

    @property
    def limits(self) -> Limits | None:
        """The limits, if there are any."""
        return Limits.model_validate_json(self.text) if self.text else None

    def sets(self, kernel: Kernel, period: int, weights: Floats) -> Sets:
        """All weights that are admitted, for exact answers. Raises Faults."""
        return sets_of(kernel, period, weights, self.share, self.limits, self.experts)

    def weights(self, plan: Plan, unit: Floats, given: Floats) -> Floats:
        """Weights `[draw, place]` for points of the unit cube; with experts the last column says whose."""
        if self.limits is not None:
            return admissible_draws(groups_of(self.limits, plan, given), unit, given, POOL, SEED)
        if not self.experts:
            return uniform(plan, unit, given, self.share)
        result = np.empty((len(unit), len(given)))
        whose = np.minimum((unit[:, -1] * len(self.experts)).astype(np.int64), len(self.experts) - 1)
        for k, (_, named) in enumerate(self.experts):
            result[whose == k] = uniform(plan, unit[whose == k], given_by(plan, given, named), self.share)
        return result


def places_drawn(view: View, share: float = SHARE, draws: int = DRAWS) -> Places:
    """Places `[draw, region]`, 0 for none, when every weight varies within ± share of the one in force."""
    return _drawn(view, Range(share), draws)


def places_at_once(view: View, range_: Range) -> tuple[Places, bool]:
    """Places of all draws if they take no time, else of the first of them; and whether these are all."""
    if _key(view, range_, DRAWS) in _kept():
        return _drawn(view, range_, DRAWS), True
    started = time.perf_counter()
    first = _drawn(view, range_, QUICK)
    if (time.perf_counter() - started) * (DRAWS / QUICK) > PATIENCE:
        return first, False
    return _drawn(view, range_, DRAWS), True


def refine(view: View, range_: Range, progress: Callable[[float], None]) -> None:
    """Make all draws, in pieces between which the reader may go elsewhere."""
    weights = _weights(view, range_, DRAWS)
    parts = []
    for start in range(0, DRAWS, QUICK):
        parts.append(_places(view.world, view.period, weights[start : start + QUICK]))
        progress(min(1.0, (start + QUICK) / DRAWS))
    _keep(_key(view, range_, DRAWS), np.concatenate(parts))


def intervals_for(view: View, share: float = SHARE, draws: int = DRAWS) -> dict[str, tuple[float, float, float]]:
    """Region → 5 % quantile, median and 95 % quantile of its place; regions that never have a place are left out."""
    listed = listed_of(places_drawn(view, share, draws))
    low, middle, high = (listed.quantile(one) for one in (0.05, 0.5, 0.95))
    rows = zip(view.world.codes, low.tolist(), middle.tolist(), high.tolist(), strict=True)
    return {code: (a, b, c) for code, a, b, c in rows if not np.isnan(b)}


def draws_for(regions: int) -> int:
    """How often places of so many regions are drawn."""
    return DRAWS if regions <= MANY else QUICK


def weights_drawn(view: View, share: float = SHARE, draws: int = QUICK) -> Floats:
    """Weights `[draw, place]` within ± share of those in force, a group of siblings each."""
    return _weights(view, Range(share), draws)


def listed_of(places: Places) -> Listed:
    """The places of each region in order."""
    # A copy of their own: the places of a single region lie in a row already, shared and read-only.
    return Listed.of(np.array(places.T, order="C"))


def _key(view: View, range_: Range, draws: int) -> Key:
    weights = view.world.used_weights(view.period, view.weights)
    world = (*view.source, view.settings, view.world.number, view.world.digest)
    return (*world, view.period, weights.tobytes(), range_, draws)


def _drawn(view: View, range_: Range, draws: int) -> Places:
    key = _key(view, range_, draws)
    kept = _kept()
    if key not in kept:
        return _keep(key, _places(view.world, view.period, _weights(view, range_, draws)))
    kept.move_to_end(key)
    return kept[key]


def _weights(view: View, range_: Range, draws: int) -> Floats:
    plan = view.world.plan
    unit = _unit(draws, len(drawn_places(plan)) + bool(range_.experts))
    return range_.weights(plan, unit, np.array(view.world.used_weights(view.period, view.weights)))


def _places(world: World, period: int, weights: Floats) -> Places:
    parts = place_draws(world.kernel, period, weights, lambda places: places.astype(np.uint16))
    found: Places = np.concatenate(parts)
    return found


def _keep(key: Key, found: Places) -> Places:
    """Read-only, shared by all sessions; the key names the world."""
    found.flags.writeable = False
    kept = _kept()
    kept[key] = found
    while len(kept) > MOST_KEPT:
        kept.popitem(last=False)
    return found


@cache
def _unit(draws: int, dimensions: int) -> Floats:
    """The same points for every set of weights."""
    found = points(draws, max(1, dimensions), SEED)
    found.flags.writeable = False
    return found


@st.cache_resource(show_spinner=False)
def _kept() -> OrderedDict[Key, Places]:
    """The last draws that were asked for."""
    return OrderedDict()
