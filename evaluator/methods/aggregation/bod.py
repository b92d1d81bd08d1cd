"""Benefit of the doubt: each region is scored by the weights that suit it best."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Aggregation, Bools, Floats
from indicators.records import Real
from indicators.text import Text


class BenefitOfTheDoubt(Aggregation):
    """The best score a region can reach by weights of its own choice, none scoring above 1 with them.

    Attributes:
        min_share: Part of its weight share that each child must bring to the score, 0 to 1.
        scale: What a region on the frontier scores.
    """

    kind: ClassVar[str] = "bod"
    title: ClassVar[Text] = Text(zh="疑点利益法（BoD）", en="Benefit of the doubt")
    about: ClassVar[Text] = Text(
        zh="每个地区各用对自己最有利的权重，但用同一组权重时任何地区都不得超过 1；由线性规划求得。",
        en="Each region is scored by the weights that suit it best, as long as no region scores above "
        "1 with them; solved"
        " by linear programming.",
    )
    use: ClassVar[Text] = Text(
        zh="权重没有共识、又不愿被指责偏袒时使用。往往多个地区并列第一；min_share "
        "要求每个子项至少贡献其权重份额的若干成，可减少并列。"
        "得分须不小于 0，缺失的子项按 0 计，增减地区会改变他人的得分。默认在 0–1 之间，"
        "与其他节点合并时请设 scale: 100。",
        en="When nobody agrees on weights and nobody shall complain. Often several regions share the "
        "first place; min_share"
        " makes each child bring a part of its weight share and so separates them. Scores must be 0 or"
        " more, missing"
        " children count 0, and one region more or less changes others. Scores lie between 0 and 1; "
        "set scale: 100 to"
        " combine them with other nodes.",
    )
    formula: ClassVar[str] = "max Σ ω_c x_ic  subject to  Σ ω_c x_jc ≤ 1 for every j,  ω ≥ 0"
    source: ClassVar[str] = "Cherchye et al. (2007), Social Indicators Research 82, 111–145"
    parameters: ClassVar[dict[str, Text]] = {
        "min_share": Text(
            zh="每个子项至少贡献其权重份额的几成，0 到 1", en="part of its weight share each child must bring"
        ),
        "scale": Text(zh="前沿地区的得分", en="score of a region on the frontier"),
    }
    pointwise: ClassVar[bool] = False

    min_share: Real = Field(default=0.0, ge=0, le=1)
    scale: Real = Field(default=1.0, gt=0)

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`; NaN where a child is below 0 or nothing is above 0."""
        usable = ~self.undefined(scores).any(axis=0) & ~np.isnan(scores).all(axis=0)
        result = np.full(scores.shape[1], np.nan)
        values = np.where(np.isnan(scores), 0.0, scores)
        high = values[:, usable].max(axis=1, initial=0.0)
        kept = high > 0
        if not kept.any():
            return result
        values = values[kept] / high[kept, None]  # weights are free, so the unit of a child does not matter
        frontier = _frontier(values[:, usable])
        for region in np.flatnonzero(usable):
            result[region] = self._best(values[:, region], frontier, weights[kept, region])
        return result

    def undefined(self, scores: Floats) -> Bools:
        """Scores below 0."""
        return np.asarray(scores < 0)

    def _best(self, own: Floats, frontier: Floats, weights: Floats) -> float:
        from scipy.optimize import linprog

        rows, limits = frontier.T, np.ones(frontier.shape[1])
        if self.min_share > 0:
            present = own > 0
            total = float(weights[present].sum())
            floors = np.where(present, self.min_share * weights / total if total > 0 else 0.0, 0.0)
            shares = floors[:, None] * own[None, :] - np.diag(own)
            rows, limits = np.vstack([rows, shares]), np.concatenate([limits, np.zeros(len(own))])
        found = linprog(-own, A_ub=rows, b_ub=limits, bounds=(0, None), method="highs")
        return self.scale * min(-float(found.fun), 1.0) if found.status == 0 else float("nan")


def _frontier(values: Floats) -> Floats:
    """The regions that no other one beats or equals on every child; only they bind."""
    order = np.lexsort((*values, -values.sum(axis=0)))
    kept: list[int] = []
    for region in order:
        if not kept or not (values[:, kept] >= values[:, [region]]).all(axis=0).any():
            kept.append(int(region))
    return values[:, sorted(kept)]
