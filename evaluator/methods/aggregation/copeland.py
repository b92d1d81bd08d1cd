"""Copeland's rule: wins less losses in duels between regions."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.aggregating import where_present
from evaluator.methods.base import Aggregation, Floats
from indicators.text import Text

TIE = 1e-9
BLOCK = 1 << 18
"""Pairs that are compared at once; bounds the memory to a few megabytes."""


class Copeland(Aggregation):
    """Each region meets each other; a duel is won by more than half of the weight."""

    kind: ClassVar[str] = "copeland"
    title: ClassVar[Text] = Text(zh="Copeland 法", en="Copeland")
    about: ClassVar[Text] = Text(
        zh="各地区两两相较：得分较高的子项权重之和过半者胜，持平（差距在 1e-9 以内）的子项各算一半；得分为胜场减负场。",
        en="Each region meets each other: the one ahead on more than half of the weight wins, children"
        " that tie (within"
        " 1e-9) count half for each; the score is wins less losses.",
    )
    use: ClassVar[Text] = Text(
        zh="不允许弥补、只看次序时使用；不受尺度和单调变换影响。结果取决于参评地区："
        "增减一个地区会改变他人的得分。"
        "两地区只比较双方都有的子项；没有共同子项算平。",
        en="When nothing may be made up for and only order counts; scale and monotone transforms do "
        "not matter. The result"
        " depends on who takes part: one region more or less changes the scores of others. Two regions"
        " are compared"
        " on the children that both have; with none in common it is a draw.",
    )
    formula: ClassVar[str] = "#{j : O_ij > ½} − #{j : O_ij < ½},  O_ij = Σ w [x_i > x_j] + ½ Σ w [x_i = x_j]"
    source: ClassVar[str] = "Copeland (1951); Munda and Nardo (2009), Applied Economics 41; COINr, a_copeland()"
    pointwise: ClassVar[bool] = False

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`: whole numbers between −(n − 1) and n − 1."""
        places = np.stack([tied_places(row) for row in scores])
        present = places >= 0
        complete = bool(present.all())
        n = scores.shape[1]
        result = np.zeros(n)
        step = max(1, BLOCK // max(n, 1))
        for start in range(0, n, step):
            rows = slice(start, min(start + step, n))
            lead = np.zeros((rows.stop - start, n - start))
            shared = np.zeros_like(lead) if not complete else None
            for place, own, weight in zip(places, present, weights, strict=True):
                sign = np.sign(place[rows, None] - place[None, start:])
                if shared is None:
                    lead += sign * weight[rows, None]
                else:
                    both = (own[rows, None] & own[None, start:]) * weight[rows, None]
                    lead += sign * both
                    shared += both
            total = 1.0 if shared is None else shared
            duel = np.where(lead > 2 * TIE * total, 1.0, np.where(lead < -2 * TIE * total, -1.0, 0.0))
            result[rows] += duel.sum(axis=1)
            result[rows.stop :] -= duel[:, rows.stop - start :].sum(axis=0)
        return where_present(scores, result)


def tied_places(row: Floats) -> np.typing.NDArray[np.int32]:
    """Dense places of `[n]`; values within 1e-9 of their neighbour (of the range, if below 1) are alike.

    −1 where missing.
    """
    places = np.full(row.shape, -1, dtype=np.int32)
    present = np.flatnonzero(~np.isnan(row))
    if present.size:
        order = present[np.argsort(row[present], kind="stable")]
        ordered = row[order]
        width = min(1.0, float(ordered[-1] - ordered[0]))
        places[order] = np.concatenate([[0], np.cumsum(np.diff(ordered) > TIE * width)])
    return places
