"""Vega-Lite specifications: constant dictionaries, made once; what changes is in the data."""

from __future__ import annotations

from functools import cache
from typing import Any

FONT = (
    "'Source Sans 3','Source Sans','PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',"
    "'WenQuanYi Zen Hei',sans-serif"
)
PALETTE = ["#0072B2", "#E69F00", "#009E73", "#AA3377", "#56B4E9", "#D55E00", "#7A8793", "#B8A200"]
UP, DOWN, SAME = "#0072B2", "#D55E00", "#7A8793"
ROW = 24
Spec = dict[str, Any]


def config() -> Spec:
    """Fonts and quiet lines for every chart."""
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridOpacity": 0.35, "domain": False, "ticks": False},
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "orient": "top", "title": None, "labelLimit": 260},
    }


LABELS = 0.54
"""Width left of the bars for place, name and change, as a share of the longest bar."""


@cache
def ranking_board(nodes: tuple[str, ...], high: float, ink: str) -> Spec:
    """Stacked contributions with place, name, change and score beside each bar.

    Data: `bars` and `texts` of `frames.board`, told apart by the field `what`.
    """
    y = {"field": "line", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.22}}
    written = {"filter": "datum.what === 'text'"}
    axis = {"values": [round(high * step / 5, 6) for step in range(6)]}
    scale = {"domain": [-LABELS * high, 1.08 * high], "nice": False}

    def text(field: str, at: float, align: str, **more: Any) -> Spec:
        mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": 13, "color": ink}
        x = {"datum": at * high, "type": "quantitative"}
        encoding = {"y": y, "x": x, "text": {"field": field}, **more.pop("encoding", {})}
        return {"transform": [written], "mark": {**mark, **more}, "encoding": encoding}

    def name(chosen: bool) -> Spec:
        """Names, the chosen one bold."""
        layer = text("name", 0.08 - LABELS, "left", encoding={"tooltip": {"field": "full"}})
        layer["transform"] = [*layer["transform"], {"filter": f"datum.chosen === {str(chosen).lower()}"}]
        return {**layer, "mark": {**layer["mark"], "fontWeight": "bold" if chosen else "normal"}}

    way: Spec = {"field": "way", "type": "nominal", "legend": None}
    way["scale"] = {"domain": ["up", "down", "same"], "range": [UP, DOWN, SAME]}
    total = {"field": "score", "type": "quantitative"}
    bars: Spec = {
        "transform": [{"filter": "datum.what === 'bar'"}],
        "mark": {"type": "bar", "stroke": "white", "strokeWidth": 0.6},
        "encoding": {
            "y": y,
            "x": {
                "field": "part",
                "type": "quantitative",
                "stack": "zero",
                "title": None,
                "scale": scale,
                "axis": axis,
            },
            "color": {
                "field": "node",
                "type": "nominal",
                "scale": {"domain": list(nodes), "range": PALETTE[: len(nodes)]},
                "legend": {"columns": 3},
            },
            "order": {"field": "k", "type": "quantitative"},
            "opacity": {"condition": {"test": "datum.chosen", "value": 1}, "value": 0.88},
            "tooltip": [
                {"field": "name", "title": " "},
                {"field": "node", "title": "·"},
                {"field": "shown", "title": "○"},
                {"field": "part", "title": "+", "format": ".2f"},
            ],
        },
    }
    return {
        "height": {"step": ROW},
        "layer": [
            bars,
            text("rank", 0.06 - LABELS, "right", fontWeight="bold"),
            name(False),
            name(True),
            text("change", -0.02, "right", encoding={"color": way}),
            text("shown", 0, "left", dx=6, fontWeight="bold", encoding={"x": total}),
        ],
        "resolve": {"scale": {"color": "independent"}},
        "config": config(),
    }


@cache
def tile_grid(low: float, high: float, missing: str) -> Spec:
    """One tile a province. Data: `frames.tiles`. No boundaries are drawn."""
    x = {"field": "col", "type": "ordinal", "axis": None, "scale": {"padding": 0.06}}
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"padding": 0.06}}
    dark = {
        "condition": {"test": f"datum.score !== null && datum.score > {low + 0.55 * (high - low)}", "value": "white"},
        "value": "#1B2733",
    }
    return {
        "height": 330,
        "layer": [
            {
                "mark": {"type": "rect", "cornerRadius": 3},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {
                        "condition": {"test": "datum.score === null", "value": missing},
                        "field": "score",
                        "type": "quantitative",
                        "scale": {"domain": [low, high], "range": ["#E8F1F8", "#9CC6E0", "#3E8FBF", "#00466E"]},
                        "legend": {"orient": "bottom", "gradientLength": 160},
                    },
                    "tooltip": [
                        {"field": "name", "title": " "},
                        {"field": "score", "title": "○", "format": ".1f"},
                        {"field": "place", "title": "#"},
                    ],
                },
            },
            {
                "mark": {"type": "text", "dy": -5, "fontSize": 11},
                "encoding": {"x": x, "y": y, "text": {"field": "short"}, "color": dark},
            },
            {
                "mark": {"type": "text", "dy": 8, "fontSize": 10},
                "encoding": {"x": x, "y": y, "text": {"field": "place"}, "color": dark},
            },
        ],
        "config": config(),
    }


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


@cache
def histogram(low: float, high: float) -> Spec:
    """How values are spread. Data: value."""
    return {
        "height": 160,
        "mark": {"type": "bar", "color": PALETTE[0], "opacity": 0.85},
        "encoding": {
            "x": {
                "field": "value",
                "type": "quantitative",
                "bin": {"maxbins": 18, "extent": [low, high]},
                "title": None,
            },
            "y": {"aggregate": "count", "type": "quantitative", "title": None, "axis": {"tickMinStep": 1}},
        },
        "config": config(),
    }


@cache
def curve() -> Spec:
    """Raw value against score, one point a region. Data: raw, score, region."""
    return {
        "height": 200,
        "mark": {"type": "point", "filled": True, "size": 45, "opacity": 0.75, "color": PALETTE[0]},
        "encoding": {
            "x": {"field": "raw", "type": "quantitative", "title": None, "scale": {"zero": False}},
            "y": {"field": "score", "type": "quantitative", "title": None},
            "tooltip": [
                {"field": "region", "title": " "},
                {"field": "raw", "title": "→", "format": ",.3~f"},
                {"field": "score", "title": "○", "format": ".1f"},
            ],
        },
        "config": config(),
    }


@cache
def counts(most: int) -> Spec:
    """How many regions have data in each period. Data: period, n."""
    return {
        "height": 120,
        "mark": {"type": "bar", "color": PALETTE[2], "opacity": 0.85},
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
            "y": {
                "field": "n",
                "type": "quantitative",
                "title": None,
                "scale": {"domain": [0, most]},
                "axis": {"tickMinStep": 1},
            },
            "tooltip": [{"field": "period", "title": " "}, {"field": "n", "title": "n"}],
        },
        "config": config(),
    }


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


@cache
def heatmap(count: int) -> Spec:
    """Correlations of each with each. Data: i, j, a, b, r, shown."""
    x = {"field": "j", "type": "ordinal", "axis": None}
    y = {"field": "a", "type": "nominal", "sort": {"field": "i"}, "title": None, "axis": {"labelLimit": 190}}
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
                    "x": {**x, "axis": {"values": [0, 0.25, 0.5, 0.75, 1]}},
                    "y": y,
                    "detail": {"field": "step", "type": "nominal"},
                    "order": {"field": "k", "type": "quantitative"},
                },
            },
            {
                "transform": [{"filter": "isValid(datum.name)"}],
                "mark": {"type": "text", "align": "right", "dx": -6, "fontSize": 12, "color": ink},
                "encoding": {"x": x, "y": y, "text": {"field": "name"}},
            },
        ],
        "config": config(),
    }
