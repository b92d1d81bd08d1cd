"""Weights by standard deviation."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Siblings, Weighting, WeightReport
from evaluator.methods.rows import deviations
from evaluator.methods.spreading import directed_shares, from_information, informative
from indicators.text import Text


class StandardDeviation(Weighting):
    """More weight where regions spread more on a scale from 0 to 1."""

    kind: ClassVar[str] = "std"
    title: ClassVar[Text] = Text(zh="标准差法", en="Standard deviation")
    about: ClassVar[Text] = Text(
        zh="子项按方向极差归一到 0–1 后，标准差越大权重越大。",
        en="Children are brought to 0–1 by min-max after direction; the larger the standard deviation,"
        " the more weight.",
    )
    use: ClassVar[Text] = Text(
        zh="希望区分度高的子项更重时使用；不受单位与平移影响。两极分化的子项得到的权重最大。",
        en="When children that tell regions apart shall weigh more; units and shifts do not matter. A "
        "child on which regions split in two camps gets the most.",
    )
    formula: ClassVar[str] = "w ∝ s(min-max of x)"
    source: ClassVar[str] = "Diakoulaki et al. (1995), Computers & Operations Research 22"

    def report(self, siblings: Siblings) -> WeightReport:
        """The weights, and the children that hold no information."""
        spread = deviations(directed_shares(siblings))[:, 0]
        return from_information(siblings, spread, informative(siblings.values))
