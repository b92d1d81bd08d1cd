"""Speed of robustness: draws of weights against a matrix product and a sort of the same size in the same run.

Run: python benchmarks/robustness.py [--large]
"""

from __future__ import annotations

import argparse

import numpy as np
from machine import machine, row, seconds
from score import kernel_of, plan_of

from evaluator import evaluate, read_evidence, read_standard
from evaluator.bundled import bundled_evidence
from evaluator.robustness import RobustnessSettings, analyse, count_places
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.exact import Exact


def floor(draws: int, regions: int, indicators: int) -> float:
    """One matrix product and one sort of the same size, in blocks."""
    random = np.random.default_rng(1)
    weights, values = random.random((draws, indicators)), random.random((indicators, regions))
    size = max(1, 2_000_000 // regions)

    def work() -> None:
        for i in range(0, draws, size):
            np.sort(weights[i : i + size] @ values, axis=1)

    return seconds(work, 5)


def draw(draws: int, regions: int, pillars: int, each: int, goal: str, missing: float = 0.0) -> None:
    """Intervals over so many draws, printed beside the floor."""
    kernel = kernel_of(plan_of(pillars, each), regions, missing)
    plan = kernel.plan
    unit = points(draws, len(drawn_places(plan)), 1)
    weights = uniform(plan, unit, plan.weights, 0.25)
    count_places(kernel, 0, weights[:10])
    taken = seconds(lambda: count_places(kernel, 0, weights), 5)
    name = f"{draws:,} draws × {regions:,} × {pillars * each}" + (f", {missing:.0%} missing" if missing else "")
    print(row(name, taken, floor(draws, regions, pillars * each), goal))


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true", help="also 10,000 draws of 2,850 regions")
    large = parser.parse_args().large
    print(machine())
    draw(10_000, 337, 5, 15, "≤ 1.3")
    draw(10_000, 337, 5, 15, "-", missing=0.1)
    if large:
        draw(10_000, 2_850, 10, 10, "≤ 2.2")
    made = evaluate(read_standard("dbe-provinces"), read_evidence(bundled_evidence("china")))
    kernel, t = made.kernels[0], len(made.run.periods) - 1
    exact = Exact(kernel, t, kernel.scored().weights[t], 0.25)
    taken = seconds(lambda: [(exact.best(i), exact.worst(i)) for i in exact.ranked], 1)
    print(f"exact bounds, 31 regions × 20 indicators: {taken:.2f} s (goal: seconds)")
    whole = seconds(lambda: analyse(made, RobustnessSettings(draws=10)).drivers(), 1)
    print(f"Sobol drivers, 31 regions, 6 groups of weights, base sample 512: {whole:.2f} s")


if __name__ == "__main__":
    main()
