"""What a change of weights does to the ranking; pure functions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluator.scoring.kernel import Ranks

FAR, MOST = 5, 5


@dataclass(frozen=True)
class Effect:
    """Places before and after.

    Attributes:
        tau: Kendall's τ-b; NaN with fewer than two regions.
        far: Share of the regions that move more than five places.
        up: (region, places) of those that rise most.
        down: (region, places) of those that fall most.
    """

    tau: float
    far: float
    up: tuple[tuple[int, int], ...]
    down: tuple[tuple[int, int], ...]


def effect(before: Ranks, after: Ranks) -> Effect:
    """Compare places `[region]`, 0 where there is none."""
    from scipy.stats import kendalltau

    both = np.flatnonzero((before > 0) & (after > 0))
    moves = [(int(i), int(before[i] - after[i])) for i in both]
    tau = float(kendalltau(before[both], after[both]).statistic) if len(both) > 1 else float("nan")
    far = float(np.mean([abs(by) > FAR for _, by in moves])) if moves else 0.0
    up = sorted((one for one in moves if one[1] > 0), key=lambda one: (-one[1], one[0]))[:MOST]
    down = sorted((one for one in moves if one[1] < 0), key=lambda one: (one[1], one[0]))[:MOST]
    return Effect(tau, far, tuple(up), tuple(down))
