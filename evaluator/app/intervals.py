"""How sure places are, as the pages show it: the middle 90 % of places when weights vary, drawn once and kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from evaluator.app.view import View
from evaluator.app.world import World
from evaluator.methods.base import Floats
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.places import Histogram, count_places

SHARE = 0.25
DRAWS, FEWER, MANY = 1_000, 200, 400
"""Draws up to 400 regions, draws above, and that limit."""
SEED = 1


@dataclass(frozen=True)
class Interval:
    """Places `[region]` between which 90 % of the draws lie; NaN without a place."""

    low: Floats
    high: Floats
    draws: int


@st.cache_data(max_entries=60, show_spinner=False)
def _counted(_world: World, key: tuple[object, ...], period: int, weights: tuple[float, ...], pairs: bool) -> Histogram:
    del key
    plan = _world.plan
    draws = DRAWS if len(_world.codes) <= MANY else FEWER
    unit = points(draws, max(1, len(drawn_places(plan))), SEED)
    return count_places(_world.kernel, period, uniform(plan, unit, np.array(weights), SHARE), pairs=pairs)


def drawn(view: View, *, pairs: bool = False) -> Histogram:
    """Places over draws around the weights in force."""
    key = (*view.source, view.settings, view.world.number, view.world.assessment.standard.digest)
    weights = tuple(float(one) for one in view.world.used_weights(view.period, view.weights))
    return _counted(view.world, key, view.period, weights, pairs)


def interval(view: View) -> Interval:
    """The 90 % interval of places of every region."""
    found = drawn(view)
    return Interval(found.quantile(0.05), found.quantile(0.95), found.draws)
