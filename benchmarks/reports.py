"""How long reports take: one of each form, then 60 made-up counties with logs on every core, extrapolated to 300.

Run: python benchmarks/reports.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import machine

from evaluator.commands.options import Asked
from evaluator.reports.making import FORMS, report_bytes
from evaluator.sample import make_sample

ONE, MANY, COUNT, REGIONS = 5.0, 600.0, 300, 60


def main() -> int:
    """Print the figures; 1 if a goal is missed."""
    print(machine())
    assessment = Asked().score()
    slowest = 0.0
    for form in FORMS:
        report_bytes(assessment, "330000", form, "zh")
        wall, cpu = time.perf_counter(), time.process_time()
        report_bytes(assessment, "330000", form, "zh")
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        slowest = max(slowest, wall)
        print(f"one report, {form}: {wall:.2f} s wall, {cpu:.2f} s CPU (goal {ONE:g} s)")
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make_sample(REGIONS, 1, 0.05, home / "sample")
        for form in FORMS:
            wall = time.perf_counter()
            # A process of its own: one that has drawn charts has threads, and cannot part in two.
            words = ["report", "--all", "--form", form, "--lang", "zh", "--standard", "dbe-draft"]
            words += ["--evidence", str(home / "sample"), "--out", str(home / form)]
            code = subprocess.run([sys.executable, "-m", "evaluator", *words], check=False).returncode
            wall = time.perf_counter() - wall
            made = len(list((home / form).iterdir()))
            if code or not made:
                return 1
            whole = wall / made * COUNT
            longest = max(longest, whole)
            print(f"{made} reports as {form}, scoring included: {wall:.1f} s; {COUNT}: about {whole:.0f} s "
                  f"(goal {MANY:g} s)")  # fmt: skip
    return 1 if slowest > ONE or longest > MANY else 0


if __name__ == "__main__":
    sys.exit(main())
