"""The shifted logarithm, for values of any sign."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats, Treated, Treatment
from evaluator.methods.transforms import constant, filled, shifted_log
from indicators.text import Text


class LogShift(Treatment):
    """ln(x − min + 0.01 · range), on every row, whether it is skewed or not."""

    kind: ClassVar[str] = "log-shift"
    title: ClassVar[Text] = Text(zh="平移后取对数", en="Shifted logarithm")
    about: ClassVar[Text] = Text(
        zh="取 ln(x − min + 0.01·range)，对任何符号的值都有定义。",
        en="Takes ln(x − min + 0.01·range), which is defined for values of any sign.",
    )
    use: ClassVar[Text] = Text(
        zh="右偏且含 0 或负值的指标。不作检验，对每个指标都取；只想处理不合格的指标请用 "
        "winsorise-then-log（max_points: 0）。"
        "常数列原样保留。",
        en="For right-skewed values with zeros or negative ones. There is no test, every indicator is "
        "logged; to log only"
        " those that fail use winsorise-then-log with max_points: 0. A constant column stays as it is.",
    )
    formula: ClassVar[str] = "ln(x − min + 0.01·(max − min))"
    source: ClassVar[str] = "JRC COIN Tool; COINr, log_CT()"

    def treat(self, row: Floats) -> Treated:
        """Treat `[n]`; gaps stay."""
        present = ~np.isnan(row)
        values = row[present]
        if constant(values):
            return Treated(row.copy(), np.zeros(row.shape, dtype=np.bool_))
        return filled(row, present, shifted_log(values), note="log")
