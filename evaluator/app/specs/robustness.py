"""Charts of how sure places are."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, PALETTE, Spec, config


@cache
def intervals(high: int, ink: str) -> Spec:
    """Intervals of places. Data: line, name, lo, hi, median, base."""
    y = {"field": "line", "type": "ordinal", "axis": None}
    scale = {"domain": [1 - 0.35 * high, high], "nice": False}
    axis = {"values": sorted({1, *range(5, high + 1, max(5, high // 50 * 5)), high})}
    x = {"type": "quantitative", "scale": scale, "title": None, "axis": axis}
    return {
        "height": {"step": 20},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 7, "color": "#9CC6E0", "strokeCap": "round"},
                "encoding": {"y": y, "x": {**x, "field": "lo"}, "x2": {"field": "hi"}},
            },
            {
                "mark": {"type": "tick", "thickness": 2, "size": 14, "color": "#00466E"},
                "encoding": {"y": y, "x": {**x, "field": "median"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 45, "color": DOWN},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "base"},
                    "tooltip": [{"field": f} for f in ("name", "base", "lo", "median", "hi")],
                },
            },
            {
                "mark": {"type": "text", "align": "right", "dx": -14, "fontSize": 12, "color": ink},
                "encoding": {"y": y, "x": {"datum": 1}, "text": {"field": "name"}},
            },
        ],
        "config": config(),
    }


@cache
def place_shares() -> Spec:
    """How often a region takes each place. Data: place, share."""
    return {
        "height": 150,
        "mark": {"type": "bar", "color": PALETTE[0], "opacity": 0.85},
        "encoding": {
            "x": {"field": "place", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
            "y": {"field": "share", "type": "quantitative", "title": None, "axis": {"format": "%"}},
            "tooltip": [{"field": "place", "title": "#"}, {"field": "share", "title": "%", "format": ".1%"}],
        },
        "config": config(),
    }
