"""Traps that were measured on engines: each once, so that none comes back."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evaluator.engines.duckdb_engine import DuckdbEngine
from evaluator.engines.measuring import RESULT, measure_all
from indicators.catalogue import measure_of
from tests.measures.desk import DURATION, Row, case, indicator, measure_rows, table

SHARE: Row = {"kind": "share", "process": "p", "numerator": "finished <= due", "period_by": "due"}
MONEY: Row = {"kind": "amount-share", "process": "p", "numerator": "mode = 'a'", "period_by": "due"}


def many_cases(number: int, seed: int = 1) -> pa.Table:
    """Cases of four regions with times of day and amounts of very unlike size."""
    draw = np.random.default_rng(seed)
    base = np.datetime64("2023-01-01T00:00:00", "us")
    started = base + draw.integers(0, 300 * 86400, number).astype("timedelta64[s]")
    finished = started + draw.integers(0, 60 * 86400, number).astype("timedelta64[s]")
    amounts = draw.normal(size=number) * 10.0 ** draw.integers(0, 8, number)
    return pa.table(
        {
            "region": pa.array(np.array(["a", "b", "c", "d"])[draw.integers(0, 4, number)]),
            "process": pa.array(["p"] * number),
            "case": pa.array(np.arange(number).astype(str)),
            "step": pa.array(["s"] * number),
            "started": pa.array(started),
            "finished": pa.array(finished),
            "due": pa.array(started + np.timedelta64(20, "D")),
            "mode": pa.array(np.array(["a", "b"])[draw.integers(0, 2, number)]),
            "amount": pa.array(amounts),
        }
    )


def run(tables: dict[str, pa.Table | Path], threads: int, *measures: Row) -> pa.Table:
    wanted = [(one := indicator(measure, f"x{n}"), measure_of(one)) for n, measure in enumerate(measures)]
    with DuckdbEngine(threads=threads) as engine:
        return measure_all(wanted, tables, engine, ["2023", "2023-Q2"])


ALL: list[Row] = [
    DURATION,
    {**DURATION, "statistic": "mean"},
    {**DURATION, "statistic": "p90"},
    {**DURATION, "clock": "working_days", "statistic": "mean"},
    SHARE,
    MONEY,
]


def test_the_same_bytes_at_any_number_of_threads_and_in_any_order_of_rows() -> None:
    cases = many_cases(60_000)
    order = list(range(cases.num_rows))
    random.Random(7).shuffle(order)
    shuffled = cases.take(pa.array(order))
    first = run({"cases": cases}, 1, *ALL)
    assert first.num_rows == 6 * 4 * 2
    assert first.equals(run({"cases": cases}, 4, *ALL))
    assert first.equals(run({"cases": shuffled}, 3, *ALL))


def test_quantiles_are_exact_against_numpy() -> None:
    cases = many_cases(5_001)
    passed = (cases["finished"].to_numpy() - cases["started"].to_numpy()).astype("timedelta64[s]").astype(float) / 86400
    finished = cases["finished"].to_numpy().astype("datetime64[Y]").astype(str) == "2023"
    regions = np.array(cases["region"].to_pylist())
    found = run({"cases": cases}, 2, DURATION, {**DURATION, "statistic": "p90"}).to_pylist()
    for row in found:
        if row["period"] == "2023":
            days = passed[finished & (regions == row["region"])]
            wanted = np.quantile(days, 0.5 if row["indicator"] == "x0" else 0.9)
            assert row["value"] == pytest.approx(wanted, rel=1e-12)


def test_stamps_with_a_zone_become_the_clock_of_the_region() -> None:
    """17:30 UTC on 28 February is 01:30 on 1 March in Beijing: the case belongs to March."""
    zoned = table("cases", [case(1, "2023-02-28 16:30", "2023-02-28 17:30")])
    for name in ("started", "finished"):
        place = zoned.schema.get_field_index(name)
        zoned = zoned.set_column(place, name, zoned[name].cast(pa.timestamp("us", "UTC")))
    measures = [(one := indicator({**DURATION, "clock": "hours"}), measure_of(one))]
    with DuckdbEngine() as engine:
        found = measure_all(measures, {"cases": zoned}, engine, ["2023-02", "2023-03"]).to_pylist()
    assert [(row["period"], row["value"]) for row in found] == [("2023-03", 1.0)]


def test_stamps_without_a_zone_are_taken_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    rows = [case(1, "2023-03-31 22:00", "2023-03-31 23:30")]
    found = measure_rows({**DURATION, "clock": "hours"}, ["2023-03", "2023-04"], cases=rows)
    assert [(row["period"], row["value"]) for row in found] == [("2023-03", 1.5)]


def test_fractions_of_a_second_neither_round_up_nor_down_the_count() -> None:
    rows = [case(1, "2023-03-01 00:00:00.900000", "2023-03-01 01:00:00.100000")]
    assert measure_rows({**DURATION, "clock": "hours"}, ["2023"], cases=rows)[0]["value"] == 1.0


def test_parquet_is_read_where_it_lies_and_its_name_is_only_a_name(tmp_path: Path) -> None:
    cases = many_cases(2_000)
    odd = tmp_path / "it's [2023] *.parquet"
    pq.write_table(cases, odd)
    (tmp_path / "it's 2 x.parquet").write_bytes(b"not parquet")
    assert run({"cases": odd}, 2, *ALL).equals(run({"cases": cases}, 2, *ALL))


def test_dates_and_dictionaries_are_read_as_stamps_and_text() -> None:
    cases = table("cases", [case(1, "2023-03-01", "2023-03-04", due="2023-03-04")])
    for name in ("started", "finished", "due"):
        place = cases.schema.get_field_index(name)
        cases = cases.set_column(place, name, cases[name].cast(pa.date32()))
    place = cases.schema.get_field_index("process")
    cases = cases.set_column(place, "process", cases["process"].dictionary_encode())
    found = run({"cases": cases}, 1, DURATION, SHARE).to_pylist()
    assert [row["value"] for row in found if row["period"] == "2023"] == [3.0, 100.0]


def test_no_case_level_indicator_means_an_empty_result_with_its_columns() -> None:
    from evaluator.engines import measured
    from tests.measures.desk import Desk

    found = measured([indicator({"kind": "statistic", "formula": "a"})], Desk())
    assert found.schema.equals(RESULT)
    assert found.num_rows == 0


def test_evidence_without_any_row_gives_no_value() -> None:
    assert measure_rows(DURATION, ["2023"]) == []


def test_a_year_without_official_holidays_counts_monday_to_friday() -> None:
    start = datetime.date(2030, 1, 7)
    rows = [case(1, str(start), str(start + datetime.timedelta(days=7)))]
    assert measure_rows({**DURATION, "clock": "working_days"}, ["2030"], cases=rows)[0]["value"] == 5.0


def test_no_measure_asks_an_engine_for_a_quantile() -> None:
    """A translated `percentile_cont` is approximate on some engines, and an exact one does not spill."""
    import ibis.expr.operations as ops

    from evaluator.engines.statements import expression_of

    for statistic in ("median", "mean", "p90", "promised"):
        one = indicator({**DURATION, "statistic": statistic})
        names = {type(node).__name__ for node in expression_of(one.id, measure_of(one)).op().find(ops.Node)}
        assert "Sum" in names
        assert not [name for name in names if "Quantile" in name or "Median" in name]


#: Amounts that no decimal of an engine's own width is; and how many of an amount and its two neighbours compare so.
AMOUNTS = (0.1, 0.3, 1.005, 2.675, 1e-7, 123456789.123, 9007199254740993.0)
SIGNS = (("=", 1), ("<", 1), ("<=", 2), (">", 1), ("!=", 2))


def neighbours(amount: float, **more: object) -> list[Row]:
    """Cases with an amount and with the doubles beside it."""
    beside = [float(np.nextafter(amount, -np.inf)), amount, float(np.nextafter(amount, np.inf))]
    return [
        case(f"{amount}-{n}", "2023-01-02", "2023-01-05", due="2023-01-06", amount=one, **more)
        for n, one in enumerate(beside)
    ]


def written(amount: float) -> str:
    """An amount as a person writes it."""
    return np.format_float_positional(amount, trim="-")


@pytest.mark.parametrize("amount", AMOUNTS)
def test_a_decimal_in_a_filter_is_the_double_nearest_to_it(amount: float) -> None:
    """An engine may read a bare 0.1 as an exact decimal; against a column of doubles it has to be that double."""
    for sign, passing in SIGNS:
        measure = {**SHARE, "numerator": f"amount {sign} {written(amount)}"}
        found = measure_rows(measure, ["2023"], cases=neighbours(amount))
        assert found[0]["value"] == pytest.approx(100 * passing / 3), (sign, amount)


@pytest.mark.parametrize("measure", ALL)
def test_sums_are_of_whole_numbers(measure: Row) -> None:
    """A sum of doubles depends on the order of rows: every sum that becomes a value is taken over integers."""
    import ibis.expr.operations as ops

    from evaluator.engines.measuring import expression_of

    one = indicator(measure)
    sums = list(expression_of(one, measure_of(one)).op().find(ops.Sum))
    assert sums
    assert not [node for node in sums if not (node.arg.dtype.is_integer() or node.arg.dtype.is_decimal())]
