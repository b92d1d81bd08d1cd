"""Charts of one indicator."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, PALETTE, SOMETIMES, UP, Spec, config

CURVE, RUG = 230, "#7A8793"
SHARES = ["#F6E3D3", "#E8F1F8", "#9CC6E0", "#3E8FBF", "#00466E"]


@cache
def curve(ink: str) -> Spec:
    """From raw value to score, all regions as a rug, goalposts as lines. Data: `frames.indicators.curve`."""
    x: Spec = {"field": "raw", "type": "quantitative", "title": None, "scale": {"zero": False, "nice": False}}
    y: Spec = {"field": "score", "type": "quantitative", "title": None, "scale": {"zero": False}}
    tooltip = [
        {"field": "region", "title": " "},
        {"field": "raw", "title": "→", "format": ",.4~g"},
        {"field": "score", "title": "○", "format": ".1f"},
    ]
    ends = [{"filter": "datum.what === 'end'"}]
    rug = [{"filter": "datum.what === 'rug'"}]
    here = [*rug, {"filter": "datum.here"}]
    words = {"type": "text", "fontSize": 12, "color": ink}
    return {
        "height": CURVE,
        "layer": [
            {
                "transform": [{"filter": "datum.what === 'line'"}],
                "mark": {"type": "line", "color": UP, "strokeWidth": 2},
                "encoding": {"x": x, "y": y},
            },
            {
                "transform": ends,
                "mark": {"type": "rule", "color": RUG, "strokeDash": [4, 4], **SOMETIMES},
                "encoding": {"x": x},
            },
            *_end_words(x, ink),
            {
                "transform": rug,
                "mark": {
                    "type": "tick",
                    "orient": "vertical",
                    "size": 14,
                    "thickness": 1.5,
                    "color": ink,
                    "yOffset": -8,
                },
                "encoding": {"x": x, "y": {"value": "height"}, "opacity": {"value": 0.6}, "tooltip": tooltip},
            },
            {
                "transform": [*rug, {"filter": "datum.dot"}],
                "mark": {"type": "point", "filled": True, "size": 30, "opacity": 0.75, "color": UP, **SOMETIMES},
                "encoding": {"x": x, "y": y, "tooltip": tooltip},
            },
            {
                "transform": here,
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 130,
                    "opacity": 1,
                    "color": DOWN,
                    "stroke": "white",
                    **SOMETIMES,
                },
                "encoding": {"x": x, "y": y, "tooltip": tooltip},
            },
            {
                "transform": here,
                "mark": {**words, "fontWeight": "bold", "dy": -14},
                "encoding": {"x": x, "y": y, "text": {"field": "region"}},
            },
        ],
        "config": config(),
    }


def _end_words(x: Spec, ink: str) -> list[Spec]:
    """Names of the goalposts where the curve leaves room: the worst end's above, the best end's below."""
    found: list[Spec] = []
    for end, y, up in (("worst", 0, 8), ("best", "height", -26)):
        for left, align, dx in (("true", "left", 5), ("false", "right", -5)):
            mark = {"type": "text", "fontSize": 12, "color": ink, "align": align, "dx": dx, "dy": up}
            found.append(
                {
                    "transform": [
                        {"filter": f"datum.what === 'end' && datum.end === '{end}' && datum.left === {left}"}
                    ],
                    "mark": mark,
                    "encoding": {"x": x, "y": {"value": y}, "text": {"field": "text"}},
                }
            )
    return found


@cache
def coverage(periods: int) -> Spec:
    """Share of regions with a value, one tile a group and period. Data: `frames.indicators.coverage`."""
    x: Spec = {"field": "period", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}}
    y: Spec = {"field": "group", "type": "nominal", "sort": {"field": "k"}, "title": None, "axis": {"labelLimit": 140}}
    scale = {"domain": [0, 0.001, 0.5, 0.999, 1], "range": SHARES}
    tooltip = [{"field": field, "title": title} for field, title in (("group", " "), ("period", "·"), ("shown", "%"))]
    layers: list[Spec] = [
        {
            "mark": {"type": "rect", "stroke": "white", "strokeWidth": 2},
            "encoding": {
                "x": x,
                "y": y,
                "color": {"field": "share", "type": "quantitative", "scale": scale, "legend": None},
                "tooltip": tooltip,
            },
        }
    ]
    if periods <= 12:
        dark = {"condition": {"test": "datum.share >= 0.75", "value": "white"}, "value": "#1B2733"}
        layers.append(
            {
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {"x": x, "y": y, "text": {"field": "shown"}, "color": dark},
            }
        )
    return {"height": {"step": 24}, "layer": layers, "config": config()}


@cache
def histogram() -> Spec:
    """How values are spread, the class of the marked region in another colour. Data: low, high, n, here."""
    return {
        "height": 170,
        "transform": [{"filter": "datum.n > 0"}],
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 1},
        "encoding": {
            "x": {"field": "low", "type": "quantitative", "bin": {"binned": True}, "title": None},
            "x2": {"field": "high"},
            "y": {"field": "n", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1}},
            "color": {"condition": {"test": "datum.here", "value": DOWN}, "value": PALETTE[0]},
            "tooltip": [
                {"field": "low", "title": "≥", "format": ",.4~g"},
                {"field": "high", "title": "<", "format": ",.4~g"},
                {"field": "n", "title": "n"},
            ],
        },
        "config": config(),
    }


@cache
def relations(ink: str) -> Spec:
    """Correlations as dots on a line from −1 to 1. Data: `frames.indicators.relations`."""
    y: Spec = {"field": "short", "type": "nominal", "sort": {"field": "k"}, "title": None, "axis": {"labelLimit": 200}}
    x: Spec = {"type": "quantitative", "title": None, "scale": {"domain": [-1, 1]}, "axis": {"tickCount": 5}}
    hue = {"condition": {"test": "datum.r < 0", "value": DOWN}, "value": UP}
    tooltip = [{"field": "name", "title": " "}, {"field": "r", "title": "r", "format": ".2f"}]
    dot = {"type": "point", "filled": True, "size": 90, "opacity": 1}
    return {
        "height": {"step": 28},
        "transform": [{"calculate": "0", "as": "zero"}],
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2},
                "encoding": {"y": y, "x": {**x, "field": "zero"}, "x2": {"field": "r"}, "color": hue},
            },
            {"mark": dot, "encoding": {"y": y, "x": {**x, "field": "r"}, "color": hue, "tooltip": tooltip}},
            {
                "mark": {"type": "text", "fontSize": 12, "dy": -10, "color": ink},
                "encoding": {"y": y, "x": {**x, "field": "r"}, "text": {"field": "r", "format": ".2f"}},
            },
        ],
        "config": config(),
    }
