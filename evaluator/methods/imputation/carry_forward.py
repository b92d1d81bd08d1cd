"""Imputation by the latest earlier value."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Cells, Floats, Imputation
from indicators.records import Whole
from indicators.text import Text


class CarryForward(Imputation):
    """Fills a gap with the region's latest earlier value.

    Attributes:
        limit: How many periods of the calendar a value may be carried; None: any number.
    """

    kind: ClassVar[str] = "carry-forward"
    title: ClassVar[Text] = Text(zh="沿用前期值", en="Carry forward")
    about: ClassVar[Text] = Text(
        zh="以该地区最近一个前期的实测值填补，最多沿用 limit 期，不跨区划调整。",
        en="Fills with the region's latest earlier value, carried over at most `limit` periods, never across a "
        "change of regions.",
    )
    use: ClassVar[Text] = Text(
        zh="变化缓慢、并非每年发布的数据。期数按历法计：2020 到 2023 是三期，中间没有数据的年份也算。"
        "最早一期之前的缺口不填。",
        en="For slow data that are not published every year. Periods are those of the calendar: 2020 "
        "to 2023 is three,"
        " also where the years between hold no data. Gaps before the first value stay.",
    )
    formula: ClassVar[str] = "x at the latest earlier period with a value, if not more than limit periods back"
    source: ClassVar[str] = "OECD/JRC Handbook (2008), step 3; COINr, impute_panel (latest)"
    parameters: ClassVar[dict[str, Text]] = {
        "limit": Text(zh="最多沿用几期，不写则不限", en="most periods a value is carried; not given: any number"),
    }

    limit: Whole | None = Field(default=None, ge=1)

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled."""
        result = cells.values.copy()
        latest = np.full(cells.values.shape[1:], np.nan)
        taken = np.full(cells.values.shape[1:], -np.inf)
        since = np.full(cells.values.shape[1:], -1)
        era = cells.era
        order = sorted(range(len(cells.ordinals)), key=lambda t: cells.ordinals[t])
        for t in order:
            now = cells.values[t]
            age = cells.ordinals[t] - taken
            gap = np.isnan(now) & (since == era[t]) & ((age <= self.limit) if self.limit is not None else True)
            result[t] = np.where(gap, latest, now)
            measured = ~np.isnan(now)
            latest = np.where(measured, now, latest)
            taken = np.where(measured, float(cells.ordinals[t]), taken)
            since = np.where(measured, era[t], since)
        return result
