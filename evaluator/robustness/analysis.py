"""A robustness analysis: settings in, tables out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.methods.base import Floats
from evaluator.robustness.choices import Combination, combinations
from evaluator.robustness.draws import drawn_places, points, uniform
from evaluator.robustness.effective import effective_weights
from evaluator.robustness.leaving import leave_out
from evaluator.robustness.places import Histogram, count_places, places_of, scores_of
from evaluator.robustness.sobol import indices, noisy
from evaluator.scoring.kernel import Kernel, Ranks, rank
from indicators.faults import Faults, fault
from indicators.text import Text
from indicators.yamls import Plain

Progress = Callable[[float, Text], None]
SAMPLE = 512


@dataclass(frozen=True)
class RobustnessSettings:
    """What is uncertain, and how often it is drawn.

    Attributes:
        draws: Number of draws.
        seed: Seed of the points.
        weights: Each weight is multiplied by a uniform draw from 1 ± this share.
        alternatives: Choice → settings, as `--set`; each draw takes one of them.
        sample: Base sample of the sensitivity analysis; (factors + 2) × sample runs.
    """

    draws: int = 10_000
    seed: int = 1
    weights: float = 0.25
    alternatives: dict[str, list[Plain]] = field(default_factory=dict)
    sample: int = SAMPLE


@dataclass(frozen=True)
class Robustness:
    """How sure each place is, for one level of regions in one period."""

    assessment: Assessment
    settings: RobustnessSettings
    number: int
    period: int
    progress: Progress | None = None

    @property
    def kernel(self) -> Kernel:
        """The kernel of the published method."""
        return self.assessment.kernels[self.number]

    @cached_property
    def weights(self) -> Floats:
        """Weights in force `[place]`."""
        found: Floats = self.kernel.scored().weights[self.period]
        return found

    @cached_property
    def baseline(self) -> Ranks:
        """Published places `[region]`."""
        return rank(self.kernel.scored().score[self.period, 0], self.kernel.plan.ranking)

    @cached_property
    def choices(self) -> tuple[list[str], list[int], list[Combination]]:
        """The uncertain choices of method and all their combinations."""
        return combinations(self.assessment, self.number, self.settings.alternatives)

    @property
    def failures(self) -> list[Combination]:
        """Combinations that cannot be scored; their draws are left out and counted."""
        return [one for one in self.choices[2] if one.kernel is None]

    @cached_property
    def _drawn(self) -> tuple[Floats, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
        """Weights `[draw, place]` and the combination of each draw."""
        names, sizes, _ = self.choices
        dimensions = len(drawn_places(self.kernel.plan))
        unit = points(self.settings.draws, max(1, dimensions + len(names)), self.settings.seed)
        weights = uniform(self.kernel.plan, unit, self.weights, self.settings.weights)
        return weights, _numbers(unit[:, dimensions:], sizes)

    def histogram(self, pairs: bool = False) -> Histogram:
        """Places over all draws."""
        weights, numbers = self._drawn
        regions = len(self.kernel.cells.regions)
        total = Histogram(
            np.zeros((regions, regions), dtype=np.int64),
            0,
            np.zeros(regions, dtype=np.int64),
            np.zeros((regions, regions)) if pairs else None,
        )
        for number, combination in enumerate(self.choices[2]):
            own = weights[numbers == number]
            if combination.kernel is not None and len(own):
                total = total.joined(count_places(combination.kernel, self.period, own, pairs))
            self._say((number + 1) / len(self.choices[2]), Text(zh="抽样", en="Draws"))
        return total

    def intervals(self) -> pa.Table:
        """region, name, baseline, mean, median, p5, p95, best, worst, p_first, p_top10, fifths, unplaced."""
        return interval_table(self.assessment, self.kernel, self.baseline, self.histogram())

    def pairwise(self) -> pa.Table:
        """a, b, probability: share of draws in which a stands ahead of b; ties count half."""
        histogram = self.histogram(pairs=True)
        assert histogram.ahead is not None
        codes = self.kernel.cells.regions
        share = histogram.ahead / max(1, histogram.draws)
        rows = [(i, j) for i in range(len(codes)) for j in range(len(codes)) if i != j]
        return pa.table(
            {
                "a": pa.array([codes[i] for i, _ in rows], pa.string()),
                "b": pa.array([codes[j] for _, j in rows], pa.string()),
                "probability": pa.array([float(share[i, j]) for i, j in rows], pa.float64()),
            }
        )

    def leave_out(self) -> pa.Table:
        """Rank changes when an indicator or a node is left out."""
        return leave_out(self.kernel, self.period)

    def effective(self) -> pa.Table:
        """Given weights against what they turn out to do."""
        return effective_weights(self.kernel, self.period)

    def drivers(self) -> pa.Table:
        """factor, output, first, first_low, first_high, total, total_low, total_high, note.

        The output is the mean absolute shift of places against the published ranking. Factors: the weights of each
        group of siblings, and each choice of method.
        """
        factors, columns, dimensions = self._factors()
        sample = self.settings.sample
        unit = points(sample, 2 * max(1, dimensions), self.settings.seed + 1)
        a, b = unit[:, :dimensions], unit[:, dimensions : 2 * dimensions]
        shift_a, shift_b = self._shift(a), self._shift(b)
        mixed = np.empty((len(factors), sample))
        for k, own in enumerate(columns):
            ab = a.copy()
            ab[:, own] = b[:, own]
            mixed[k] = self._shift(ab)
            self._say((k + 1) / len(factors), Text(zh="敏感性", en="Sensitivity"))
        good = ~(np.isnan(shift_a) | np.isnan(shift_b) | np.isnan(mixed).any(axis=0))
        found = indices(shift_a[good], shift_b[good], mixed[:, good], self.settings.seed)
        values = {
            "first": found.first,
            "first_low": found.first_interval[:, 0],
            "first_high": found.first_interval[:, 1],
            "total": found.total,
            "total_low": found.total_interval[:, 0],
            "total_high": found.total_interval[:, 1],
        }
        return pa.table(
            {
                "factor": pa.array(factors, pa.string()),
                "output": pa.array(["mean_rank_shift"] * len(factors), pa.string()),
                **{name: pa.array(column, pa.float64(), from_pandas=True) for name, column in values.items()},
                "note": pa.array(noisy(found), pa.string()),
            }
        )

    def _factors(self) -> tuple[list[str], list[list[int]], int]:
        """Factors, their columns in the unit cube, and how many columns there are."""
        plan, at = self.kernel.plan, drawn_places(self.kernel.plan)
        factors: list[str] = []
        columns: list[list[int]] = []
        for place in plan.places:
            if len(place.children) > 1 and self.settings.weights > 0:
                factors.append(f"weights.{place.name}")
                columns.append([at.index(child) for child in place.children])
        names = self.choices[0]
        for k, name in enumerate(names):
            factors.append(name)
            columns.append([len(at) + k])
        return factors, columns, len(at) + len(names)

    def _shift(self, unit: Floats) -> Floats:
        """Mean absolute shift of places `[run]`; NaN where the combination fails."""
        at = len(drawn_places(self.kernel.plan))
        weights = uniform(self.kernel.plan, unit, self.weights, self.settings.weights)
        numbers = _numbers(unit[:, at:], self.choices[1])
        result = np.full(len(unit), np.nan)
        base = self.baseline
        for number, combination in enumerate(self.choices[2]):
            own = np.flatnonzero(numbers == number)
            if combination.kernel is None or not len(own):
                continue
            places = places_of(scores_of(combination.kernel, self.period, weights[own]))
            both = (places > 0) & (base > 0)
            away = np.where(both, np.abs(places - base), 0).sum(axis=1)
            result[own] = away / np.maximum(1, both.sum(axis=1))
        return result

    def _say(self, share: float, text: Text) -> None:
        if self.progress is not None:
            self.progress(share, text)


def analyse(
    assessment: Assessment,
    settings: RobustnessSettings | None = None,
    number: int = 0,
    progress: Progress | None = None,
) -> Robustness:
    """Prepare an analysis of one level of regions in the latest period.

    Raises:
        Faults: No draws, a share outside 0 to 1, alternatives that do not exist.
    """
    chosen = settings or RobustnessSettings()
    faults = []
    if chosen.draws < 1:
        faults.append(fault("抽样次数须至少为 1", "there must be at least one draw"))
    if not 0 <= chosen.weights <= 1:
        faults.append(fault("权重变动幅度须在 0 与 1 之间", "the share by which weights vary must be between 0 and 1"))
    if faults:
        raise Faults(faults)
    period = assessment.run.periods.index(assessment.latest)
    return Robustness(assessment, chosen, number, period, progress)


def interval_table(assessment: Assessment, kernel: Kernel, baseline: Ranks, histogram: Histogram) -> pa.Table:
    """Intervals of places, in the order of the published ranking."""
    codes = kernel.cells.regions
    names = dict(
        zip(
            assessment.run.regions["region"].to_pylist(),
            assessment.run.regions["name_zh" if assessment.lang == "zh" else "name_en"].to_pylist(),
            strict=True,
        )
    )
    ranked = int((baseline > 0).sum())
    fifths = [round(ranked * k / 5) for k in range(6)]
    columns: dict[str, Floats] = {
        "mean": histogram.mean,
        "median": histogram.quantile(0.5),
        "p5": histogram.quantile(0.05),
        "p95": histogram.quantile(0.95),
        "best": histogram.quantile(0.0),
        "worst": histogram.quantile(1.0),
        "p_first": histogram.share(1),
        "p_top10": histogram.share(1, 10),
    }
    for k in range(5):
        columns[f"p_fifth{k + 1}"] = histogram.share(fifths[k] + 1, max(fifths[k] + 1, fifths[k + 1]))
    columns["p_unplaced"] = histogram.unplaced / max(1, histogram.draws)
    order = sorted(range(len(codes)), key=lambda i: (baseline[i] == 0, baseline[i], codes[i]))
    whole = {"best", "worst"}
    return pa.table(
        {
            "region": pa.array([codes[i] for i in order], pa.string()),
            "name": pa.array([names[codes[i]] for i in order], pa.string()),
            "baseline": pa.array([int(baseline[i]) or None for i in order], pa.int64()),
            **{
                name: pa.array(
                    [_plain(values[i], name in whole) for i in order], pa.int64() if name in whole else pa.float64()
                )
                for name, values in columns.items()
            },
        }
    )


def _plain(value: float, whole: bool) -> float | int | None:
    if np.isnan(value):
        return None
    return round(value) if whole else float(value)


def _numbers(unit: Floats, sizes: list[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Which combination each point of the unit cube stands for, the last choice fastest."""
    number = np.zeros(len(unit), dtype=np.int64)
    for k, size in enumerate(sizes):
        number = number * size + np.minimum((unit[:, k] * size).astype(np.int64), size - 1)
    return number
