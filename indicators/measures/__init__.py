"""How evidence becomes a raw value: one file a kind, found by its name.

A measure is a frozen record of typed parameters. A plug-in adds one through the entry point group
`indicators.measures` (name = kind, value = the class).
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib import metadata
from typing import TYPE_CHECKING, ClassVar

from indicators.records import Record
from indicators.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis


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

    @classmethod
    def bundled(cls) -> bool:
        """Whether the kind is one of this package, so that its code is known; of a plug-in's nothing is."""
        return cls.__module__.startswith(f"{__name__}.")

    def faults(self) -> list[tuple[str, Text]]:
        """What is wrong with the parameters beyond their types: (parameter, sentence)."""
        return []

    def reads(self, indicator: str) -> tuple[tuple[str, str | None], ...]:
        """The rows that the measure reads: tables with their topic (`indicators.tables.TOPICS`), None for all rows.

        A value of a region rests on these rows of that region only; values are kept from run to run by them.

        Args:
            indicator: Id of the indicator.
        """
        del indicator
        return tuple((table, None) for table in self.tables)

    def expression(self, tables: Mapping[str, ibis.Table], periods: ibis.Table) -> ibis.Table:
        """The measure as one ibis expression over tables of evidence, the same on every engine.

        Args:
            tables: The tables of `indicators.tables`, not bound to an engine; `answers` holds only the rows of the
                indicator; `calendar` counts working days.
            periods: One row a period and month: period, month, starts, ends.

        Returns:
            region, period, value, cases, coverage (0 to 1), standard_error, low and high (95 % interval), and
            reason (a word of `indicators.reasons`, empty where the value is scored).

        Raises:
            TypeError: The kind has no expression, as it is worked out from statistics by a formula.
        """
        del tables, periods
        raise TypeError(f"a measure of the kind '{self.kind}' has no expression over cases")


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
