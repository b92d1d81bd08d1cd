"""The lowest score."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from evaluator.methods.aggregating import where_present
from evaluator.methods.base import Aggregation, Floats
from indicators.text import Text


class Minimum(Aggregation):
    """The lowest score among the children; weights do not matter unless they are 0."""

    kind: ClassVar[str] = "minimum"
    title: ClassVar[Text] = Text(zh="取最低分", en="Minimum")
    about: ClassVar[Text] = Text(
        zh="取子项中的最低分；权重不起作用（权重为 0 的子项不计）。",
        en="The lowest score among the children; weights do not matter (children of weight 0 are left out).",
    )
    use: ClassVar[Text] = Text(
        zh="木桶原则：任何短板都不得弥补时使用。缺失的子项不参与，因此缺数据可能抬高得分，宜配合 min_coverage。",
        en="When no weakness may be made up for at all. Missing children take no part, so a gap may "
        "raise the score:"
        " combine it with min_coverage.",
    )
    formula: ClassVar[str] = "min x"
    source: ClassVar[str] = "OECD/JRC Handbook (2008), step 6 (non-compensatory aggregation)"
    sql: ClassVar[str | None] = "min(x)"

    def aggregate(self, scores: Floats, weights: Floats) -> Floats:
        """Aggregate `[child, n]` to `[n]`."""
        found = np.where(np.isnan(scores) | (weights <= 0), np.inf, scores).min(axis=0, initial=np.inf)
        return where_present(scores, np.where(np.isinf(found), np.nan, found))
