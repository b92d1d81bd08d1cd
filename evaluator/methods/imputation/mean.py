"""Imputation by the mean of the regions."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Cells, Floats, Imputation
from evaluator.methods.rows import means
from indicators.text import Text


class Mean(Imputation):
    """Fills a gap with the mean of all regions in the same period."""

    kind: ClassVar[str] = "mean"
    title: ClassVar[Text] = Text(zh="均值插补", en="Mean")
    about: ClassVar[Text] = Text(
        zh="以同期全部地区的平均值填补。", en="Fills with the mean of all regions in the same period."
    )
    use: ClassVar[Text] = Text(
        zh="缺口少且与水平无关时使用。假定缺失是随机的；会低估离散程度。某期全缺的指标仍为缺失。",
        en="For few gaps that have nothing to do with the level. Assumes gaps at random; understates "
        "the spread."
        " An indicator without any value in a period stays missing there.",
    )
    formula: ClassVar[str] = "x̄ of the same indicator and period"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3"
    sql: ClassVar[str | None] = "avg(x) OVER (PARTITION BY level, indicator, period)"

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled."""
        return np.where(np.isnan(cells.values), means(cells.values), cells.values)
