"""What a row of evidence consists of: the tables of case-level evidence, their columns and types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import ibis

Type = Literal["text", "stamp", "number"]

IBIS: dict[Type, str] = {"text": "string", "stamp": "timestamp", "number": "float64"}

TABLES: dict[str, dict[str, Type]] = {
    "statistics": {"region": "text", "period": "text", "series": "text", "value": "number"},
    "answers": {
        "region": "text",
        "period": "text",
        "indicator": "text",
        "item": "text",
        "answer": "text",
        "respondent": "text",
        "proof": "text",
    },
    "cases": {
        "region": "text",
        "process": "text",
        "case": "text",
        "step": "text",
        "started": "stamp",
        "finished": "stamp",
        "due": "stamp",
        "side": "text",
        "channel": "text",
        "mode": "text",
        "department": "text",
        "amount": "number",
        "outcome": "text",
    },
    "responses": {
        "region": "text",
        "period": "text",
        "survey": "text",
        "respondent": "text",
        "subject": "text",
        "question": "text",
        "answer": "text",
        "contact": "text",
        "weight": "number",
        "comment": "text",
    },
    "ledger": {
        "region": "text",
        "item": "text",
        "kind": "text",
        "opened": "stamp",
        "due": "stamp",
        "closed": "stamp",
        "confirmed": "stamp",
        "reopened": "stamp",
        "department": "text",
        "project": "text",
    },
}
#: The column of each table that says what a row is about; a measure reads rows of some of its words only.
TOPICS = {
    "statistics": "series",
    "answers": "indicator",
    "cases": "process",
    "responses": "survey",
    "ledger": "kind",
}
#: Working days up to and including a day, both counted from 1970-01-01; the engine brings this table.
CALENDAR = {"day": "int64", "worked": "int64"}
#: One row a period and month: `month` is year * 12 + month - 1; `ends` is the first moment after the period.
PERIODS = {"period": "string", "month": "int64", "starts": "timestamp", "ends": "timestamp"}


def unbound(name: str) -> ibis.Table:
    """A table of evidence by name, not bound to any engine."""
    import ibis

    if name == "calendar":
        return ibis.table(CALENDAR, name="calendar")
    if name == "periods":
        return ibis.table(PERIODS, name="periods")
    return ibis.table({column: IBIS[kind] for column, kind in TABLES[name].items()}, name=name)


def unbound_tables(indicator: str | None = None) -> dict[str, ibis.Table]:
    """Every table that a measure may read; of an indicator that is named, a checklist sees only its own answers."""
    tables = {name: unbound(name) for name in (*TABLES, "calendar")}
    if indicator is not None:
        tables["answers"] = tables["answers"].filter(tables["answers"].indicator == indicator)
    return tables
