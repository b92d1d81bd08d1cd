"""Imputation by regression on the other indicators."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Bools, Cells, Floats, Imputation
from evaluator.methods.rows import highest, lowest
from indicators.records import Flag, Whole
from indicators.text import Text


class Regression(Imputation):
    """Fills a gap with the least-squares prediction from the indicators that correlate best.

    Attributes:
        predictors: Most indicators that a prediction may rest on.
        min_cases: Fewest regions with complete data that a regression may rest on.
        clip: Whether predictions are kept between the observed lowest and highest value.
    """

    kind: ClassVar[str] = "regression"
    title: ClassVar[Text] = Text(zh="回归插补", en="Regression")
    about: ClassVar[Text] = Text(
        zh="用同期相关性最高的几个其他指标作最小二乘回归，以预测值填补。",
        en="Fills with the least-squares prediction from the few other indicators that correlate best "
        "in the same"
        " period.",
    )
    use: ClassVar[Text] = Text(
        zh="指标之间关系稳定且地区足够多时使用。预测值默认不超出观测范围。完整样本少于 min_cases 时不填。"
        "插补会使相关看上去更强。",
        en="When indicators hang together and regions are many. Predictions stay within what was "
        "observed unless clip is"
        " false. With fewer than min_cases complete regions the gap stays. It makes correlations look "
        "stronger.",
    )
    formula: ClassVar[str] = "x̂ = b₀ + Σ b_j x_j over the best `predictors` indicators by |r|"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3, eq. 3"
    parameters: ClassVar[dict[str, Text]] = {
        "predictors": Text(zh="最多用几个指标作自变量", en="most indicators a prediction rests on"),
        "min_cases": Text(zh="至少要有多少个完整地区", en="fewest complete regions a regression rests on"),
        "clip": Text(zh="预测值是否限于观测范围内", en="whether predictions stay within the observed range"),
    }

    predictors: Whole = Field(default=3, ge=1)
    min_cases: Whole = Field(default=10, ge=3)
    clip: Flag = True

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled."""
        return np.stack([self._period(block) for block in cells.values]) if len(cells.periods) else cells.values

    def _period(self, block: Floats) -> Floats:
        result = block.copy()
        missing = np.isnan(block)
        if block.shape[0] < 2:
            return result
        strength = np.abs(_pairwise(block, self.min_cases))
        for i in np.flatnonzero(missing.any(axis=1) & ~missing.all(axis=1)):
            candidates = [int(j) for j in np.argsort(-strength[i], kind="stable") if strength[i, j] > 0]
            for columns, regions in self._patterns(missing, int(i), candidates):
                result[i, regions] = self._predict(block, int(i), columns, regions)
        return result

    def _patterns(self, missing: Bools, target: int, candidates: list[int]) -> list[tuple[list[int], list[int]]]:
        """Regions with a gap, gathered by the predictors that they have."""
        found: dict[tuple[int, ...], list[int]] = {}
        for region in np.flatnonzero(missing[target]):
            usable = tuple([j for j in candidates if not missing[j, region]][: self.predictors])
            found.setdefault(usable, []).append(int(region))
        return [(list(columns), regions) for columns, regions in found.items() if columns]

    def _predict(self, block: Floats, target: int, columns: list[int], regions: list[int]) -> Floats:
        while columns:
            complete = ~np.isnan(block[[target, *columns]]).any(axis=0)
            if complete.sum() >= max(self.min_cases, len(columns) + 2):
                break
            columns = columns[:-1]
        if not columns:
            return np.full(len(regions), np.nan)
        x, y = block[columns][:, complete], block[target, complete]
        middle, scale = x.mean(axis=1, keepdims=True), x.std(axis=1, keepdims=True)
        scale = np.where(scale > 0, scale, 1.0)
        slopes = np.linalg.lstsq(((x - middle) / scale).T, y - y.mean(), rcond=None)[0]
        guess = y.mean() + ((block[columns][:, regions] - middle) / scale).T @ slopes
        if self.clip:
            guess = np.clip(guess, lowest(block[target]), highest(block[target]))
        return np.asarray(guess, dtype=np.float64)


def _pairwise(block: Floats, min_cases: int) -> Floats:
    """Pearson correlations over the regions that both indicators have; 0 for i = i and where there are too few."""
    number = block.shape[0]
    result = np.zeros((number, number))
    for i in range(number):
        for j in range(i):
            both = ~np.isnan(block[i]) & ~np.isnan(block[j])
            if both.sum() < min_cases:
                continue
            x, y = block[i, both], block[j, both]
            x, y = x - x.mean(), y - y.mean()
            size = float(np.sqrt((x * x).sum() * (y * y).sum()))
            result[i, j] = result[j, i] = float((x * y).sum()) / size if size > 0 else 0.0
    return result
