"""Speed of measuring with kept values: a run again, and a run with one more file of cases, against the first run.

Run: python benchmarks/cache.py [SCALE]   (without SCALE: the bundled prefecture; otherwise a sample is made)
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from machine import machine, row

from evaluator.bundled import bundled_evidence
from evaluator.engines import EngineChoice, measured
from evaluator.evidence import Evidence, read_evidence
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


def main() -> None:
    """Print the ratios."""
    print(machine())
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
