"""Speed of robustness: draws of weights against a matrix product and a sort of the same size in the same run.

Draws of one method against the floor by the clock; gaps, mixed methods and sensitivity against the work they add to, in
processor time, which other work on the machine disturbs less.

Run: python benchmarks/robustness.py [--large]
"""

from __future__ import annotations

import argparse

import numpy as np
from machine import machine, processor, row, seconds
from score import kernel_of, plan_of

from evaluator import evaluate, read_evidence, read_standard
from evaluator.bundled import bundled_evidence
from evaluator.robustness import RobustnessSettings, analyse, count_places
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.drivers import Factors, driver_table
from evaluator.robustness.exact import Exact
from evaluator.robustness.places import count_parts, place_draws


def floor(draws: int, regions: int, indicators: int) -> float:
    """One matrix product and one sort of the same size, in blocks."""
    random = np.random.default_rng(1)
    weights, values = random.random((draws, indicators)), random.random((indicators, regions))
    size = max(1, 2_000_000 // regions)

    def work() -> None:
        for i in range(0, draws, size):
            np.sort(weights[i : i + size] @ values, axis=1)

    return seconds(work, 5)


def draw(draws: int, regions: int, pillars: int, each: int, goal: str) -> None:
    """Intervals over so many draws, printed beside the floor."""
    kernel = kernel_of(plan_of(pillars, each), regions, 0.0)
    plan = kernel.plan
    unit = points(draws, len(drawn_places(plan)), 1)
    weights = uniform(plan, unit, plan.weights, 0.25)
    count_places(kernel, 0, weights[:10])
    taken = seconds(lambda: count_places(kernel, 0, weights), 5)
    name = f"{draws:,} draws × {regions:,} × {pillars * each}"
    print(row(name, taken, floor(draws, regions, pillars * each), goal))


def mixed(combinations: int) -> None:
    """The same number of draws, of one method and of several mixed."""
    kernels = [kernel_of(plan_of(5, 15), 337, 0.0) for _ in range(combinations)]
    plan = kernels[0].plan
    weights = uniform(plan, points(10_000, len(drawn_places(plan)), 1), plan.weights, 0.25)
    parts = [(kernel, weights[k::combinations]) for k, kernel in enumerate(kernels)]
    count_parts(parts, 0)
    alone = processor(lambda: count_parts([(kernels[0], weights)], 0), 9)
    print(row(f"{combinations} methods mixed in", processor(lambda: count_parts(parts, 0), 9), alone, "≤ 1.15"))


def gaps() -> None:
    """The same number of draws with a tenth of the values missing, and with none missing."""
    times = []
    for missing in (0.1, 0.0):
        kernel = kernel_of(plan_of(5, 15), 337, missing)
        plan = kernel.plan
        weights = uniform(plan, points(10_000, len(drawn_places(plan)), 1), plan.weights, 0.25)
        count_places(kernel, 0, weights)
        times.append(processor(lambda: count_places(kernel, 0, weights), 7))  # noqa: B023 - called at once
    print(row("10% missing", times[0], times[1], "≤ 2"))


def sensitivity(sample: int) -> None:
    """Indices of 75 factors for the place of each of 337 regions, against placing the same runs."""
    kernel = kernel_of(plan_of(5, 14), 337, 0.0)
    plan = kernel.plan
    at = drawn_places(plan)

    def outputs(unit: np.ndarray) -> np.ndarray:
        weights = uniform(plan, unit, plan.weights, 0.25)
        return np.concatenate(place_draws(kernel, 0, weights, lambda places: places.astype(np.float64)))

    factors = Factors([plan.places[i].name for i in at], [[k] for k in range(len(at))], len(at))
    names = [str(i) for i in range(337)]
    unit = points(sample, len(at), 1)
    alone = processor(lambda: [outputs(unit) for _ in range(len(at) + 2)], 3)
    whole = processor(lambda: driver_table(factors, outputs, names, sample, 1, lambda _: None), 3)
    print(row(f"Sobol, {len(at)} factors, N = {sample:,}, all places", whole, alone, "≤ 1.5"))


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--large", action="store_true", help="also 10,000 draws of 2,850 regions")
    large = parser.parse_args().large
    print(machine())
    draw(10_000, 337, 5, 15, "≤ 1.3")
    gaps()
    mixed(18)
    mixed(54)
    sensitivity(1024)
    if large:
        draw(10_000, 2_850, 10, 10, "≤ 2.2")
    made = evaluate(read_standard("dbe-provinces"), read_evidence(bundled_evidence("china")))
    kernel, t = made.kernels[0], len(made.run.periods) - 1
    exact = Exact(kernel, t, kernel.scored().weights[t], 0.25)
    taken = seconds(lambda: [(exact.best(i), exact.worst(i)) for i in exact.ranked], 1)
    print(f"exact bounds, 31 regions × 20 indicators: {taken:.2f} s (goal: seconds)")
    kernel = kernel_of(plan_of(5, 4), 337, 0.0)
    exact = Exact(kernel, 0, kernel.scored().weights[0], 0.25)
    some = exact.ranked[::34]
    taken = seconds(lambda: [(exact.best(i, 0), exact.worst(i, 0)) for i in some], 1) / len(some)
    print(f"proven ranges of places, 337 regions × 20 indicators: {taken:.2f} s a region")
    whole = seconds(lambda: analyse(made, RobustnessSettings(draws=10)).drivers(), 1)
    print(f"Sobol drivers, 31 regions, 6 groups of weights, base sample 512: {whole:.2f} s")


if __name__ == "__main__":
    main()
