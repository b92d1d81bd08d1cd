"""Imputation by the nearest regions."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Cells, Floats, Imputation
from evaluator.methods.rows import shares
from indicators.records import Whole
from indicators.text import Text


class NearestNeighbours(Imputation):
    """Fills a gap with the mean of the most similar regions that have a value.

    Attributes:
        neighbours: How many regions the mean is taken over; fewer if fewer have a value.
    """

    kind: ClassVar[str] = "knn"
    title: ClassVar[Text] = Text(zh="最近邻插补", en="Nearest neighbours")
    about: ClassVar[Text] = Text(
        zh="以同期与该地区最相似的几个地区的平均值填补；相似度是各指标极差归一后共有指标上的欧氏距离。",
        en="Fills with the mean of the most similar regions in the same period; similar means a small "
        "Euclidean"
        " distance over the indicators that both have, each brought to 0–1.",
    )
    use: ClassVar[Text] = Text(
        zh="存在成群的相似地区、且其余指标较齐全时使用。与任何地区没有共有指标的，仍为缺失；距离相同时按地区顺序取。",
        en="When there are families of similar regions and the other indicators are mostly there. A "
        "region that shares no"
        " indicator with any other keeps its gap; equal distances are taken in the order of regions.",
    )
    formula: ClassVar[str] = "mean of x over the k regions with the smallest √(mean of squared differences on 0–1)"
    source: ClassVar[str] = "Troyanskaya et al. (2001), Bioinformatics 17(6), with distances over shared indicators"
    parameters: ClassVar[dict[str, Text]] = {
        "neighbours": Text(zh="取几个最近的地区", en="how many nearest regions"),
    }

    neighbours: Whole = Field(default=5, ge=1)

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled."""
        result = cells.values.copy()
        for block, out in zip(cells.values, result, strict=True):
            self._period(block, out)
        return result

    def _period(self, block: Floats, out: Floats) -> None:
        scaled = shares(block)
        known = ~np.isnan(scaled)
        zeros = np.where(known, scaled, 0.0)
        for region in np.flatnonzero(np.isnan(block).any(axis=0)):
            shared = known & known[:, [region]]
            number = shared.sum(axis=0)
            away = np.where(shared, (zeros - zeros[:, [region]]) ** 2, 0.0).sum(axis=0)
            distance = np.where(number > 0, away / np.maximum(number, 1), np.inf)
            distance[region] = np.inf
            order = np.argsort(distance, kind="stable")
            order = order[np.isfinite(distance[order])]
            for i in np.flatnonzero(np.isnan(block[:, region])):
                nearest = order[~np.isnan(block[i, order])][: self.neighbours]
                if nearest.size:
                    out[i, region] = block[i, nearest].mean()
