"""What a weight turns out to do: given weights against squared correlation and correlation ratio.

Source: Paruolo, Saisana and Saltelli (2013), Ratings and rankings: voodoo or science?, J. R. Stat. Soc. A 176.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evaluator.methods.base import Floats
from evaluator.scoring.kernel import Kernel


def effective_weights(kernel: Kernel, period: int) -> pa.Table:
    """node, parent, weight, pearson, squared_correlation, correlation_ratio, effective_weight.

    `effective_weight` is the correlation ratio's share among siblings.
    """
    scored = kernel.scored()
    score, used = scored.score[period], scored.weights[period]
    rows: list[dict[str, object]] = []
    for node, place in enumerate(kernel.plan.places):
        children = list(place.children)
        total = used[children].sum()
        found = [main_effect(score[child], score[node]) for child in children]
        whole = float(np.nansum([ratio for _, ratio in found]))
        for child, (pearson, ratio) in zip(children, found, strict=True):
            rows.append(
                {
                    "node": kernel.plan.places[child].name,
                    "parent": place.name,
                    "weight": float(used[child] / total) if total > 0 else None,
                    "pearson": _known(pearson),
                    "squared_correlation": _known(pearson**2),
                    "correlation_ratio": _known(ratio),
                    "effective_weight": _known(ratio / whole) if whole > 0 else None,
                }
            )
    names = ("weight", "pearson", "squared_correlation", "correlation_ratio", "effective_weight")
    return pa.table(
        {
            "node": pa.array([row["node"] for row in rows], pa.string()),
            "parent": pa.array([row["parent"] for row in rows], pa.string()),
            **{name: pa.array([row[name] for row in rows], pa.float64()) for name in names},
        }
    )


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
