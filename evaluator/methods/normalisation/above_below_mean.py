"""Above, near or below the mean."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Aspect, Floats, Normalisation
from evaluator.methods.rows import APART, NOISE, apart, highest, laid_on, lowest, means
from indicators.records import Real
from indicators.text import Text

_BAND = "(s.threshold + 1e-12) * abs(avg(directed) OVER w)"
_SIGN = (
    f"CASE WHEN directed - avg(directed) OVER w > {_BAND} THEN 1"
    f" WHEN avg(directed) OVER w - directed > {_BAND} THEN -1 ELSE 0 END"
)


class AboveBelowMean(Normalisation):
    """1 above the mean, −1 below it, 0 within a band around it.

    Attributes:
        threshold: Half width of the band, as a share of the mean.
    """

    kind: ClassVar[str] = "above-below-mean"
    title: ClassVar[Text] = Text(zh="高于或低于均值", en="Above or below the mean")
    about: ClassVar[Text] = Text(
        zh="高于均值得 1，低于均值得 −1，落在均值上下 threshold 比例以内得 0。",
        en="1 above the mean, −1 below it, 0 within a band of `threshold` times the mean around it.",
    )
    use: ClassVar[Text] = Text(
        zh="只想知道是否领先于平均、不愿让离群值影响时使用。信息损失大：略高与远高同等。常数列记为缺失。",
        en="When only being ahead of the average matters and outliers shall not. Much is lost: a "
        "little above and far above"
        " are the same. A constant column becomes missing.",
    )
    formula: ClassVar[str] = "+1 if x − x̄ > p·|x̄|;  −1 if x̄ − x > p·|x̄|;  else 0"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5"
    parameters: ClassVar[dict[str, Text]] = {
        "threshold": Text(zh="均值上下的宽度，占均值的比例", en="half width of the band as a share of the mean"),
    }
    sql: ClassVar[str | None] = (
        f"CASE WHEN {APART} THEN coalesce(s.lo + ({_SIGN} + 1) / 2 * (s.hi - s.lo), {_SIGN}) END"
    )

    threshold: Real = Field(default=0.2, ge=0)

    def normalise(self, rows: Floats, aspect: Aspect) -> Floats:
        """Normalise `[row, n]`; natural bounds are −1 and 1."""
        directed = rows * aspect.direction
        middle = means(directed)
        away = directed - middle
        sign = np.where(np.abs(away) > (self.threshold + NOISE) * np.abs(middle), np.sign(away), 0.0)
        usable = apart(lowest(directed), highest(directed)) & ~np.isnan(directed)
        sign = np.where(usable, sign, np.nan)
        return laid_on((sign + 1.0) / 2.0, self.range, sign)
