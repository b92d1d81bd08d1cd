"""Methods that a reader may try in the app without leaving the ranking: every kind that is installed."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.methods import kinds

METHODS: dict[str, tuple[str, ...]] = {
    f"{step}.kind": tuple(kinds(step))
    for step in ("imputation", "treatment", "normalisation", "weights", "aggregation")
}


def settings_of(method: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Tried kinds, by step, as settings of the standard."""
    found = [(f"{step}.kind", kind) for step, kind in method]
    if ("aggregation", "geometric") in method:
        found.append(("normalisation.range", "[1, 100]"))  # a geometric mean needs values above 0
    return tuple(found)
