"""What regions handed in: kept version by version, compared, withdrawn, and laid over the evidence."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluator.submissions.mark import is_store
    from evaluator.submissions.merging import laid_over, stored_evidence, submitted_evidence
    from evaluator.submissions.plans import Plan, Plans
    from evaluator.submissions.store import Store, Version

# Opened on first use: whoever scores evidence only asks whether a folder is a store.
_HOMES = {
    "Plan": "plans",
    "Plans": "plans",
    "Store": "store",
    "Version": "store",
    "is_store": "mark",
    "laid_over": "merging",
    "stored_evidence": "merging",
    "submitted_evidence": "merging",
}

__all__ = ["Plan", "Plans", "Store", "Version", "is_store", "laid_over", "stored_evidence", "submitted_evidence"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
