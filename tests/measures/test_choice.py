"""What an engine may take: sizes and threads are checked, and results do not depend on them."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evaluator.commands.score import command
from evaluator.engines import EngineChoice, measured
from indicators.faults import Faults
from tests.measures.desk import DURATION, Desk, indicator
from tests.measures.test_traps import many_cases


@pytest.mark.parametrize("size", ["2", "GB", "2XB", "-1GB", "2GB; DROP TABLE cases", ""])
def test_a_size_that_cannot_be_read_is_a_fault(size: str) -> None:
    with pytest.raises(Faults):
        EngineChoice(memory_limit=size)


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_are_at_least_one(threads: int) -> None:
    with pytest.raises(Faults):
        EngineChoice(threads=threads)


def test_an_engine_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(Faults):
        measured([indicator(DURATION)], Desk(), choice=EngineChoice("abacus"))


def test_results_do_not_depend_on_memory_or_threads() -> None:
    desk = Desk()
    desk.tables = {"cases": many_cases(200_000)}
    wanted = [indicator({**DURATION, "statistic": one}, one) for one in ("median", "mean", "p90")]
    first = measured(wanted, desk, periods=["2023", "2023-Q2"])
    assert first.num_rows == 3 * 4 * 2
    for choice in (EngineChoice(memory_limit="100MB", threads=1), EngineChoice(memory_limit="150MB", threads=3)):
        assert measured(wanted, desk, periods=["2023", "2023-Q2"], choice=choice).equals(first)


def test_the_command_knows_the_engines() -> None:
    answer = CliRunner().invoke(command, ["--engine", "abacus"])
    assert answer.exit_code == 2
    assert "duckdb" in answer.output and "spark" in answer.output
