"""Uncertain choices of method: each combination is scored once and its normalised values kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from evaluator.assessment import Assessment
from evaluator.methods.base import STEPS, Floats
from evaluator.methods.registry import method_class, parameters, try_method
from evaluator.robustness.experts import given_by
from evaluator.robustness.leaving import without
from evaluator.scoring.kernel import Kernel
from evaluator.scoring.plan import make_plan, unfit
from evaluator.standard import Standard
from indicators.faults import Fault, Faults, fault
from indicators.records import near
from indicators.text import Text
from indicators.yamls import Plain, read_yaml

MOST = 5_000
EXPERTS, LEAVE_OUT = "experts", "leave_out"
EACH, NONE = "each", "none"
"""Settings of `leave_out`: every indicator in turn, and nothing; any other is the name of an indicator or a node."""
NOTHING = Text(zh="", en="")


@dataclass(frozen=True)
class Combination:
    """One combination of method settings.

    Attributes:
        settings: Key → value, as `--set`; `experts` → name of the expert; `leave_out` → what is left out.
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
        return given_by(self.kernel.plan, self._own[period], self.expert)

    def kept(self, weights: Floats) -> Floats:
        """Weights `[draw, place]` without what is left out."""
        assert self.kernel is not None
        at = self.kernel.plan.position.get(str(self.settings.get(LEAVE_OUT, NONE)), 0)
        found = without(self.kernel.plan, weights, at) if at else weights
        return weights * 0.0 if found is None else found

    @cached_property
    def _own(self) -> Floats:
        """Weights of the method itself, `[period, place]`."""
        assert self.kernel is not None
        return self.kernel.scored().weights


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


def read_alternatives(path: Path, standard: Standard) -> dict[str, list[Plain]]:
    """Choices and their settings: `normalisation.kind: [minmax, zscore]`, or a name of one's own for a list of mappings
    `{normalisation.kind: zscore, normalisation.range: none}`.

    Raises:
        Faults: Every choice that is no list, and every step, kind or parameter that there is not, each with its line.
    """
    document = read_yaml(path)
    value = document.value if document.value is not None else {}
    if not isinstance(value, dict):
        raise Faults([fault("应为键值表", "must be a mapping", file=document.file, line=1)])
    faults: list[Fault] = []
    for key, settings in value.items():
        if not isinstance(settings, list) or not settings:
            file, line = document.place((key,))
            zh, en = f"“{key}”应为非空列表", f"'{key}' must be a list with at least one setting"
            faults.append(fault(zh, en, file=file, line=line))
            continue
        wrong: dict[Fault, None] = {}
        for k, setting in enumerate(settings):
            file, line = document.place((key, k))
            for one in _wrong(standard, key, setting):
                # What is wrong with the key itself is wrong with every setting: it is said once.
                if not any(replace(one, file=other.file, line=other.line) == other for other in wrong):
                    wrong[replace(one, file=file, line=line)] = None
        faults += wrong
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
    alternatives = {
        key: _each(settings, assessment) if key == LEAVE_OUT else settings for key, settings in alternatives.items()
    }
    names, sizes = tuple(alternatives), tuple(len(settings) for settings in alternatives.values())
    count = int(np.prod(sizes, dtype=object)) * max(1, len(experts))
    if count > MOST:
        zh, en = f"组合过多（{count}，至多 {MOST}）", f"too many combinations ({count}; at most {MOST})"
        raise Faults([fault(zh, en)])
    base = assessment.kernels[number]
    found = []
    ready: dict[str, Combination] = {}
    for values in itertools.product(*alternatives.values()):
        settings = _settings(zip(names, values, strict=True))
        own = {key: value for key, value in settings.items() if key != LEAVE_OUT}
        if repr(own) not in ready:
            changed = assessment.standard.with_method(own) if own else assessment.standard
            ready[repr(own)] = _combination(changed, base, own)
        one = replace(ready[repr(own)], settings=settings)
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


def _each(settings: list[Plain], assessment: Assessment) -> list[Plain]:
    """What is left out in turn; `each` stands for every indicator."""
    every = [slot.indicator.id for slot in assessment.kernels[0].plan.slots]
    return list(dict.fromkeys(name for one in settings for name in (every if one == EACH else [one])))


def _check(standard: Standard, alternatives: dict[str, list[Plain]]) -> None:
    """A step or a kind that there is not fits no combination: it is misspelt.

    Raises:
        Faults: One for each.
    """
    faults = [
        one for key, settings in alternatives.items() for setting in settings for one in _wrong(standard, key, setting)
    ]
    if faults:
        raise Faults(dict.fromkeys(faults))


def _wrong(standard: Standard, key: str, setting: Plain) -> list[Fault]:
    """What is wrong with one setting of one choice by itself."""
    if key == LEAVE_OUT:
        known = [NONE, EACH, *standard.nodes, *standard.by_id]
        todo = near(str(setting), known)
        zh, en = f"没有节点或指标“{setting}”", f"there is no node or indicator '{setting}'"
        return [] if setting in known else [fault(zh, en, todo_zh=todo[0], todo_en=todo[1])]
    laid = _settings([(key, setting)])
    try:
        changed = standard.with_method(laid).method
    except Faults as error:
        return list(error.faults)
    found: list[Fault] = []
    for name in laid:
        step, rest = name.partition(".")[0], name.partition(".")[2].split(".")[0]
        kind = getattr(changed, step).get("kind")
        if kind is not None and method_class(step, str(kind)) is None:
            found += try_method(step, getattr(changed, step))[1]
        elif rest and rest not in parameters(step):
            todo = near(rest, parameters(step))
            zh, en = f"{step}：没有参数“{rest}”", f"{step}: there is no parameter '{rest}'"
            found.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1]))
    return list(dict.fromkeys(found))


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
