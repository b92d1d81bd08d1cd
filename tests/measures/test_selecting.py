"""Quantiles of logs in files, found in one pass, are those of the same rows in memory, bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from evaluator.engines import EngineChoice, measured, sampling, selecting, sharing
from evaluator.engines.layers import layers_of
from evaluator.engines.logs import COUNTS, Log
from evaluator.engines.periods import periods_of
from indicators.indicator import Indicator
from indicators.measures._spread import ranks
from tests.measures.desk import DURATION, Row, indicator

STATISTICS: list[Row] = [{"statistic": one} for one in ("median", "p90", "mean", "promised")]
STATISTICS += [{"statistic": "within", "limit": 20.5}]
PERIODS = ["2023", "2024", "2023-Q1", "2023-Q3"]


class Held:
    """Evidence of one table."""

    def __init__(self, source: Any) -> None:
        self.sources = {"cases": source}


def rows(seed: int, number: int, spread: int, whole_days: bool) -> pa.Table:
    """Cases of unlike regions, some open, some backward, some without a promise."""
    draw = np.random.default_rng(seed)
    started = np.datetime64("2022-11-01", "us") + draw.integers(0, 500 * 86400, number).astype("timedelta64[s]")
    lasted = draw.integers(-1, spread, number) * (86400 if whole_days else 997)
    if whole_days:
        started = started.astype("datetime64[D]").astype("datetime64[us]")
    names = np.array(["a", "b", "c", "d", "e", "f"])[np.minimum(draw.geometric(0.4, number), 6) - 1]
    columns = {
        "region": pa.array(names),
        "process": pa.array(["p"] * number),
        "case": pa.array(np.arange(number).astype(str)),
        "step": pa.array(["s"] * number),
        "started": pa.array(started, mask=draw.random(number) < 0.05),
        "finished": pa.array(started + lasted.astype("timedelta64[s]"), mask=draw.random(number) < 0.05),
        "due": pa.array(started + np.timedelta64(20, "D"), mask=draw.random(number) < 0.3),
        "mode": pa.array(np.array(["x", "y"])[draw.integers(0, 2, number)]),
    }
    return pa.table(columns)


def wanted(**more: Any) -> list[Indicator]:
    return [indicator({**DURATION, **more, **one}, f"x{n}") for n, one in enumerate(STATISTICS)]


def counted(table: pa.Table) -> pa.Table:
    found = table.group_by(["region", "process", "step"]).aggregate([([], "count_all")])
    return found.rename_columns(COUNTS.names).cast(COUNTS)


# Every example measures twice: a failing one is not made smaller.
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    seed=st.integers(0, 10**6),
    number=st.sampled_from([1, 3, 40, 700, 5000]),
    spread=st.sampled_from([1, 4, 60, 4000]),
    whole_days=st.booleans(),
    width=st.sampled_from([0.0, 0.3, 4.0]),
    few=st.sampled_from([0, 200, 10**9]),
    by_region=st.booleans(),
    known=st.booleans(),
    more=st.sampled_from([{}, {"period_by": "start", "clock": "hours"}, {"filter": "mode = 'x' or due > finished"}]),
)
def test_a_log_in_files_gives_what_its_rows_give_in_memory(
    tmp_path, monkeypatch, seed, number, spread, whole_days, width, few, by_region, known, more
):
    table = rows(seed, number, spread, whole_days)
    paths = [tmp_path / "cases-1.parquet", tmp_path / "cases-2.parquet"]
    kept = table.sort_by("region") if by_region else table
    for path, part in zip(paths, (kept.slice(0, number // 3), kept.slice(number // 3)), strict=True):
        pq.write_table(part, path, row_group_size=97)
    log = Log(tuple(paths), counts=counted(table) if known else COUNTS.empty_table())
    with monkeypatch.context() as patch:
        patch.setattr(sharing, "LARGE", 0)
        patch.setattr(selecting, "WIDTH", width)
        patch.setattr(selecting, "FEW", few)
        patch.setattr(sampling, "PERCENT", 20)
        found = measured(wanted(**more), Held(log), periods=PERIODS)
    assert found.equals(measured(wanted(**more), Held(table), periods=PERIODS))


def test_a_log_of_several_rows_a_case_is_tallied_once(tmp_path):
    """Start and end stand in different rows: nothing is selected, and the tally is shared all the same."""
    table = rows(1, 2000, 60, False)
    ends = table.set_column(table.column_names.index("step"), "step", pa.array(["t"] * 2000))
    both = pa.concat_tables([table, ends])
    path = tmp_path / "cases.parquet"
    pq.write_table(both, path)
    more = {"end": {"step": "t", "stamp": "finished"}}
    found = measured(wanted(**more), Held([path]), periods=PERIODS)
    assert found.num_rows > 50
    assert found.equals(measured(wanted(**more), Held(both), periods=PERIODS))


def test_what_is_left_out_of_a_log_is_left_out_of_its_quantiles(tmp_path, monkeypatch):
    monkeypatch.setattr(sharing, "LARGE", 0)
    table, path = rows(2, 3000, 4000, False), tmp_path / "cases.parquet"
    pq.write_table(table, path, row_group_size=500)
    gone = pa.table({"evidence_file": [0] * 1000, "evidence_row": list(range(0, 3000, 3))})
    there = pc.not_equal(pc.subtract(pa.array(range(3000)), pc.multiply(pc.divide(pa.array(range(3000)), 3), 3)), 0)
    log = Log((path,), left_out=gone, codes={"a": "A"})
    names = pc.replace_with_mask(table["region"].combine_chunks(), pc.equal(table["region"], "a").combine_chunks(), "A")
    small = table.set_column(0, "region", names).filter(there)
    assert measured(wanted(), Held(log), periods=["2023"]).equals(measured(wanted(), Held(small), periods=["2023"]))


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_and_memory_do_not_change_a_byte(tmp_path, monkeypatch, threads):
    monkeypatch.setattr(sharing, "LARGE", 0)
    path = tmp_path / "cases.parquet"
    pq.write_table(rows(3, 60_000, 4000, False), path, row_group_size=5000)
    first = measured(wanted(), Held([path]), periods=PERIODS)
    again = measured(
        wanted(), Held([path]), periods=PERIODS, choice=EngineChoice(memory_limit="200MB", threads=threads)
    )
    assert again.equals(first)


def test_periods_of_one_layer_do_not_overlap():
    layers = layers_of(periods_of([*PERIODS, "2023-H1", "2023-02", "2023-Q2", "2023-Q4"]))
    assert [sorted(layer.names) for layer in layers] == [
        ["2023", "2024"], ["2023-H1", "2023-Q3", "2023-Q4"], ["2023-Q1", "2023-Q2"], ["2023-02"],
    ]  # fmt: skip


@pytest.mark.parametrize("percent", [50, 90])
@pytest.mark.parametrize("total", [0, 1, 2, 3, 10, 99, 1000, 123_457])
def test_ranks_hold_those_that_numpy_reads(total, percent):
    found = ranks(total, percent)
    assert found <= set(range(1, total + 1))
    if total:
        amounts = np.arange(1, total + 1)
        for side in ("lower", "higher"):
            assert int(np.quantile(amounts, percent / 100, method=side)) in found


class Spied:
    """Counts how often a tally came from earlier counts."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.grown = 0
        grown = selecting.Selection._grown

        def spied(*given: Any) -> Any:
            found = grown(*given)
            self.grown += found is not None
            return found

        patch.setattr(selecting.Selection, "_grown", spied)


def in_parts(folder: Path, table: pa.Table, sizes: list[int]) -> list[Log]:
    """A log of one file, then of two, and so on; the last part comes as rows in memory."""
    logs, paths, first = [], [], 0
    for number, size in enumerate(sizes):
        part, first = table.slice(first, size), first + size
        last = number == len(sizes) - 1
        if not last:
            paths.append(folder / f"cases-{number}.parquet")
            pq.write_table(part, paths[-1], row_group_size=97)
        logs.append(Log(tuple(paths), rows=part if last else None, counts=counted(table.slice(0, first))))
    return logs


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    seed=st.integers(0, 10**6),
    sizes=st.lists(st.sampled_from([1, 5, 40, 300, 2000]), min_size=3, max_size=4),
    spread=st.sampled_from([1, 60, 4000]),
    width=st.sampled_from([0.0, 0.3, 4.0]),
    by_region=st.booleans(),
    more=st.sampled_from([{}, {"period_by": "start", "clock": "hours"}, {"filter": "mode = 'x' or due > finished"}]),
)
def test_a_log_that_grows_gives_what_it_gives_measured_anew(
    tmp_path_factory, monkeypatch, seed, sizes, spread, width, by_region, more
):
    folder, table = tmp_path_factory.mktemp("grown"), rows(seed, sum(sizes), spread, False)
    table = table.sort_by("region") if by_region else table
    with monkeypatch.context() as patch:
        patch.setattr(sharing, "LARGE", 0)
        patch.setattr(selecting, "WIDTH", width)
        patch.setattr(selecting, "FEW", 0)
        patch.setattr(sampling, "PERCENT", 20)
        for log in in_parts(folder, table, sizes):
            fresh = measured(wanted(**more), Held(log), periods=PERIODS)
            choice = EngineChoice(cache=folder / "kept")
            assert measured(wanted(**more), Held(log), periods=PERIODS, choice=choice).equals(fresh)


def test_of_a_log_that_grows_only_what_is_new_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(sharing, "LARGE", 0)
    monkeypatch.setattr(sampling, "PERCENT", 20)
    table = rows(5, 6000, 4000, False)
    first, second, third = in_parts(tmp_path, table, [5900, 60, 40])
    choice, spied = EngineChoice(cache=tmp_path / "kept"), Spied(monkeypatch)
    measured(wanted(), Held(first), periods=["2023"], choice=choice)
    assert spied.grown == 0
    for done, log in enumerate((second, third), start=1):
        found = measured(wanted(), Held(log), periods=["2023"], choice=choice)
        assert spied.grown == done
        assert found.equals(measured(wanted(), Held(log), periods=["2023"]))
    measured(wanted(), Held(first), periods=["2023"], choice=choice)
    assert spied.grown == 2, "nothing is taken away from a count"


def test_the_counts_of_a_file_that_changed_are_not_added_to(tmp_path, monkeypatch):
    monkeypatch.setattr(sharing, "LARGE", 0)
    table, choice, spied = rows(6, 4000, 4000, False), EngineChoice(cache=tmp_path / "kept"), Spied(monkeypatch)
    first, second, _ = in_parts(tmp_path, table, [3000, 900, 100])
    measured(wanted(), Held(first), periods=["2023"], choice=choice)
    pq.write_table(table.slice(100, 2900), first.paths[0])
    found = measured(wanted(), Held(second), periods=["2023"], choice=choice)
    assert spied.grown == 0
    assert found.equals(measured(wanted(), Held(second), periods=["2023"]))
