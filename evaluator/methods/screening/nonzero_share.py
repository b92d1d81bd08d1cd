"""Screening by the share of values that are not zero."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Bools, Cells, Screening
from evaluator.methods.screening_shares import BY, TOLERANCE, By, nonzero_shares
from indicators.records import Real
from indicators.text import Text


class NonzeroShare(Screening):
    """Takes out regions of whose values too many are 0.

    Attributes:
        threshold: Smallest share of values that are not 0 among those present, 0 to 1.
        by: Whether over the whole tree, or for every node right above indicators.
    """

    kind: ClassVar[str] = "nonzero-share"
    title: ClassVar[Text] = Text(zh="按非零比例筛选", en="Share of non-zeros")
    about: ClassVar[Text] = Text(
        zh="已有数值中非零者不足规定比例的地区不参与评价。",
        en="A region of whose values too small a share is other than 0 takes no part.",
    )
    use: ClassVar[Text] = Text(
        zh="填报以 0 代替缺失、或规模太小以致多数指标为 0 的地区。真正的 0 也会计入，使用前请先核实。",
        en="Where zeros stand for gaps, or regions are so small that most indicators are 0. True zeros"
        " count as well: look at them first.",
    )
    formula: ClassVar[str] = "stays if #non-zero / #present ≥ threshold"
    source: ClassVar[str] = "COINr 1.1, Screen(); OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3"
    parameters: ClassVar[dict[str, Text]] = {
        "threshold": Text(zh="非零数值至少占多少", en="smallest share of values that are not 0"),
        "by": BY,
    }

    threshold: Real = Field(default=0.1, ge=0, le=1)
    by: By = "tree"

    def screen(self, cells: Cells) -> Bools:
        """Which regions stay, `[period, region]`."""
        return np.asarray(nonzero_shares(cells, self.by) >= self.threshold - TOLERANCE)
