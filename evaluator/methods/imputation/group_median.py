"""Imputation by the median of a group of regions."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Floats
from evaluator.methods.grouping import GroupFill
from evaluator.methods.rows import medians
from indicators.text import Text


class GroupMedian(GroupFill):
    """Fills a gap with the median of the region's own group in the same period."""

    kind: ClassVar[str] = "group-median"
    title: ClassVar[Text] = Text(zh="分组中位数插补", en="Group median")
    about: ClassVar[Text] = Text(
        zh="以同期同组地区的中位数填补。",
        en="Fills with the median of the regions of the same group in the same period.",
    )
    formula: ClassVar[str] = "median of x over the same indicator, period and group"
    sql: ClassVar[str | None] = (
        "CASE WHEN g IS NOT NULL THEN median(x) OVER (PARTITION BY level, indicator, period, g) END"
    )

    def centre(self, values: Floats) -> Floats:
        """The median of a group, from `[…, member]` to `[…, 1]`."""
        return medians(values)
