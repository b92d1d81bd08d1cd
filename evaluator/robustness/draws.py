"""Draws of weights: low-discrepancy points turned into admissible weights of every sibling group.

Weights are drawn relative to those in force; the engine re-scales them among siblings, so that only their
proportions count (except under `points`, which uses them as they are).
"""

from __future__ import annotations

import numpy as np

from evaluator.methods.base import Floats
from evaluator.scoring.plan import Plan


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


def dirichlet(plan: Plan, weights: Floats, draws: int, concentration: float, seed: int) -> Floats:
    """Weights `[draw, place]`: each sibling group from a Dirichlet distribution around the weights in force.

    Args:
        concentration: Sum of the parameters; the larger, the closer to the weights in force.
    """
    random = np.random.default_rng(seed)
    result = np.tile(weights, (draws, 1))
    for place in plan.places:
        children = list(place.children)
        given = weights[children]
        if len(children) > 1 and given.sum() > 0:
            alpha = np.maximum(given / given.sum() * concentration, 1e-6)
            result[:, children] = random.dirichlet(alpha, size=draws) * given.sum()
    return result


def normal(plan: Plan, unit: Floats, weights: Floats, sd: float) -> Floats:
    """Weights `[draw, place]`: each times a normal factor with mean 1 and the given standard deviation, cut at 0."""
    from scipy.special import ndtri

    result = np.tile(weights, (len(unit), 1))
    at = drawn_places(plan)
    result[:, at] *= np.maximum(0.0, 1 + sd * ndtri(np.clip(unit[:, : len(at)], 1e-12, 1 - 1e-12)))
    return result
