"""Charts of how items belong together."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, NAME_LIMIT, PALETTE, UP, Spec, config


@cache
def heatmap(count: int) -> Spec:
    """Correlations of each with each. Data: i, j, a, b, r, shown."""
    x = {"field": "j", "type": "ordinal", "axis": None}
    y = {"field": "a", "type": "nominal", "sort": {"field": "i"}, "title": None, "axis": {"labelLimit": 200}}
    scale = {"domain": [-1, 0, 1], "range": [DOWN, "#F3F6F9", UP]}
    layers: list[Spec] = [
        {
            "mark": {"type": "rect", "stroke": "white"},
            "encoding": {
                "x": x,
                "y": y,
                "color": {"field": "r", "type": "quantitative", "scale": scale, "legend": None},
                "tooltip": [{"field": "a"}, {"field": "b"}, {"field": "r", "format": ".2f"}],
            },
        }
    ]
    if count <= 12:
        dark = {"condition": {"test": "abs(datum.r) > 0.6", "value": "white"}, "value": "#1B2733"}
        layers.append(
            {
                "mark": {"type": "text", "fontSize": 12},
                "encoding": {"x": x, "y": y, "text": {"field": "shown"}, "color": dark},
            }
        )
    return {"height": {"step": 34}, "layer": layers, "config": config()}


@cache
def dendrogram(count: int, ink: str) -> Spec:
    """Clusters as lines. Data: step, k, x, y for corners; x, y, name for the items."""
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [count - 0.5, -0.5]}}
    x = {"field": "x", "type": "quantitative", "title": "1 − r", "scale": {"domain": [-0.55, 1.2]}}
    return {
        "height": 28 * count,
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.step)"}],
                "mark": {"type": "line", "color": PALETTE[0], "strokeWidth": 1.5},
                "encoding": {
                    "x": {**x, "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "format": ".2f"}},
                    "y": y,
                    "detail": {"field": "step", "type": "nominal"},
                    "order": {"field": "k", "type": "quantitative"},
                },
            },
            {
                "transform": [{"filter": "isValid(datum.name)"}],
                "mark": {"type": "text", "align": "right", "dx": -6, "fontSize": 12, "color": ink, "limit": NAME_LIMIT},
                "encoding": {"x": x, "y": y, "text": {"field": "name"}},
            },
        ],
        "config": config(),
    }
