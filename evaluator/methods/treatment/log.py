"""The plain logarithm."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats, Treated, Treatment
from evaluator.methods.transforms import filled
from indicators.text import Text


class Log(Treatment):
    """The natural logarithm; a value that is not above 0 has none and becomes missing, with a warning."""

    kind: ClassVar[str] = "log"
    title: ClassVar[Text] = Text(zh="取对数", en="Logarithm")
    about: ClassVar[Text] = Text(
        zh="取自然对数；不大于 0 的值没有对数，记为缺失并提示。",
        en="Takes the natural logarithm; a value that is not above 0 has none: it becomes missing, with a warning.",
    )
    use: ClassVar[Text] = Text(
        zh="数值均大于 0、差异以倍数论更有意义时使用，如人均收入。含 0 或负值时请用 log-shift，程序不会代为加数。",
        en="For values above 0 whose differences mean multiples, such as income a head. With zeros or "
        "negative values use"
        " log-shift; no offset is ever invented.",
    )
    formula: ClassVar[str] = "ln x"
    source: ClassVar[str] = "OECD/JRC Handbook (2008), step 3; UNDP HDR (income)"

    def treat(self, row: Floats) -> Treated:
        """Treat `[n]`; gaps stay."""
        present = ~np.isnan(row)
        values = row[present]
        positive = values > 0
        treated = filled(row, present, np.log(np.where(positive, values, np.nan)), note="log")
        lost = int((~positive).sum())
        if not lost:
            return treated
        return Treated(treated.values, treated.moved, "log", False, _LOST.with_values(n=lost, low=f"{values.min():g}"))


_LOST = Text(
    zh="有 {n} 个值不大于 0（最小 {low}），没有对数，记为缺失；可改用 log-shift",
    en="values not above 0 have no logarithm and become missing: {n} (lowest {low}); log-shift takes them",
)
