"""Statements are made once for a measure, whichever indicators have it, and kept only where nobody else can write."""

from __future__ import annotations

import os
import subprocess
import sys

import pyarrow as pa

from evaluator.engines import statements
from evaluator.engines.duckdb_engine import printed
from evaluator.engines.keeping import Keeper
from evaluator.engines.statements import expression_of, statement_of
from indicators.catalogue import measure_of
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
