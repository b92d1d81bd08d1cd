"""How far a region is from its own last period, from its peers and from the bound, entry by entry."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evaluator.advice.case import Case
from evaluator.advice.peers import Peers
from evaluator.methods.base import Floats
from evaluator.scoring.whatif import leaf_shares

_SCHEMA = pa.schema(
    [
        ("node", pa.string()),
        ("parent", pa.string()),
        ("depth", pa.int64()),
        ("indicator", pa.bool_()),
        ("weight", pa.float64()),
        ("share", pa.float64()),
        ("raw", pa.float64()),
        ("peer_raw", pa.float64()),
        ("score", pa.float64()),
        ("coverage", pa.float64()),
        ("earlier", pa.float64()),
        ("change", pa.float64()),
        ("peer_low", pa.float64()),
        ("peer_median", pa.float64()),
        ("peer_high", pa.float64()),
        ("peer_best", pa.float64()),
        ("to_peers", pa.float64()),
        ("bound", pa.float64()),
        ("to_bound", pa.float64()),
    ]
)


def gaps(case: Case, peers: Peers) -> pa.Table:
    """One row an entry of the tree, the root first.

    Returns:
        node, parent, depth, indicator, weight (share within its parent), share (of the root; empty for nodes),
        raw, peer_raw (median), score, coverage, earlier (score of the last period) and change since, quartiles,
        median and best of the peers, to_peers (median − score), bound (the most that a score can be) and to_bound.
    """
    rows = []
    shares = leaf_shares(case.plan, case.used)
    chosen = list(peers.positions)
    for p, place in enumerate(case.plan.places):
        own = float(case.scores[p, case.region])
        low, middle, high, best = _spread(case.scores[p, chosen])
        before = np.nan if case.earlier is None else float(case.scored.score[case.earlier, p, case.region])
        bound = top(case, p)
        raw = case.kernel.cells.values[case.at, place.slot] if place.slot >= 0 else None
        rows.append(
            {
                "node": place.name,
                "parent": case.plan.places[place.parent].name if place.parent >= 0 else None,
                "depth": place.depth,
                "indicator": place.slot >= 0,
                "weight": _share(case, p),
                "share": float(shares[place.slot]) if place.slot >= 0 else None,
                "raw": None if raw is None else number(raw[case.region]),
                "peer_raw": None if raw is None else number(_spread(raw[chosen])[1]),
                "score": number(own),
                "coverage": float(case.scored.coverage[case.at, p, case.region]),
                "earlier": number(before),
                "change": number(own - before),
                "peer_low": number(low),
                "peer_median": number(middle),
                "peer_high": number(high),
                "peer_best": number(best),
                "to_peers": number(middle - own),
                "bound": number(bound),
                "to_bound": number(bound - own),
            }
        )
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def top(case: Case, p: int) -> float:
    """The most that a score can be: the upper end of the range of the indicators below, NaN if they have none."""
    place = case.plan.places[p]
    if place.slot >= 0:
        span = case.plan.slots[place.slot].normalisation.range
        return float("nan") if span == "none" else float(span[1])
    return max((top(case, child) for child in place.children), default=float("nan"))


def number(value: float) -> float | None:
    """A number, or None where it is missing."""
    return None if np.isnan(value) else float(value)


def _share(case: Case, p: int) -> float:
    place = case.plan.places[p]
    if place.parent < 0:
        return 1.0
    total = float(case.used[list(case.plan.places[place.parent].children)].sum())
    return float(case.used[p]) / total if total > 0 else 0.0


def _spread(values: Floats) -> tuple[float, float, float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return np.nan, np.nan, np.nan, np.nan
    low, middle, high = (float(one) for one in np.quantile(known, (0.25, 0.5, 0.75)))
    return low, middle, high, float(known.max())
