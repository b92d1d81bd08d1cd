"""Groups of regions: a column of `regions`, by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import ClassVar

import numpy as np
from pydantic import Field

from evaluator.methods.base import Bools, Cells, Floats, Imputation
from indicators.faults import Fault, Faults, fault
from indicators.records import near
from indicators.text import Text


class GroupFill(Imputation):
    """Fills a gap with a figure of the region's own group in the same period; a kind defines `centre`.

    Attributes:
        group: Column of `regions` that names each region's group; a region with an empty one is not filled.
    """

    use: ClassVar[Text] = Text(
        zh="组内地区相似时使用，如同一经济带或同一收入档。组内无人有值、或地区未分组时，仍为缺失；"
        "只有一个成员的组不会自我填补。",
        en="When regions within a group are alike, such as one belt or one income class. A gap stays where nobody in "
        "the group has a value or the region has no group; a group of one cannot fill itself.",
    )
    source: ClassVar[str] = "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3; COINr"
    parameters: ClassVar[dict[str, Text]] = {
        "group": Text(zh="regions 表中说明分组的列", en="column of regions that names the group"),
    }

    group: str = Field(default="group", min_length=1)

    def centre(self, values: Floats) -> Floats:
        """The figure of a group, from `[…, member]` to `[…, 1]`."""
        raise NotImplementedError(self.kind)

    def check(self, columns: Collection[str]) -> list[Fault]:
        """A fault if `regions` has no such column."""
        return lacking(self.group, columns)

    def impute(self, cells: Cells) -> Floats:
        """Values `[period, indicator, region]` with gaps filled.

        Raises:
            Faults: `regions` has no such column.
        """
        result = cells.values.copy()
        for members in groups(cells, self.group):
            block = cells.values[:, :, members]
            result[:, :, members] = np.where(np.isnan(block), self.centre(block), block)
        return result


def groups(cells: Cells, column: str) -> Iterator[Bools]:
    """Members of each group, `[region]`, in alphabetical order; regions with an empty group are in none."""
    faults = lacking(column, cells.groups)
    if faults:
        raise Faults(faults)
    names = np.array(cells.groups[column], dtype=object)
    for name in sorted(set(cells.groups[column]) - {""}):
        yield names == name


def lacking(column: str, columns: Collection[str]) -> list[Fault]:
    """A fault if the column to group by is not among those of `regions`."""
    if column in columns:
        return []
    zh, en = f"regions 中没有列“{column}”，无法按组插补", f"regions has no column '{column}' to impute by"
    todo_zh, todo_en = near(column, sorted(columns))
    return [fault(zh, en, todo_zh=todo_zh, todo_en=todo_en)]
