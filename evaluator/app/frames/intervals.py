"""Places over many draws of weights around those in force, kept for every page that shows how sure a place is."""

from __future__ import annotations

from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from evaluator.app.view import View
from evaluator.app.world import World
from evaluator.methods.base import Floats
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.histogram import Listed
from evaluator.robustness.places import place_draws

DRAWS, QUICK = 2_000, 256
"""Draws; and draws where the answer is waited for with every weight that moves, or regions are many."""
SEED = 1
SHARE = 0.25
Places = NDArray[np.uint16]


def places_drawn(view: View, share: float = SHARE, draws: int = DRAWS) -> Places:
    """Places `[draw, region]`, 0 for none, when every weight varies within ± share of the one in force."""
    weights = view.world.used_weights(view.period, view.weights)
    key = (*view.source, view.settings, view.world.number, view.world.digest)
    return _drawn(view.world, key, view.period, tuple(float(one) for one in weights), share, draws)


def intervals_for(view: View, share: float = SHARE, draws: int = DRAWS) -> dict[str, tuple[float, float, float]]:
    """Region → 5 % quantile, median and 95 % quantile of its place; regions that never have a place are left out."""
    listed = listed_of(places_drawn(view, share, draws))
    low, middle, high = (listed.quantile(one) for one in (0.05, 0.5, 0.95))
    rows = zip(view.world.codes, low.tolist(), middle.tolist(), high.tolist(), strict=True)
    return {code: (a, b, c) for code, a, b, c in rows if not np.isnan(b)}


def listed_of(places: Places) -> Listed:
    """The places of each region in order."""
    return Listed.of(np.ascontiguousarray(places.T))


@st.cache_resource(max_entries=40, show_spinner=False)
def _drawn(
    _world: World, key: tuple[object, ...], period: int, weights: tuple[float, ...], share: float, draws: int
) -> Places:
    """Read-only, shared by all sessions; the key names the world."""
    del key
    made = uniform(_world.plan, _unit(draws, len(drawn_places(_world.plan))), np.array(weights), share)
    parts = place_draws(_world.kernel, period, made, lambda places: places.astype(np.uint16))
    found: Places = np.concatenate(parts)
    found.flags.writeable = False
    return found


@cache
def _unit(draws: int, dimensions: int) -> Floats:
    """The same points for every set of weights."""
    found = points(draws, max(1, dimensions), SEED)
    found.flags.writeable = False
    return found
