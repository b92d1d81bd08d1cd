"""Charts of weights: a committee's sets, and weight against influence."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, PALETTE, UP, Spec, config


def _axis() -> Spec:
    return {"type": "quantitative", "title": "%", "scale": {"zero": True}}


@cache
def committee(ink: str) -> Spec:
    """Each member a dot, the median a tick, lowest to highest a band. Data: k, node, what, who, weight, low, high."""
    y = {"field": "node", "type": "nominal", "sort": {"field": "k"}, "title": None, "axis": {"labelLimit": 190}}
    x = {**_axis(), "field": "weight"}
    return {
        "height": {"step": 38},
        "layer": [
            {
                "transform": [{"filter": "datum.what == 'spread'"}],
                "mark": {"type": "rule", "strokeWidth": 8, "color": "#7A8793", "opacity": 0.35, "strokeCap": "round"},
                "encoding": {"y": y, "x": {**_axis(), "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "transform": [{"filter": "datum.what == 'median'"}],
                "mark": {"type": "tick", "thickness": 3, "size": 24, "color": ink},
                "encoding": {"y": y, "x": x, "tooltip": [{"field": "node"}, {"field": "weight", "title": "%"}]},
            },
            {
                "transform": [{"filter": "datum.what == 'member'"}],
                "mark": {"type": "point", "filled": True, "size": 75, "opacity": 0.8, "color": PALETTE[0]},
                "encoding": {
                    "y": y,
                    "x": x,
                    "tooltip": [{"field": "who"}, {"field": "node"}, {"field": "weight", "title": "%"}],
                },
            },
        ],
        "config": config(),
    }


@cache
def influence(weight: str, share: str) -> Spec:
    """Two dots an item on one axis, joined by a line. Data: k, node, what, value, low, high."""
    y = {"field": "node", "type": "nominal", "sort": {"field": "k"}, "title": None, "axis": {"labelLimit": 190}}
    scale = {"domain": [weight, share], "range": [UP, DOWN]}
    return {
        "height": {"step": 34},
        "layer": [
            {
                "transform": [{"filter": "datum.first"}],
                "mark": {"type": "rule", "strokeWidth": 2, "color": "#7A8793"},
                "encoding": {"y": y, "x": {**_axis(), "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 95, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": {**_axis(), "field": "value"},
                    "color": {"field": "what", "type": "nominal", "scale": scale},
                    "shape": {
                        "field": "what",
                        "type": "nominal",
                        "scale": {"domain": [weight, share], "range": ["circle", "diamond"]},
                    },
                    "tooltip": [{"field": "node"}, {"field": "what"}, {"field": "value", "title": "%"}],
                },
            },
        ],
        "config": config(),
    }
