"""Where a method has SQL, the SQL gives the numbers of the array function."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pytest

from evaluator.methods import Aggregation, Aspect, Imputation, Normalisation, kinds, method
from evaluator.methods.base import Floats, Method
from evaluator.methods.registry import method_class
from tests.methods.tables import cells, even

REGIONS = tuple(f"r{i}" for i in range(23))


def rows() -> Floats:
    """Five rows: ordinary, with ties, with gaps, constant, empty."""
    chance = np.random.default_rng(7)
    ordinary = chance.normal(5, 20, 23)
    tied = np.round(chance.normal(0, 1, 23))
    gaps = np.where(chance.random(23) < 0.3, np.nan, chance.lognormal(0, 2, 23))
    return np.stack([ordinary, tied, gaps, np.full(23, 0.1 + 0.2), np.full(23, np.nan)])


def parameters(found: Method) -> dict[str, Any]:
    row = {name: value for name, value in found if name != "range"}
    if hasattr(found, "range"):
        row["lo"], row["hi"] = (None, None) if found.range == "none" else found.range
    return row


def literal(value: object) -> str:
    if value is None:
        return "CAST(NULL AS DOUBLE)"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return f"CAST({value!r} AS DOUBLE)"
    return "'" + str(value) + "'"


def columns(row: dict[str, Any]) -> str:
    return ", ".join(
        f"{literal(value)} AS {name}" for name, value in row.items() if not isinstance(value, (tuple, dict))
    )


def in_sql(found: Normalisation, values: Floats, aspect: Aspect) -> Floats:
    row = parameters(found)
    for name in ("direction", "worst", "best", "target"):
        if row.get(name) is None:
            value = getattr(aspect, name)
            row[name] = None if np.isnan(value) else value
    entries = [
        (r, REGIONS[i], float(x)) for r, line in enumerate(values) for i, x in enumerate(line) if not np.isnan(x)
    ]
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t (period INTEGER, region VARCHAR, x DOUBLE)")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?)", entries)
    answer = connection.execute(
        f"""SELECT period, region, {found.sql} AS value
        FROM (SELECT *, x * {aspect.direction} AS directed FROM t) AS t, (SELECT {columns(row)}) AS s
        WINDOW w AS (PARTITION BY period)"""
    ).fetchall()
    result = np.full(values.shape, np.nan)
    for period, region, value in answer:
        result[period, REGIONS.index(region)] = np.nan if value is None else value
    return result


NORMALISATIONS = [
    {"kind": "minmax"},
    {"kind": "minmax", "range": [1, 100]},
    {"kind": "minmax", "range": "none"},
    {"kind": "zscore"},
    {"kind": "zscore", "range": "none"},
    {"kind": "zscore", "mean": 10, "sd": 2},
    {"kind": "zscore", "sd": 2, "range": [0, 1]},
    {"kind": "rank"},
    {"kind": "rank", "range": "none"},
    {"kind": "percentile-rank"},
    {"kind": "percentile-rank", "range": "none"},
    {"kind": "borda", "range": "none"},
    {"kind": "borda"},
    {"kind": "goalposts", "worst": -3, "best": 12},
    {"kind": "goalposts", "worst": 12, "best": -3, "clip": False, "exponent": 0.8},
    {"kind": "goalposts", "range": "none"},
    {"kind": "distance-to-max"},
    {"kind": "distance-to-max", "range": "none"},
    {"kind": "distance-to-target", "target": 6, "range": "none"},
    {"kind": "distance-to-target", "clip": False},
    {"kind": "distance-to-reference", "reference": "r4"},
    {"kind": "distance-to-reference", "reference": "r4", "clip": True, "range": "none"},
    {"kind": "scaled", "lower": -10, "upper": 30},
    {"kind": "scaled", "range": "none"},
    {"kind": "above-below-mean"},
    {"kind": "above-below-mean", "threshold": 0, "range": "none"},
    {"kind": "none"},
]


@pytest.mark.parametrize("setting", NORMALISATIONS, ids=str)
@pytest.mark.parametrize("direction", [1.0, -1.0])
def test_normalisation(setting: dict[str, object], direction: float) -> None:
    found = method("normalisation", setting)
    assert isinstance(found, Normalisation)
    aspect = Aspect(direction=direction, worst=2.0, best=9.0, target=7.0, regions=REGIONS)
    expected = found.normalise(rows(), aspect)
    np.testing.assert_allclose(in_sql(found, rows(), aspect), expected, rtol=1e-11, atol=1e-11)


def test_every_normalisation_with_sql_is_compared() -> None:
    tried = {str(setting["kind"]) for setting in NORMALISATIONS}
    assert {kind for kind in kinds("normalisation") if _has_sql("normalisation", kind)} == tried


AGGREGATIONS = [
    {"kind": "arithmetic"},
    {"kind": "geometric"},
    {"kind": "harmonic"},
    {"kind": "power", "p": 2},
    {"kind": "power", "p": 1},
    {"kind": "power", "p": 0},
    {"kind": "power", "p": -1},
    {"kind": "power", "p": 0.5},
    {"kind": "minimum"},
    {"kind": "median"},
    {"kind": "points"},
]


@pytest.mark.parametrize("setting", AGGREGATIONS, ids=str)
@pytest.mark.parametrize("shift", [0.0, -1.0, 3.0])
def test_aggregation(setting: dict[str, object], shift: float) -> None:
    found = method("aggregation", setting)
    assert isinstance(found, Aggregation)
    chance = np.random.default_rng(3)
    scores = np.round(np.abs(chance.normal(1, 2, (6, 40))), 1) + shift
    scores[chance.random(scores.shape) < 0.2] = np.nan
    scores[:, 7] = np.nan
    scores[:, 8] = 0.0
    given = np.array([1.0, 2.0, 0.5, 1.0, 1.0, 3.0])
    active = np.where(np.isnan(scores), 0.0, given[:, None])
    weights = active / np.maximum(active.sum(axis=0), 1e-300) if found.rescaled else active
    expected = found.aggregate(scores, weights)
    connection = duckdb.connect()
    connection.execute("CREATE TABLE c (seat INTEGER, x DOUBLE, w DOUBLE)")
    entries = [
        (i, float(scores[k, i]), float(given[k])) for i in range(40) for k in range(6) if not np.isnan(scores[k, i])
    ]
    connection.executemany("INSERT INTO c VALUES (?, ?, ?)", entries)
    answer = connection.execute(
        f"SELECT seat, {found.sql} FROM c, (SELECT {columns(parameters(found)) or '1 AS one'}) AS a GROUP BY seat"
    ).fetchall()
    result = np.full(40, np.nan)
    for seat, value in answer:
        result[seat] = np.nan if value is None else value
    np.testing.assert_allclose(result, expected, rtol=1e-11, atol=1e-12)


def test_every_aggregation_with_sql_is_compared() -> None:
    tried = {str(setting["kind"]) for setting in AGGREGATIONS}
    assert {kind for kind in kinds("aggregation") if _has_sql("aggregation", kind)} == tried


IMPUTATIONS = [{"kind": "none"}, {"kind": "mean"}, {"kind": "median"}, {"kind": "group-mean"}, {"kind": "group-median"}]


@pytest.mark.parametrize("setting", IMPUTATIONS, ids=str)
def test_imputation(setting: dict[str, object]) -> None:
    found = method("imputation", setting)
    assert isinstance(found, Imputation)
    chance = np.random.default_rng(5)
    values = chance.normal(size=(2, 3, 23))
    values[chance.random(values.shape) < 0.4] = np.nan
    values[0, 1] = np.nan
    groups = (*(["", "a", "b", "c"][i] for i in chance.integers(0, 4, 22)), "alone")
    values[:, :, 22] = np.nan
    block = cells(values, groups={"group": groups})
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE c (level VARCHAR, indicator INTEGER, period INTEGER, region INTEGER, x DOUBLE, g VARCHAR)"
    )
    entries = [
        ("", i, t, r, None if np.isnan(values[t, i, r]) else float(values[t, i, r]), groups[r] or None)
        for t, i, r in np.ndindex(values.shape)
    ]
    connection.executemany("INSERT INTO c VALUES (?, ?, ?, ?, ?, ?)", entries)
    answer = connection.execute(f"SELECT period, indicator, region, coalesce(x, {found.sql}) FROM c").fetchall()
    result = np.full(values.shape, np.nan)
    for t, i, r, value in answer:
        result[t, i, r] = np.nan if value is None else value
    np.testing.assert_allclose(result, found.impute(block), rtol=1e-12, atol=1e-12)


def test_every_imputation_with_sql_is_compared() -> None:
    tried = {str(setting["kind"]) for setting in IMPUTATIONS}
    assert {kind for kind in kinds("imputation") if _has_sql("imputation", kind)} == tried


def _has_sql(step: str, kind: str) -> bool:
    found = method_class(step, kind)
    return found is not None and found.sql is not None


def test_even_weights_of_the_tests_ignore_what_is_missing() -> None:
    np.testing.assert_allclose(even(np.array([[1.0, np.nan], [2.0, 3.0]])), [[0.5, 0.0], [0.5, 1.0]])
