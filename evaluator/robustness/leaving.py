"""Leave one out: what happens to the places when an indicator or a node is taken away."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evaluator.methods.base import Floats
from evaluator.scoring.kernel import Kernel, rank
from evaluator.scoring.plan import Plan
from evaluator.scoring.whatif import WhatIf


def leave_out(kernel: Kernel, period: int) -> pa.Table:
    """left_out, kind, region, baseline, rank, rank_change (places won when it is left out), score."""
    plan = kernel.plan
    used = kernel.scored().weights[period]
    whatif = WhatIf(kernel, period)
    baseline = rank(kernel.scored().score[period, 0], plan.ranking)
    columns: dict[str, list[object]] = {
        name: [] for name in ("left_out", "kind", "region", "baseline", "rank", "rank_change", "score")
    }
    for position, place in enumerate(plan.places):
        if position == 0:
            continue
        weights = without(plan, used, position)
        if weights is None:
            continue
        score = whatif.scores(weights)[0]
        places = rank(score, plan.ranking)
        for i, region in enumerate(kernel.cells.regions):
            before, after = int(baseline[i]), int(places[i])
            columns["left_out"].append(place.name)
            columns["kind"].append("indicator" if place.slot >= 0 else "node")
            columns["region"].append(region)
            columns["baseline"].append(before or None)
            columns["rank"].append(after or None)
            columns["rank_change"].append(before - after if before and after else None)
            columns["score"].append(None if np.isnan(score[i]) else float(score[i]))
    kinds = {"baseline": pa.int64(), "rank": pa.int64(), "rank_change": pa.int64(), "score": pa.float64()}
    return pa.table({name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()})


def without(plan: Plan, weights: Floats, position: int) -> Floats | None:
    """Weights with one entry taken out, and with it every node left without children; None if nothing is left."""
    result = weights.copy()
    while position > 0:
        result[position] = 0.0
        parent = plan.places[position].parent
        if any(result[child] > 0 for child in plan.places[parent].children):
            return result
        position = parent
    return None
