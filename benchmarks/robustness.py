"""Speed of robustness: each path by turns with its floor in the same run, and what the ratios of the turns are.

Run: python benchmarks/robustness.py [PART]…, by default all of `PARTS`; `huge` and `loop` only where named.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from machine import beside, machine, seconds
from score import kernel_of, plan_of

from evaluator import evaluate, read_evidence, read_standard
from evaluator.assessment import Assessment
from evaluator.bundled import bundled_evidence
from evaluator.robustness import RobustnessSettings, analyse, count_places
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.drivers import Factors, driver_table
from evaluator.robustness.exact import Exact
from evaluator.robustness.places import count_parts, list_places, place_draws
from evaluator.scoring.kernel import Kernel, rank
from evaluator.scoring.plan import Plan
from evaluator.scoring.whatif import leaf_shares

DRAWS = 10_000
CHOICES = {
    "normalisation": [{"kind": "minmax", "range": [1, 100]}, {"kind": "rank", "range": [1, 100]}],
    "aggregation.kind": ["arithmetic", "geometric"],
    "treatment.max_points": [0, 5],
}
"""Choices of method for the ASEM data: 8 combinations."""


def floor_of(draws: int, regions: int, indicators: int) -> Callable[[], None]:
    """One matrix product and one sort of the same size, in blocks."""
    random = np.random.default_rng(1)
    weights, values = random.random((draws, indicators)), random.random((indicators, regions))
    size = max(1, 2_000_000 // regions)

    def work() -> None:
        for i in range(0, draws, size):
            np.sort(weights[i : i + size] @ values, axis=1)

    return work


def loop_of(kernel: Kernel, weights: np.ndarray) -> Callable[[], None]:
    """A plain loop to the same intervals: shares, a product and an argsort for each draw, quantiles at the end."""
    values, regions = kernel.normalised[0], len(kernel.cells.regions)

    def work() -> None:
        places = np.empty((len(weights), regions), dtype=np.int32)
        for row, own in zip(places, weights, strict=True):
            row[np.argsort(-(leaf_shares(kernel.plan, own) @ values))] = np.arange(1, regions + 1)
        np.quantile(places, (0.05, 0.5, 0.95), axis=0)

    return work


def weights_of(plan: Plan, draws: int = DRAWS) -> np.ndarray:
    """Draws of weights ± 25 %."""
    return uniform(plan, points(draws, len(drawn_places(plan)), 1), plan.weights, 0.25)


def draw(regions: int, pillars: int, each: int, goal: str, repeat: int) -> None:
    """Intervals over the draws beside the floor."""
    kernel = kernel_of(plan_of(pillars, each), regions, 0.0)
    weights = weights_of(kernel.plan)
    floor = floor_of(DRAWS, regions, pillars * each)
    found = beside(lambda: count_places(kernel, 0, weights), floor, repeat)
    print(found.row(f"{DRAWS:,} draws × {regions:,} × {pillars * each}", goal))


def ordinary_of(kernel: Kernel, weights: np.ndarray) -> Callable[[], None]:
    """A loop that scores each draw up the tree and ranks it the ordinary way, as one who repeats the run would."""

    def work() -> None:
        places = [rank(kernel.scored(own).score[0, 0], kernel.plan.ranking) for own in weights]
        np.quantile(np.array(places), (0.05, 0.5, 0.95), axis=0)

    return work


def loop() -> None:
    """The same beside loops of a tenth and a hundredth of the draws, multiplied."""
    kernel = kernel_of(plan_of(10, 10), 2_850, 0.0)
    weights = weights_of(kernel.plan)
    taken = seconds(lambda: count_places(kernel, 0, weights), 3)
    plain = 10 * seconds(loop_of(kernel, weights[::10]), 3)
    ordinary = 100 * seconds(ordinary_of(kernel, weights[::100]), 1)
    print(f"{DRAWS:,} × 2,850 × 100: {ordinary / taken:.0f} times as fast as scoring and ranking each draw (goal: 10)")
    print(f"… {plain / taken:.1f} times as fast as a bare loop of one product and one argsort")


def mixed(combinations: int) -> None:
    """The same number of draws of one method and of several mixed."""
    kernels = [kernel_of(plan_of(5, 15), 337, 0.0) for _ in range(combinations)]
    weights = weights_of(kernels[0].plan)
    parts: list[tuple[Kernel, np.ndarray]] = [
        (kernel, np.ascontiguousarray(weights[k::combinations])) for k, kernel in enumerate(kernels)
    ]
    found = beside(lambda: count_parts(parts, 0), lambda: count_parts([(kernels[0], weights)], 0), 25)
    print(found.row(f"{combinations} methods mixed in", "≤ 1.15"))


def gaps() -> None:
    """The same number of draws with a tenth of the values missing, and with none missing."""
    some, whole = (kernel_of(plan_of(5, 15), 337, missing) for missing in (0.1, 0.0))
    weights = weights_of(some.plan)
    found = beside(lambda: count_places(some, 0, weights), lambda: count_places(whole, 0, weights), 9)
    print(found.row("10 % of the values missing", "≤ 2"))


def sobol(sample: int = 1_024) -> None:
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
    found = beside(
        lambda: driver_table(factors, outputs, names, sample, 1, lambda _: None),
        lambda: [outputs(unit) for _ in range(len(at) + 2)],
        7,
    )
    print(found.row(f"Sobol, {len(at)} factors, N = {sample:,}, all places", "≤ 1.5"))


def huge() -> None:
    """40,000 regions: does it finish, and in how much memory."""
    kernel = kernel_of(plan_of(10, 10), 40_000, 0.0)
    weights = weights_of(kernel.plan)
    taken = seconds(lambda: list_places(kernel, 0, weights).quantile(0.5), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{DRAWS:,} draws × 40,000 × 100: {taken:.1f} s, peak {peak:.2f} GB (goal: finishes, under 3 GB)")


def asem() -> None:
    """The ASEM index: 500 mixed draws, and 600 runs of a sensitivity analysis."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.published import asem as published
    from tests.published.sources import PUBLISHED

    tables = []
    for name in ("iMeta.csv", "iData.csv"):
        with (PUBLISHED / "asem" / name).open(encoding="utf-8-sig", newline="") as file:
            tables.append(list(csv.DictReader(file)))
    with tempfile.TemporaryDirectory() as folder:
        inputs = published.build(Path(folder), *tables)
        made = evaluate(read_standard(str(inputs.standard)), read_evidence(inputs.evidence))
    first = seconds(lambda: analyse(made, RobustnessSettings(draws=500, alternatives=CHOICES)).intervals(), 5)
    print(f"ASEM, 500 mixed draws: {first:.2f} s (goal: 1 s; COINr 113 s)")
    factors = len(analyse(made, RobustnessSettings(draws=1, alternatives=CHOICES))._factors().names)
    sample = -(-600 // (factors + 2))
    chosen = RobustnessSettings(draws=1, alternatives=CHOICES, sample=sample)
    second = seconds(lambda: analyse(made, chosen).drivers(), 5)
    print(f"ASEM, {sample * (factors + 2)} Sobol runs of {factors} factors: {second:.2f} s (goal: 1 s; COINr 193 s)")


def bundled() -> Assessment:
    """The bundled provinces."""
    return evaluate(read_standard("dbe-provinces"), read_evidence(bundled_evidence("china")))


def exact() -> None:
    """Best and worst place of every province, and ranges of places of 337 regions."""
    made = bundled()
    kernel, t = made.kernels[0], len(made.run.periods) - 1

    def every() -> None:
        whole = Exact(kernel, t, kernel.scored().weights[t], 0.25)  # anew: it remembers what it proved
        for i in whole.ranked:
            whole.best(i), whole.worst(i)

    taken = seconds(every, 3)
    print(f"exact bounds, 31 regions × 20 indicators: {taken:.2f} s (goal: seconds)")
    kernel = kernel_of(plan_of(5, 4), 337, 0.0)
    some = Exact(kernel, 0, kernel.scored().weights[0], 0.25)
    chosen = some.ranked[::34]
    taken = seconds(lambda: [(some.best(i, 0), some.worst(i, 0)) for i in chosen], 1) / len(chosen)
    print(f"proven ranges of places, 337 regions × 20 indicators: {taken:.2f} s a region")


def drivers() -> None:
    """Sobol drivers of the provinces, all groups of weights."""
    made = bundled()
    whole = seconds(lambda: analyse(made, RobustnessSettings(draws=10)).drivers(), 3)
    print(f"Sobol drivers, 31 regions, 6 groups of weights, base sample 512: {whole:.2f} s")


PARTS: dict[str, Callable[[], None]] = {
    "small": lambda: draw(337, 5, 15, "≤ 1.3", 15),
    "large": lambda: draw(2_850, 10, 10, "≤ 2.2", 5),
    "gaps": gaps,
    "mixed18": lambda: mixed(18),
    "mixed54": lambda: mixed(54),
    "sobol": sobol,
    "exact": exact,
    "drivers": drivers,
    "loop": loop,
    "huge": huge,
    "asem": asem,
}
NAMED = {"huge", "loop", "asem"}
"""Run only where named: long, or in need of published tables."""


def main() -> None:
    """Print the ratios."""
    print(machine())
    for part in sys.argv[1:] or [part for part in PARTS if part not in NAMED]:
        PARTS[part]()


if __name__ == "__main__":
    main()
