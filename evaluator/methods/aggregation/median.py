"""The weighted median."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.aggregating import where_present
from evaluator.methods.base import Aggregation, Floats
from indicators.text import Text

_PAIRS = "list({'x': x, 'w': w})"


def _reached(side: str) -> str:
    """SQL: scores at or beyond which half of the weight lies."""
    return (
        f"list_filter(list(x), lambda a: list_sum(list_transform({_PAIRS}, lambda b:"
        f" CASE WHEN b.x {side} a THEN b.w ELSE 0 END)) >= (0.5 - 1e-12) * sum(w))"
    )


class Median(Aggregation):
    """The score with half of the weight on either side."""

    kind: ClassVar[str] = "median"
    title: ClassVar[Text] = Text(zh="加权中位数", en="Median")
    about: ClassVar[Text] = Text(
        zh="两侧权重各占一半的得分；正好落在两个得分之间时取其平均。",
        en="The score with half of the weight on either side; the mean of two scores where it falls between them.",
    )
    use: ClassVar[Text] = Text(
        zh="不愿让个别极高或极低的子项左右结果时使用。子项很少时结果会跳动；提高非居中的子项可能毫无影响。",
        en="When single very high or low children shall not decide. With few children the result "
        "jumps, and raising a"
        " child that is not in the middle may change nothing.",
    )
    formula: ClassVar[str] = "(min{x : W(≤ x) ≥ ½} + max{x : W(≥ x) ≥ ½}) / 2"
    source: ClassVar[str] = "Cormen et al., Introduction to Algorithms (weighted median); lower and upper averaged"
    sql: ClassVar[str | None] = f"(list_min({_reached('<=')}) + list_max({_reached('>=')})) / 2"

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`."""
        order = np.argsort(scores, axis=0, kind="stable")
        ordered = np.take_along_axis(scores, order, axis=0)
        load = np.where(np.isnan(ordered), 0.0, np.take_along_axis(weights, order, axis=0))
        half = (0.5 - 1e-12) * load.sum(axis=0)
        lower = np.argmax(np.cumsum(load, axis=0) >= half, axis=0)
        upper = len(load) - 1 - np.argmax(np.cumsum(load[::-1], axis=0) >= half, axis=0)
        ends = np.take_along_axis(ordered, np.stack([lower, upper]), axis=0)
        return where_present(scores, np.asarray(ends.mean(axis=0)))
