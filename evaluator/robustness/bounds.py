"""Best and worst places over all admissible weights, and who is always ahead of whom, as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from evaluator.robustness.experts import Sets
from indicators.text import Text

PLACES = Text(zh="求最好与最差名次", en="Best and worst places")
_WHOLE = {"baseline", "best", "worst", "best_reached", "worst_reached"}
_WORDS = {"region", "best_expert", "worst_expert"}


def bounds_table(
    sets: Sets, chosen: Sequence[int], nodes: int | None = None, show: Callable[[float, Text], None] | None = None
) -> pa.Table:
    """region, baseline, best, worst, exact, and for each end what its weights reach and the first-level weights.

    `best` and `worst` are never passed; where `exact` is false, the true place lies between them and `best_reached`,
    `worst_reached`. With experts `best_expert` and `worst_expert` say around whose weights those are.
    """
    exact = sets.exact
    asked = bool(sets.parts[0][0])
    rows = []
    for done, i in enumerate(sorted(chosen, key=lambda one: int(exact.baseline[one]))):
        row: dict[str, object] = {"region": exact.kernel.cells.regions[i], "baseline": int(exact.baseline[i])}
        ends: dict[str, object] = {}
        sure = True
        for k, end in enumerate(("best", "worst")):
            bound, whose = sets.bound(i, end == "best", nodes)
            row[end], sure = bound.place, sure and bound.exact
            ends[f"{end}_reached"] = None if bound.weights is None else sets.reached(i, bound.weights)
            if asked:
                ends[f"{end}_expert"] = whose or None
            ends |= _first_level(sets, end, bound.weights)
            if show is not None:
                show((2 * done + k + 1) / (2 * len(chosen)), PLACES)
        rows.append({**row, "exact": sure, **ends})
    names = list(rows[0]) if rows else ["region", *sorted(_WHOLE), "exact"]
    return pa.table({name: pa.array([row[name] for row in rows], _kind(name)) for name in names})


def _first_level(sets: Sets, end: str, weights: np.ndarray | None) -> dict[str, object]:
    plan = sets.exact.plan
    children = list(plan.places[0].children)
    shares = [None] * len(children) if weights is None else (weights[children] / weights[children].sum()).tolist()
    return {f"{end}.{plan.places[child].name}": share for child, share in zip(children, shares, strict=True)}


def _kind(name: str) -> pa.DataType:
    if name == "exact":
        return pa.bool_()
    return pa.string() if name in _WORDS else pa.int64() if name in _WHOLE else pa.float64()


def dominance_table(sets: Sets) -> pa.Table:
    """a, b: a stands ahead of b under all admissible weights."""
    codes = sets.exact.kernel.cells.regions
    a, b = np.nonzero(sets.dominates())
    return pa.table(
        {"a": pa.array([codes[i] for i in a], pa.string()), "b": pa.array([codes[i] for i in b], pa.string())}
    )
