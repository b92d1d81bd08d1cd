"""Winsorise a few extreme values; where that is not enough, take a shifted logarithm instead."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats, Treated
from evaluator.methods.moments import TEST_PARAMETERS, Tested
from evaluator.methods.transforms import filled, present_values, shifted_log
from indicators.text import Text


class WinsoriseThenLog(Tested):
    """The treatment of COINr and the COIN Tool."""

    kind: ClassVar[str] = "winsorise-then-log"
    title: ClassVar[Text] = Text(zh="先缩尾，不成再取对数", en="Winsorise, then log")
    about: ClassVar[Text] = Text(
        zh="偏度与峰度都超限的指标，逐个把极端值（连同并列者）拉到次一个值，直到合格或用完 "
        "max_points；仍不合格则撤销缩尾，"
        "改取 ln(x − min + 0.01·range)。",
        en="An indicator that fails on skewness and on kurtosis has its extreme values (with their "
        "ties) set to the next"
        " one, one at a time, until it passes or max_points are used; if it still fails, that is given up and"
        " ln(x − min + 0.01·range) is taken.",
    )
    use: ClassVar[Text] = Text(
        zh="极差法之前的常用处理：少数离群值用缩尾，整体偏斜用对数。对数只适合右偏；"
        "左偏的指标取对数后通常仍不合格，"
        "会如实注明。少于 3 个值或为常数的列不作判断，原样保留。",
        en="Usual before min-max: a few outliers are winsorised, skew throughout is logged. The "
        "logarithm suits a right"
        " skew only; a left-skewed row mostly fails afterwards too and is reported so. Fewer than 3 "
        "values or a"
        " constant column are not judged and stay as they are.",
    )
    formula: ClassVar[str] = "passes if |G1| < skewness or G2 < kurtosis; else winsorise; else ln(x − min + 0.01·range)"
    source: ClassVar[str] = "COINr 1.1 (Becker et al., JOSS 2022), default of Treat(); JRC COIN Tool"
    parameters: ClassVar[dict[str, Text]] = TEST_PARAMETERS

    def treat(self, row: Floats) -> Treated:
        """Treat `[n]`; gaps stay."""
        present = ~np.isnan(row)
        values = present_values(row, present)
        result, passed = self.winsorised(values)
        if passed:
            return filled(row, present, result)
        logged = shifted_log(values)
        return filled(row, present, logged, note="log", passed=self.judge(logged))
