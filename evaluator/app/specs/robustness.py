"""Charts of how sure places are."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, PALETTE, Spec, config

_ROOM = {"expr": "containerSize()[0] < 500 ? 130 : 280"}
"""Pixels that names may take beside a chart: fewer on a phone."""


@cache
def intervals(high: int, ink: str) -> Spec:
    """Intervals of places. Data: line, name, lo, hi, median, base."""
    y = {"field": "line", "type": "ordinal", "axis": None}
    scale = {"domain": [1 - 0.35 * high, high], "nice": False}
    step = max(5, high // 50 * 5)
    # The last place is named unless a round one stands close by.
    marks = {1, *range(step, high + 1, step), *([high] if high % step > step // 2 else [])}
    axis = {"values": sorted(marks), "format": "d"}
    x = {"type": "quantitative", "scale": scale, "title": None, "axis": axis}
    return {
        "height": {"step": 20},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 7, "color": "#6FAAD0", "opacity": 0.6, "strokeCap": "round"},
                "encoding": {"y": y, "x": {**x, "field": "lo"}, "x2": {"field": "hi"}},
            },
            {
                "mark": {"type": "tick", "thickness": 2, "size": 14, "color": ink},
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
            "x": {"field": "place", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}},
            "y": {"field": "share", "type": "quantitative", "title": None, "axis": {"format": "%"}},
            "tooltip": [{"field": "place", "title": "#"}, {"field": "share", "title": "%", "format": ".1%"}],
        },
        "config": config(),
    }


@cache
def caterpillar(count: int) -> Spec:
    """Intervals of very many regions, a few pixels each, names on hovering. Data as `intervals`."""
    y = {"field": "line", "type": "ordinal", "axis": None}
    x = {"type": "quantitative", "title": None}
    shown = [{"field": f} for f in ("full", "base", "lo", "median", "hi")]
    return {
        "height": {"step": 3 if count <= 600 else 1},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2, "color": "#9CC6E0"},
                "encoding": {"y": y, "x": {**x, "field": "lo"}, "x2": {"field": "hi"}, "tooltip": shown},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 9, "color": DOWN},
                "encoding": {"y": y, "x": {**x, "field": "base"}, "tooltip": shown},
            },
        ],
        "config": config(),
    }


@cache
def chances(count: int) -> Spec:
    """How often each region takes each place, or falls into each fifth. Data: line, name, place, share."""
    y = {"field": "name", "type": "nominal", "sort": {"field": "line"}, "title": None}
    many = count > 60
    return {
        "height": {"step": 3 if many else 17},
        "mark": {"type": "rect"},
        "encoding": {
            "x": {
                "field": "place",
                "type": "ordinal",
                "title": None,
                "axis": {"labelAngle": 0, "labelOverlap": True, "orient": "top" if many else "bottom"},
            },
            "y": {**y, "axis": None if many else {"labelLimit": 150}},
            "color": {
                "field": "share",
                "type": "quantitative",
                "scale": {"domain": [0, 1], "range": ["#EAF2F8", "#9CC6E0", "#3E8FBF", "#00466E"]},
                "legend": {"format": "%", "gradientLength": 160},
            },
            "tooltip": [{"field": "name"}, {"field": "place", "title": "#"}, {"field": "share", "format": ".1%"}],
        },
        "config": config(),
    }


@cache
def pairs() -> Spec:
    """How often one stands ahead of another. Data: i, j, a, b, share, shown."""
    x = {"field": "b", "type": "nominal", "sort": {"field": "j"}, "title": None}
    y = {"field": "a", "type": "nominal", "sort": {"field": "i"}, "title": None, "axis": {"labelLimit": 150}}
    dark = {"condition": {"test": "abs(datum.share - 0.5) > 0.35", "value": "white"}, "value": "#1B2733"}
    scale = {"domain": [0, 0.5, 1], "range": [DOWN, "#F3F6F9", PALETTE[0]], "interpolate": "rgb"}
    return {
        "height": {"step": 34},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "white"},
                "encoding": {
                    "x": {**x, "axis": {"orient": "top", "labelAngle": -30, "labelLimit": 110}},
                    "y": y,
                    "color": {"field": "share", "type": "quantitative", "scale": scale, "legend": None},
                    "tooltip": [{"field": "a"}, {"field": "b"}, {"field": "share", "format": ".1%"}],
                },
            },
            {
                "mark": {"type": "text", "fontSize": 12},
                "encoding": {"x": x, "y": y, "text": {"field": "shown"}, "color": dark},
            },
        ],
        "config": config(),
    }


@cache
def drivers() -> Spec:
    """Total indices as bars with their intervals, first-order ones as ticks. Data: of `switches.driver_rows`."""
    y = {"field": "factor", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": _ROOM}}
    x = {"type": "quantitative", "title": None, "axis": {"tickCount": 8}}
    return {
        "height": {"step": 26},
        "layer": [
            {
                "mark": {"type": "bar", "color": "#9CC6E0"},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "total"},
                    "tooltip": [{"field": "factor"}, *({"field": f, "format": ".2f"} for f in ("first", "total"))],
                },
            },
            {
                "mark": {"type": "rule", "strokeWidth": 2, "color": "#2E7FB0"},
                "encoding": {"y": y, "x": {**x, "field": "total_low"}, "x2": {"field": "total_high"}},
            },
            {
                "mark": {"type": "tick", "thickness": 2, "size": 16, "color": DOWN},
                "encoding": {"y": y, "x": {**x, "field": "first"}},
            },
        ],
        "config": config(),
    }


@cache
def moves(ink: str) -> Spec:
    """Moves of places as dots, the larger the more regions move so far; the furthest is named. Data: of `leaving`."""
    y = {"field": "name", "type": "nominal", "sort": {"field": "line"}, "title": None, "axis": {"labelLimit": 150}}
    signed = "datum.value > 0 ? '+' + datum.value : datum.value < 0 ? '−' + -datum.value : '0'"
    axis = {"tickMinStep": 1, "labelExpr": signed}
    x = {"field": "move", "type": "quantitative", "title": None, "axis": axis, "scale": {"padding": 64, "nice": False}}
    colour = {
        "condition": [{"test": "datum.move > 0", "value": PALETTE[0]}, {"test": "datum.move < 0", "value": DOWN}],
        "value": "#9AA7B4",
    }
    shown = [{"field": "full"}, {"field": "move", "format": "+d"}, {"field": "regions"}]
    return {
        "height": {"step": 20},
        "layer": [
            {
                "mark": {"type": "circle", "opacity": 0.75},
                "encoding": {
                    "y": y,
                    "x": x,
                    "color": colour,
                    "size": {"field": "count", "type": "quantitative", "legend": None, "scale": {"range": [25, 220]}},
                    "tooltip": shown,
                },
            },
            {
                "transform": [{"filter": "datum.end != '' && datum.move > 0"}],
                "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 11, "color": ink},
                "encoding": {"y": y, "x": x, "text": {"field": "end"}},
            },
            {
                "transform": [{"filter": "datum.end != '' && datum.move < 0"}],
                "mark": {"type": "text", "align": "right", "dx": -8, "fontSize": 11, "color": ink},
                "encoding": {"y": y, "x": x, "text": {"field": "end"}},
            },
        ],
        "config": config(),
    }
