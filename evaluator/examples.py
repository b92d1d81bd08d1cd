"""Worked examples: every indicator brings its proof, and `evaluator check` runs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.catalogue import measure_of
from indicators.faults import Fault, fault
from indicators.indicator import Indicator
from indicators.measures.statistic import Statistic
from indicators.testing import run_examples as run_statistic


def run_examples(indicators: Iterable[Indicator], origins: Mapping[str, str]) -> list[Fault]:
    """Run the worked examples of indicators.

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
        file = origins.get(indicator.id, "")
        faults.extend(
            fault(one.what.zh, one.what.en, todo_zh=one.remedy.zh, todo_en=one.remedy.en, file=one.file or file)
            for one in found
        )
    return faults
