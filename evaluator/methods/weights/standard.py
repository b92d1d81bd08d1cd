"""Weights as written in the standard."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats, Siblings, Weighting
from indicators.text import Text


class Standard(Weighting):
    """The weights of the standard, re-scaled within siblings."""

    kind: ClassVar[str] = "standard"
    title: ClassVar[Text] = Text(zh="标准所定权重", en="As in the standard")
    about: ClassVar[Text] = Text(
        zh="采用标准中写明的权重，在同级之间折算为合计 1。",
        en="The weights written in the standard, re-scaled to sum to 1 within siblings.",
    )
    use: ClassVar[Text] = Text(
        zh="权重由委员会商定时使用。同一上级的各子项不能全部写为 0。",
        en="When a committee has agreed on the weights. Siblings may not all be written as 0.",
    )
    formula: ClassVar[str] = "w / Σw"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6"

    def weigh(self, siblings: Siblings) -> Floats:
        """Weights `[child]`, summing to 1."""
        total = siblings.given.sum()
        if total <= 0:
            return np.full(len(siblings.children), 1.0 / len(siblings.children))
        shares: Floats = siblings.given / total
        return shares
