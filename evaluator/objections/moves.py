"""Who moves when one figure is corrected, everything else held still."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from evaluator.advice.case import Case, case_of
from evaluator.advice.whatif import Trial, slots_of
from evaluator.assessment import Assessment
from evaluator.methods.base import Floats
from evaluator.objections.store import Objection
from evaluator.scoring.kernel import rank
from indicators.text import Text

SAME = 1e-9


@dataclass(frozen=True)
class Moved:
    """One region before and after a correction; places are 0 and scores NaN where there is none."""

    region: str
    name: Text
    before: int
    after: int
    score_before: float
    score_after: float

    @property
    def change(self) -> int | None:
        """Places won (above zero) or lost; None without a place on either side."""
        return self.before - self.after if self.before and self.after else None


@dataclass(frozen=True)
class Correction:
    """A figure before and after.

    Attributes:
        before: The value objected to; NaN where it was missing.
        after: The corrected value.
        in_force: Whether the evidence already holds the corrected value.
    """

    before: float
    after: float
    in_force: bool


def correction(objection: Objection, assessment: Assessment, weights: Floats | None = None) -> Correction | None:
    """What was corrected after an objection; None if nothing was.

    The evidence decides: where its value is no longer the one objected to, that is the correction. Otherwise it is
    the figure that a reply gives, which the evidence does not hold yet.

    Raises:
        Faults: This assessment has no such region, indicator or period.
    """
    case, slot = _found(objection, assessment, weights)
    seen = math.nan if objection.value is None else objection.value
    now = float(case.kernel.cells.values[case.at, slot, case.region])
    if not _same(seen, now):
        return Correction(seen, now, True)
    given = objection.corrected
    return None if given is None or _same(seen, given) else Correction(seen, given, False)


def moves(
    objection: Objection, assessment: Assessment, found: Correction, weights: Floats | None = None
) -> tuple[Moved, ...]:
    """Every region whose place differs, the region itself always, in order of the place after.

    The figure is put in and taken out in a trial: all steps run again, all other figures are those of the assessment.
    """
    case, slot = _found(objection, assessment, weights)
    trial = Trial(case)
    old, new = (trial.outcome({slot: value}).scores[0] for value in (found.before, found.after))
    before, after = (rank(one, case.plan.ranking) for one in (old, new))
    chosen = [int(i) for i in np.flatnonzero((before != after) | (np.arange(len(before)) == case.region))]
    chosen.sort(key=lambda i: (after[i] == 0, after[i], i))
    codes, names = case.kernel.cells.regions, case.names
    return tuple(Moved(codes[i], names[i], int(before[i]), int(after[i]), float(old[i]), float(new[i])) for i in chosen)


def _found(objection: Objection, assessment: Assessment, weights: Floats | None) -> tuple[Case, int]:
    case = case_of(assessment, objection.region, objection.period, weights)
    (slot,) = slots_of(case, {objection.indicator: 0.0})
    return case, slot


def _same(a: float, b: float) -> bool:
    return (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=SAME, abs_tol=1e-12)
