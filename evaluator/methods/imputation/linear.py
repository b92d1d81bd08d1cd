"""Imputation along a straight line in time."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Cells, Floats, Imputation
from indicators.text import Text


class Linear(Imputation):
    """Fills a gap on the line between the region's values before and after it."""

    kind: ClassVar[str] = "linear"
    title: ClassVar[Text] = Text(zh="线性内插", en="Linear in time")
    about: ClassVar[Text] = Text(
        zh="在该地区前后两个实测值之间按时间线性内插；首尾之外不外推，也不跨区划调整。",
        en="Fills on the straight line between the region's values before and after; nothing is extrapolated, and "
        "no line crosses a change of regions.",
    )
    use: ClassVar[Text] = Text(
        zh="有多期数据、中间缺几期时使用。假定其间匀速变化；用到了后一期的值，因此最新一期的缺口不会被填。",
        en="With several periods and gaps between them. Assumes steady change; it looks at later "
        "values, so a gap in the"
        " latest period stays.",
    )
    formula: ClassVar[str] = "x₀ + (x₁ − x₀) · (t − t₀) / (t₁ − t₀)"
    source: ClassVar[str] = "COINr, impute_panel (linear); OECD/JRC Handbook (2008), step 3"

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled."""
        order = np.argsort(np.asarray(cells.ordinals), kind="stable")
        times = np.asarray(cells.ordinals, dtype=np.float64)[order]
        values = cells.values[order]
        before, before_at = _latest(values, times)
        after, after_at = (side[::-1] for side in _latest(values[::-1], times[::-1]))
        now = times[:, None, None]
        era = np.broadcast_to(cells.era[order][:, None, :], values.shape).astype(np.float64)
        left = _latest(np.where(np.isnan(values), np.nan, era), times)[0]
        right = _latest(np.where(np.isnan(values), np.nan, era)[::-1], times[::-1])[0][::-1]
        between = np.isnan(values) & ~np.isnan(before) & ~np.isnan(after) & (left == right)
        length = np.where(between, after_at - before_at, 1.0)
        filled = np.where(between, before + (after - before) * (now - before_at) / length, values)
        result = np.empty_like(filled)
        result[order] = filled
        return result


def _latest(values: Floats, times: Floats) -> tuple[Floats, Floats]:
    """The last value met so far and its time, at each period."""
    found, at = values.copy(), np.where(np.isnan(values), np.nan, times[:, None, None])
    for t in range(1, len(times)):
        gap = np.isnan(found[t])
        found[t] = np.where(gap, found[t - 1], found[t])
        at[t] = np.where(gap, at[t - 1], at[t])
    return found, at
