"""Cap values at two percentiles."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field, model_validator

from evaluator.methods.base import Floats, Treated, Treatment
from evaluator.methods.rows import quantiles
from evaluator.methods.transforms import filled
from indicators.records import Real
from indicators.text import Text


class PercentileCap(Treatment):
    """Values beyond two percentiles become those percentiles.

    Attributes:
        lower: Lower percentile, 0 to 100.
        upper: Upper percentile, 0 to 100.
    """

    kind: ClassVar[str] = "percentile-cap"
    title: ClassVar[Text] = Text(zh="百分位截尾", en="Percentile cap")
    about: ClassVar[Text] = Text(
        zh="低于下百分位的取下百分位，高于上百分位的取上百分位。",
        en="Values below the lower percentile become it, values above the upper percentile become it.",
    )
    use: ClassVar[Text] = Text(
        zh="希望规则简单、对所有指标一视同仁时使用。无论是否离群，两端总会各有一部分值被改动。",
        en="When the rule shall be simple and the same for every indicator. A share of the values at "
        "both ends is always"
        " changed, outliers or not.",
    )
    formula: ClassVar[str] = "min(max(x, P_lower), P_upper), percentiles by linear interpolation (type 7)"
    source: ClassVar[str] = "OECD/JRC Handbook (2008), step 3; Hyndman and Fan (1996) for the type of percentile"
    parameters: ClassVar[dict[str, Text]] = {
        "lower": Text(zh="下百分位，0 到 100", en="lower percentile, 0 to 100"),
        "upper": Text(zh="上百分位，0 到 100", en="upper percentile, 0 to 100"),
    }

    lower: Real = Field(default=5.0, ge=0, le=100)
    upper: Real = Field(default=95.0, ge=0, le=100)

    @model_validator(mode="after")
    def _lower_first(self) -> PercentileCap:
        if self.lower >= self.upper:
            raise ValueError("lower 须小于 upper", "lower must be below upper")
        return self

    def treat(self, row: Floats) -> Treated:
        """Treat `[n]`; gaps stay."""
        low, high = quantiles(row, self.lower / 100.0), quantiles(row, self.upper / 100.0)
        present = ~np.isnan(row)
        return filled(row, present, np.clip(row[present], low, high) if present.any() else row[present])
