"""A raw value worked out from published statistics by a formula."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override

from indicators.formula import Formula, FormulaError, parse_formula
from indicators.measures import Measure
from indicators.text import Text


class Statistic(Measure):
    """One scalar formula over series of the table `statistics`, within one region and period."""

    kind: ClassVar[str] = "statistic"
    title: ClassVar[Text] = Text(zh="统计指标", en="Statistic")
    about: ClassVar[Text] = Text(
        zh="按公式由公布的统计序列计算。", en="Worked out by a formula from published statistical series."
    )
    tables: ClassVar[tuple[str, ...]] = ("statistics",)

    formula: str

    @property
    def parsed(self) -> Formula:
        """The formula; raises FormulaError if it cannot be read."""
        return parse_formula(self.formula)

    @override
    def reads(self, indicator: str) -> tuple[tuple[str, str | None], ...]:
        del indicator
        return tuple(("statistics", series) for series in self.parsed.series)

    def faults(self) -> list[tuple[str, Text]]:
        try:
            parsed = self.parsed
        except FormulaError as error:
            return [("formula", Text(zh=f"公式有误：{error.zh}", en=f"formula: {error.en}"))]
        if not parsed.series:
            return [("formula", Text(zh="公式没有用到任何序列", en="the formula reads no series"))]
        return []
