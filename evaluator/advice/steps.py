"""What one step better is worth, indicator by indicator, in points and in places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from evaluator.advice.case import Case
from evaluator.advice.gaps import number
from evaluator.advice.whatif import Trial

_SCHEMA = pa.schema(
    [
        ("node", pa.string()),
        ("raw", pa.float64()),
        ("step", pa.float64()),
        ("to", pa.float64()),
        ("points", pa.float64()),
        ("score", pa.float64()),
        ("place_before", pa.int64()),
        ("place", pa.int64()),
        ("places", pa.int64()),
        ("note", pa.string()),
    ]
)
TENTH = 0.1


@dataclass(frozen=True)
class Road:
    """How one indicator may be improved.

    Attributes:
        slot: Position of the indicator.
        start: Raw value today.
        limit: The best raw value that is thought of: the goalpost, else the best observed.
        step: One step, above zero, in the indicator's unit.
    """

    slot: int
    start: float
    limit: float
    step: float

    def after(self, steps: int) -> float:
        """The raw value after so many steps, never beyond the limit."""
        sign = 1.0 if self.limit >= self.start else -1.0
        value = self.start + sign * steps * self.step
        return min(value, self.limit) if sign > 0 else max(value, self.limit)

    @property
    def count(self) -> int:
        """Steps up to the limit; the last may be a part of one."""
        return int(np.ceil(abs(self.limit - self.start) / self.step - 1e-9))


def road(case: Case, slot: int, step: float | None = None, limit: float | None = None) -> Road | None:
    """The road of one indicator: by default a tenth of the range between its goalposts (or of the observed one).

    Returns:
        None where the region has no value, nothing varies, or the value is at its best already.
    """
    worst, best = _ends(case, slot)
    own = float(case.kernel.cells.values[case.at, slot, case.region])
    if np.isnan(own) or np.isnan(worst) or worst == best:
        return None
    upward = best > worst
    end = best if limit is None else limit
    if (end <= own) if upward else (end >= own):
        return None
    return Road(slot, own, end, step if step else TENTH * abs(best - worst))


def steps(case: Case, sizes: Mapping[str, float] | None = None) -> pa.Table:
    """What one step better of each indicator is worth, the most first; the other regions are held still.

    Args:
        case: The region.
        sizes: Indicator → step in its unit; by default a tenth of the goalposts (or of the observed range).

    Returns:
        node, raw, step, to, points (of the total), score, place_before, place, places (gained), note
        (`no-value`, `at-best`).
    """
    trial = Trial(case)
    rows = []
    for slot, one in enumerate(case.plan.slots):
        name = one.indicator.id
        way = road(case, slot, (sizes or {}).get(name))
        raw = trial.value(slot)
        row: dict[str, object] = {"node": name, "raw": number(raw), "place_before": case.place or None}
        if way is None:
            row["note"] = "no-value" if np.isnan(raw) else "at-best"
        else:
            to = way.after(1)
            found = trial.outcome({slot: to})
            row |= {"step": way.step, "to": to, "score": number(found.score), "place": found.place or None}
            row["points"] = number(found.score - trial.present.score)
            row["places"] = case.place - found.place if case.place and found.place else None
            row["note"] = ""
        rows.append(row)
    rows.sort(key=lambda row: (row.get("points") is None, -float(str(row.get("points") or 0.0))))
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _ends(case: Case, slot: int) -> tuple[float, float]:
    """Worst and best raw value: the goalposts of the indicator, else what is observed in the period."""
    one = case.plan.slots[slot]
    method = one.normalisation
    worst = getattr(method, "worst", None)
    best = getattr(method, "best", None)
    worst = one.aspect.worst if worst is None else float(worst)
    best = one.aspect.best if best is None else float(best)
    if not (np.isnan(worst) or np.isnan(best)):
        return worst, best
    values = case.kernel.cells.values[case.at, slot]
    known = values[~np.isnan(values)]
    if not len(known):
        return np.nan, np.nan
    low, high = float(known.min()), float(known.max())
    return (low, high) if one.aspect.direction > 0 else (high, low)
