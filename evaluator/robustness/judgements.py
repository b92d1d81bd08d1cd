"""From judgements to weights: the nearest weights under which some regions stand ahead of others.

Source of the idea: Wall et al. (2018), Podium: Ranking Data Using Mixed-Initiative Visual Analytics, IEEE TVCG 24(1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.methods.base import Floats
from evaluator.scoring.preview import Preview

SLACK = 1e-7
"""A judgement that lacks more than this is not met."""


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        weights: The nearest weights `[child]`, summing to 1, that meet every judgement that is not listed.
        unmet: Positions of the judgements that cannot be met together with the others, or concern regions with gaps.
    """

    weights: Floats
    unmet: tuple[int, ...]


def nearest(
    group: Preview,
    present: Floats,
    pairs: Sequence[tuple[int, int]],
    low: Floats,
    high: Floats,
    margin: float = 1e-4,
) -> Found:
    """The weights nearest to the present ones (least squares) under which the first of each pair leads the second.

    Args:
        group: The siblings; totals are linear in their weights, or their logarithms are.
        present: `[child]`, summing to 1.
        pairs: (ahead, behind), positions of regions.
        low: Least legal weights `[child]`.
        high: Largest legal weights `[child]`.
        margin: By how much the first must lead, in points (or logarithms) of the total.
    """
    from scipy.optimize import linprog, minimize

    rows = np.array([_lead(group, a, b) for a, b in pairs]).reshape(len(pairs), len(present) + 1)
    whole = ~np.isnan(rows).any(axis=1)
    use = np.flatnonzero(whole)
    lead, start = rows[use, :-1], rows[use, -1]
    n, m = len(present), len(use)
    # First: who cannot be met? The least lack in all, inside the legal range.
    answer = linprog(
        np.r_[np.zeros(n), np.ones(m)],
        A_ub=np.hstack([-lead, -np.eye(m)]) if m else None,
        b_ub=start - margin if m else None,
        A_eq=np.r_[np.ones(n), np.zeros(m)][None, :],
        b_eq=[1.0],
        bounds=[*zip(low, high, strict=True), *[(0, None)] * m],
    )
    unmet = [int(k) for k in np.flatnonzero(~whole)]
    if answer.x is None:
        return Found(present, tuple(range(len(pairs))))
    lacking = answer.x[n:] > SLACK
    unmet += [int(k) for k in use[lacking]]
    lead, start = lead[~lacking], start[~lacking]
    found = minimize(
        lambda w: float(((w - present) ** 2).sum()),
        answer.x[:n],
        jac=lambda w: 2 * (w - present),
        bounds=list(zip(low, high, strict=True)),
        constraints=[
            {"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda _: np.ones(n)},
            {"type": "ineq", "fun": lambda w: lead @ w + start - margin, "jac": lambda _: lead},
        ],
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 300},
    )
    weights = np.clip(found.x if found.success else answer.x[:n], low, high)
    return Found(weights, tuple(sorted(unmet)))


def _lead(group: Preview, a: int, b: int) -> Floats:
    """The lead of one region over another as coefficients `[child]` and a constant; NaN where a child is missing."""
    row = np.asarray(group.b[a] * group.x[:, a] - group.b[b] * group.x[:, b])
    lead: Floats = np.r_[row, group.a[a] - group.a[b]]
    return lead
