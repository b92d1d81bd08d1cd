"""An indicator: what is measured, in which unit, which way is better, and its proof."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from indicators.records import Id, Real, Record, Setting
from indicators.text import Text
from indicators.yamls import Plain

Direction = Literal["higher", "lower"]


def expand(value: object) -> object:
    """A bare word is short for `{kind: word}`."""
    return {"kind": value} if isinstance(value, str) else value


Choice = Annotated[Setting, BeforeValidator(expand)]


class Bounds(Record):
    """The two ends of the scale, in the indicator's unit.

    Attributes:
        worst: Value that scores lowest.
        best: Value that scores highest.
        basis: Why these: `proposal`, `by-construction`, `partly-source`, or a source.
    """

    worst: Real
    best: Real
    basis: str = ""
    note: Text | str = ""

    @model_validator(mode="after")
    def _apart(self) -> Bounds:
        if self.worst == self.best:
            raise ValueError("worst 与 best 不能相等", "worst and best must differ")
        return self


class Example(Record):
    """Evidence worked by hand and the value that must come out of it (None: missing)."""

    given: dict[str, Plain]
    value: Real | None
    note: Text | str = ""


class Beside(Record):
    """A figure that is shown beside an indicator and not scored, such as the 90th percentile beside a median.

    Attributes:
        id: Its name within the indicator.
        measure: What differs from the indicator's own measure; another kind keeps the parameters that both know.
        unit: By default the indicator's own.
    """

    id: Id
    name: Text
    measure: Setting
    unit: Text | None = None
    note: Text | str = ""


class Indicator(Record):
    """One indicator as data. Settings are checked against their registries when a standard is read."""

    id: Id
    name: Text
    definition: Text | None = None
    unit: Text | None = None
    direction: Direction
    measure: Choice
    bounds: Bounds | None = None
    target: Real | None = None
    levels: tuple[str, ...] = ()
    clause: str = ""
    references: dict[str, Plain] = Field(default_factory=dict)
    source: Text | str = ""
    note: Text | str = ""
    status: Literal["proposed", "pilot", "in-force", "retired", ""] = ""
    replaces: tuple[Id, ...] = ()
    imputation: Choice | None = None
    treatment: Choice | None = None
    normalisation: Choice | None = None
    beside: tuple[Beside, ...] = ()
    examples: tuple[Example, ...] = ()
