"""Cap values at the fences of the box plot."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Floats, Treated, Treatment
from evaluator.methods.rows import quantiles
from evaluator.methods.transforms import filled
from indicators.records import Real
from indicators.text import Text


class InterquartileRange(Treatment):
    """Values beyond the quartiles by more than a factor of their distance become the fence.

    Attributes:
        factor: Multiple of the interquartile range.
    """

    kind: ClassVar[str] = "iqr"
    title: ClassVar[Text] = Text(zh="四分位距截尾", en="Interquartile fences")
    about: ClassVar[Text] = Text(
        zh="超出 Q1 − f·IQR 与 Q3 + f·IQR 的值取该界限。",
        en="Values beyond Q1 − f·IQR and Q3 + f·IQR become that fence.",
    )
    use: ClassVar[Text] = Text(
        zh="希望离群的判定不受离群值本身影响时使用。半数以上地区取同一个值时 IQR 为 0，此时不作处理并给出提示。",
        en="When outliers shall not sway what counts as one. Where more than half the regions share "
        "one value the IQR is"
        " 0; nothing is done then and the reader is told.",
    )
    formula: ClassVar[str] = "min(max(x, Q1 − f·IQR), Q3 + f·IQR), quartiles of type 7"
    source: ClassVar[str] = "Tukey (1977), Exploratory Data Analysis"
    parameters: ClassVar[dict[str, Text]] = {
        "factor": Text(zh="四分位距的倍数 f", en="multiple f of the interquartile range"),
    }

    factor: Real = Field(default=1.5, gt=0)

    def treat(self, row: Floats) -> Treated:
        """Treat `[n]`; gaps stay."""
        present = ~np.isnan(row)
        first, third = quantiles(row, 0.25), quantiles(row, 0.75)
        if not present.any() or not (third - first)[0] > 0:
            constant = not present.any() or bool((row[present] == row[present][0]).all())
            return Treated(row.copy(), np.zeros(row.shape, dtype=np.bool_), warning=None if constant else _FLAT)
        away = self.factor * (third - first)
        return filled(row, present, np.clip(row[present], first - away, third + away))


_FLAT = Text(
    zh="半数以上地区的值相同，四分位距为 0，未作处理",
    en="more than half the regions share one value, the interquartile range is 0: nothing was done",
)
