"""The screening that changes nothing."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Bools, Cells, Screening
from indicators.text import Text


class NoScreening(Screening):
    """Every region stays."""

    kind: ClassVar[str] = "none"
    title: ClassVar[Text] = Text(zh="不筛选", en="No screening")
    about: ClassVar[Text] = Text(zh="所有地区都保留。", en="Every region stays.")
    use: ClassVar[Text] = Text(
        zh="数据齐全，或希望以覆盖率说明缺口时使用。",
        en="When data are complete, or when coverage alone shall tell of gaps.",
    )
    formula: ClassVar[str] = "x"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 2"

    def screen(self, cells: Cells) -> Bools:
        """Every region, `[period, region]`."""
        return np.ones((len(cells.periods), len(cells.regions)), dtype=np.bool_)
