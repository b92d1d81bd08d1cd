"""Median, 90th percentile and on-time share by region over a large made-up case log, against a scan of its columns.

Run: python benchmarks/case_logs.py [--rows 20000000] [--large] [--memory-limit 2GB] [--threads 2] [--folder DIR].
The log is made in Parquet files (about 20 bytes a row). The measures are those of `evaluator score`; the scan reads
region, start and end, and does no more than add them up. Peak memory is that of the whole process up to that line; in
the end a whole `evaluator score` runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from machine import machine, row

from evaluator.engines.choice import EngineChoice
from evaluator.engines.logs import Log
from evaluator.engines.measuring import measured
from evaluator.engines.sources import Source
from evaluator.evidence.logs import judged, log_file
from evaluator.evidence.names import Names
from indicators.indicator import Indicator

PART = 5_000_000
REGIONS = 100
MAKE = """COPY (SELECT 'r' || lpad((hash(i) % {regions})::VARCHAR, 3, '0') AS region, 'tax-payment' AS process,
  'c' || i::VARCHAR AS "case", 'filing' AS step, begun AS started,
  begun + to_seconds((3600 + hash(i, 2) % 2000000)::BIGINT) AS finished, begun + INTERVAL 15 DAY AS due
  FROM (SELECT i, TIMESTAMP '2023-01-01 08:00:00' + to_seconds((hash(i, 1) % 28000000)::BIGINT) AS begun
  FROM range({first}, {last}) AS t(i))) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
SCAN = "SELECT sum(length(region)), sum(epoch_us(started)), sum(epoch_us(finished)) FROM read_parquet([{paths}])"

SCORE = """import sys; from evaluator.cli import run; run(sys.argv[1:])
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)"""


class Held:
    """Evidence of one log."""

    def __init__(self, log: Source) -> None:
        self.sources: dict[str, Source] = {"cases": log}
        self.tables = self.sources


def indicator(statistic: str) -> Indicator:
    """One of the three."""
    start, end = ({"step": "filing", "stamp": stamp} for stamp in ("started", "finished"))
    measure = {"kind": "duration", "process": "tax-payment", "statistic": statistic, "start": start, "end": end}
    name = {"zh": statistic, "en": statistic}
    return Indicator.model_validate({"id": f"x-{statistic}", "name": name, "direction": "lower", "measure": measure})


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> str:
    """Most memory of this process so far."""
    return f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000:.2f} GB"


def made(folder: Path, rows: int) -> list[Path]:
    """The files of the log; those that are there already are taken."""
    paths = []
    for first in range(0, rows, PART):
        path = folder / f"cases-{first // PART:04d}-{min(rows, first + PART)}.parquet"
        if not path.exists():
            with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
                last = min(rows, first + PART)
                connection.execute(MAKE.format(regions=REGIONS, first=first, last=last, path=path))
        paths.append(path)
    return paths


def scan(paths: list[Path], threads: int | None) -> None:
    """Read three columns."""
    with duckdb.connect(config={"threads": threads} if threads else {}) as connection:
        connection.execute(SCAN.format(paths=", ".join(f"'{path}'" for path in paths))).fetchall()


def told(done: int, whole: int, name: str) -> None:
    """Progress, where a person watches."""
    if sys.stderr.isatty():
        print(f"\r{done / whole:4.0%}  {name:<30}", end="\r", file=sys.stderr)


def door(paths: list[Path], memory: str, floor: float) -> Log:
    """Judge every row, as `evaluator score` does before it measures."""
    files = [one for path in paths if (one := log_file(path, path.name, "cases")) is not None]
    names = Names({f"r{n:03d}": f"r{n:03d}" for n in range(REGIONS)})
    start = time.perf_counter()
    log, _, _ = judged("cases", files, None, names, memory)
    print(row("every row checked at the door", time.perf_counter() - start, floor, "-"))
    print(peak())
    return log


def standard(scratch: Path) -> Path:
    """A standard of the three indicators."""
    listed = [indicator(one).model_dump(mode="json", exclude_defaults=True) for one in ("median", "p90", "promised")]
    tree = [{"indicator": one["id"]} for one in listed]
    name = {"zh": "办件", "en": "cases"}
    whole = {"id": "log", "version": "1", "name": name, "levels": [], "tree": tree, "indicators": listed}
    (scratch / "standard.yaml").write_text(json.dumps(whole, ensure_ascii=False))
    return scratch / "standard.yaml"


def command(folder: Path, scratch: Path, said: argparse.Namespace) -> str:
    """A whole `evaluator score` over the files: its time and the most memory that it took."""
    words = ["-c", SCORE, "score", "--standard", standard(scratch), "--evidence", folder, "--no-cache"]
    words += ["--period", "2023", "--memory-limit", said.memory_limit, "--out", scratch / "run"]
    words += ["--threads", said.threads] if said.threads else []
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *map(str, words)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    taken, most = time.perf_counter() - start, int(done.stderr.split()[-1]) / 1_000_000
    return f"evaluator score --memory-limit {said.memory_limit}: {taken:.1f} s, peak memory {most:.2f} GB"


def main() -> None:
    """Print every path."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--large", action="store_true", help="100 million rows")
    parser.add_argument("--memory-limit", default="2GB")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--folder", type=Path)
    said = parser.parse_args()
    rows = 100_000_000 if said.large else said.rows
    print(machine())
    with tempfile.TemporaryDirectory() as scratch:
        folder = said.folder or Path(scratch) / "log"
        folder.mkdir(exist_ok=True)
        paths = made(folder, rows)
        size = sum(path.stat().st_size for path in paths)
        print(f"{rows:,} rows in {len(paths)} files, {size / 1_000_000:.0f} MB; {peak()}")
        floor = min(timed(lambda: scan(paths, said.threads)) for _ in range(3))
        choice = EngineChoice(memory_limit=said.memory_limit, threads=said.threads)
        log = door(paths, said.memory_limit, floor)
        wanted = [indicator(one) for one in ("median", "p90", "promised")]
        tried = Held(pq.read_table(paths[0]).slice(0, 1000))
        measured(wanted, tried, periods=["2023"], choice=choice)  # Imports are not counted.
        taken = min(
            timed(lambda: measured(wanted, Held(log), periods=["2023"], choice=choice, progress=told)) for _ in range(2)
        )
        print(row("median, p90, on-time share by region", taken, floor, "<= 6" if said.large else "<= 3"))
        print(peak())
        print(command(folder, Path(scratch), said))


if __name__ == "__main__":
    main()
