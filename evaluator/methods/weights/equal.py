"""Equal weights."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.base import Floats, Siblings, Weighting
from indicators.text import Text


class Equal(Weighting):
    """The same weight for each sibling, whatever the standard says."""

    kind: ClassVar[str] = "equal"
    title: ClassVar[Text] = Text(zh="等权", en="Equal weights")
    about: ClassVar[Text] = Text(
        zh="同级之间权重相同，不看标准所写的权重（写为 0 的也计入）。",
        en="The same weight for each sibling, whatever the standard says (one that is written as 0 counts too).",
    )
    use: ClassVar[Text] = Text(
        zh="没有理由区分轻重时使用。注意：每个节点内等权不等于每个指标等权，指标少的节点里单个指标更重。",
        en="When there is no reason to tell siblings apart. Equal within each node is not equal for "
        "each indicator:"
        " in a node with few indicators each one counts more.",
    )
    formula: ClassVar[str] = "1 / n"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6"

    def weigh(self, siblings: Siblings) -> Floats:
        """Weights `[child]`, summing to 1."""
        return np.full(len(siblings.children), 1.0 / len(siblings.children))
