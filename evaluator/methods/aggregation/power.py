"""Weighted power mean."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.aggregating import weighted_sum, where_present
from evaluator.methods.base import Aggregation, Bools, Floats
from indicators.records import Real
from indicators.text import Text

_LOGS = "exp(sum(w * ln(CASE WHEN x > 0 THEN x END)) / sum(w))"
_MEAN = "sum(w * CASE WHEN x > 0 THEN pow(x, p) WHEN p > 0 THEN 0 END) / sum(w)"
_POWERS = f"pow(nullif({_MEAN}, 0), 1 / nullif(any_value(p), 0))"


class Power(Aggregation):
    """Weighted power mean: from the lowest (p very negative) over the arithmetic (1) to the highest score.

    Attributes:
        p: The power. 1: arithmetic, 0: geometric, −1: harmonic.
    """

    kind: ClassVar[str] = "power"
    title: ClassVar[Text] = Text(zh="加权幂平均", en="Power mean")
    about: ClassVar[Text] = Text(
        zh="各子项得分按权重取 p 次幂平均：1 为算术，0 为几何，−1 为调和；p 越小，短板越难弥补。",
        en="The power mean of the children's scores: 1 is arithmetic, 0 geometric, −1 harmonic; the "
        "smaller p, the harder"
        " a weakness is to make up for.",
    )
    use: ClassVar[Text] = Text(
        zh="要在“完全可弥补”与“完全不可弥补”之间选定一个程度，或检验结论对此是否敏感时使用。p = 1 "
        "时任何得分都可以；"
        "其余 p > 0 要求得分不小于 0，p ≤ 0 要求大于 0，否则该节点缺失。",
        en="To choose how far a weakness may be made up for, or to test how much that matters. Any "
        "score will do for p = 1;"
        " other p above 0 need scores of 0 or more, p of 0 or less needs scores above 0; else the node"
        " is missing.",
    )
    formula: ClassVar[str] = "(Σ w x^p / Σ w)^(1/p);  exp(Σ w ln x / Σ w) for p = 0"
    source: ClassVar[str] = "COINr, a_genmean(); Bullen (2003), Handbook of Means and Their Inequalities"
    parameters: ClassVar[dict[str, Text]] = {"p": Text(zh="幂次", en="the power")}
    sql: ClassVar[str | None] = (
        "CASE"
        " WHEN any_value(p) = 1 THEN sum(w * x) / sum(w)"
        f" WHEN any_value(p) = 0 AND min(x) > 0 THEN {_LOGS}"
        " WHEN any_value(p) > 0 AND min(x) >= 0 AND max(x) = 0 THEN 0"
        f" WHEN any_value(p) > 0 AND min(x) >= 0 OR any_value(p) < 0 AND min(x) > 0 THEN {_POWERS}"
        " END"
    )

    p: Real = Field(default=0.5, ge=-100, le=100)

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`; NaN where a present child is out of the domain of the power."""
        whole = np.where(np.isnan(scores), 0.0, weights).sum(axis=0)
        whole = np.where(whole > 0, whole, np.nan)
        usable = np.where(self.undefined(scores), np.nan, scores)
        with np.errstate(over="ignore", divide="ignore"):
            if self.p == 1:
                result = weighted_sum(usable, weights) / whole
            elif self.p == 0:
                result = np.exp(weighted_sum(np.log(usable), weights) / whole)
            else:
                result = (weighted_sum(usable**self.p, weights) / whole) ** (1.0 / self.p)
        return where_present(scores, np.where(self.undefined(scores).any(axis=0), np.nan, result))

    def undefined(self, scores: Floats) -> Bools:
        """Scores below 0 (or at 0, for a power of 0 or less); none for the arithmetic mean."""
        if self.p == 1:
            return np.zeros(scores.shape, dtype=np.bool_)
        return np.asarray(scores < 0 if self.p > 0 else scores <= 0)
