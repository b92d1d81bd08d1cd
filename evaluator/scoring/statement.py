"""A statement of SQL with its name, and what every run starts with."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.quoting import name
from indicators.formula import Series
from indicators.text import Text


@dataclass(frozen=True)
class Statement:
    """One step as SQL.

    Attributes:
        name: Name of the step.
        about: What it does, for the reader.
        sql: The statement, without a closing semicolon.
    """

    name: str
    about: Text
    sql: str


PRELUDE = Statement(
    "prelude",
    Text(
        zh="单线程求和，结果逐位可复现；除以零、非正数取对数等一律为缺失。",
        en="One thread, so that sums repeat bit for bit; what is undefined becomes missing.",
    ),
    """SET threads = 1;
CREATE OR REPLACE MACRO finite_or_null(x) AS CASE WHEN isfinite(x) THEN x END;
CREATE OR REPLACE MACRO bounded_or_null(x) AS CASE WHEN abs(x) <= 1e100 THEN x END;
CREATE OR REPLACE MACRO exp_or_null(x) AS CASE WHEN x < 709.0 THEN exp(x) END;
CREATE OR REPLACE MACRO power_or_null(a, b) AS CASE
  WHEN a < 0 AND b <> floor(b) THEN NULL
  WHEN a = 0 AND b < 0 THEN NULL
  ELSE finite_or_null(pow(a, b)) END;
CREATE OR REPLACE MACRO half_up(x, digits) AS
  CASE WHEN x < 0 THEN -1 ELSE 1 END * floor(abs(x) * pow(10.0, digits) + 0.5) / pow(10.0, digits)""",
)


def column(series: Series) -> str:
    """The column of `wide` that holds a series."""
    return name(f"{series.name}@{series.lag}" if series.lag else series.name)


def indent(text: str) -> str:
    """The lines, two spaces further in."""
    return "\n".join(f"  {line}" for line in text.split("\n"))
