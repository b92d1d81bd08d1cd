"""Leave one out: what happens to the places when an indicator, a node or a region is taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa

from evaluator.methods.base import Bools, Cells, Floats
from evaluator.scoring.kernel import Kernel, rank
from evaluator.scoring.plan import Plan, unfit
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
    """Weights `[…, place]` with one entry taken out, and every node left without children; None if nothing is left."""
    result = weights.copy()
    while position > 0:
        result[..., position] = 0.0
        parent = plan.places[position].parent
        if (result[..., list(plan.places[parent].children)] > 0).any():
            return result
        position = parent
    return None


def leave_out_regions(
    kernel: Kernel, period: int, progress: Callable[[float], None] | None = None, weights: Floats | None = None
) -> pa.Table:
    """left_out, region, baseline, rank, rank_change: rank reversal when a region is taken away.

    `baseline` is the published place among those that remain, so that a change is never just the gap closing: it comes
    from normalisation, imputation, treatment or computed weights, which see other regions. With `weights` given
    nothing is computed of them.
    """
    codes, plan = kernel.cells.regions, kernel.plan
    score = kernel.scored(weights).score[period, 0]
    columns: dict[str, list[object]] = {name: [] for name in ("left_out", "region", "baseline", "rank", "rank_change")}
    for i, code in enumerate(codes):
        rest = np.arange(len(codes)) != i
        others = tuple(one for one in codes if one != code)
        # A region of reference cannot be left out: nothing could be normalised.
        if not others or unfit(plan.slots, others):
            continue
        before = rank(score[rest], plan.ranking)
        after = rank(Kernel(plan, _without_region(kernel.cells, rest)).scored(weights).score[period, 0], plan.ranking)
        for region, old, new in zip(others, before.tolist(), after.tolist(), strict=True):
            columns["left_out"].append(code)
            columns["region"].append(region)
            columns["baseline"].append(old or None)
            columns["rank"].append(new or None)
            columns["rank_change"].append(old - new if old and new else None)
        if progress is not None:
            progress((i + 1) / len(codes))
    kinds = {"baseline": pa.int64(), "rank": pa.int64(), "rank_change": pa.int64()}
    return pa.table({name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns.items()})


def _without_region(cells: Cells, rest: Bools) -> Cells:
    kept = np.flatnonzero(rest)
    return replace(
        cells,
        values=cells.values[:, :, kept],
        regions=tuple(cells.regions[i] for i in kept),
        groups={name: tuple(words[i] for i in kept) for name, words in cells.groups.items()},
        valid=None if cells.valid is None else cells.valid[:, kept],
        eras=None if cells.eras is None else cells.eras[:, kept],
    )
