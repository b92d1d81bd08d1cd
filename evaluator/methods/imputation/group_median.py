"""Imputation by the median of a group of regions."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from pydantic import Field

from evaluator.methods.base import Cells, Floats, Imputation
from evaluator.methods.grouping import fill_by_group, lacking
from evaluator.methods.rows import medians
from indicators.faults import Fault
from indicators.text import Text


class GroupMedian(Imputation):
    """Fills a gap with the median of the region's own group in the same period.

    Attributes:
        group: Column of `regions` that names each region's group.
    """

    kind: ClassVar[str] = "group-median"
    title: ClassVar[Text] = Text(zh="分组中位数插补", en="Group median")
    about: ClassVar[Text] = Text(
        zh="以同期同组地区的中位数填补。",
        en="Fills with the median of the regions of the same group in the same period.",
    )
    use: ClassVar[Text] = Text(
        zh="组内地区相似时使用，如同一经济带或同一收入档。组内无人有值、或地区未分组时，仍为缺失；"
        "只有一个成员的组不会自我填补。",
        en="When regions within a group are alike, such as one belt or one income class. A gap stays "
        "where nobody in the"
        " group has a value or the region has no group; a group of one cannot fill itself.",
    )
    formula: ClassVar[str] = "median of x over the same indicator, period and group"
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3; COINr"
    parameters: ClassVar[dict[str, Text]] = {
        "group": Text(zh="regions 表中说明分组的列", en="column of regions that names the group"),
    }
    sql: ClassVar[str | None] = (
        "CASE WHEN g IS NOT NULL THEN median(x) OVER (PARTITION BY level, indicator, period, g) END"
    )

    group: str = Field(default="group", min_length=1)

    def check(self, columns: Collection[str]) -> list[Fault]:
        """A fault if `regions` has no such column."""
        return lacking(self.group, columns)

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled.

        Raises:
            Faults: `regions` has no such column.
        """
        return fill_by_group(cells, self.group, medians)
