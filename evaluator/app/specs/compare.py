"""Charts that set a few regions side by side."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, PALETTE, UP, Spec, config


@cache
def dot_plot(rows: int, high: float, ink: str) -> Spec:
    """Scores of a few regions against the middle half of all. Data: points and bands, told apart by `what`."""
    y = {"field": "line", "type": "ordinal", "axis": None}
    band = {"filter": "datum.what === 'band'"}
    scale = {"domain": [-0.42 * high, high], "nice": False}
    axis = {"values": [round(high * step / 5, 6) for step in range(6)]}
    x = {"type": "quantitative", "scale": scale, "title": None, "axis": axis}
    return {
        "height": {"step": 40 if rows < 9 else 30},
        "layer": [
            {
                "transform": [band],
                "mark": {"type": "rule", "strokeWidth": 10, "color": "#C9D3DB", "strokeCap": "round"},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}},
            },
            {
                "transform": [band],
                "mark": {"type": "tick", "thickness": 2, "size": 18, "color": "#5B6873"},
                "encoding": {"y": y, "x": {**x, "field": "median"}},
            },
            {
                "transform": [band],
                "mark": {"type": "text", "align": "right", "dx": -10, "fontSize": 13, "color": ink},
                "encoding": {"y": y, "x": {"datum": 0}, "text": {"field": "node"}},
            },
            {
                "transform": [{"filter": "datum.what === 'point'"}],
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 0.95, "stroke": "white"},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "score"},
                    "color": {"field": "region", "type": "nominal", "scale": {"range": PALETTE}, "sort": None},
                    "shape": {"field": "region", "type": "nominal", "sort": None},
                    "tooltip": [
                        {"field": "region", "title": " "},
                        {"field": "node", "title": "·"},
                        {"field": "score", "title": "○", "format": ".1f"},
                    ],
                },
            },
        ],
        "config": config(),
    }


@cache
def lines() -> Spec:
    """Scores over time, one small chart a node. Data: `frames.trends`."""
    return {
        "facet": {"field": "node", "type": "nominal", "sort": None, "title": None, "header": {"labelFontSize": 13}},
        "columns": 3,
        "spec": {
            "width": 240,
            "height": 130,
            "mark": {"type": "line", "point": {"size": 28}, "strokeWidth": 2},
            "encoding": {
                "x": {
                    "field": "period",
                    "type": "ordinal",
                    "title": None,
                    "axis": {"labelAngle": 0, "labelOverlap": True},
                },
                "y": {"field": "score", "type": "quantitative", "title": None, "scale": {"zero": False}},
                "color": {"field": "region", "type": "nominal", "scale": {"range": PALETTE}, "sort": None},
                "detail": {"field": "era", "type": "nominal"},
                "tooltip": [
                    {"field": "region", "title": " "},
                    {"field": "period", "title": "·"},
                    {"field": "score", "title": "○", "format": ".1f"},
                ],
            },
        },
        "config": config(),
    }


@cache
def gap_bars() -> Spec:
    """Differences between two regions, node by node. Data: node, gap, order."""
    return {
        "height": {"step": 28},
        "layer": [
            {
                "mark": {"type": "bar"},
                "encoding": {
                    "y": {"field": "node", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 220}},
                    "x": {"field": "gap", "type": "quantitative", "title": None},
                    "color": {"condition": {"test": "datum.gap >= 0", "value": UP}, "value": DOWN},
                    "tooltip": [{"field": "node", "title": " "}, {"field": "gap", "title": "±", "format": "+.2f"}],
                },
            }
        ],
        "config": config(),
    }
