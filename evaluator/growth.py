"""Change between two periods that are named: of raw values, of scores and of places."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.evidence import period_ordinal
from evaluator.scoring.kernel import Kernel
from indicators.faults import Faults, fault


def growth(assessment: Assessment, start: str, end: str) -> pa.Table:
    """region, node, from, to, first, last, change, yearly_rate, trend, rank_change, for nodes and indicators.

    `first` and `last` are raw values of indicators and scores of nodes; `yearly_rate` is the compound rate a year
    ((last / first)^(1/years) − 1; only for raw values above zero); `trend` is the slope a year of a least-squares
    line over all periods from start to end that have a value. Across a change of regions nothing is compared:
    change, rate, trend and places are empty and `flags` says `break`.

    Raises:
        Faults: A period that is not there, periods of different calendars, or the end not after the start.
    """
    periods = assessment.run.periods
    faults = [
        fault(
            f"没有时期“{one}”",
            f"there is no period '{one}'",
            todo_zh="可用：" + ", ".join(periods),
            todo_en="known: " + ", ".join(periods),
        )
        for one in (start, end)
        if one not in periods
    ]
    if faults:
        raise Faults(faults)
    (calendar, first), (other, last) = period_ordinal(start), period_ordinal(end)
    if calendar != other or last <= first:
        raise Faults([fault(f"{end} 不在 {start} 之后", f"{end} does not come after {start} in the same calendar")])
    a_year = {"year": 1, "half": 2, "quarter": 4, "month": 12}.get(calendar, 1)
    rows: list[dict[str, object]] = []
    for kernel in assessment.kernels:
        rows += _rows(kernel, start, end, a_year)
    kinds = {
        "region": pa.string(),
        "node": pa.string(),
        "from": pa.string(),
        "to": pa.string(),
        "rank_change": pa.int64(),
        "flags": pa.string(),
    }
    names = ("region", "node", "from", "to", "first", "last", "change", "yearly_rate", "trend", "rank_change", "flags")
    return pa.table({name: pa.array([row[name] for row in rows], kinds.get(name, pa.float64())) for name in names})


def _rows(kernel: Kernel, start: str, end: str, a_year: int) -> list[dict[str, object]]:
    periods = kernel.cells.periods
    calendar, first_ordinal = period_ordinal(start)
    within = range(first_ordinal, period_ordinal(end)[1] + 1)
    ordinals = [period_ordinal(one) for one in periods]
    span = [t for t, (own, ordinal) in enumerate(ordinals) if own == calendar and ordinal in within]
    at = np.array([period_ordinal(periods[t])[1] for t in span]) / a_year
    scored = kernel.scored()
    places = scored.ranks(kernel.plan.ranking)
    a, b = periods.index(start), periods.index(end)
    era = kernel.cells.era
    rows: list[dict[str, object]] = []
    for p, place in enumerate(kernel.plan.places):
        values = kernel.cells.values[:, place.slot] if place.slot >= 0 else scored.score[:, p]
        for i, region in enumerate(kernel.cells.regions):
            first, last = float(values[a, i]), float(values[b, i])
            broken = bool(era[a, i] != era[b, i])
            both = not np.isnan(first + last) and not broken
            rate = None
            if both and place.slot >= 0 and first > 0 and last > 0:
                rate = (last / first) ** (1 / (at[-1] - at[0])) - 1
            before, after = int(places[a, p, i]), int(places[b, p, i])
            rows.append(
                {
                    "region": region,
                    "node": place.name,
                    "from": start,
                    "to": end,
                    "first": None if np.isnan(first) else first,
                    "last": None if np.isnan(last) else last,
                    "change": last - first if both else None,
                    "yearly_rate": rate,
                    "trend": None if broken else _slope(at, values[span, i]),
                    "rank_change": before - after if before and after and not broken else None,
                    "flags": "break" if broken else "",
                }
            )
    return rows


def _slope(
    at: np.ndarray[tuple[int, ...], np.dtype[np.float64]], values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> float | None:
    """Slope of a least-squares line through the values that are there; None below two."""
    there = ~np.isnan(values)
    if there.sum() < 2:
        return None
    x, y = at[there] - at[there].mean(), values[there]
    return float(x @ (y - y.mean()) / (x @ x))
