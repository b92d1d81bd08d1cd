"""The parts of which a rule over one row of evidence is made."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, TypeAlias

from indicators.tables import Type


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the row, or a constant of the period."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Literally:
    """A number, a text or a day that stands in the rule."""

    value: float | str | datetime.date
    type: Type


@dataclass(frozen=True, slots=True)
class Span:
    """Days, working days or hours from one stamp to another."""

    unit: str
    start: Field
    end: Field
    type: Type = "number"


Operand: TypeAlias = "Field | Literally | Span"


@dataclass(frozen=True, slots=True)
class Compare:
    """Two operands of one type and the sign between them."""

    sign: str
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Among:
    """A text that is one of a list."""

    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """An empty cell."""

    field: Field


@dataclass(frozen=True, slots=True)
class Joined:
    """`and`, `or`, or `not` (one part)."""

    word: Literal["and", "or", "not"]
    parts: tuple[Test, ...]


Test: TypeAlias = "Compare | Among | Empty | Joined"
