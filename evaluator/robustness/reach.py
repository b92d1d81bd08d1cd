"""Where one region would stand if one of its indicators scored more, over draws of weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluator.methods.base import Floats
from evaluator.robustness.scores import scores_of
from evaluator.scoring.kernel import Kernel, Ranks, aggregate, rounded


def places_reached(
    kernel: Kernel, period: int, weights: Floats, region: int, targets: Sequence[tuple[int, float]]
) -> Ranks | None:
    """The place of a region with each of some scores lifted alone, the other regions and scores held still.

    Args:
        kernel: Normalised values and tree.
        period: Position of the period.
        weights: `[draw, place]`.
        region: Position of the region.
        targets: Position of an indicator and the score it would have.

    Returns:
        Places `[draw, target]`, 0 where there is no total; None if a node's score hangs on more than the scores
        below it in the same region (outranking and the like).
    """
    plan = kernel.plan
    kinds = {place.aggregation.additive for place in plan.places if place.children and place.aggregation is not None}
    if not kinds <= {"linear", "log"}:
        return None
    shape = (len(weights), len(plan.slots), len(targets))
    values = np.repeat(kernel.normalised[period, :, region, None], len(targets), axis=1)
    for k, (slot, score) in enumerate(targets):
        values[slot, k] = score
    treated, measured = (
        np.broadcast_to(one[period, :, region, None], shape) for one in (kernel.treated, kernel.measured)
    )
    own = aggregate(plan, np.broadcast_to(values, shape), treated, measured, weights).score[:, 0]
    decimals = plan.ranking.decimals if plan.ranking.basis == "printed" else 9
    others = rounded(np.delete(scores_of(kernel, period, weights), region, axis=1), decimals)
    mine = rounded(own, decimals)
    ahead = np.stack([(others > mine[:, [k]]).sum(axis=1) for k in range(len(targets))], axis=1)
    return np.where(np.isnan(mine), 0, ahead + 1)
