"""The self-assessment workbook of a region: written, read back, checked and marked."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluator.workbook.asked import Asked, asked_of
    from evaluator.workbook.template import template_bytes

# Opened on first use, so that the process that reads an upload starts with little.
_HOMES = {"Asked": "asked", "asked_of": "asked", "template_bytes": "template"}

__all__ = ["Asked", "asked_of", "template_bytes"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
