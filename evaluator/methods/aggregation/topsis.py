"""TOPSIS: closeness to an ideal point."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from evaluator.methods.aggregating import where_present
from evaluator.methods.base import Aggregation, Floats
from evaluator.methods.rows import highest, lowest
from indicators.records import Real
from indicators.text import Text


class Topsis(Aggregation):
    """Distance to the worst point over the distances to the worst and to the best point.

    Attributes:
        scaling: `vector` divides each child by its Euclidean length first, `none` takes scores as they are.
        scale: What a region at the ideal point scores.
    """

    kind: ClassVar[str] = "topsis"
    title: ClassVar[Text] = Text(zh="TOPSIS 法", en="TOPSIS")
    about: ClassVar[Text] = Text(
        zh="以各子项最好值组成理想点、最差值组成负理想点，得分为到负理想点的距离占两段距离之和的比例。",
        en="The best and the worst values of the children make two points; the score is the distance "
        "to the worst one as a"
        " share of the distances to both.",
    )
    use: ClassVar[Text] = Text(
        zh="要同时看离最好多近、离最差多远时使用。理想点取自参评地区，增减地区会改变他人的得分，"
        "名次可能逆转。"
        "得分默认在 0–1 之间，与其他节点合并时请设 scale: 100。所有地区相同则缺失。",
        en="To look at nearness to the best and distance from the worst together. Both points come "
        "from the regions that"
        " take part, so one more or less changes others and may turn ranks around. Scores lie between "
        "0 and 1; set"
        " scale: 100 to combine them with other nodes. Missing where all regions are alike.",
    )
    formula: ClassVar[str] = "d⁻ / (d⁺ + d⁻),  d² = Σ (w (r − r*))²,  r = x / √Σx²"
    source: ClassVar[str] = "Hwang and Yoon (1981), Multiple Attribute Decision Making"
    parameters: ClassVar[dict[str, Text]] = {
        "scaling": Text(
            zh="vector 先除以向量长度，none 直接用得分",
            en="vector: divide by length first; none: scores as is",
        ),
        "scale": Text(zh="理想点的得分", en="score of the ideal point"),
    }
    pointwise: ClassVar[bool] = False

    scaling: Literal["vector", "none"] = "vector"
    scale: Real = Field(default=1.0, gt=0)

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`."""
        length = np.sqrt(np.nansum(scores**2, axis=1, keepdims=True)) if self.scaling == "vector" else 1.0
        scaled = scores / np.where(length > 0, length, 1.0)
        to_best = _distance(scaled - highest(scaled), weights)
        to_worst = _distance(scaled - lowest(scaled), weights)
        both = to_best + to_worst
        result = self.scale * to_worst / np.where(both > 0, both, np.nan)
        return where_present(scores, result)


def _distance(away: Floats, weights: Floats) -> Floats:
    result: Floats = np.sqrt(np.nansum((weights * away) ** 2, axis=0))
    return result
