"""A robustness analysis: settings in, tables out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.methods.base import Floats
from evaluator.robustness.admissible import Limits, admissible_draws, groups_of
from evaluator.robustness.choices import Choices, Combination, make_choices
from evaluator.robustness.draws import DISTRIBUTIONS, Distribution, drawn, drawn_places, points
from evaluator.robustness.drivers import Factors, driver_table
from evaluator.robustness.effective import effective_weights
from evaluator.robustness.histogram import no_places
from evaluator.robustness.intervals import interval_table
from evaluator.robustness.leaving import leave_out, leave_out_regions
from evaluator.robustness.places import MANY, Counts, Histogram, Listed, count_parts, list_places, place_draws
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
        weights: How far each weight varies; for `uniform` it is multiplied by a draw from 1 ± this share.
        alternatives: Choice → settings, as `--set`; each draw takes one of them.
        sample: Base sample of the sensitivity analysis; (factors + 2) × sample runs.
        distribution: How weights are drawn, see `draws.drawn`.
        experts: Name and weights by node of each expert; each draw takes the weights of one of them.
        limits: What weights may be, in place of `weights` and `distribution`: uniform over all that are admissible.
        each: Whether each weight is a factor of its own, not each group of siblings; not with limits.
        top: How many places count as the top (column `p_top10`, or so many).
    """

    draws: int = 10_000
    seed: int = 1
    weights: float = 0.25
    alternatives: dict[str, list[Plain]] = field(default_factory=dict)
    sample: int = SAMPLE
    distribution: Distribution = "uniform"
    experts: tuple[tuple[str, dict[str, float]], ...] = ()
    limits: Limits | None = None
    each: bool = False
    top: int = 10


@dataclass(frozen=True)
class Robustness:
    """How sure each place is, for one level of regions in one period."""

    assessment: Assessment
    settings: RobustnessSettings
    number: int
    period: int
    choices: Choices
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

    @property
    def failures(self) -> list[tuple[Combination, int]]:
        """Combinations that cannot be scored, each with the number of draws that fell on it and are left out."""
        counts = np.bincount(self._numbers, minlength=len(self.choices.combinations))
        pairs = zip(self.choices.combinations, counts, strict=True)
        return [(one, int(count)) for one, count in pairs if one.kernel is None]

    @cached_property
    def _unit(self) -> Floats:
        """Points in the unit cube, a column a weight, then a column a choice."""
        return points(self.settings.draws, max(1, self._dimensions), self.settings.seed)

    @cached_property
    def _numbers(self) -> Counts:
        """The combination of each draw."""
        return self.choices.number(self._unit[:, len(drawn_places(self.kernel.plan)) :])

    @property
    def _dimensions(self) -> int:
        return len(drawn_places(self.kernel.plan)) + len(self.choices.names)

    def histogram(self, pairs: bool = False) -> Histogram:
        """Places over all draws that can be scored."""
        parts = [(kernel, own) for kernel, own, _ in self._parts() if len(own)]
        if not parts:
            return no_places(len(self.kernel.cells.regions), pairs)
        return count_parts(parts, self.period, pairs, lambda share: self._say(share, Text(zh="抽样", en="Draws")))

    def listed(self) -> Listed:
        """The same as a list, for more regions than a table of counts can hold."""
        parts = [list_places(kernel, self.period, own, say) for kernel, own, say in self._parts()]
        return reduce(Listed.joined, parts)

    def _parts(self) -> Iterator[tuple[Kernel, Floats, Callable[[float], None]]]:
        """The draws of each combination that can be scored; there is one at least."""
        count = len(self.choices.combinations)
        for number, combination in enumerate(self.choices.combinations):
            own = self._weights(combination, self._unit[self._numbers == number])

            def say(share: float, number: int = number) -> None:
                self._say((number + share) / count, Text(zh="抽样", en="Draws"))

            if combination.kernel is not None:
                yield combination.kernel, own, say

    def intervals(self) -> pa.Table:
        """Intervals of places, see `intervals.interval_table`."""
        codes = self.kernel.cells.regions
        return interval_table(self.assessment, codes, self.baseline, self.places(), self.settings.top)

    def places(self) -> Listed | Histogram:
        """The places of each region over the draws, in the form that takes less room for so many regions."""
        return self.listed() if len(self.kernel.cells.regions) > MANY else self.histogram()

    def pairwise(self) -> pa.Table:
        """a, b, probability: share of draws in which a stands ahead of b; ties count half."""
        histogram = self.histogram(pairs=True)
        assert histogram.ahead is not None
        codes = np.array(self.kernel.cells.regions, dtype=object)
        apart = ~np.eye(len(codes), dtype=np.bool_)
        a, b = np.nonzero(apart)
        share = histogram.ahead[apart] / histogram.draws if histogram.draws else np.full(len(a), np.nan)
        return pa.table(
            {
                "a": pa.array(codes[a], pa.string()),
                "b": pa.array(codes[b], pa.string()),
                "probability": pa.array(share, pa.float64(), from_pandas=True),
            }
        )

    def leave_out(self) -> pa.Table:
        """Rank changes when an indicator or a node is left out."""
        return leave_out(self.kernel, self.period)

    def leave_out_regions(self) -> pa.Table:
        """Rank changes of the others when a region is left out."""
        return leave_out_regions(
            self.kernel, self.period, lambda share: self._say(share, Text(zh="去掉地区", en="Leaving regions out"))
        )

    def effective(self) -> pa.Table:
        """Given weights against what they turn out to do."""
        return effective_weights(self.kernel, self.period)

    def drivers(self, regions: Sequence[str] = ()) -> pa.Table:
        """Sobol indices of each uncertain choice, see `drivers.driver_table`.

        The output is the mean absolute shift of places against the published ranking, and the place of each region
        asked for. Factors: the weights of each group of siblings, and each choice of method.
        """
        at = [self.kernel.cells.regions.index(code) for code in regions]

        def outputs(unit: Floats) -> Floats:
            return self._outputs(unit, at)

        return driver_table(
            self._factors(),
            outputs,
            ["mean_rank_shift", *(f"rank:{code}" for code in regions)],
            self.settings.sample,
            self.settings.seed,
            lambda share: self._say(share, Text(zh="敏感性", en="Sensitivity")),
        )

    def _factors(self) -> Factors:
        plan, at = self.kernel.plan, drawn_places(self.kernel.plan)
        column = {place: k for k, place in enumerate(at)}
        names: list[str] = []
        columns: list[list[int]] = []
        for place in plan.places:
            if len(place.children) > 1 and (self.settings.weights > 0 or self.settings.limits is not None):
                if self.settings.each and self.settings.limits is None:
                    names += [f"weight.{plan.places[child].name}" for child in place.children]
                    columns += [[column[child]] for child in place.children]
                    continue
                names.append(f"weights.{place.name}")
                columns.append([column[child] for child in place.children])
        for k, name in enumerate(self.choices.names):
            names.append(name)
            columns.append([len(at) + k])
        return Factors(names, columns, self._dimensions)

    def _outputs(self, unit: Floats, regions: list[int]) -> Floats:
        """Outputs `[run, output]`; NaN where the combination fails or a region has no place."""
        numbers = self.choices.number(unit[:, len(drawn_places(self.kernel.plan)) :])
        result = np.full((len(unit), 1 + len(regions)), np.nan)
        base = self.baseline
        for number, combination in enumerate(self.choices.combinations):
            own = np.flatnonzero(numbers == number)
            if combination.kernel is None or not len(own):
                continue

            def shift(places: Counts) -> Floats:
                both = (places > 0) & (base > 0)
                away = np.where(both, np.abs(places - base), 0).sum(axis=1) / np.maximum(1, both.sum(axis=1))
                wanted = places[:, regions]
                found: Floats = np.column_stack([away, np.where(wanted > 0, wanted, np.nan)])
                return found

            parts = place_draws(combination.kernel, self.period, self._weights(combination, unit[own]), shift)
            result[own] = np.concatenate(parts)
        return result

    def _weights(self, combination: Combination, unit: Floats) -> Floats:
        """Weights `[draw, place]` of the draws that fell on a combination."""
        if combination.kernel is None:
            return np.empty((0, len(self.kernel.plan.places)))
        given = combination.weights(self.period)
        if self.settings.limits is not None:
            groups = groups_of(self.settings.limits, combination.kernel.plan, given)
            pool = max(4096, self.settings.draws)
            return combination.kept(admissible_draws(groups, unit, given, pool, self.settings.seed))
        share = self.settings.weights
        return combination.kept(drawn(self.settings.distribution, combination.kernel.plan, unit, given, share))

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
        Faults: No draws, a share outside 0 to 1, alternatives that do not exist or can never be scored.
    """
    chosen = settings or RobustnessSettings()
    faults = []
    if chosen.draws < 1:
        faults.append(fault("抽样次数须至少为 1", "there must be at least one draw"))
    if chosen.sample < 2:
        faults.append(fault("敏感性分析的样本须至少为 2", "the sample of the sensitivity analysis must be 2 or more"))
    if not 0 <= chosen.weights <= 1:
        faults.append(fault("权重变动幅度须在 0 与 1 之间", "the share by which weights vary must be between 0 and 1"))
    if chosen.top < 1:
        faults.append(fault("前几名须至少为 1", "the top must be at least one place"))
    if chosen.seed < 0:
        faults.append(fault("随机种子须不小于 0", "the seed must be 0 or more"))
    if chosen.distribution not in DISTRIBUTIONS:
        known = ", ".join(DISTRIBUTIONS)
        faults.append(
            fault(
                f"没有分布“{chosen.distribution}”（可用：{known}）",
                f"there is no distribution '{chosen.distribution}' (known: {known})",
            )
        )
    if faults:
        raise Faults(faults)
    period = assessment.run.periods.index(assessment.latest)
    choices = make_choices(assessment, number, chosen.alternatives, chosen.experts)
    if chosen.limits is not None:
        kernel = assessment.kernels[number]
        groups_of(chosen.limits, kernel.plan, kernel.scored().weights[period])
    return Robustness(assessment, chosen, number, period, choices, progress)
