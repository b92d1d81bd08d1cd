"""Charts that set a few regions side by side."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, NAME_LIMIT, PALETTE, SAME, SOMETIMES, UP, Spec, config, legend


@cache
def dot_plot(rows: int, high: float, ink: str) -> Spec:
    """Scores of a few regions against the middle half of all. Data: points and bands, told apart by `what`."""
    y = {"field": "line", "type": "ordinal", "axis": None}
    band = {"filter": "datum.what === 'band'"}
    left = -0.42 * high
    scale = {"domain": [left, high], "nice": False}
    axis = {"values": [round(high * step / 5, 6) for step in range(6)]}
    x = {"type": "quantitative", "scale": scale, "title": None, "axis": axis}
    # A whole row can be clicked, not the thin marks alone.
    row = {"type": "bar", "opacity": 0, "cursor": {"expr": "datum.to ? 'pointer' : 'default'"}}
    return {
        "height": {"step": 40 if rows < 9 else 30},
        "layer": [
            {
                "transform": [band],
                "params": [{"name": "drill", "select": {"type": "point", "fields": ["to"], "toggle": False}}],
                "mark": {**row, "height": {"band": 1}},
                "encoding": {"y": y, "x": {**x, "datum": left}, "x2": {"datum": high}},
            },
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
                "mark": {
                    "type": "text",
                    "align": "right",
                    "dx": -10,
                    "fontSize": 13,
                    "color": ink,
                    "limit": NAME_LIMIT,
                },
                "encoding": {"y": y, "x": {"datum": 0}, "text": {"field": "node"}},
            },
            {
                "transform": [{"filter": "datum.what === 'point'"}],
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 0.95, "stroke": "white"},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "score"},
                    "color": {
                        "field": "region",
                        "type": "nominal",
                        "scale": {"range": PALETTE},
                        "sort": None,
                        "legend": legend(),
                    },
                    "shape": {"field": "region", "type": "nominal", "sort": None, "legend": legend()},
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
def lines(low: float, high: float) -> Spec:
    """Scores over time of one node, on a scale that its neighbours share. Data: `frames.trends`."""
    x: Spec = {"field": "period", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}}
    x["axis"] |= {"labelSeparation": 8}
    y: Spec = {"field": "score", "type": "quantitative", "title": None, "axis": {"tickCount": 5}}
    y["scale"] = {"domain": [low, high], "zero": False}
    diamond = {"type": "point", "shape": "diamond", "size": 120, "strokeWidth": 2, "fill": "white", **SOMETIMES}
    return {
        "height": 150,
        "encoding": {
            "x": x,
            "y": y,
            "color": {
                "field": "region",
                "type": "nominal",
                "scale": {"range": PALETTE},
                "sort": None,
                "legend": None,
            },
            "detail": {"field": "era", "type": "nominal"},
            "tooltip": [
                {"field": "region", "title": " "},
                {"field": "period", "title": "·"},
                {"field": "score", "title": "○", "format": ".1f"},
            ],
        },
        "layer": [
            {"mark": {"type": "line", "point": {"size": 28}, "strokeWidth": 2}},
            {"transform": [{"filter": "datum.broken && datum.score !== null"}], "mark": diamond},
        ],
        "config": config(),
    }


@cache
def waterfall(ink: str) -> Spec:
    """The way from one score to another as floating bars, the ends as ticks. Data: `frames.compare.waterfall`."""
    y = {"field": "line", "type": "ordinal", "axis": None}
    x: Spec = {"type": "quantitative", "title": None, "scale": {"zero": False}}
    x["scale"]["rangeMin"] = {"expr": "max(158, 0.29 * width + 8)"}
    x["axis"] = {"tickCount": 5}
    ends, steps = [{"filter": "datum.kind === 'end'"}], [{"filter": "datum.kind !== 'end'"}]
    hue = {"condition": {"test": "datum.kind === 'up'", "value": UP}, "value": DOWN}
    label = {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "color": ink}
    # Names stand at the left edge of the picture, outside the bars.
    name = {"type": "text", "align": "left", "x": 0, "fontSize": 13, "color": ink}
    name["limit"] = {"expr": "max(150, 0.29 * width)"}
    right = [{"calculate": "max(datum.low, datum.high)", "as": "right"}]
    tooltip = [{"field": "name", "title": " "}, {"field": "shown", "title": "±"}]
    return {
        "height": {"step": 28},
        "transform": right,
        "layer": [
            {
                "transform": steps,
                "mark": {"type": "bar", "height": {"band": 0.7}},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "low"},
                    "x2": {"field": "high"},
                    "color": hue,
                    "tooltip": tooltip,
                },
            },
            {
                "transform": ends,
                "mark": {"type": "tick", "thickness": 3, "size": 20, "color": ink},
                "encoding": {"y": y, "x": {**x, "field": "high"}, "tooltip": tooltip},
            },
            {"mark": label, "encoding": {"y": y, "x": {**x, "field": "right"}, "text": {"field": "shown"}}},
            {"mark": name, "encoding": {"y": y, "text": {"field": "name"}}},
        ],
        "config": config(),
    }


def _places(count: int) -> list[int]:
    """Places that an axis names: the first, then round ones, at most ten."""
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if count <= 10 * step), 1000)
    return sorted({1, *range(step, count + 1, step)})


@cache
def slope(count: int, ink: str) -> Spec:
    """Places in two rankings as lines. Data: `frames.compare.slopes`."""
    scale = {"domain": [-0.6, 1.6], "nice": False}
    x: Spec = {"field": "side", "type": "quantitative", "axis": None, "scale": scale}
    y: Spec = {"field": "place", "type": "quantitative", "title": None, "axis": {"values": _places(count)}}
    y["scale"] = {"domain": [1, max(2, count)], "reverse": True, "nice": False}
    named = [{"filter": "datum.chosen"}]
    tooltip = [{"field": "name", "title": " "}, {"field": "place", "title": "#"}]
    words = {"type": "text", "fontSize": 12, "color": ink}
    text = {"field": "shown"}
    lines: list[Spec] = [
        {
            "transform": [{"filter": test}],
            "mark": {"type": "line", "strokeWidth": width, "point": {"size": 30}, "opacity": opacity},
            "encoding": {
                "x": x,
                "y": y,
                "detail": {"field": "name", "type": "nominal"},
                "color": hue,
                "tooltip": tooltip,
            },
        }
        for test, width, opacity, hue in (
            ("!datum.chosen", 1, 0.45, {"value": SAME}),
            (
                "datum.chosen",
                3,
                1,
                {"field": "name", "type": "nominal", "legend": None, "sort": None, "scale": {"range": PALETTE}},
            ),
        )
    ]
    sides: list[Spec] = [
        {
            "transform": [*named, {"filter": f"datum.side === {side}"}],
            "mark": {**words, "align": align, "dx": dx},
            "encoding": {"x": x, "y": y, "text": text},
        }
        for side, align, dx in ((0, "right", -10), (1, "left", 10))
    ]
    return {"height": min(620, max(380, 16 * count)), "layer": [*lines, *sides], "config": config()}
