"""The treatment that changes nothing."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats, Treated, Treatment
from indicators.text import Text


class NoTreatment(Treatment):
    """Values stay as they are."""

    kind: ClassVar[str] = "none"
    title: ClassVar[Text] = Text(zh="不处理", en="No treatment")
    about: ClassVar[Text] = Text(zh="数值原样保留。", en="Values stay as they are.")
    use: ClassVar[Text] = Text(
        zh="没有离群值，或已用上下界限定两端时使用。",
        en="When there are no outliers, or when bounds already cut both ends.",
    )
    formula: ClassVar[str] = "x"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3 (outliers)"

    def treat(self, row: Floats) -> Treated:
        """The row `[n]` as it is."""
        return Treated(row.copy(), np.zeros(row.shape, dtype=np.bool_))
