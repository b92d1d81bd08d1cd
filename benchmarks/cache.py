"""Speed of measuring with kept values: a run again, and a run with one more file of cases, against the first run.

Run: python benchmarks/cache.py [SCALE]   (without SCALE: the bundled prefecture; otherwise a sample is made)
or:  python benchmarks/cache.py --log ROWS [--folder DIR]   (the large log of case_logs.py, in files; one more file:
evidence opened with every row checked, then measured; and the same in processes of `evaluator score` of their own)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from case_logs import Held, indicator, made, scan, standard, timed
from machine import machine, row

from evaluator.bundled import bundled_evidence
from evaluator.engines import EngineChoice, measured
from evaluator.evidence import Evidence, read_evidence
from evaluator.opening import open_evidence
from evaluator.reading import read_standard
from evaluator.sample import make_sample


def with_late_cases(evidence: Evidence, several: bool = False) -> Evidence:
    """Evidence with a hundred more cases of one process in one county, or five hundred rows of several processes."""
    cases = evidence.tables["cases"]
    first = cases.slice(0, 1).to_pylist()[0]
    more = cases.filter(pc.equal(cases["region"], first["region"]))
    if several:
        more = more.take(pa.array(range(0, more.num_rows, max(1, more.num_rows // 500)))).slice(0, 500)
    else:
        more = more.filter(pc.equal(more["process"], first["process"])).slice(0, 100)
    numbers = pa.array([f"late-{number}" for number in more["case"].to_pylist()], pa.string())
    more = more.set_column(more.column_names.index("case"), "case", numbers)
    return replace(evidence, tables={**evidence.tables, "cases": pa.concat_tables([cases, more])})


def late_file(folder: Path) -> None:
    """A hundred more cases of one county whose cases lie in every file, their numbers among those of the others."""
    some = pq.ParquetFile(sorted(folder.glob("cases-*.parquet"))[0]).read_row_group(0)
    some = some.filter(pc.equal(some["region"], some["region"][0])).slice(0, 100)
    numbers = pa.array([f"{number}-2" for number in some["case"].to_pylist()])
    pq.write_table(some.set_column(some.column_names.index("case"), "case", numbers), folder / "cases-late.parquet")


def large_log(rows: int, folder: Path) -> None:
    """Print the ratios of a log in files, all the way: rows checked at the door, then measured."""
    with tempfile.TemporaryDirectory() as scratch:
        evidence = Path(scratch) / "evidence"
        evidence.mkdir()
        for path in made(folder, rows):
            (evidence / path.name).symlink_to(path.resolve())
        floor = min(timed(lambda: scan(sorted(evidence.iterdir()), None)) for _ in range(3))
        print(f"{rows:,} rows; a scan of three columns: {floor:.2f} s")
        wanted = [indicator(one) for one in ("median", "p90", "promised")]
        measured(wanted, Held(pq.read_table(next(evidence.iterdir())).slice(0, 1000)))  # Imports are not counted.
        listed = standard(Path(scratch))

        def once(kept: str) -> float:
            start = time.perf_counter()
            choice = EngineChoice(memory_limit="2GB", cache=Path(scratch) / kept)
            found = open_evidence(evidence, choice.memory_limit, choice.cache)
            opened = time.perf_counter() - start
            values = measured(wanted, found, periods=["2023"], choice=choice)
            taken = time.perf_counter() - start
            print(f"  opened {opened:.3f} s, measured {taken - opened:.3f} s, {values.num_rows} values")
            return taken

        def process(kept: str) -> float:
            words = ["score", "--standard", listed, "--evidence", evidence, "--period", "2023", "--memory-limit", "2GB"]
            words += ["--cache", Path(scratch) / kept, "--out", Path(scratch) / "run"]
            command = [sys.executable, "-m", "evaluator", *map(str, words)]
            return timed(lambda: subprocess.run(command, check=True, capture_output=True))

        ways = {"evidence opened and measured": once, "a whole `evaluator score`": process}
        first = {name: way(name[:1]) for name, way in ways.items()}
        again = {name: min(way(name[:1]) for _ in range(3)) for name, way in ways.items()}
        late_file(evidence)
        late = {name: way(name[:1]) for name, way in ways.items()}
        for name in ways:
            print(f"{name}: the first run {first[name]:.2f} s")
            print(row(f"{name}: nothing changed", again[name], first[name], "<= 0.01"))
            print(row(f"{name}: one late file", late[name], first[name], "<= 0.10"))


def main() -> None:
    """Print the ratios."""
    print(machine())
    if "--log" in sys.argv:
        with tempfile.TemporaryDirectory() as scratch:
            said = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=False))
            large_log(int(said["--log"]), Path(said.get("--folder", scratch)))
        return
    wanted = list(read_standard("dbe-draft").by_id.values())
    with tempfile.TemporaryDirectory() as folder:
        source = bundled_evidence("prefecture")
        if len(sys.argv) > 1:
            source = Path(folder) / "sample"
            make_sample(12, 1, float(sys.argv[1]), source)
        assert source
        evidence = read_evidence(source)

        def once(evidence: Evidence) -> float:
            start = time.perf_counter()
            measured(wanted, evidence, choice=EngineChoice(cache=Path(folder) / "kept"))
            return time.perf_counter() - start

        first = once(evidence)
        print(row("measuring again, nothing changed", once(evidence), first, "<= 0.01"))
        one, several = with_late_cases(evidence), with_late_cases(evidence, several=True)
        print(row("measuring again, late cases of one process in one county", once(one), first, "<= 0.10"))
        print(row("measuring again, late cases of several processes", once(several), first, "<= 0.10"))


if __name__ == "__main__":
    main()
