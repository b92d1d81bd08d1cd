"""The imputation that changes nothing."""

from __future__ import annotations

from typing import ClassVar

from evaluator.methods.base import Cells, Floats, Imputation
from indicators.text import Text


class NoImputation(Imputation):
    """What is missing stays missing."""

    kind: ClassVar[str] = "none"
    title: ClassVar[Text] = Text(zh="不插补", en="No imputation")
    about: ClassVar[Text] = Text(zh="缺失的保持缺失。", en="What is missing stays missing.")
    use: ClassVar[Text] = Text(
        zh="缺口不多，或不愿以估计值代替实测值时使用；缺失项由上级节点的缺失规则处理。",
        en="When gaps are few or estimates are not wanted; the rule for missing children then decides.",
    )
    formula: ClassVar[str] = "x"
    source: ClassVar[str] = (
        "OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3 (case deletion and its limits)"
    )
    sql: ClassVar[str | None] = "NULL"

    def impute(self, cells: Cells) -> Floats:
        """The values as they are."""
        return cells.values.copy()
