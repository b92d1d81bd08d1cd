"""How evidence becomes a raw value: one file a kind, found by its name.

A measure is a frozen record of typed parameters. A plug-in adds one through the entry point group
`indicators.measures` (name = kind, value = the class).
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib import metadata
from typing import ClassVar

from indicators.records import Record
from indicators.text import Text


class Measure(Record):
    """Base of every kind of measure; fields are its parameters.

    Attributes:
        kind: The word that stands in `measure: {kind: …}`.
        title: Name of the kind.
        about: What it does, in one sentence.
        tables: The tables of evidence that it reads.
    """

    kind: ClassVar[str]
    title: ClassVar[Text]
    about: ClassVar[Text]
    tables: ClassVar[tuple[str, ...]]

    def faults(self) -> list[tuple[str, Text]]:
        """What is wrong with the parameters beyond their types: (parameter, sentence)."""
        return []


@cache
def measure_kind(kind: str) -> type[Measure] | None:
    """The class of a kind of measure, or None if there is no such kind."""
    name = kind.replace("-", "_")
    if name.isidentifier() and not name.startswith("_"):
        try:
            module = importlib.import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise
        else:
            for value in vars(module).values():
                if isinstance(value, type) and issubclass(value, Measure) and vars(value).get("kind") == kind:
                    return value
    for entry in metadata.entry_points(group="indicators.measures", name=kind):
        found: type[Measure] = entry.load()
        return found
    return None


def measure_kinds() -> list[str]:
    """Every kind there is, own ones first, each group in alphabetical order."""
    own = [info.name.replace("_", "-") for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")]
    more = {entry.name for entry in metadata.entry_points(group="indicators.measures")}
    known = [kind for kind in own if measure_kind(kind)]
    return sorted(known) + sorted(more - set(known))
