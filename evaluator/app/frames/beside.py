"""Figures beside indicators, which are shown and not scored, for one region and period."""

from __future__ import annotations

from evaluator.app.formats import DASH, figure
from evaluator.app.frames.rows import Row
from evaluator.app.world import World, label
from evaluator.explanation import figures_beside
from evaluator.messages import say
from indicators.text import Lang


def beside_rows(world: World, region: str, period: str, lang: Lang) -> list[Row]:
    """One row a figure: indicator, figure, value, unit, cases, a note where it rests on little."""
    names = [slot.indicator.id for slot in world.plan.slots]
    found = figures_beside(world.assessment, names, region, period)
    return [
        {
            "indicator": label(world, name, lang),
            "figure": one.name.in_(lang),
            "value": figure(one.value),
            "unit": one.unit.in_(lang) if one.value is not None else "",
            "cases": DASH if one.cases is None else str(one.cases),
            "note": say("beside_scarce", lang) if one.note and one.value is not None else "",
        }
        for name in names
        for one in found.get(name, ())
    ]
