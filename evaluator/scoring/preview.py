"""The total as a function of one group's weights: what a browser needs to rank again while a handle moves.

Exact where every mean from the group up to the root is arithmetic (the total is linear in the group's score), or
every one is geometric (the same in logarithms); any other tree has no preview.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from evaluator.methods.base import Floats
from evaluator.scoring.kernel import TOLERANCE, Kernel, Ranks, aggregate, parent_scores, rounded


@dataclass(frozen=True)
class Preview:
    """One group of siblings in one period.

    Attributes:
        kind: `linear`: total = a + b · group; `log`: the same of logarithms.
        x: Scores (or their logarithms) of the children `[child, region]`, NaN where missing.
        coverage: `[child, region]`.
        a: `[region]`.
        b: `[region]`.
        c: Total `[region]` where the group has no score.
        parents: What a missing child does.
        min_coverage: Below it the group has no score.
        rescaled: Whether weights are re-scaled over the children that are present.
        decimals: To which totals are rounded before they are ranked.
    """

    kind: Literal["linear", "log"]
    x: Floats
    coverage: Floats
    a: Floats
    b: Floats
    c: Floats
    parents: str
    min_coverage: float
    rescaled: bool
    decimals: int

    def parts(self, weights: Floats) -> tuple[Floats, Floats, Floats]:
        """Numerator and denominator `[region]` of the group's score, and whether it is lost (1 or 0)."""
        x = np.nan_to_num(self.x, nan=0.0) if self.parents == "zero" else self.x
        usable = ~np.isnan(x) & (weights > 0)[:, None]
        active = np.where(usable, weights[:, None], 0.0)
        upper = (active * np.where(usable, x, 0.0)).sum(axis=0)
        lower = active.sum(axis=0) if self.rescaled else np.ones(x.shape[1])
        whole = weights.sum()
        covered = rounded((weights[:, None] * self.coverage).sum(axis=0) / (whole if whole > 0 else 1.0), 12)
        lost = ~usable.any(axis=0) | (covered < self.min_coverage - TOLERANCE)
        if self.parents == "fail":
            lost |= (np.isnan(self.x) & (weights > 0)[:, None]).any(axis=0)
        return upper, lower, lost.astype(np.float64)

    def totals(self, weights: Floats) -> Floats:
        """Totals `[region]` for weights `[child]`, NaN where there is none."""
        upper, lower, lost = self.parts(weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = self.a + self.b * (upper / lower)
            result: Floats = np.where(lost > 0, self.c, np.exp(value) if self.kind == "log" else value)
        return result

    def ranks(self, weights: Floats) -> Ranks:
        """Places `[region]`, 0 where there is no score."""
        return rank_at(self.totals(weights), self.decimals)


def rank_at(totals: Floats, decimals: int) -> Ranks:
    """Competition ranks of totals rounded half away from zero."""
    keys = np.where(np.isnan(totals), np.inf, -rounded(totals, decimals))
    found = np.searchsorted(np.sort(keys), keys, side="left") + 1
    return np.where(np.isinf(keys), 0, found)


def place_at(totals: Floats, decimals: int, region: int) -> int:
    """The place of one region by the rule of `rank_at`, without the others'; 0 where it has no total."""
    keys = rounded(totals, decimals)
    return 0 if np.isnan(keys[region]) else 1 + int((keys > keys[region]).sum())


def preview(kernel: Kernel, period: int, node: int, weights: Floats) -> Preview | None:
    """What moves with the weights of a node's children, the others as given `[place]`; None if nothing simple does."""
    plan = kernel.plan
    path, above = [node], plan.places[node].parent
    while above >= 0:
        path.append(above)
        above = plan.places[above].parent
    methods = [plan.places[one].aggregation for one in path]
    kinds = {one.additive if one is not None else "none" for one in methods}
    if len(kinds) > 1 or "none" in kinds:
        return None
    log = kinds == {"log"}
    t = slice(period, period + 1)
    valid = kernel.valid(t)
    rules = [plan.places[one].missing for one in path]
    if valid is not None and not valid.all() and any(rule and rule.parents == "zero" for rule in rules):
        return None
    scored = aggregate(plan, kernel.normalised[t], kernel.treated[t], kernel.measured[t], weights, valid)
    children = list(plan.places[node].children)
    x, coverage = scored.score[0, children], scored.coverage[0, children]
    guarded = [one for one in path[1:] if (rule := plan.places[one].missing) is not None and rule.min_coverage > 0]
    if (guarded and (coverage < 1).any()) or (log and (x <= 0).any()):
        return None

    def lifted(value: float) -> Floats:
        score = scored.score.copy()
        score[0, node] = value
        for one in path[1:]:
            below = list(plan.places[one].children)
            score[:, one], _ = parent_scores(
                plan, one, score[:, below], scored.coverage[:, below], scored.weights[:, below], valid
            )
        own: Floats = score[0, 0]
        return own

    first, second, without = lifted(1.0), lifted(float(np.e) if log else 2.0), lifted(np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (np.log(first), np.log(second)) if log else (first, second)
        slope = high - low
        start = low if log else low - slope
    if len(path) == 1:
        start, slope = np.zeros(x.shape[1]), np.ones(x.shape[1])
        without = np.full(x.shape[1], np.nan)
    own = plan.places[node]
    assert own.missing is not None and own.aggregation is not None
    decimals = plan.ranking.decimals if plan.ranking.basis == "printed" else 9
    return Preview(
        "log" if log else "linear",
        np.log(x) if log else x,
        coverage,
        start,
        slope,
        without,
        own.missing.parents,
        own.missing.min_coverage,
        own.aggregation.rescaled,
        decimals,
    )
