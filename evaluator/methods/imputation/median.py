"""Imputation by the median of the regions."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Cells, Floats, Imputation
from evaluator.methods.rows import medians
from indicators.text import Text


class Median(Imputation):
    """Fills a gap with the median of all regions in the same period."""

    kind: ClassVar[str] = "median"
    title: ClassVar[Text] = Text(zh="中位数插补", en="Median")
    about: ClassVar[Text] = Text(
        zh="以同期全部地区的中位数填补。", en="Fills with the median of all regions in the same period."
    )
    use: ClassVar[Text] = Text(
        zh="分布偏斜、个别地区极端时，比均值稳妥。同样假定缺失是随机的。",
        en="Safer than the mean where the values are skewed or a few regions extreme. Also assumes gaps at random.",
    )
    formula: ClassVar[str] = "median of x over the same indicator and period"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3"
    sql: ClassVar[str | None] = "median(x) OVER (PARTITION BY level, indicator, period)"

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled."""
        return np.where(np.isnan(cells.values), medians(cells.values), cells.values)
