"""The door: evidence is read, checked and counted here; rows read = rows taken + rows refused."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluator.evidence.evidence import Evidence, EvidenceFile
    from evaluator.evidence.needs import needed_series
    from evaluator.evidence.periods import period_ordinal
    from evaluator.evidence.reading import read_evidence
    from evaluator.evidence.unlisted import unlisted_answers

# Opened on first use, so that the process that reads an upload starts with little.
_HOMES = {
    "Evidence": "evidence",
    "EvidenceFile": "evidence",
    "needed_series": "needs",
    "period_ordinal": "periods",
    "read_evidence": "reading",
    "unlisted_answers": "unlisted",
}

__all__ = ["Evidence", "EvidenceFile", "needed_series", "period_ordinal", "read_evidence", "unlisted_answers"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
