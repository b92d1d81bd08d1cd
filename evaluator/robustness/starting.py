"""Where a search for exact places starts: the best and the worst place of every region among some draws of weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evaluator.methods.base import Floats
from evaluator.robustness.admissible import admissible_draws
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.histogram import Counts
from evaluator.robustness.places import place_draws

if TYPE_CHECKING:
    from evaluator.robustness.exact import Exact

DRAWS, SEED = 1_024, 1


@dataclass(frozen=True)
class Start:
    """Draws, and which of them is the best and the worst for each region.

    Attributes:
        weights: `[draw, place of the tree]`.
        best: Number of the draw `[region]`.
        worst: The same.
    """

    weights: Floats
    best: Counts
    worst: Counts

    def of(self, region: int, best: bool) -> Floats:
        """The weights that are best, or worst, for a region."""
        found: Floats = self.weights[(self.best if best else self.worst)[region]]
        return found


def start_of(exact: Exact) -> Start:
    """Draws of the admissible weights, always the same."""
    unit = points(DRAWS, max(1, len(drawn_places(exact.plan))), SEED)
    if exact.groups:
        weights = admissible_draws(exact.groups, unit, exact.weights, DRAWS, SEED)
    else:
        weights = uniform(exact.plan, unit, exact.weights, exact.share)
    last = len(exact.kernel.cells.regions) + 1

    def ends(places: Counts) -> tuple[Counts, Counts, Counts, Counts]:
        there = np.where(places > 0, places, last)
        first, final = there.argmin(axis=0), places.argmax(axis=0)
        at = np.arange(places.shape[1])
        return first, there[first, at], final, places[final, at]

    parts = place_draws(exact.kernel, exact.period, weights, lambda places: (*ends(places), len(places)))
    begins = np.cumsum([0, *(part[4] for part in parts)])[:-1, None]
    best, low, worst, high = (np.array([part[k] for part in parts]) for k in range(4))
    at = np.arange(best.shape[1])
    return Start(weights, (best + begins)[low.argmin(axis=0), at], (worst + begins)[high.argmax(axis=0), at])
