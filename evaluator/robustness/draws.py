"""Draws of weights: low-discrepancy points turned into admissible weights of every sibling group.

Weights are drawn relative to those in force; the engine re-scales them among siblings, so that only their
proportions count (except under `points`, which uses them as they are).
"""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import numpy as np

from evaluator.methods.base import Floats
from evaluator.scoring.plan import Plan

Distribution: TypeAlias = Literal["uniform", "normal", "dirichlet"]
DISTRIBUTIONS: tuple[str, ...] = get_args(Distribution)
_INSIDE = 1e-12


def points(draws: int, dimensions: int, seed: int) -> Floats:
    """Scrambled Sobol points `[draw, dimension]` in the unit cube.

    Source: Sobol' (1967), scrambled by Owen's method; `scipy.stats.qmc.Sobol`.
    """
    from scipy.stats import qmc

    if draws <= 0 or dimensions <= 0:
        return np.empty((max(0, draws), max(0, dimensions)))
    power = max(0, int(np.ceil(np.log2(draws))))
    sampler = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    result: Floats = sampler.random_base2(power)[:draws]
    return result


def drawn_places(plan: Plan) -> list[int]:
    """Positions whose weight is uncertain: every child of a node with at least two children."""
    return [child for place in plan.places if len(place.children) > 1 for child in place.children]


def drawn(kind: Distribution, plan: Plan, unit: Floats, weights: Floats, share: float) -> Floats:
    """Weights `[draw, place]` around those in force.

    Args:
        kind: `uniform` (each weight × 1 ± share), `normal` (each weight × a normal factor whose standard deviation is
            the share) or `dirichlet` (each sibling group; the share is the coefficient of variation of a weight that
            is as large as the average of its group).
        plan: The tree.
        unit: Points `[draw, uncertain place]` in the unit cube.
        weights: Weights in force `[place]`.
        share: How far weights vary; 0 leaves them as they are.
    """
    if share == 0:
        return np.tile(weights, (len(unit), 1))
    if kind == "normal":
        return normal(plan, unit, weights, share)
    if kind == "dirichlet":
        return dirichlet(plan, unit, weights, share)
    return uniform(plan, unit, weights, share)


def uniform(plan: Plan, unit: Floats, weights: Floats, share: float) -> Floats:
    """Weights `[draw, place]`: each multiplied by an independent uniform factor from 1 ± share.

    Args:
        plan: The tree.
        unit: Points `[draw, uncertain place]` in the unit cube.
        weights: Weights in force `[place]`.
        share: Half the width, 0 to 1.
    """
    result = np.tile(weights, (len(unit), 1))
    at = drawn_places(plan)
    result[:, at] *= 1 - share + 2 * share * unit[:, : len(at)]
    return result


def normal(plan: Plan, unit: Floats, weights: Floats, sd: float) -> Floats:
    """Weights `[draw, place]`: each times a normal factor with mean 1 and the given standard deviation, cut at 0."""
    from scipy.special import ndtri

    result = np.tile(weights, (len(unit), 1))
    at = drawn_places(plan)
    result[:, at] *= np.maximum(0.0, 1 + sd * ndtri(_inside(unit[:, : len(at)])))
    return result


def dirichlet(plan: Plan, unit: Floats, weights: Floats, variation: float) -> Floats:
    """Weights `[draw, place]`: each sibling group from a Dirichlet distribution whose mean is the weights in force.

    A share s has the variance s(1 − s)/(a + 1), so that a share of 1/n varies by `variation` of itself for
    a = (n − 1)/variation² − 1. Drawn as gamma variables divided by their sum (Devroye 1986, chapter XI.4).
    """
    from scipy.special import gammaincinv

    result = np.tile(weights, (len(unit), 1))
    column = 0
    for place in plan.places:
        children = list(place.children)
        if len(children) < 2:
            continue
        own = _inside(unit[:, column : column + len(children)])
        column += len(children)
        total = weights[children].sum()
        if not total > 0:
            continue
        size = max((len(children) - 1) / variation**2 - 1, 1e-3)
        parameters = weights[children] / total * size
        gammas = np.where(parameters > 0, gammaincinv(np.maximum(parameters, 1e-9), own), 0.0)
        sums = gammas.sum(axis=1, keepdims=True)
        shares = np.divide(gammas, sums, out=np.tile(weights[children] / total, (len(unit), 1)), where=sums > 0)
        result[:, children] = shares * total
    return result


def _inside(unit: Floats) -> Floats:
    return np.clip(unit, _INSIDE, 1 - _INSIDE)
