"""Uncertain choices of method: each combination is scored once and its normalised values kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evaluator.assessment import Assessment
from evaluator.methods.base import STEPS, Floats
from evaluator.methods.registry import method_class, try_method
from evaluator.scoring.kernel import Kernel
from evaluator.scoring.plan import make_plan, unfit
from evaluator.standard import Standard
from indicators.faults import Fault, Faults, fault
from indicators.text import Text
from indicators.yamls import Plain, read_yaml

MOST = 5_000
EXPERTS = "experts"
NOTHING = Text(zh="", en="")


@dataclass(frozen=True)
class Combination:
    """One combination of method settings.

    Attributes:
        settings: Key → value, as `--set`; `experts` → name of the expert.
        kernel: Ready to be scored; None if the combination does not fit the standard.
        failure: Why not.
        expert: Weights that an expert gives, by node.
    """

    settings: dict[str, Plain]
    kernel: Kernel | None
    failure: Text = NOTHING
    expert: tuple[tuple[str, float], ...] = ()

    def weights(self, period: int) -> Floats:
        """Weights `[place]` in force under this combination: its own method's, then the expert's."""
        assert self.kernel is not None
        found: Floats = self.kernel.scored().weights[period].copy()
        for name, weight in self.expert:
            if name in self.kernel.plan.position:
                found[self.kernel.plan.position[name]] = weight
        return found


@dataclass(frozen=True)
class Choices:
    """The uncertain choices and all their combinations.

    Attributes:
        names: The choices.
        sizes: How many settings each has.
        combinations: Every combination, the last choice fastest.
    """

    names: tuple[str, ...]
    sizes: tuple[int, ...]
    combinations: tuple[Combination, ...]

    def number(self, unit: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """Which combination each point `[draw, choice]` of the unit cube stands for."""
        number = np.zeros(len(unit), dtype=np.int64)
        for k, size in enumerate(self.sizes):
            number = number * size + np.minimum((unit[:, k] * size).astype(np.int64), size - 1)
        return number


def read_alternatives(path: Path) -> dict[str, list[Plain]]:
    """Choices and their settings: `normalisation.kind: [minmax, zscore]`, or a name of one's own for a list of mappings
    `{normalisation.kind: zscore, normalisation.range: none}`. Raises Faults."""
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


def make_choices(
    assessment: Assessment,
    number: int,
    alternatives: dict[str, list[Plain]],
    experts: Sequence[tuple[str, dict[str, float]]] = (),
) -> Choices:
    """Every combination of the alternatives, and of the experts' weights if there are any.

    Raises:
        Faults: Too many combinations, a key that names no step, or not one combination that can be scored.
    """
    _check(assessment.standard, alternatives)
    names, sizes = tuple(alternatives), tuple(len(settings) for settings in alternatives.values())
    count = int(np.prod(sizes, dtype=object)) * max(1, len(experts))
    if count > MOST:
        zh, en = f"组合过多（{count}，至多 {MOST}）", f"too many combinations ({count}; at most {MOST})"
        raise Faults([fault(zh, en)])
    base = assessment.kernels[number]
    found = []
    for values in itertools.product(*alternatives.values()):
        settings = _settings(zip(names, values, strict=True))
        changed = assessment.standard.with_method(settings) if settings else assessment.standard
        one = _combination(changed, base, settings)
        if not experts:
            found.append(one)
        for name, weights in experts:
            found.append(
                Combination({**settings, EXPERTS: name}, one.kernel, one.failure, expert=tuple(weights.items()))
            )
    if all(one.kernel is None for one in found):
        reasons = dict.fromkeys(one.failure for one in found)
        raise Faults(
            [
                fault(f"没有任何组合能够评分：{reason.zh}", f"no combination can be scored: {reason.en}")
                for reason in reasons
            ]
        )
    if experts:
        names, sizes = (*names, EXPERTS), (*sizes, len(experts))
    return Choices(names, sizes, tuple(found))


def _settings(chosen: Iterable[tuple[str, Plain]]) -> dict[str, Plain]:
    """Settings under the keys of `--set`. A choice that names no step is a name for several settings at once."""
    found: dict[str, Plain] = {}
    for key, setting in chosen:
        if key.partition(".")[0] not in STEPS and isinstance(setting, dict):
            found.update(setting)
        else:
            found[key] = setting
    return found


def _check(standard: Standard, alternatives: dict[str, list[Plain]]) -> None:
    """A step or a kind that there is not fits no combination: it is misspelt.

    Raises:
        Faults: One for each.
    """
    faults: list[Fault] = []
    for key, settings in alternatives.items():
        for setting in settings:
            try:
                laid = _settings([(key, setting)])
                changed = standard.with_method(laid).method
            except Faults as error:
                faults.extend(error.faults)
                continue
            for step in dict.fromkeys(name.partition(".")[0] for name in laid):
                kind = getattr(changed, step).get("kind")
                if kind is not None and method_class(step, str(kind)) is None:
                    faults.extend(try_method(step, getattr(changed, step))[1])
    if faults:
        raise Faults(dict.fromkeys(faults))


def _combination(standard: Standard, base: Kernel, settings: dict[str, Plain]) -> Combination:
    if not settings:
        return Combination(settings, base)
    try:
        plan = make_plan(standard, base.plan.level)
        faults = unfit(plan.slots, base.cells.regions)
        if faults:
            raise Faults(dict.fromkeys(faults))
        kernel = Kernel(plan, base.cells)
        kernel.scored()  # computed weights may turn out to be undefined for these values
    except Faults as error:
        first, more = error.faults[0], len(error.faults) - 1
        zh, en = first.sentence("zh"), first.sentence("en")
        if more:
            zh, en = f"{zh}（另有 {more} 处）", f"{en} (and {more} more)"
        return Combination(settings, None, Text(zh=zh, en=en))
    return Combination(settings, kernel)
