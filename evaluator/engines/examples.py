"""Run the worked examples of indicators over case-level evidence: a few rows, through the same engine as the rest.

An example gives rows of tables: `cases`, `ledger`, `responses` as lists of rows, `answers` as item → answer or as
rows, `statistics` as series → value. What is the same in every row may be left out: the region, the period 2023,
the measure's own process, step, survey and question; a row with `times: 40` stands forty times.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pyarrow as pa

from evaluator.engines.duckdb_engine import DuckdbEngine
from evaluator.engines.periods import periods_of
from evaluator.engines.statements import statement_of
from indicators.catalogue import measure_of
from indicators.faults import Fault, Faults, fault
from indicators.indicator import Example, Indicator
from indicators.measures import Measure
from indicators.tables import TABLES, Type
from indicators.testing import compare
from indicators.yamls import Plain

REGION = "example"
PERIOD = "2023"
_ARROW: dict[Type, pa.DataType] = {"text": pa.string(), "stamp": pa.timestamp("us"), "number": pa.float64()}


def run_examples(indicator: Indicator) -> list[Fault]:
    """Work out every example of an indicator over evidence and compare; gates on few cases do not apply.

    Returns:
        A fault for each example whose rows cannot be read or whose value does not come out.
    """
    measure = measure_of(indicator)
    faults: list[Fault] = []
    with DuckdbEngine(threads=1) as engine:
        engine.put("periods", periods_of([PERIOD]))
        for number, example in enumerate(indicator.examples, start=1):
            try:
                tables = example_tables(indicator, measure, example)
            except Faults as error:
                faults.extend(
                    fault(
                        f"{indicator.id}：例 {number}：{one.what.zh}",
                        f"{indicator.id}: example {number}: {one.what.en}",
                    )
                    for one in error.faults
                )
                continue
            for name in TABLES:
                engine.put(name, tables.get(name))
            rows = engine.query(statement_of(indicator.id, measure)).to_pylist()
            faults.extend(compare(indicator, number, example, rows[0]["value"] if rows else None))
    return faults


def example_tables(indicator: Indicator, measure: Measure, example: Example) -> dict[str, pa.Table]:
    """The evidence of an example; raises Faults for a table or a column that does not exist."""
    unknown = [name for name in example.given if name not in TABLES]
    if unknown:
        known = ", ".join(TABLES)
        raise Faults([fault(f"没有表“{unknown[0]}”（可用：{known}）", f"no table '{unknown[0]}' (known: {known})")])
    return {name: _table(name, list(_rows(name, value, indicator, measure))) for name, value in example.given.items()}


def _rows(name: str, value: Plain, indicator: Indicator, measure: Measure) -> Iterator[dict[str, Plain]]:
    usual = _usual(name, indicator, measure)
    if isinstance(value, dict):
        key, cell = ("item", "answer") if name == "answers" else ("series", "value")
        for word, one in value.items():
            yield {**usual, key: word, cell: one}
        return
    listed = value if isinstance(value, list) else []
    number = 0
    for row in listed:
        if not isinstance(row, dict):
            raise Faults([fault(f"{name} 的每一行应为键值表", f"each row of {name} must be a mapping")])
        times = row.get("times", 1)
        for _ in range(times if isinstance(times, int) else 1):
            number += 1
            own = {column: cell for column, cell in row.items() if column != "times"}
            yield {**usual, **_identity(name, number), **own}


def _usual(name: str, indicator: Indicator, measure: Measure) -> dict[str, Plain]:
    """What every row of an example has in common unless it says otherwise."""
    usual: dict[str, Plain] = {"region": REGION}
    if "period" in TABLES[name]:
        usual["period"] = PERIOD
    if name == "answers":
        usual |= {"indicator": indicator.id, "proof": "seen"}
    if name == "responses":
        questions = getattr(measure, "questions", ("",))
        usual |= {"survey": getattr(measure, "survey", ""), "question": questions[0], "contact": "yes"}
    if name == "cases":
        usual |= {"process": getattr(measure, "process", ""), "step": getattr(measure, "step", "")}
    if name == "ledger":
        usual["kind"] = getattr(measure, "process", "")
    return usual


def _identity(name: str, number: int) -> dict[str, Plain]:
    """A row of its own case, item or respondent."""
    keys = {"cases": "case", "ledger": "item", "responses": "respondent"}
    return {keys[name]: f"{number}"} if name in keys else {}


def _table(name: str, rows: list[dict[str, Plain]]) -> pa.Table:
    columns = TABLES[name]
    for row in rows:
        for column in row:
            if column not in columns:
                raise Faults([fault(f"{name} 没有列“{column}”", f"{name} has no column '{column}'")])
    return pa.table(
        {
            column: pa.array([_cell(row.get(column), kind) for row in rows], _ARROW[kind])
            for column, kind in columns.items()
        }
    )


def _cell(value: object, kind: Type) -> object:
    if value is None or value == "":
        return None
    if kind == "stamp":
        try:
            return datetime.datetime.fromisoformat(str(value))
        except ValueError:
            raise Faults([fault(f"“{value}”不是日期", f"'{value}' is not a date")]) from None
    return float(str(value)) if kind == "number" else str(value)
