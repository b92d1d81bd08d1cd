"""A change of score as floating bars."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, UP, Spec, config


@cache
def waterfall(ink: str) -> Spec:
    """Floating bars: name, order, low, high, part. The axis need not begin at zero, so there are no total bars."""
    y = {"field": "name", "type": "nominal", "sort": {"field": "order"}, "title": None, "axis": {"labelColor": ink}}
    x = {"field": "low", "type": "quantitative", "title": None, "scale": {"zero": False}}
    colour = {"condition": {"test": "datum.part < 0", "value": DOWN}, "value": UP}
    return {
        "height": {"step": 34},
        "layer": [
            {
                "mark": {"type": "bar", "height": {"band": 0.6}},
                "encoding": {"y": y, "x": x, "x2": {"field": "high"}, "color": colour},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 13, "color": ink},
                "encoding": {"y": y, "x": {**x, "field": "high"}, "text": {"field": "part", "format": "+.2f"}},
            },
        ],
        "config": config(),
    }
