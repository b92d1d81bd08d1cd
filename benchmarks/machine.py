"""What a benchmark says of the machine it ran on, and how it times.

Processes keep their compiled modules, as a user's do, even where a shell of developers says otherwise.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


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


@dataclass(frozen=True)
class Turns:
    """A path and its floor by turns.

    Attributes:
        path: Median time of the path.
        floor: Median time of the floor.
        clock: The ratio of every turn by the clock.
        processor: The same in processor time, all threads together: steadier where others use the machine too.
    """

    path: float
    floor: float
    clock: list[float]
    processor: list[float]

    def row(self, name: str, goal: str) -> str:
        """One line: times, the median ratios with their quartiles, goal."""
        times = f"{self.path * 1000:9.1f} ms  floor {self.floor * 1000:9.1f} ms"
        return f"{name:<42} {times}  ratio {_middle(self.clock)}  processor {_middle(self.processor)}  goal {goal}"


def beside(path: Callable[[], object], floor: Callable[[], object], repeat: int = 9) -> Turns:
    """Time a path and its floor by turns: what else the machine does then falls on both alike."""
    path()
    floor()
    times = np.array([(*_both(path), *_both(floor)) for _ in range(repeat)])
    middle = np.median(times, axis=0)
    clock, own = times[:, 0] / times[:, 2], times[:, 1] / times[:, 3]
    return Turns(float(middle[0]), float(middle[2]), clock.tolist(), own.tolist())


def _both(work: Callable[[], object]) -> tuple[float, float]:
    """Time of one call by the clock and of the processor."""
    start, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - own


def _middle(ratios: list[float]) -> str:
    low, middle, high = np.quantile(ratios, (0.25, 0.5, 0.75))
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"


def process(words: Sequence[str], repeat: int = 7) -> float:
    """Median time of a whole Python process."""
    return seconds(lambda: subprocess.run([sys.executable, *words], check=True, capture_output=True), repeat)


def row(name: str, value: float, floor: float, goal: str) -> str:
    """One line: time, floor, ratio, goal."""
    return f"{name:<52} {value * 1000:10.2f} ms  floor {floor * 1000:10.2f} ms  ratio {value / floor:6.2f}  goal {goal}"
