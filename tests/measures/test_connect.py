"""`evaluator score` on Spark, local and through Spark Connect, from evidence to the files of a run: as on DuckDB."""

from __future__ import annotations

import csv
import json
import math
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import pytest

from tests.measures.desk import DURATION, Row, table
from tests.measures.test_answers import ITEMS, answers
from tests.measures.test_shares import ON_TIME
from tests.measures.test_traps import many_cases

MEASURES: list[Row] = [
    {**DURATION, "statistic": "p90"},
    {**DURATION, "statistic": "mean", "clock": "working_days"},
    {**ON_TIME, "lag": {"workdays": 15}},
    {"kind": "checklist", "items": ITEMS},
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A Spark Connect server of our own; its jar comes with Spark."""
    pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    pytest.importorskip("grpc", reason="the extra 'spark' is not installed")
    if not shutil.which("java"):
        pytest.skip("Java is not installed")
    words = [sys.executable, "-m", "tests.measures.connect_server"]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdin and running.stdout
        said = running.stdout.readline().split()
        assert said[:1] == ["port"], said
        yield f"sc://127.0.0.1:{said[1]}"
        running.stdin.close()


def place(folder: Path, number: int = 201_000) -> Path:
    """Evidence whose log stays in its files, some rows of it refused, one region written by name; and a checklist.

    With few cases the log is read into memory.
    """
    evidence = folder / "evidence"
    evidence.mkdir()
    cases = many_cases(number)
    cases = pa.concat_tables([cases, cases.slice(10, 20)])
    names = ["乙县" if one == "b" else one for one in cases["region"].to_pylist()]
    cases = cases.set_column(0, "region", pa.array(names))
    pq.write_table(cases.slice(0, number * 3 // 4), evidence / "cases-1.parquet")
    pq.write_table(cases.slice(number * 3 // 4), evidence / "cases-2.parquet")
    checked = [{**row, "indicator": "x3"} for row in answers("a", q1="yes", q2="partial", q3="no", q4="na")]
    pc.write_csv(table("answers", checked), evidence / "answers.csv")
    regions = [
        {"region": one, "name_zh": f"{zh}县", "name_en": one} for one, zh in zip("abcd", "甲乙丙丁", strict=True)
    ]
    pc.write_csv(pa.Table.from_pylist(regions), evidence / "regions.csv")
    listed = [
        {"id": f"x{n}", "name": {"zh": "例", "en": "example"}, "direction": "lower", "measure": measure}
        for n, measure in enumerate(MEASURES)
    ]
    tree = [{"indicator": one["id"]} for one in listed]
    standard = {"id": "log", "version": "1", "name": {"zh": "例", "en": "example"}, "levels": [], "tree": tree}
    (folder / "standard.yaml").write_text(json.dumps({**standard, "indicators": listed}, ensure_ascii=False))
    return evidence


def scored(folder: Path, *more: str) -> tuple[list[dict[str, str]], str]:
    """The indicators of a run, and what it said."""
    out = folder / f"run-{len(more)}"
    words = ["score", "--standard", folder / "standard.yaml", "--evidence", folder / "evidence", "--period", "2023"]
    words += ["--no-cache", "--lang", "en", "--out", out, *more]
    done = subprocess.run([sys.executable, "-m", "evaluator", *map(str, words)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    with (out / "indicators.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file)), done.stderr


def compared(folder: Path, url: str) -> None:
    """Score on DuckDB and on Spark, and compare every cell."""
    wanted, _ = scored(folder)
    assert len((folder / "run-0" / "refusals.csv").read_text(encoding="utf-8-sig").splitlines()) > 20
    found, said = scored(folder, "--engine", "spark", "--engine-url", url)
    assert "Warning" not in said
    assert len(found) == len(wanted) == 4 * 4
    for one, other in zip(found, wanted, strict=True):
        for name, text in other.items():
            try:
                assert math.isclose(float(one[name]), float(text), rel_tol=1e-9, abs_tol=1e-9), (name, one, other)
            except ValueError:
                assert one[name] == text, (name, one, other)


def test_a_log_in_files_scores_alike_through_spark_connect(server: str, tmp_path: Path) -> None:
    place(tmp_path)
    compared(tmp_path, server)


def test_evidence_scores_alike_on_spark_local(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    if not shutil.which("java"):
        pytest.skip("Java is not installed")
    place(tmp_path, 2_000)
    compared(tmp_path, "local[2]")
