"""What a region says of itself against what is on record, as paired dots."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import NAME_LIMIT, SAME, UP, Spec, config


@cache
def pairs(ink: str, best: float) -> Spec:
    """A hollow dot on record and a full one as handed in, joined by a line: name, order, now, handed_in."""
    axis = {"labelColor": ink, "labelLimit": NAME_LIMIT}
    y = {"field": "name", "type": "nominal", "sort": {"field": "order"}, "title": None, "axis": axis}
    x = {"field": "now", "type": "quantitative", "title": None, "scale": {"domain": [0, best], "nice": False}}
    dot = {"type": "point", "size": 90, "opacity": 1}
    return {
        "height": {"step": 26},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2, "color": SAME},
                "encoding": {"y": y, "x": x, "x2": {"field": "handed_in"}},
            },
            {"mark": {**dot, "color": SAME, "strokeWidth": 2}, "encoding": {"y": y, "x": x}},
            {
                "mark": {**dot, "color": UP, "filled": True},
                "encoding": {"y": y, "x": {**x, "field": "handed_in"}},
            },
        ],
        "config": config(),
    }
