"""What a weight turns out to do: given weights against squared correlation, correlation ratio and Sobol index.

Source: Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?, J. R. Stat. Soc. A 176.
The correlation ratio takes children as they go together; the Sobol index takes each child's own spread alone.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evaluator.methods.base import Aggregation, Floats
from evaluator.robustness.draws import points
from evaluator.robustness.sobol import first_and_total
from evaluator.scoring.kernel import Kernel

POINTS, SEED = 1024, 1
MEASURES = (
    "weight",
    "weight_in_total",
    "pearson",
    "squared_correlation",
    "correlation_ratio",
    "effective_weight",
    "sobol_first",
    "sobol_total",
)


def effective_weights(kernel: Kernel, period: int) -> pa.Table:
    """node, parent and `MEASURES`, a row a child of every node.

    `weight_in_total` is the product of weights from the child up to the root (COINr, get_eff_weights()),
    `effective_weight` the correlation ratio's share among siblings; the Sobol indices are of the node's own
    children, see `sobol_of_children`.
    """
    scored = kernel.scored()
    score, used = scored.score[period], scored.weights[period]
    rows: list[dict[str, object]] = []
    reach = np.ones(len(kernel.plan.places))
    for node, place in enumerate(kernel.plan.places):
        children = list(place.children)
        total = used[children].sum()
        found = [main_effect(score[child], score[node]) for child in children]
        whole = float(np.nansum([ratio for _, ratio in found]))
        first, last = sobol_of_children(place.aggregation, score[children], used[children])
        shares = used[children] / total if total > 0 else np.zeros(len(children))
        reach[children] = reach[node] * shares
        for k, (child, (pearson, ratio)) in enumerate(zip(children, found, strict=True)):
            rows.append(
                {
                    "node": kernel.plan.places[child].name,
                    "parent": place.name,
                    "weight": float(shares[k]) if total > 0 else None,
                    "weight_in_total": float(reach[child]),
                    "pearson": _known(pearson),
                    "squared_correlation": _known(pearson**2),
                    "correlation_ratio": _known(ratio),
                    "effective_weight": _known(ratio / whole) if whole > 0 else None,
                    "sobol_first": _known(float(first[k])),
                    "sobol_total": _known(float(last[k])),
                }
            )
    return pa.table(
        {
            "node": pa.array([row["node"] for row in rows], pa.string()),
            "parent": pa.array([row["parent"] for row in rows], pa.string()),
            **{name: pa.array([row[name] for row in rows], pa.float64()) for name in MEASURES},
        }
    )


def sobol_of_children(aggregation: Aggregation | None, scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """First-order and total Sobol index of each child for its node.

    Children vary independently, each over the scores that regions really have. For a weighted sum both are
    w² Var(x) over the sum of these; otherwise Saltelli's and Jansen's estimators over low-discrepancy points.

    Args:
        aggregation: Of the node; one that compares regions with each other has no such index.
        scores: `[child, region]`, NaN where missing.
        weights: `[child]`.

    Returns:
        `[child]` each; NaN where there is no index.
    """
    count = len(scores)
    nothing = np.full(count, np.nan)
    known = [np.sort(row[~np.isnan(row)]) for row in scores]
    if aggregation is None or not aggregation.pointwise or not count or any(not len(row) for row in known):
        return nothing, nothing
    if aggregation.additive == "linear":
        parts = weights**2 * np.array([row.var() for row in known])
        shares = parts / parts.sum() if parts.sum() > 0 else nothing
        return shares, shares
    unit = points(POINTS, 2 * count, SEED).T
    a, b = (
        [row[(u * len(row)).astype(np.int64)] for row, u in zip(known, half, strict=True)] for half in _halves(unit)
    )
    used = weights / weights.sum() if aggregation.rescaled and weights.sum() > 0 else weights

    def run(values: list[Floats]) -> Floats:
        return aggregation.aggregate(np.array(values), np.tile(used[:, None], POINTS))

    mixed = np.array([run([b[j] if j == i else a[j] for j in range(count)]) for i in range(count)])
    low, high = run(a), run(b)
    centre = np.concatenate([low, high]).mean()
    return first_and_total(low - centre, high - centre, mixed - centre)


def _halves(unit: Floats) -> tuple[Floats, Floats]:
    half = len(unit) // 2
    return unit[:half], unit[half:]


def main_effect(x: Floats, y: Floats) -> tuple[float, float]:
    """Pearson's correlation, and the share of the variance of y that x explains (correlation ratio).

    The regression of y on x is local linear, its bandwidth chosen by leaving one out.
    """
    both = ~np.isnan(x) & ~np.isnan(y)
    x, y = x[both], y[both]
    if len(x) < 4 or x.std() == 0 or y.std() == 0:
        return float("nan"), float("nan")
    pearson = float(np.corrcoef(x, y)[0, 1])
    scaled = (x - x.mean()) / x.std()
    if len(x) > 2000:
        order = np.argsort(scaled, kind="stable")
        thin = order[:: len(x) // 1000]
        scaled, y = scaled[thin], y[thin]
    best, fitted = np.inf, y
    for bandwidth in (0.15, 0.3, 0.5, 1.0, 2.0, 5.0):
        fit, leverage = _local_linear(scaled, y, bandwidth)
        with np.errstate(divide="ignore", invalid="ignore"):
            error = np.nanmean(((y - fit) / np.where(leverage < 1 - 1e-9, 1 - leverage, np.nan)) ** 2)
        if error < best:
            best, fitted = float(error), fit
    return pearson, float(np.clip(fitted.var() / y.var(), pearson**2 if np.isfinite(pearson) else 0.0, 1.0))


def _local_linear(x: Floats, y: Floats, bandwidth: float) -> tuple[Floats, Floats]:
    """Fitted values and leverages of a local linear regression with a normal kernel."""
    away = x[None, :] - x[:, None]
    k = np.exp(-0.5 * (away / bandwidth) ** 2)
    s0, s1, s2 = k.sum(axis=1), (k * away).sum(axis=1), (k * away**2).sum(axis=1)
    lines = k * (s2[:, None] - away * s1[:, None])
    whole = s0 * s2 - s1**2
    lines = lines / np.where(np.abs(whole) > 1e-12, whole, np.nan)[:, None]
    lines = np.where(np.isnan(lines), k / s0[:, None], lines)
    return lines @ y, np.diag(lines)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
