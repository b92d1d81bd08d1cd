"""Intervals of places as a table."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.methods.base import Floats
from evaluator.robustness.histogram import Histogram, Listed
from evaluator.scoring.kernel import Ranks

_WHOLE = {"best", "worst"}


def interval_table(
    assessment: Assessment, codes: tuple[str, ...], baseline: Ranks, histogram: Histogram | Listed, top: int = 10
) -> pa.Table:
    """Intervals of places, in the order of the published ranking.

    Columns: region, name, baseline, mean, median, p5, p95, best, worst, p_first, p_top10 (or another `top`),
    p_fifth1 … p_fifth5, p_unplaced. Shares are of the draws that could be scored; empty where a region has none.
    """
    named = assessment.run.regions
    names = dict(
        zip(
            named["region"].to_pylist(),
            named["name_zh" if assessment.lang == "zh" else "name_en"].to_pylist(),
            strict=True,
        )
    )
    columns = _columns(histogram, int((baseline > 0).sum()), top)
    order = sorted(range(len(codes)), key=lambda i: (baseline[i] == 0, baseline[i], codes[i]))
    return pa.table(
        {
            "region": pa.array([codes[i] for i in order], pa.string()),
            "name": pa.array([names[codes[i]] for i in order], pa.string()),
            "baseline": pa.array([int(baseline[i]) or None for i in order], pa.int64()),
            **{
                name: pa.array(
                    [_plain(values[i], name in _WHOLE) for i in order], pa.int64() if name in _WHOLE else pa.float64()
                )
                for name, values in columns.items()
            },
        }
    )


def _columns(histogram: Histogram | Listed, ranked: int, top: int) -> dict[str, Floats]:
    fifths = [round(ranked * k / 5) for k in range(6)]
    columns: dict[str, Floats] = {
        "mean": histogram.mean,
        "median": histogram.quantile(0.5),
        "p5": histogram.quantile(0.05),
        "p95": histogram.quantile(0.95),
        "best": histogram.quantile(0.0),
        "worst": histogram.quantile(1.0),
        "p_first": histogram.share(1),
        f"p_top{top}": histogram.share(1, top),
    }
    fifths[5] = len(histogram.mean)  # a draw may give a place to more regions than the published ranking does
    for k in range(5):
        columns[f"p_fifth{k + 1}"] = histogram.share(fifths[k] + 1, fifths[k + 1])
    columns["p_unplaced"] = histogram.unplaced / max(1, histogram.draws)
    return columns


def _plain(value: float, whole: bool) -> float | int | None:
    if np.isnan(value):
        return None
    return round(value) if whole else float(value)
