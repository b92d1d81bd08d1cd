"""Winsorise a few extreme values, and leave it at that."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats, Treated
from evaluator.methods.moments import TEST_PARAMETERS, Tested
from evaluator.methods.transforms import filled, present_values
from indicators.text import Text


class Winsorise(Tested):
    """Winsorising until the row passes or the points are used; what was reached is kept."""

    kind: ClassVar[str] = "winsorise"
    title: ClassVar[Text] = Text(zh="缩尾", en="Winsorise")
    about: ClassVar[Text] = Text(
        zh="偏度与峰度都超限的指标，在偏斜一侧逐个把极端值（连同并列者）拉到次一个值，直到合格或用完 "
        "max_points；"
        "即使仍不合格也保留结果。",
        en="An indicator that fails on skewness and on kurtosis has its extreme values (with their "
        "ties) set to the next"
        " one, on the side of the skew, until it passes or max_points are used; what was reached is kept.",
    )
    use: ClassVar[Text] = Text(
        zh="只有少数离群值、又不愿改变其余数值的尺度时使用。仍不合格会注明。",
        en="For a few outliers, when the scale of all other values shall stay. A row that still fails is reported.",
    )
    formula: ClassVar[str] = "while |G1| ≥ skewness and G2 ≥ kurtosis: the extreme value becomes the next one"
    source: ClassVar[str] = "COINr 1.1, winsorise(); OECD/JRC Handbook (2008), step 3"
    parameters: ClassVar[dict[str, Text]] = TEST_PARAMETERS

    def treat(self, row: Floats) -> Treated:
        """Treat `[n]`; gaps stay."""
        present = ~np.isnan(row)
        values, passed = self.winsorised(present_values(row, present))
        return filled(row, present, values, passed=passed)
