"""Worked examples: every indicator brings its proof, and `evaluator check` runs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from indicators.catalogue import measure_of
from indicators.faults import Fault
from indicators.indicator import Indicator
from indicators.measures.statistic import Statistic
from indicators.testing import run_examples as run_statistic


def run_examples(
    indicators: Iterable[Indicator],
    origins: Mapping[str, str],
    places: Mapping[str, tuple[str, int | None]] | None = None,
) -> list[Fault]:
    """Run the worked examples of indicators.

    Args:
        indicators: Whose examples.
        origins: Indicator id → who brought it.
        places: Indicator id → file and line of its examples, where they are known.

    Returns:
        A fault for each example whose value does not come out to nine significant digits.
    """
    faults: list[Fault] = []
    for indicator in indicators:
        if not indicator.examples:
            continue
        if isinstance(measure_of(indicator), Statistic):
            found = run_statistic(indicator)
        else:
            from evaluator.engines.examples import run_examples as run_measured

            found = run_measured(indicator)
        file, line = (places or {}).get(indicator.id, (origins.get(indicator.id, ""), None))
        faults.extend(one if one.file else replace(one, file=file, line=line) for one in found)
    return faults
