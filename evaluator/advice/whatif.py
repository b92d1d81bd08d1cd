"""What if a raw value were another: the score and place of a region, everything else held still.

A changed value goes through every step. Where imputation and screening take no notice of it, only its own indicator
is treated and normalised again (others' scores move with it, as with min-max); otherwise the whole kernel is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from evaluator.advice.case import Case
from evaluator.methods.base import Floats
from evaluator.scoring.kernel import Kernel, aggregate, normalise, rank, treat
from indicators.faults import Fault, Faults, fault
from indicators.records import near


@dataclass(frozen=True)
class Outcome:
    """What a change comes to.

    Attributes:
        scores: `[place, region]` of the period.
        score: Of the region's root, NaN if it has none.
        place: Of the region, 0 if it has none.
    """

    scores: Floats
    score: float
    place: int


@dataclass(frozen=True)
class Trial:
    """A case on which raw values can be tried, again and again."""

    case: Case

    @cached_property
    def alone(self) -> bool:
        """Whether indicators do not depend on each other before aggregation."""
        plan = self.case.plan
        return plan.screening.kind == "none" and all(slot.imputation.kind == "none" for slot in plan.slots)

    @cached_property
    def present(self) -> Outcome:
        """How things stand."""
        return self._outcome(self.case.scores)

    def value(self, slot: int) -> float:
        """The region's raw value of an indicator."""
        return float(self.case.kernel.cells.values[self.case.at, slot, self.case.region])

    def outcome(self, changes: Mapping[int, float]) -> Outcome:
        """What comes of other raw values of the region: position of the indicator → value."""
        if not changes:
            return self.present
        if not self.alone:
            return self._whole(changes)
        kernel, at = self.case.kernel, self.case.at
        treated, normalised = kernel.treated.copy(), kernel.normalised.copy()
        for slot, value in changes.items():
            treated[:, slot], normalised[:, slot] = self.column(slot, value)
        raw = kernel.raw.copy()
        for slot, value in changes.items():
            raw[at, slot, self.case.region] = value
        measured = (~np.isnan(raw) & ~np.isnan(normalised)).astype(np.float64)
        panel = self._panel
        span = slice(None) if panel else slice(at, at + 1)
        weights = None if self.case.weights is None else self.case.weights
        scored = aggregate(kernel.plan, normalised[span], treated[span], measured[span], weights, kernel.valid(span))
        return self._outcome(scored.score[at if panel else 0])

    def column(self, slot: int, value: float) -> tuple[Floats, Floats]:
        """Treated and normalised values `[period, region]` of one indicator with the region's value changed."""
        kernel = self.case.kernel
        one = replace(kernel.plan, slots=(kernel.plan.slots[slot],))
        block = kernel.raw[:, [slot]].copy()
        block[self.case.at, 0, self.case.region] = value
        treated = treat(one, block).values
        return treated[:, 0], normalise(one, treated, kernel.cells.regions)[:, 0]

    @cached_property
    def _panel(self) -> bool:
        return any(
            place.weighting is not None and place.weighting.kind != "standard" and place.weighting.scope == "panel"
            for place in self.case.plan.places
        )

    def _whole(self, changes: Mapping[int, float]) -> Outcome:
        cells = self.case.kernel.cells
        values = cells.values.copy()
        for slot, value in changes.items():
            values[self.case.at, slot, self.case.region] = value
        kernel = Kernel(self.case.plan, replace(cells, values=values))
        return self._outcome(kernel.scored(self.case.weights).score[self.case.at])

    def _outcome(self, scores: Floats) -> Outcome:
        places = rank(scores[0], self.case.plan.ranking)
        return Outcome(scores, float(scores[0, self.case.region]), int(places[self.case.region]))


def slots_of(case: Case, values: Mapping[str, float]) -> dict[int, float]:
    """Changes by id as changes by position.

    Raises:
        Faults: Every indicator that does not exist at this level.
    """
    known = {slot.indicator.id: i for i, slot in enumerate(case.plan.slots)}
    faults: list[Fault] = []
    for name in values:
        if name not in known:
            todo = near(name, list(known))
            zh, en = f"没有指标“{name}”", f"there is no indicator '{name}'"
            faults.append(fault(zh, en, todo_zh=todo[0], todo_en=todo[1]))
    if faults:
        raise Faults(faults)
    return {known[name]: value for name, value in values.items()}
