"""Every kind of measure gives the same numbers on DuckDB and on Spark, to 1e-9."""

from __future__ import annotations

import math
import shutil
import warnings
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from evaluator.engines.duckdb_engine import DuckdbEngine
from evaluator.engines.measuring import measure_all
from evaluator.engines.sources import Engine
from indicators.catalogue import measure_of
from indicators.measures import measure_kinds
from tests.measures.desk import DURATION, Row, case, indicator, table
from tests.measures.test_answers import ITEMS, SURVEY, answers, replies
from tests.measures.test_intervals import SPAN, STEPS
from tests.measures.test_ledger import ITEMS as PROBLEMS
from tests.measures.test_ledger import OPINIONS
from tests.measures.test_shares import ON_TIME, RATE
from tests.measures.test_traps import AMOUNTS, SHARE, SIGNS, many_cases, neighbours, written

MEASURES: list[Row] = [
    *[{**DURATION, "statistic": statistic} for statistic in ("median", "mean", "p90", "promised")],
    {**DURATION, "statistic": "within", "limit": 20.5},
    *[
        {**DURATION, "clock": clock, "statistic": statistic}
        for clock in ("working_days", "hours")
        for statistic in ("median", "mean", "p90", "promised")
    ],
    *[{**DURATION, "clock": clock, "statistic": "within", "limit": 20.5} for clock in ("working_days", "hours")],
    {**DURATION, "negative": "zero"},
    {**DURATION, "period_by": "start"},
    {**DURATION, "fill": True, "filter": "mode = 'a'"},
    {**ON_TIME, "numerator": "workdays(started, finished) <= 15 or hours(started, finished) < 400.5"},
    {**ON_TIME, "lag": {"workdays": 15}},
    {**ON_TIME, "lag": {"days": 30}, "filter": "outcome != 'withdrawn' and mode in ('a', 'b')"},
    {"kind": "amount-share", "process": "p", "numerator": "mode = 'a'", "period_by": "due"},
    {**RATE, "numerator": "mode = 'a'"},
    *[{"kind": kind, **SPAN, "process": "q"} for kind in ("overlap", "waiting", "union", "steps")],
    {"kind": "union", **SPAN, "process": "q", "clock": "calendar_days", "statistic": "mean"},
    *[{"kind": "steps", **SPAN, "process": "q", "count": count} for count in ("department", "row")],
    *[
        {"kind": "ledger", "process": "problem", "show": show}
        for show in ("red", "yellow", "green", "on-time", "reopened")
    ],
    *[{"kind": "consultation", "show": show} for show in ("received", "answered", "adopted")],
    {"kind": "checklist", "items": ITEMS},
    {"kind": "checklist", "items": ITEMS, "proof": False},
    *[{**SURVEY, "statistic": statistic} for statistic in ("mean", "subject-mean", "subject-floor")],
    {**SURVEY, "statistic": "share", "numerator": "answer = 'poor'"},
    {**SURVEY, "weighted": False, "invited": "active_firms"},
]
PERIODS = ["2023", "2023-Q1", "2023-H1", "2023-05", "2024"]


def evidence() -> dict[str, pa.Table]:
    steps = table("cases", [{**row, "process": "q"} for row in STEPS])
    cases = pa.concat_tables([many_cases(3_000), steps], promote_options="default")
    checked: list[dict[str, Any]] = answers("a", q1="yes", q2="partial", q3="no", q4="na") + answers(
        "b", q1="no", q2="0.25", q3="yes", q4="yes", proof=None
    )
    named = [{**row, "indicator": f"x{n:02d}"} for n in range(len(MEASURES)) for row in checked]
    return {
        "cases": cases,
        "ledger": table("ledger", PROBLEMS + OPINIONS),
        "answers": table("answers", named),
        "responses": table("responses", replies("tax", "vvap-", weight=1.5) + replies("land", "vap", 9)),
        "statistics": table(
            "statistics",
            [
                {"region": region, "period": "2023", "series": "active_firms", "value": 1234.0}
                for region in ("a", "b", "c", "d", "r")
            ],
        ),
    }


def results(engine: Engine) -> pa.Table:
    records = [indicator(measure, f"x{n:02d}") for n, measure in enumerate(MEASURES)]
    return measure_all([(one, measure_of(one)) for one in records], evidence(), engine, PERIODS)


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    if not shutil.which("java"):
        pytest.skip("Java is not installed")
    from evaluator.engines.spark_engine import SparkEngine

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        engine = SparkEngine("local[2]")
        # Many small statements: compiling each takes longer than running it.
        engine._session.conf.set("spark.sql.codegen.wholeStage", "false")
        engine._session.conf.set("spark.sql.shuffle.partitions", "1")
        yield engine
        engine.close()


def test_every_kind_is_compared() -> None:
    assert {measure["kind"] for measure in MEASURES} == set(measure_kinds()) - {"statistic"}


@pytest.mark.filterwarnings("ignore")
def test_spark_reads_stamps_with_a_zone_as_duckdb_does(spark: Engine) -> None:
    zoned = table("cases", [case(1, "2023-02-28 16:30", "2023-02-28 17:30")])
    for name in ("started", "finished"):
        place = zoned.schema.get_field_index(name)
        zoned = zoned.set_column(place, name, zoned[name].cast(pa.timestamp("us", "UTC")))
    measures = [(one := indicator({**DURATION, "clock": "hours"}), measure_of(one))]
    found = measure_all(measures, {"cases": zoned}, spark, ["2023-02", "2023-03"]).to_pylist()
    assert [(row["period"], row["value"]) for row in found] == [("2023-03", 1.0)]


@pytest.mark.filterwarnings("ignore")
def test_spark_reads_a_decimal_in_a_filter_as_the_double_nearest_to_it(spark: Engine) -> None:
    """Every amount in a mode of its own, so that one statement a sign compares them all."""
    rows = [row for n, amount in enumerate(AMOUNTS) for row in neighbours(amount, mode=f"m{n}")]
    measures = []
    for number, (sign, _) in enumerate(SIGNS):
        either = " or ".join(f"(mode = 'm{n}' and amount {sign} {written(one)})" for n, one in enumerate(AMOUNTS))
        one = indicator({**SHARE, "numerator": either}, f"x{number}")
        measures.append((one, measure_of(one)))
    found = measure_all(measures, {"cases": table("cases", rows)}, spark, ["2023"]).to_pylist()
    assert [row["cases"] for row in found] == [len(rows)] * len(SIGNS)
    assert [row["value"] for row in found] == [pytest.approx(100 * passing / 3) for _, passing in SIGNS]


@pytest.mark.filterwarnings("ignore")
def test_spark_agrees_with_duckdb(spark: Engine) -> None:
    with DuckdbEngine() as engine:
        wanted = results(engine).to_pylist()
    found = results(spark).to_pylist()
    assert len(found) == len(wanted) > 100
    for one, other in zip(found, wanted, strict=True):
        for name, value in other.items():
            if isinstance(value, float):
                close = one[name] is not None and math.isclose(one[name], value, rel_tol=1e-9, abs_tol=1e-9)
                assert close, (one, other)
            else:
                assert one[name] == value, (name, one, other)
