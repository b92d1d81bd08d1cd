"""For authors of indicators: run the worked examples that stand beside a formula."""

from __future__ import annotations

import math

from indicators.catalogue import measure_of
from indicators.faults import Fault, fault
from indicators.indicator import Example, Indicator
from indicators.measures.statistic import Statistic

#: Two values are the same to nine significant digits.
TOLERANCE = 1e-9


def run_examples(indicator: Indicator) -> list[Fault]:
    """Work out every example of an indicator with a formula and compare.

    Examples of other kinds need an engine: `evaluator.engines.examples.run_examples`.

    Returns:
        A fault for each example whose value does not come out.
    """
    measure = measure_of(indicator)
    if not isinstance(measure, Statistic):
        return []
    faults = []
    for number, example in enumerate(indicator.examples, start=1):
        wrong = [
            name
            for name, value in example.given.items()
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float))
        ]
        if wrong:
            faults.append(
                fault(
                    f"{indicator.id}：例 {number} 的 {wrong[0]} 不是数字",
                    f"{indicator.id}: {wrong[0]} in example {number} is not a number",
                )
            )
            continue
        given = {
            name: float(value) if isinstance(value, int | float) else None for name, value in example.given.items()
        }
        faults.extend(compare(indicator, number, example, measure.parsed.value(given)))
    return faults


def compare(indicator: Indicator, number: int, example: Example, found: float | None) -> list[Fault]:
    """A fault if a value that was worked out is not the value of the example."""
    wanted = example.value
    same = wanted is None and found is None
    if wanted is not None and found is not None:
        same = math.isclose(wanted, found, rel_tol=TOLERANCE, abs_tol=1e-12)
    if same:
        return []
    shown_zh = "缺失" if found is None else repr(found)
    shown_en = "missing" if found is None else repr(found)
    wanted_zh = "缺失" if wanted is None else repr(wanted)
    wanted_en = "missing" if wanted is None else repr(wanted)
    return [
        fault(
            f"{indicator.id}：例 {number} 应得 {wanted_zh}，实得 {shown_zh}",
            f"{indicator.id}: example {number} should give {wanted_en} and gives {shown_en}",
            todo_zh="请核对例子或公式",
            todo_en="check the example or the measure",
        )
    ]
