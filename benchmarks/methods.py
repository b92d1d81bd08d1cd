"""Speed of methods: against one sort of every column, and against pymcdm where it does the same.

Run: python benchmarks/methods.py
"""

from __future__ import annotations

import numpy as np
from machine import machine, row, seconds

from evaluator.methods import Aspect, method


def main() -> None:
    """Print the ratios."""
    print(machine())
    random = np.random.default_rng(1)
    panel = random.lognormal(size=(100, 28_500))
    floor = seconds(lambda: np.sort(panel, axis=1), 3)
    treatment = method("treatment", {"kind": "winsorise-then-log", "scope": "panel"})
    minmax = method("normalisation", {"kind": "minmax", "scope": "panel"})

    def both() -> None:
        for column in panel:
            minmax.normalise(treatment.treat(column).values[None, :], Aspect())

    print(row("treatment and min-max, 2,850 × 100 × 10 periods", seconds(both, 3), floor, "≤ 3"))
    scores = random.random((100, 3_000))
    weights = np.full(scores.shape, 0.01)
    copeland = method("aggregation", {"kind": "copeland"})
    print(f"Copeland, 3,000 × 100: {seconds(lambda: copeland.aggregate(scores, weights), 1):.2f} s (goal: seconds)")
    peers(random)


def peers(random: np.random.Generator) -> None:
    """TOPSIS and CRITIC against pymcdm on the same matrix."""
    try:
        from pymcdm import weights as theirs
        from pymcdm.methods import TOPSIS
    except ImportError:
        print("pymcdm is not installed: its part was left out")
        return
    from evaluator.methods import Siblings

    matrix = random.random((3_000, 100))
    equal = np.full(100, 0.01)
    peer = TOPSIS()
    own = method("aggregation", {"kind": "topsis"})
    mine = seconds(lambda: own.aggregate(matrix.T, np.repeat(equal[:, None], 3_000, axis=1)), 3)
    print(
        row("TOPSIS, 3,000 × 100, against pymcdm", mine, seconds(lambda: peer(matrix, equal, np.ones(100)), 3), "≤ 1")
    )
    critic = method("weights", {"kind": "critic"})
    names = tuple(str(i) for i in range(100))
    siblings = Siblings("n", names, matrix.T, matrix.T, np.ones(100), np.ones(100))
    mine = seconds(lambda: critic.weigh(siblings), 3)
    print(row("CRITIC, 3,000 × 100, against pymcdm", mine, seconds(lambda: theirs.critic_weights(matrix), 3), "≤ 1"))


if __name__ == "__main__":
    main()
