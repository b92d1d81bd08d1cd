"""Speed of measuring with kept values: a run again, and a run with one more file of cases, against the first run.

Run: python benchmarks/cache.py [SCALE]   (without SCALE: the bundled prefecture; otherwise a sample is made)
or:  python benchmarks/cache.py --log ROWS [--folder DIR]   (the large log of case_logs.py, in files; one more file)
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from case_logs import REGIONS, Held, indicator, made
from machine import machine, row

from evaluator.bundled import bundled_evidence
from evaluator.engines import EngineChoice, measured
from evaluator.engines.logs import Log
from evaluator.evidence import Evidence, read_evidence
from evaluator.evidence.logs import judged, log_file
from evaluator.evidence.names import Names
from evaluator.reading import read_standard
from evaluator.sample import make_sample


def with_late_cases(evidence: Evidence) -> Evidence:
    """Evidence with a hundred more cases of one process in one county."""
    cases = evidence.tables["cases"]
    first = cases.slice(0, 1).to_pylist()[0]
    own = pc.and_(pc.equal(cases["region"], first["region"]), pc.equal(cases["process"], first["process"]))
    more = cases.filter(own).slice(0, 100)
    numbers = pa.array([f"late-{number}" for number in more["case"].to_pylist()], pa.string())
    more = more.set_column(more.column_names.index("case"), "case", numbers)
    return replace(evidence, tables={**evidence.tables, "cases": pa.concat_tables([cases, more])})


def large_log(rows: int, folder: Path) -> None:
    """Print the ratios of a log in files."""
    paths = made(folder, rows)
    names = Names({f"r{n:03d}": f"r{n:03d}" for n in range(REGIONS)})
    wanted = [indicator(one) for one in ("median", "p90", "promised")]
    log = judged("cases", [file for path in paths if (file := log_file(path, path.name, "cases"))], None, names)[0]
    with tempfile.TemporaryDirectory() as scratch:
        late = Path(scratch) / "cases-late.parquet"
        some = pq.ParquetFile(paths[0]).read_row_group(0)
        some = some.filter(pc.equal(some["region"], some["region"][0])).slice(0, 100)
        numbers = pa.array([f"late-{number}" for number in some["case"].to_pylist()])
        pq.write_table(some.set_column(some.column_names.index("case"), "case", numbers), late)
        more = [{"region": some["region"][0].as_py(), "process": "tax-payment", "step": "filing", "rows": 100}]
        counts = pa.concat_tables([log.counts, pa.Table.from_pylist(more, schema=log.counts.schema)])
        both = replace(log, paths=(*log.paths, late), counts=counts)

        def once(log: Log) -> float:
            start = time.perf_counter()
            choice = EngineChoice(memory_limit="2GB", cache=Path(scratch) / "kept")
            measured(wanted, Held(log), periods=["2023"], choice=choice)
            return time.perf_counter() - start

        measured(wanted, Held(pq.read_table(late)), periods=["2023"])  # Imports are not counted.
        first = once(log)
        print(row("measuring again, nothing changed", once(log), first, "<= 0.01"))
        print(row("measuring again, one late file", once(both), first, "<= 0.10"))


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
        print(row("measuring again, late cases of one county", once(with_late_cases(evidence)), first, "<= 0.10"))


if __name__ == "__main__":
    main()
