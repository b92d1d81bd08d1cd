"""Whether what stands under each node belongs together: the tables of `evaluator coherence` for an assessment."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evaluator.methods.coherence import Family, adequacy, alpha, clusters, components, correlations, flags
from evaluator.scoring.kernel import Kernel

TABLES = {
    "correlations": correlations,
    "alpha": alpha,
    "components": components,
    "adequacy": adequacy,
    "clusters": clusters,
    "flags": flags,
}


def families(kernel: Kernel, period: int) -> list[Family]:
    """Every node with at least two children, the root first."""
    score = kernel.scored().score[period]
    found = []
    for position, place in enumerate(kernel.plan.places):
        if len(place.children) > 1:
            children = list(place.children)
            names = tuple(kernel.plan.places[child].name for child in children)
            found.append(Family(place.name, names, np.asarray(score[children]), np.asarray(score[position])))
    return found


def coherence(kernel: Kernel, period: int) -> dict[str, pa.Table]:
    """Every table: correlations, alpha, components, adequacy, clusters, flags."""
    found = families(kernel, period)
    return {name: made(found) for name, made in TABLES.items()}
