"""Speed of scoring: the whole process against bare imports, the re-rank against a matrix product and a sort.

Run: python benchmarks/score.py
"""

from __future__ import annotations

import tempfile

import numpy as np
from machine import machine, process, row, seconds

from evaluator.methods import Cells, Missing, Ranking, method
from evaluator.scoring.kernel import Kernel
from evaluator.scoring.plan import Place, Plan, Slot
from evaluator.scoring.whatif import WhatIf
from indicators.catalogue import measure_of
from indicators.indicator import Indicator
from indicators.text import Text


def plan_of(pillars: int, each: int) -> Plan:
    """A tree of pillars with indicators, all arithmetic."""
    arithmetic, standard = method("aggregation", {"kind": "arithmetic"}), method("weights", {"kind": "standard"})
    places = [
        Place(
            "total", -1, 0, 1.0, tuple(1 + p * (each + 1) for p in range(pillars)), -1, arithmetic, standard, Missing()
        )
    ]
    slots = []
    for p in range(pillars):
        at = len(places)
        places.append(
            Place(f"p{p}", 0, 1, 1.0, tuple(range(at + 1, at + 1 + each)), -1, arithmetic, standard, Missing())
        )
        for i in range(each):
            indicator = Indicator(
                id=f"p{p}.i{i}", name=Text.same("i"), direction="higher", measure={"kind": "statistic", "formula": "x"}
            )
            places.append(Place(indicator.id, at, 2, 1.0, (), len(slots)))
            slots.append(
                Slot(
                    indicator,
                    measure_of(indicator),
                    method("imputation", {"kind": "none"}),
                    method("treatment", {"kind": "none"}),
                    method("normalisation", {"kind": "minmax"}),
                )
            )
    return Plan("", tuple(places), tuple(slots), method("screening", {"kind": "none"}), Ranking())


def kernel_of(plan: Plan, regions: int, missing: float) -> Kernel:
    """Random raw values with a share missing."""
    random = np.random.default_rng(1)
    values = random.normal(size=(1, len(plan.slots), regions))
    values[random.random(values.shape) < missing] = np.nan
    names = tuple(str(i) for i in range(regions))
    count = len(plan.slots)
    cells = Cells(
        values, ("2023",), (2023,), tuple(s.indicator.id for s in plan.slots), names, np.ones(count),
        tuple("" for _ in range(count)), {}, np.full((count, 2), np.nan),
    )  # fmt: skip
    return Kernel(plan, cells)


def main() -> None:
    """Print the ratios."""
    print(machine())
    bare = process(["-c", "import duckdb, pydantic, pyarrow"])
    with tempfile.TemporaryDirectory() as folder:
        print(row("evaluator score (bundled data)", process(["-m", "evaluator", "score"]), bare, "< 4"))
        whole = process(["-m", "evaluator", "score", "--out", folder])
        print(row("evaluator score --out DIR", whole, bare, "< 4"))
    for missing in (0.0, 0.1):
        whatif = WhatIf(kernel_of(plan_of(10, 10), 2850, missing), 0)
        weights = np.random.default_rng(2).uniform(0.5, 1.5, len(whatif.kernel.plan.places))
        whatif.ranks(weights)
        block = np.random.default_rng(3).normal(size=(2850, 100))
        vector = np.ones(100)
        floor = seconds(lambda block=block, vector=vector: np.sort(block @ vector), 200)
        ranked = seconds(lambda whatif=whatif, weights=weights: whatif.ranks(weights), 200)
        print(row(f"re-rank 2,850 × 100, {missing:.0%} missing", ranked, floor, "< 1 ms"))


if __name__ == "__main__":
    main()
