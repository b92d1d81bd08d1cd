"""What a benchmark says of the machine it ran on, and how it times."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence


def machine() -> str:
    """Processor, cores, load and versions, in one line."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return f"{platform.machine()}, {os.cpu_count()} cores, load {load:.2f}, Python {platform.python_version()}"


def seconds(work: Callable[[], object], repeat: int = 5) -> float:
    """Median time of a call."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def processor(work: Callable[[], object], repeat: int = 5) -> float:
    """Least processor time of a call, all threads together: steadier where others use the machine too."""
    times = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def process(words: Sequence[str], repeat: int = 7) -> float:
    """Median time of a whole Python process."""
    return seconds(lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True), repeat)


def row(name: str, value: float, floor: float, goal: str) -> str:
    """One line: time, floor, ratio, goal."""
    return f"{name:<52} {value * 1000:10.2f} ms  floor {floor * 1000:10.2f} ms  ratio {value / floor:6.2f}  goal {goal}"
