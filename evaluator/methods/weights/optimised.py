"""Weights that make each child as important as it is meant to be."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Floats, Siblings, Weighting, WeightReport
from evaluator.methods.experts import amounts
from evaluator.methods.spreading import TOO_FEW, complete, equal, informative
from indicators.faults import Fault, Faults
from indicators.records import Real
from indicators.text import Text


class Optimised(Weighting):
    """Searches for weights at which squared correlations with the parent meet given importances.

    Attributes:
        importance: Wanted importance of each child by id, relative; None: as the standard's weights.
        tolerance: Largest gap between wanted and reached importance that counts as converged.
    """

    kind: ClassVar[str] = "optimised"
    title: ClassVar[Text] = Text(zh="按目标重要性优化", en="Optimised to importances")
    about: ClassVar[Text] = Text(
        zh="寻找一组不为负的权重，使各子项与上级得分的相关系数平方之比等于想要的重要性。",
        en="Looks for weights, none below zero, at which the squared correlations of the children with"
        " the parent stand in"
        " the wanted proportions.",
    )
    use: ClassVar[Text] = Text(
        zh="名义权重与实际影响不符时使用。按算术平均求解；与其余子项负相关的子项可能无论如何都达不到目标，"
        "此时给出最接近的权重并说明差多少，不会谎称成功。",
        en="When weights on paper and influence in fact differ. Solved for the arithmetic mean. A "
        "child that runs against"
        " the others may never reach its importance; then the nearest weights are given with the gap "
        "that is left, and"
        " never called a success.",
    )
    formula: ClassVar[str] = "min_w Σ (r_c² / Σ r² − t_c)²,  r_c = corr(x_c, Σ w x),  w ≥ 0,  Σ w = 1"
    source: ClassVar[str] = (
        "Becker et al. (2017), Ecological Indicators 80; Paruolo, Saisana and Saltelli (2013), JRSS A 176"
    )
    parameters: ClassVar[dict[str, Text]] = {
        "importance": Text(
            zh="各子项想要的重要性，不写则按标准的权重",
            en="wanted importance by child; not given: the standard's weights",
        ),
        "tolerance": Text(zh="多大的差距以内算收敛", en="largest gap that counts as converged"),
    }

    importance: dict[str, Real] | None = None
    tolerance: Real = Field(default=1e-4, gt=0)

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, the importance that each child reached, and whether the search converged.

        Raises:
            Faults: `importance` leaves a child out or has one below 0.
        """
        wanted = self._wanted(siblings)
        used = informative(siblings.scores) & (wanted > 0)
        if not used.any():
            return WeightReport(equal(siblings), warnings=(_NOTHING.with_values(node=siblings.parent),))
        regions = complete(siblings.scores, used)
        if regions.sum() < 3:
            return WeightReport(equal(siblings), warnings=(TOO_FEW.with_values(node=siblings.parent),))
        covariance = np.atleast_2d(np.cov(siblings.scores[used][:, regions]))
        found = search(covariance, wanted[used] / wanted[used].sum())
        weights, reached = np.zeros(len(wanted)), np.zeros(len(wanted))
        weights[used], reached[used] = found, importances(covariance, found)
        gap = float(np.abs(reached - wanted).max())
        facts: list[tuple[str, float | str]] = [
            (f"importance.{name}", float(r)) for name, r in zip(siblings.children, reached, strict=True)
        ]
        facts += [("largest_gap", gap), ("converged", "yes" if gap <= self.tolerance else "no")]
        worst = siblings.children[int(np.abs(reached - wanted).argmax())]
        told = (
            () if gap <= self.tolerance else (_MISSED.with_values(node=siblings.parent, gap=f"{gap:.3g}", child=worst),)
        )
        return WeightReport(weights, tuple(facts), (), told)

    def _wanted(self, siblings: Siblings) -> Floats:
        if self.importance is None:
            total = siblings.given.sum()
            return siblings.given / total if total > 0 else equal(siblings)
        faults: list[Fault] = []
        wanted = amounts(siblings, self.importance, "importance", faults)
        if faults:
            raise Faults(faults)
        shares: Floats = wanted / wanted.sum()
        return shares


def importances(covariance: Floats, weights: Floats) -> Floats:
    """Shares of squared correlations with Σ w x, `[child]`; a correlation below 0 counts as none."""
    reach = np.maximum(covariance @ weights / np.sqrt(np.maximum(np.diag(covariance), 1e-300)), 0.0) ** 2
    total = float(reach.sum())
    return reach / total if total > 0 else np.zeros_like(reach)


def search(covariance: Floats, wanted: Floats) -> Floats:
    """Weights `[child]`, none below zero, summing to 1, that come nearest to the wanted importances.

    Several starts, each improved by a bounded search until it no longer gets better; the best one is taken.
    """
    from scipy.optimize import least_squares

    def gap(free: Floats) -> Floats:
        return importances(covariance, free / free.sum()) - wanted

    spread = 1.0 / np.sqrt(np.diag(covariance))
    number = len(wanted)
    starts = [np.full(number, 1.0 / number), wanted + 1e-6, spread / spread.sum(), wanted * spread + 1e-6]
    best, worth = starts[0], np.inf
    for start in starts:
        found = least_squares(
            gap,
            start / start.sum(),
            bounds=(1e-12, np.inf),
            xtol=1e-15,
            ftol=1e-15,
            gtol=1e-15,
            max_nfev=2000,
        )
        if found.cost < worth * (1 - 1e-9):
            best, worth = found.x, float(found.cost)
    weights = np.where(best / best.sum() < 1e-9, 0.0, best)
    shares: Floats = weights / weights.sum()
    return shares


_NOTHING = Text(
    zh="“{node}”的子项之间没有可用的差异，改为等权",
    en="the children of '{node}' hold no difference to weigh by; equal weights are used",
)
_MISSED = Text(
    zh="“{node}”未达到想要的重要性：“{child}”仍差 {gap}。所给为最接近的非负权重",
    en="'{node}' does not reach the wanted importances: '{child}' is still off by {gap}. These are the"
    " nearest weights"
    " that are not below zero",
)
