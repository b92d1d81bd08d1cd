"""What a region hands in: tables, what is wrong or unlikely in them, and how much of what was asked is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

from evaluator.workbook.known import Place
from indicators.faults import Fault
from indicators.text import Lang, Text

Gravity = Literal["fault", "warning", "note"]
WORDS: dict[Gravity, Text] = {
    "fault": Text(zh="错误", en="fault"),
    "warning": Text(zh="请核对", en="please check"),
    "note": Text(zh="提示", en="note"),
}


@dataclass(frozen=True)
class Finding:
    """One thing to say about a cell.

    Attributes:
        gravity: A fault is not taken; a warning is taken once it is confirmed with a reason; a note is for reading.
        reason: Why the unlikely is right, in the region's own words.
    """

    gravity: Gravity
    fault: Fault
    reason: str = ""

    @property
    def cell(self) -> str:
        """`清单!D17`, or the sheet, or "" where the whole workbook is meant."""
        return f"{self.fault.sheet}!{self.fault.cell}" if self.fault.cell else self.fault.sheet

    @property
    def open(self) -> bool:
        """Whether it keeps the submission from being stored."""
        return self.gravity == "fault" or (self.gravity == "warning" and not self.reason)

    def sentence(self, lang: Lang) -> str:
        """One line for people."""
        reason = f"（{self.reason}）" if self.reason and lang == "zh" else f" ({self.reason})" if self.reason else ""
        return f"{WORDS[self.gravity].in_(lang)} {self.fault.sentence(lang)}{reason}"


@dataclass(frozen=True)
class Submission:
    """One workbook (or form) as it was read.

    Attributes:
        tables: `statistics`, `answers`, `cases`, `responses`, `ledger`: rows without fault.
        filled: Table → how many were filled in, and how many are asked (None for logs).
        standard: Id, version and digest of the standard it was checked against.
    """

    place: Place
    lang: Lang
    label: str
    sha256: str
    standard: tuple[str, str, str]
    tables: Mapping[str, pa.Table]
    findings: tuple[Finding, ...]
    filled: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)

    def of(self, gravity: Gravity) -> tuple[Finding, ...]:
        """Findings of one kind."""
        return tuple(one for one in self.findings if one.gravity == gravity)

    @property
    def open(self) -> tuple[Finding, ...]:
        """Faults, and warnings without a reason."""
        return tuple(one for one in self.findings if one.open)

    @property
    def rows(self) -> int:
        """Rows taken."""
        return sum(table.num_rows for table in self.tables.values())


def with_reasons(findings: Sequence[Finding], reasons: Mapping[str, str]) -> tuple[Finding, ...]:
    """Warnings confirmed by cell (`统计!E5`) or all at once (`*`)."""
    made = []
    for one in findings:
        said = reasons.get(one.cell) or reasons.get("*", "")
        made.append(Finding(one.gravity, one.fault, said) if one.gravity == "warning" and said else one)
    return tuple(made)
