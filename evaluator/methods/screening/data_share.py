"""Screening by the share of data."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Bools, Cells, Screening
from evaluator.methods.screening_shares import BY, TOLERANCE, By, data_shares
from indicators.records import Real
from indicators.text import Text


class DataShare(Screening):
    """Takes out regions with values for too few indicators.

    Attributes:
        threshold: Smallest share of indicators with a value, 0 to 1.
        by: Whether over the whole tree, or for every node right above indicators.
    """

    kind: ClassVar[str] = "data-share"
    title: ClassVar[Text] = Text(zh="按数据比例筛选", en="Share of data")
    about: ClassVar[Text] = Text(
        zh="有数据的指标不足规定比例的地区不参与评价。",
        en="A region with values for too small a share of the indicators takes no part.",
    )
    use: ClassVar[Text] = Text(
        zh="数据缺口多的地区不宜参评时使用。被剔除的地区仍列在结果末尾并注明原因；剔除后归一化的两端也会随之改变。",
        en="When regions with many gaps shall not take part. They are still listed last, with the "
        "reason; leaving them out may move the ends that min-max rests on.",
    )
    formula: ClassVar[str] = "stays if #present / #indicators ≥ threshold"
    source: ClassVar[str] = "COINr 1.1, Screen(); OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3"
    parameters: ClassVar[dict[str, Text]] = {
        "threshold": Text(zh="有数据的指标至少占多少", en="smallest share of indicators with a value"),
        "by": BY,
    }

    threshold: Real = Field(default=0.9, ge=0, le=1)
    by: By = "tree"

    def screen(self, cells: Cells) -> Bools:
        """Which regions stay, `[period, region]`."""
        return np.asarray(data_shares(cells, self.by) >= self.threshold - TOLERANCE)
