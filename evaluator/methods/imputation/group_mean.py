"""Imputation by the mean of a group of regions."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Floats
from evaluator.methods.grouping import GroupFill
from evaluator.methods.rows import means
from indicators.text import Text


class GroupMean(GroupFill):
    """Fills a gap with the mean of the region's own group in the same period."""

    kind: ClassVar[str] = "group-mean"
    title: ClassVar[Text] = Text(zh="分组均值插补", en="Group mean")
    about: ClassVar[Text] = Text(
        zh="以同期同组地区的平均值填补。",
        en="Fills with the mean of the regions of the same group in the same period.",
    )
    formula: ClassVar[str] = "mean of x over the same indicator, period and group"
    sql: ClassVar[str | None] = (
        "CASE WHEN g IS NOT NULL THEN avg(x) OVER (PARTITION BY level, indicator, period, g) END"
    )

    def centre(self, values: Floats) -> Floats:
        """The mean of a group, from `[…, member]` to `[…, 1]`."""
        return means(values)
