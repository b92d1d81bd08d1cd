"""What if: a saved list of changes to the method, the weights and the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from evaluator.evidence import Evidence
from evaluator.standard import Standard
from indicators.faults import Fault, Faults, fault
from indicators.records import Real, Record, read_record
from indicators.text import Text
from indicators.yamls import Plain, read_yaml


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


class Scenario(Record):
    """Changes that are applied together: the method first, then weights, then figures."""

    name: Text | str = ""
    note: Text | str = ""
    set: dict[str, Plain] = Field(default_factory=dict)
    weights: dict[str, Annotated[Real, Field(ge=0)]] = Field(default_factory=dict)
    values: tuple[Figure, ...] = ()

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
    return found


def apply(standard: Standard, evidence: Evidence, scenario: Scenario) -> Applied:
    """Lay a scenario over a standard and evidence.

    Raises:
        Faults: Settings, nodes or regions that do not exist.
    """
    if scenario.set:
        standard = standard.with_method(scenario.set)
    if scenario.weights:
        standard = standard.with_weights(scenario.weights)
    if scenario.values:
        evidence = evidence.with_values([value.model_dump() for value in scenario.values])
    return Applied(standard, evidence)


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
