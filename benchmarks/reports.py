"""How long reports take: one of each form, and 31 on every core, extrapolated to 300.

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

ONE, MANY, COUNT = 5.0, 600.0, 300


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
    with tempfile.TemporaryDirectory() as folder:
        wall = time.perf_counter()
        # A process of its own: one that has drawn charts has threads, and cannot part in two.
        words = ["report", "--all", "--form", "docx", "--lang", "zh", "--out", folder]
        code = subprocess.run([sys.executable, "-m", "evaluator", *words], check=False).returncode
        wall = time.perf_counter() - wall
        made = len(list(Path(folder).iterdir()))
    whole = wall / made * COUNT
    print(f"{made} reports, scoring included: {wall:.1f} s; {COUNT}: about {whole:.0f} s (goal {MANY:g} s)")
    return 1 if code or slowest > ONE or whole > MANY else 0


if __name__ == "__main__":
    sys.exit(main())
