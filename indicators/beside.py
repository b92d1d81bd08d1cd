"""Figures shown beside an indicator and never scored: its own measure with a few parameters changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.indicator import Beside, Indicator
from indicators.measures import measure_kind

if TYPE_CHECKING:
    from indicators.records import Setting

#: Between the indicator's id and the figure's own.
MARK = "/"


def figures(indicator: Indicator) -> tuple[Indicator, ...]:
    """Each figure as an indicator of its own, under the id `INDICATOR/FIGURE`, for the same measures to work out."""
    return tuple(_figure(indicator, one) for one in indicator.beside)


def merged(own: Setting, changes: Setting) -> Setting:
    """A measure with changes laid over; another kind keeps only the parameters that both know.

    >>> merged({"kind": "duration", "process": "p", "clock": "hours"}, {"kind": "share", "numerator": "x"})
    {'process': 'p', 'kind': 'share', 'numerator': 'x'}
    """
    kind = changes.get("kind", own.get("kind"))
    if kind == own.get("kind"):
        return {**own, **changes}
    known = measure_kind(str(kind))
    kept = {key: value for key, value in own.items() if known and key in known.model_fields}
    return {**kept, **changes}


def _figure(indicator: Indicator, one: Beside) -> Indicator:
    return Indicator(
        id=f"{indicator.id}{MARK}{one.id}",
        name=one.name,
        unit=one.unit or indicator.unit,
        direction=indicator.direction,
        measure=merged(indicator.measure, one.measure),
        levels=indicator.levels,
        note=one.note,
    )
