"""Screening by the share of data and of values that are not zero."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Bools, Cells, Screening
from evaluator.methods.screening_shares import BY, TOLERANCE, By, data_shares, nonzero_shares
from indicators.records import Real
from indicators.text import Text


class DataAndNonzeroShare(Screening):
    """Takes out regions that fail on either share.

    Attributes:
        data: Smallest share of indicators with a value, 0 to 1.
        nonzero: Smallest share of values that are not 0 among those present, 0 to 1.
        by: Whether over the whole tree, or for every node right above indicators.
    """

    kind: ClassVar[str] = "data-and-nonzero-share"
    title: ClassVar[Text] = Text(zh="按数据比例与非零比例筛选", en="Share of data and of non-zeros")
    about: ClassVar[Text] = Text(
        zh="数据比例或非零比例任一不足的地区不参与评价。",
        en="A region that falls short on the share of data or on the share of non-zeros takes no part.",
    )
    use: ClassVar[Text] = Text(
        zh="两种缺陷都可能出现时使用；其余同单项筛选。",
        en="When both defects may occur; otherwise as the two single screenings.",
    )
    formula: ClassVar[str] = "stays if #present / #indicators ≥ data and #non-zero / #present ≥ nonzero"
    source: ClassVar[str] = "COINr 1.1, Screen(); OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3"
    parameters: ClassVar[dict[str, Text]] = {
        "data": Text(zh="有数据的指标至少占多少", en="smallest share of indicators with a value"),
        "nonzero": Text(zh="非零数值至少占多少", en="smallest share of values that are not 0"),
        "by": BY,
    }

    data: Real = Field(default=0.9, ge=0, le=1)
    nonzero: Real = Field(default=0.1, ge=0, le=1)
    by: By = "tree"

    def screen(self, cells: Cells) -> Bools:
        """Which regions stay, `[period, region]`."""
        enough = data_shares(cells, self.by) >= self.data - TOLERANCE
        return np.asarray(enough & (nonzero_shares(cells, self.by) >= self.nonzero - TOLERANCE))
