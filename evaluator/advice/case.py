"""One region of an assessment in one period: what advice is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from evaluator.assessment import Assessment
from evaluator.evidence import period_ordinal
from evaluator.explanation import find_region
from evaluator.methods.base import Floats
from evaluator.scoring.kernel import Kernel, Scored, rank
from evaluator.scoring.plan import Plan
from indicators.faults import Faults, fault
from indicators.records import near
from indicators.text import Text


@dataclass(frozen=True)
class Case:
    """One region in one period.

    Attributes:
        assessment: What was scored.
        number: Which level of regions.
        at: Position of the period.
        region: Position of the region within its level.
        weights: Weights `[place]` in place of the standard's, for a trial.
    """

    assessment: Assessment
    number: int
    at: int
    region: int
    weights: Floats | None = None

    @property
    def plan(self) -> Plan:
        """The tree of the region's level."""
        return self.assessment.run.plans[self.number]

    @property
    def kernel(self) -> Kernel:
        """The array kernel of the region's level."""
        return self.assessment.kernels[self.number]

    @property
    def code(self) -> str:
        """The region's code."""
        return self.kernel.cells.regions[self.region]

    @property
    def period(self) -> str:
        """The period's name."""
        return self.assessment.run.periods[self.at]

    @cached_property
    def names(self) -> tuple[Text, ...]:
        """Names of the regions of the level."""
        table = self.assessment.run.regions
        rows = table.select(["region", "name_zh", "name_en"]).to_pylist()
        known = {row["region"]: Text(zh=row["name_zh"], en=row["name_en"]) for row in rows}
        return tuple(known[code] for code in self.kernel.cells.regions)

    @property
    def name(self) -> Text:
        """The region's name."""
        return self.names[self.region]

    @cached_property
    def scored(self) -> Scored:
        """Scores of the whole level in every period."""
        return self.kernel.scored(self.weights)

    @property
    def scores(self) -> Floats:
        """Scores `[place, region]` of the period."""
        found: Floats = self.scored.score[self.at]
        return found

    @property
    def place(self) -> int:
        """The region's place in the total, 0 without a score."""
        return int(rank(self.scores[0], self.plan.ranking)[self.region])

    @cached_property
    def used(self) -> Floats:
        """Weights `[place]` in force in the period."""
        found: Floats = self.scored.weights[self.at]
        return found

    @cached_property
    def earlier(self) -> int | None:
        """Position of the last period before this one, of the same calendar, in which the region has a score.

        None across a change of regions, for what lies before it is of another area.
        """
        calendar, _ = period_ordinal(self.period)
        validity = self.assessment.run.validity
        for t in range(self.at - 1, -1, -1):
            period = self.assessment.run.periods[t]
            same = period_ordinal(period)[0] == calendar
            same = same and validity.era(self.code, period) == validity.era(self.code, self.period)
            if same and not np.isnan(self.scored.score[t, 0, self.region]):
                return t
        return None


def case_of(assessment: Assessment, region: str, period: str | None = None, weights: Floats | None = None) -> Case:
    """One region, by code or name, in a period (the latest by default).

    Raises:
        Faults: A region or period that is not there.
    """
    code, _, level = find_region(assessment, region)
    time = period or assessment.latest
    if time not in assessment.run.periods:
        todo = near(time, list(assessment.run.periods))
        zh, en = f"证据中没有时期“{time}”", f"the evidence has no period '{time}'"
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1])])
    number = assessment.levels.index(level)
    position = assessment.kernels[number].cells.regions.index(code)
    return Case(assessment, number, assessment.run.periods.index(time), position, weights)
