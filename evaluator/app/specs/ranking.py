"""Charts of the ranking: the board and the tile grid."""

from __future__ import annotations

from functools import cache
from typing import Any

from evaluator.app.specs.style import DOWN, PALETTE, ROW, SAME, UP, Spec, config

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
