"""Intervals of places beside the ranking itself: every region, every period, other weights being drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.robustness.analysis import Robustness, RobustnessSettings, analyse
from evaluator.scoring.node_sql import ENDS
from indicators.text import Text

Ends = tuple[int | None, int | None]


@dataclass(frozen=True)
class Intervals:
    """The places that hold nine draws of ten, and how they were drawn.

    Attributes:
        draws: Number of draws.
        seed: Seed of the points.
        weights: Each weight at every level is multiplied by a draw from 1 ± this share.
        ends: (region, period) → best and worst place, outwards to whole places; None where no draw gives one.
    """

    draws: int
    seed: int
    weights: float
    ends: dict[tuple[str, str], Ends] = field(repr=False)

    def columns(self, ranking: pa.Table) -> dict[str, pa.Array]:
        """`rank_p5` and `rank_p95` for the rows of a ranking (with `region` and `period`)."""
        pairs = zip(ranking["region"].to_pylist(), ranking["period"].to_pylist(), strict=True)
        found = [self.ends[pair] for pair in pairs]
        return {name: pa.array([one[k] for one in found], pa.int64()) for k, name in enumerate(ENDS)}

    @property
    def said(self) -> dict[str, int | float]:
        """How they were drawn, for a manifest."""
        return {"draws": self.draws, "weights": self.weights}

    @property
    def short(self) -> str:
        """The same in short, for a cell."""
        return f"90%, weights ±{100 * self.weights:g}%, {self.draws} draws, seed {self.seed}"

    @property
    def text(self) -> Text:
        """The same as a sentence."""
        share = f"{100 * self.weights:g}"
        return Text(
            zh=f"含 90% 的抽样：各级权重各自在 ±{share}% 内变动，抽样 {self.draws} 次，种子 {self.seed}；"
            "来自权重的选择，不是抽样误差",
            en=f"hold 90% of the draws: weights of every level vary within ±{share}%, {self.draws} draws, "
            f"seed {self.seed}; from the choice of weights, not a sampling error",
        )


def place_intervals(assessment: Assessment, draws: int, seed: int, weights: float) -> Intervals:
    """Intervals of places in every period of an assessment, within each level of regions.

    The 5 % and 95 % quantiles are those of `rank_intervals.csv` under the same draws, seed and weights.

    Raises:
        Faults: No draws, a share outside 0 to 1, a seed below 0.
    """
    settings = RobustnessSettings(draws, seed, weights)
    ends: dict[tuple[str, str], Ends] = {}
    for number, kernel in enumerate(assessment.kernels):
        prepared = analyse(assessment, settings, number)
        for period in assessment.periods:
            at = assessment.run.periods.index(period)
            found = _ends(Robustness(assessment, settings, number, at, prepared.choices))
            ends |= {(region, period): pair for region, pair in zip(kernel.cells.regions, found, strict=True)}
    return Intervals(draws, seed, weights, ends)


def outwards(low: float, high: float) -> tuple[int, int]:
    """Whole places that hold an interval.

    >>> outwards(9.4, 15.2)
    (9, 16)
    """
    return math.floor(low + 1e-9), math.ceil(high - 1e-9)


def span_text(low: float, high: float) -> str:
    """9–16; outwards to whole places.

    >>> span_text(9.4, 15.2), span_text(3, 3)
    ('9–16', '3')
    """
    a, b = outwards(low, high)
    return f"{a}" if a == b else f"{a}–{b}"


def interval_text(row: Mapping[str, int | None]) -> str | None:
    """The interval in a row of a ranking that has them; None where no draw gives a place."""
    low, high = (row[name] for name in ENDS)
    return None if low is None or high is None else span_text(low, high)


def _ends(one: Robustness) -> list[Ends]:
    places = one.places()
    pairs = zip(places.quantile(0.05).tolist(), places.quantile(0.95).tolist(), strict=True)
    return [(None, None) if math.isnan(low) else outwards(low, high) for low, high in pairs]
