"""Standardisation by mean and standard deviation."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import APART, apart, deviations, highest, laid_on, lowest, means, shares
from indicators.records import Real
from indicators.text import Text


class ZScore(Normalisation):
    """Distance from the mean in standard deviations of the sample.

    Attributes:
        mean: Mean to set, 0 if only `sd` is given. Given, it implies `range: none`.
        sd: Standard deviation to set, 1 if only `mean` is given. Given, it implies `range: none`.
    """

    kind: ClassVar[str] = "zscore"
    title: ClassVar[Text] = Text(zh="Z 分数（标准化）", en="Z-score")
    about: ClassVar[Text] = Text(
        zh="与平均值相差多少个样本标准差（除数 n − 1）。",
        en="How many sample standard deviations (divisor n − 1) a value lies from the mean.",
    )
    use: ClassVar[Text] = Text(
        zh="希望各指标离散程度相同时使用，极端表现因而得到更大的回报或惩罚。给出 mean 或 sd "
        "时按其设定，不再映射到区间；"
        "给出区间时，观测到的两端对应区间两端。常数列记为缺失。",
        en="When every indicator shall spread alike; exceptional values then count more. With mean or "
        "sd the scores are"
        " set to them and no range is applied; with a range the observed ends are laid on it."
        " A constant column becomes missing.",
    )
    formula: ClassVar[str] = "mean + sd · (x − x̄) / s,  s² = Σ(x − x̄)² / (n − 1)"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5"
    parameters: ClassVar[dict[str, Text]] = {
        "mean": Text(zh="设定的平均值", en="mean to set"),
        "sd": Text(zh="设定的标准差", en="standard deviation to set"),
    }
    sql: ClassVar[str | None] = (
        f"CASE WHEN {APART} THEN CASE"
        " WHEN s.mean IS NULL AND s.sd IS NULL AND s.lo IS NOT NULL"
        " THEN s.lo + (directed - min(directed) OVER w)"
        " / (max(directed) OVER w - min(directed) OVER w) * (s.hi - s.lo)"
        " ELSE coalesce(s.mean, 0) + coalesce(s.sd, 1)"
        " * (directed - avg(directed) OVER w) / stddev_samp(directed) OVER w"
        " END END"
    )

    mean: Real | None = None
    sd: Real | None = Field(default=None, gt=0)

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; the observed ends are the natural bounds."""
        directed = rows * aspect.direction
        if self.mean is None and self.sd is None and self.range != "none":
            return laid_on(shares(directed), self.range)
        spread = deviations(directed)
        # Squares of the tiniest figures are 0: there is no spread to divide by.
        spread = np.where(apart(lowest(directed), highest(directed)) & (spread > 0), spread, np.nan)
        scores = (directed - means(directed)) / spread
        return (self.mean or 0.0) + (1.0 if self.sd is None else self.sd) * scores
