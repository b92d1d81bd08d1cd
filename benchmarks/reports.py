"""How long reports take: the first and the next one of a county with logs, then 60 counties on every core.

Run: python benchmarks/reports.py [docx|pdf|html]
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
    form = sys.argv[1] if len(sys.argv) > 1 else "docx"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        make_sample(REGIONS, 1, 0.05, home / "sample")
        longest = _many(home, form)
        slowest = _single(home)
    return 1 if slowest > ONE or longest > MANY else 0


def _single(home: Path) -> float:
    """The longest time of one report in a process that has scored: the first (nothing kept yet), then each form."""
    asked = Asked(standard="dbe-draft", evidence=str(home / "sample"), cache=home / "first")
    assessment, slowest = asked.score(), 0.0
    for name, form in (("the first report", "docx"), *((f"one more as {form}", form) for form in FORMS)):
        wall, cpu = time.perf_counter(), time.process_time()
        report_bytes(assessment, f"9900{1 + len(name) % 50:02d}", form, "zh")
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        slowest = max(slowest, wall)
        print(f"{name}: {wall:.2f} s wall, {cpu:.2f} s CPU (goal {ONE:g} s)")
    return slowest


def _many(home: Path, form: str) -> float:
    """Seconds for 300, extrapolated; a process of its own: one that has drawn charts has threads, and cannot part."""
    words = [
        "report",
        "--all",
        "--form",
        form,
        "--lang",
        "zh",
        "--standard",
        "dbe-draft",
        "--cache",
        str(home / "many"),
    ]
    words += ["--evidence", str(home / "sample"), "--out", str(home / form)]
    wall = time.perf_counter()
    subprocess.run([sys.executable, "-m", "evaluator", *words], check=True)
    wall = time.perf_counter() - wall
    made = len(list((home / form).iterdir()))
    whole = wall / made * COUNT
    print(f"{made} reports as {form}, scoring included: {wall:.1f} s; {COUNT}: about {whole:.0f} s (goal {MANY:g} s)")
    return whole


if __name__ == "__main__":
    sys.exit(main())
