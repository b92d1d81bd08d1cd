"""Uncertain choices of method: each combination is scored once and its normalised values kept."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

from evaluator.assessment import Assessment
from evaluator.scoring.kernel import Kernel
from evaluator.scoring.plan import make_plan
from evaluator.standard import Standard
from indicators.faults import Faults, fault
from indicators.yamls import Plain, read_yaml

MOST = 5_000


@dataclass(frozen=True)
class Combination:
    """One combination of method settings.

    Attributes:
        settings: Key → value, as `--set`.
        kernel: Ready to be scored; None if the combination does not fit the standard.
        failure: Why not.
    """

    settings: dict[str, Plain]
    kernel: Kernel | None
    failure: str = ""


def read_alternatives(path: Path) -> dict[str, list[Plain]]:
    """Choices and their settings: `normalisation.kind: [minmax, zscore]`. Raises Faults."""
    document = read_yaml(path)
    value = document.value if document.value is not None else {}
    faults = []
    if not isinstance(value, dict):
        raise Faults([fault("应为键值表", "must be a mapping", file=document.file, line=1)])
    for key, settings in value.items():
        if not isinstance(settings, list) or not settings:
            file, line = document.place((key,))
            zh, en = f"“{key}”应为非空列表", f"'{key}' must be a list with at least one setting"
            faults.append(fault(zh, en, file=file, line=line))
    if faults:
        raise Faults(faults)
    return {key: settings for key, settings in value.items() if isinstance(settings, list)}


def combinations(
    assessment: Assessment, number: int, alternatives: dict[str, list[Plain]]
) -> tuple[list[str], list[int], list[Combination]]:
    """Every combination of the alternatives.

    Returns:
        The choices, how many settings each has, and the combinations, the last choice fastest.

    Raises:
        Faults: Too many combinations, or a key that names no step.
    """
    names = list(alternatives)
    sizes = [len(alternatives[name]) for name in names]
    count = 1
    for size in sizes:
        count *= size
    if count > MOST:
        raise Faults([fault(f"组合过多（{count}）", f"too many combinations ({count})")])
    base = assessment.kernels[number]
    found = []
    for values in itertools.product(*(alternatives[name] for name in names)):
        settings = dict(zip(names, values, strict=True))
        changed = assessment.standard.with_method(settings) if settings else assessment.standard
        found.append(_combination(changed, base, settings))
    return names, sizes, found


def _combination(standard: Standard, base: Kernel, settings: dict[str, Plain]) -> Combination:
    if not settings:
        return Combination(settings, base)
    try:
        return Combination(settings, Kernel(make_plan(standard, base.plan.level), base.cells))
    except Faults as error:
        return Combination(settings, None, "; ".join(one.sentence("en") for one in error.faults))
