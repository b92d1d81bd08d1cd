"""Imputation by the region's own siblings."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Cells, Floats, Imputation
from evaluator.methods.rows import apart, highest, lowest, means
from indicators.text import Text


class RowMean(Imputation):
    """Fills a gap with the mean of the region's other indicators under the same node.

    The siblings are brought to 0–1 by min-max after direction, averaged, and the average is mapped back to
    the indicator's own unit and direction.
    """

    kind: ClassVar[str] = "row-mean"
    title: ClassVar[Text] = Text(zh="同节点指标均值插补", en="Mean of siblings")
    about: ClassVar[Text] = Text(
        zh="先把同一节点下的指标按方向归一到 0–1，取该地区已有指标的平均，再映射回本指标的单位与方向。",
        en="Brings the indicators under one node to 0–1 after direction, takes the mean of those the "
        "region has, and"
        " maps it back to the unit and direction of the missing one.",
    )
    use: ClassVar[Text] = Text(
        zh="同一节点下的指标确实反映同一件事（相关为正）时使用；效果与按比例重新分配权重相近，"
        "但会留下“插补”标记。"
        "该地区在此节点下没有任何数据时仍为缺失。",
        en="When the indicators under a node do measure one thing (they correlate). The effect is near"
        " to re-scaling"
        " weights, but the cell is flagged as imputed. A region without any value under the node keeps"
        " its gap.",
    )
    formula: ClassVar[str] = "min + mean(siblings on 0–1) · (max − min), from the other end where lower is better"
    source: ClassVar[str] = "COINr, Impute() by row with normalise_first; OECD/JRC Handbook (2008), step 3"

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled."""
        signs = cells.directions[None, :, None]
        directed = cells.values * signs
        low, high = lowest(directed), highest(directed)
        width = np.where(apart(low, high), high - low, np.nan)
        share = (directed - low) / width
        result = cells.values.copy()
        for parent in dict.fromkeys(cells.parents):
            siblings = [i for i, above in enumerate(cells.parents) if above == parent]
            average = np.swapaxes(means(np.swapaxes(share[:, siblings], 1, 2)), 1, 2)
            guess = (low[:, siblings] + average * (high - low)[:, siblings]) * signs[:, siblings]
            result[:, siblings] = np.where(np.isnan(result[:, siblings]), guess, result[:, siblings])
        return result
