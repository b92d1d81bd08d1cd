"""What if: a saved list of changes to the method, the weights and the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, PrivateAttr

from evaluator.evidence import Evidence
from evaluator.methods import STEPS
from evaluator.methods.registry import try_method
from evaluator.standard import Node, Standard
from indicators.catalogue import measure_of
from indicators.faults import Fault, Faults, fault
from indicators.measures.statistic import Statistic
from indicators.records import Real, Record, near, read_record
from indicators.text import Text
from indicators.yamls import Document, Plain, Where, read_yaml

Changed = TypeVar("Changed")


def _text(value: object) -> object:
    """Codes and years may be written without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Code = Annotated[str, BeforeValidator(_text)]


class Figure(Record):
    """One figure that is changed; no value means missing."""

    region: Code
    period: Code
    series: str
    value: Real | None


Percent = Annotated[Real, Field(ge=0, le=100)]


class Scenario(Record):
    """Changes that are applied together: the method first, then weights, then figures.

    `ranges` are the legal weights of siblings, lowest and highest in percent of their group. They bind whoever weighs
    on the board; a run takes the weights as they are written.
    """

    name: Text | str = ""
    note: Text | str = ""
    set: dict[str, Plain] = Field(default_factory=dict)
    weights: dict[str, Annotated[Real, Field(ge=0)]] = Field(default_factory=dict)
    ranges: dict[str, tuple[Percent, Percent]] = Field(default_factory=dict)
    values: tuple[Figure, ...] = ()

    _document: Document | None = PrivateAttr(default=None)

    def placed(self, one: Fault, where: Where) -> Fault:
        """A fault with the place of what it is about, where the scenario was read from a file that says it."""
        if self._document is None or where[:2] not in self._document.places:
            return one
        file, line = self._document.place(where)
        return replace(one, file=file, line=line)

    @property
    def empty(self) -> bool:
        """Whether nothing is changed."""
        return not (self.set or self.weights or self.values)


NO_CHANGE = Scenario()


@dataclass(frozen=True)
class Applied:
    """A standard and evidence with a scenario laid over them."""

    standard: Standard
    evidence: Evidence


def read_scenario(path: Path) -> Scenario:
    """Read a scenario; raises Faults."""
    document = read_yaml(path)
    faults: list[Fault] = []
    found = read_record(Scenario, {} if document.value is None else document.value, document, (), faults)
    if found is None:
        raise Faults(faults)
    found._document = document
    return found


def apply(standard: Standard, evidence: Evidence, scenario: Scenario) -> Applied:
    """Lay a scenario over a standard and evidence.

    Raises:
        Faults: Settings, nodes, series or regions that do not exist, siblings left without any weight.
    """
    faults: list[Fault] = []
    if scenario.set:
        settings = [(("set", key), {key: value}) for key, value in scenario.set.items()]
        faults += _misspelt(standard, scenario)
        standard = _laid(standard, lambda parts: standard.with_method(_joined(parts)), settings, scenario, faults)
    if scenario.weights:
        weights = [(("weights", name), {name: weight}) for name, weight in scenario.weights.items()]
        standard = _laid(standard, lambda parts: standard.with_weights(_joined(parts)), weights, scenario, faults)
        faults += _weightless(standard, scenario)
    faults += _ranges(standard, scenario)
    if scenario.values:
        figures = [(("values", i), value.model_dump()) for i, value in enumerate(scenario.values)]
        faults += _unread(standard, evidence, scenario)
        evidence = _laid(evidence, evidence.with_values, figures, scenario, faults)
    if faults:
        raise Faults(faults)
    return Applied(standard, evidence)


def _joined(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {key: value for part in parts for key, value in part.items()}


def _laid(
    made: Changed,
    change: Callable[[Sequence[dict[str, Any]]], Changed],
    parts: Sequence[tuple[Where, dict[str, Any]]],
    scenario: Scenario,
    faults: list[Fault],
) -> Changed:
    """All changes at once; where they do not fit, each by itself, so that every fault has its line."""
    try:
        return change([part for _, part in parts])
    except Faults:
        for where, part in parts:
            try:
                change([part])
            except Faults as error:
                faults.extend(scenario.placed(one, where) for one in error.faults)
    return made


def _misspelt(standard: Standard, scenario: Scenario) -> list[Fault]:
    """Kinds and parameters that there are not, in the steps that a scenario sets."""
    known = {key: value for key, value in scenario.set.items() if key.partition(".")[0] in STEPS}
    method = standard.with_method(known).method
    steps = {key.partition(".")[0]: key for key in reversed(known)}  # the place of a step's first key
    return [
        scenario.placed(one, ("set", key))
        for step, key in steps.items()
        for one in try_method(step, getattr(method, step))[1]
    ]


def _weightless(standard: Standard, scenario: Scenario) -> list[Fault]:
    """Siblings whose weights are all zero."""
    groups = [standard.tree, *(node.children for node in standard.nodes.values())]
    firsts = [group[0] for group in groups if not any(entry.weight for entry in group)]
    names = [entry.id if isinstance(entry, Node) else entry.indicator for entry in firsts]
    zh, en = "同级权重全部为 0", "the weights of these siblings are all zero"
    todo_zh, todo_en = "请至少给一项正的权重", "give at least one a weight above zero"
    return [scenario.placed(fault(zh, en, todo_zh=todo_zh, todo_en=todo_en), ("weights", name)) for name in names]


def _ranges(standard: Standard, scenario: Scenario) -> list[Fault]:
    """Legal ranges of what is not in the tree, or upside down."""
    known = {*standard.nodes, *standard.by_id}
    faults = []
    for name, (low, high) in scenario.ranges.items():
        where: Where = ("ranges", name)
        if name not in known:
            todo_zh, todo_en = near(name, sorted(known))
            one = fault(f"没有节点“{name}”", f"there is no node '{name}'", todo_zh=todo_zh, todo_en=todo_en)
            faults.append(scenario.placed(one, where))
        elif low > high:
            zh, en = f"“{name}”允许范围的下限高于上限", f"the low end of the range of '{name}' lies above its high end"
            faults.append(scenario.placed(fault(zh, en), where))
    return faults


def _unread(standard: Standard, evidence: Evidence, scenario: Scenario) -> list[Fault]:
    """Figures of a series that neither the standard reads nor the evidence holds: they would change nothing."""
    measures = (measure_of(indicator) for indicator in standard.indicators)
    known = {name for measure in measures if isinstance(measure, Statistic) for name in measure.parsed.series}
    if "series" in evidence.tables:
        known.update(evidence.tables["series"]["series"].to_pylist())
    if any(value.series not in known for value in scenario.values):
        known.update(evidence.statistics["series"].unique().to_pylist())
    faults = []
    for i, value in enumerate(scenario.values):
        if value.series not in known:
            todo_zh, todo_en = near(value.series, sorted(known))
            zh, en = f"没有序列“{value.series}”", f"there is no series '{value.series}'"
            faults.append(scenario.placed(fault(zh, en, todo_zh=todo_zh, todo_en=todo_en), ("values", i, "series")))
    return faults


def parse_settings(words: Sequence[str]) -> dict[str, Plain]:
    """`KEY=VALUE` as typed after `--set`; the value is read as YAML.

    Raises:
        Faults: A word without `=`, or with nothing on one side of it.
    """
    from indicators.yamls import parse_yaml

    settings: dict[str, Plain] = {}
    for word in words:
        key, _, value = word.partition("=")
        if not key.strip() or not value.strip():
            raise Faults(
                [
                    fault(
                        f"--set {word}：应写作 KEY=VALUE",
                        f"--set {word}: write KEY=VALUE",
                        todo_zh="例如 --set normalisation.kind=zscore",
                        todo_en="for example --set normalisation.kind=zscore",
                    )
                ]
            )
        read = parse_yaml(value, f"--set {key}").value
        settings[key.strip()] = "none" if read is None else read
    return settings


def with_settings(scenario: Scenario, settings: Mapping[str, Plain]) -> Scenario:
    """A scenario with more settings laid over its own."""
    return scenario.model_copy(update={"set": {**scenario.set, **settings}}) if settings else scenario
