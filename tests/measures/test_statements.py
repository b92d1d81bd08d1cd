"""Statements are made once for a measure, whichever indicators have it, and kept only where nobody else can write."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys

import ibis
import pyarrow as pa

from evaluator.engines import statements
from evaluator.engines.duckdb_engine import DuckdbEngine, printed
from evaluator.engines.keeping import Keeper
from evaluator.engines.statements import expression_of, statement_of
from indicators.catalogue import measure_of
from indicators.stamps import compare, seconds
from tests.measures.desk import indicator

LIST = {"kind": "checklist", "items": [{"id": "a", "question": {"zh": "甲", "en": "A"}}]}


def test_a_statement_is_that_of_the_expression_for_any_indicator(tmp_path):
    measure = measure_of(indicator(LIST))
    for name in ("one", "the.other", "o'clock"):
        fresh = printed(expression_of(name, measure).op())
        assert statement_of(name, measure) == fresh
        assert statement_of(name, measure, Keeper(tmp_path)) == fresh


def test_a_statement_is_the_same_in_every_process():
    """Working days leave two columns of the calendar out: as a set they came in another order in every process."""
    said = (
        "from evaluator.engines.statements import statement_of; from indicators.catalogue import measure_of\n"
        "from tests.measures.desk import DURATION, indicator\n"
        "print(statement_of('i', measure_of(indicator(DURATION | {'clock': 'working_days'}))))"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", said],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    (statement,) = made
    assert 'EXCLUDE ("calendar_day", "calendar_key")' in statement


def test_a_statement_is_taken_only_from_a_folder_of_ones_own(tmp_path, monkeypatch):
    measure = measure_of(indicator(LIST))
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    fresh = statement_of("one", measure, Keeper(own))
    (entry,) = own.iterdir()
    Keeper(own).write(entry.name.removesuffix(".kept"), pa.table({"statement": ["SELECT 1"]}))
    monkeypatch.setattr(statements, "_MADE", {})
    assert statement_of("one", measure, Keeper(own)) == "SELECT 1"
    own.chmod(0o777)
    statements._MADE.clear()
    assert statement_of("one", measure, Keeper(own)) == fresh


def test_midnight_is_told_by_a_remainder_as_by_the_calendar():
    """The printed statement, and the same with the day cut out of the calendar, over every kind of stamp."""
    day, micro = datetime.datetime(2023, 5, 6), datetime.timedelta(microseconds=1)
    stamps = [day, day + micro, day - micro, day.replace(hour=15), datetime.datetime(1950, 1, 1), None]
    stamps += [datetime.datetime(1950, 1, 1, 1), day.replace(hour=23, minute=59, second=59)]
    pairs = [{"one": one, "other": other} for one in stamps for other in stamps]
    rows = ibis.table({"one": "timestamp", "other": "timestamp"}, name="pairs")
    told = rows.mutate(
        passed=seconds(rows.one, rows.other),
        early=compare(rows.one, rows.other, "<="),
        same=compare(rows.one, rows.other, "="),
    )
    text = printed(told.op())
    plain, number = re.subn(r"EPOCH_US\((\S+)\) % 86400000000 = 0", r"\1 = DATE_TRUNC('DAY', \1)", text)
    assert number == 6
    endless = [
        "SELECT TIMESTAMP 'infinity', TIMESTAMP '2023-05-06'",
        "SELECT TIMESTAMP '2023-05-06', TIMESTAMP '-infinity'",
    ]
    with DuckdbEngine() as engine:
        engine.put("finite", pa.Table.from_pylist(pairs, pa.schema([(n, pa.timestamp("us")) for n in rows.columns])))
        engine.view("pairs", " UNION ALL ".join(["SELECT * FROM finite", *endless]))
        found = engine.query(text)
        assert found.equals(engine.query(plain))
    assert found.num_rows == len(stamps) ** 2 + 2
