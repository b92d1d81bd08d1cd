"""Charts of the ranking: the board and the tile grid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from evaluator.app.specs.style import DOWN, PALETTE, ROW, SAME, SOMETIMES, UP, Spec, config, legend

BLUES = ["#E8F1F8", "#9CC6E0", "#3E8FBF", "#00466E"]
GUTTER, DIGIT = 26, 7
"""Pixels left of the places for brackets; and for each digit more than two of the last place."""
PLACE, CHANGE = 22, 30
"""Pixels that a place takes, and a change of place."""
NAMES = "max(112, 0.27 * width)"
"""Pixels left of the bars for place, name and change."""
NARROW = 430
"""Below so many pixels an interval stands in words only, so that names and bars keep their room."""
KEY = {"key": {"field": "id"}}
"""Which row of the next data a mark stands for: with it marks move, without it all of them are built anew."""
MOVED = "moved"
"""The selection of a click on a change of place; it holds the region's `code`."""


@cache
def ranking_board(
    nodes: tuple[str, ...], high: float, ink: str, spans: bool, last: int = 99, floor: bool = False
) -> Spec:
    """Stacked contributions with place, name, change and score beside each bar.

    Data: `frames.board`, told apart by the field `what`. Intervals stand to the right, on a scale of their own, and
    brackets around those that overlap at the left. `last` is the last place, which may be long; `floor` leaves room for
    the marks of what lies below one. All but the bars has its width in pixels, so that nothing overlaps on a phone.
    """
    y = {"field": "line", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.22}}
    written = {"filter": "datum.what === 'text'"}
    longer = DIGIT * max(0, len(str(last)) - 2)
    left = (GUTTER if spans else 0) + longer
    start = f"({left} + {NAMES})"
    scores = 64 if floor else 46
    beyond = f"({scores} + {_room(last)})" if spans else str(scores)
    ends = {"rangeMin": {"expr": start}, "rangeMax": {"expr": f"width - {beyond}"}}
    scale = {"domain": [0, high], "nice": False, **ends}

    def text(field: str, at: str, align: str, **more: Any) -> Spec:
        mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": 13, "color": ink}
        x = {"value": {"expr": at}}
        encoding = {**KEY, "y": y, "x": x, "text": {"field": field}, **more.pop("encoding", {})}
        return {"transform": [written], "mark": {**mark, **more}, "encoding": encoding}

    def name(chosen: bool) -> Spec:
        """Names, the chosen one bold."""
        limit = {"expr": f"{NAMES} - {PLACE + 6 + CHANGE}"}
        layer = text("short", f"{left + PLACE + 6}", "left", limit=limit, encoding={"tooltip": {"field": "name"}})
        layer["transform"] = [*layer["transform"], {"filter": f"datum.chosen === {str(chosen).lower()}"}]
        return {**layer, "mark": {**layer["mark"], "fontWeight": "bold" if chosen else "normal"}}

    way: Spec = {"field": "way", "type": "nominal", "legend": None}
    way["scale"] = {"domain": ["up", "down", "same"], "range": [UP, DOWN, SAME]}
    total = {"field": "score", "type": "quantitative"}
    below = text("floor", "0", "left", dx=40, fontSize=12, encoding={"x": total}, **SOMETIMES)
    below["transform"] = [*below["transform"], {"filter": "datum.floor"}]
    hint = {"field": "hint"}
    clicked = {"params": [{"name": MOVED, "select": {"type": "point", "fields": ["code"], "toggle": False}}]}
    return {
        "height": {"step": ROW},
        "layer": [
            _outline(y, written, ink),
            _bars(y, scale, nodes, high, ink if floor else ""),
            text("rank", f"{left + PLACE}", "right", fontWeight="bold"),
            name(False),
            name(True),
            {
                **text("change", f"{start} - 4", "right", cursor="pointer", encoding={"color": way, "tooltip": hint}),
                **clicked,
            },
            text("shown", "0", "left", dx=6, fontWeight="bold", encoding={"x": total}),
            *([below] if floor else []),
            *([*_spans(y, last, ink), *_ties(y, ink)] if spans else []),
        ],
        "resolve": {"scale": {"color": "independent"}},
        "config": config(),
    }


def _bars(y: Spec, scale: Spec, nodes: tuple[str, ...], high: float, frame: str) -> Spec:
    """Contributions on end; those below the floor in a frame of the colour `frame`, "" for none."""
    under = "datum.under"
    encoding: Spec = {
        **KEY,
        "y": y,
        "x": {
            "field": "part",
            "type": "quantitative",
            "stack": "zero",
            "title": None,
            "scale": scale,
            "axis": {"values": [round(high * step / 5, 6) for step in range(6)], "labelSeparation": 4},
        },
        "color": {
            "field": "node",
            "type": "nominal",
            "scale": {"domain": list(nodes), "range": PALETTE[: len(nodes)]},
            "legend": legend(nodes),
        },
        "order": {"field": "k", "type": "quantitative"},
        "opacity": {"condition": {"test": "datum.chosen", "value": 1}, "value": 0.88},
        "tooltip": [
            {"field": "name", "title": " "},
            {"field": "node", "title": "·"},
            {"field": "shown", "title": "○"},
            {"field": "part", "title": "+", "format": ".2f"},
        ],
    }
    if frame:
        encoding["stroke"] = {"condition": {"test": under, "value": frame}, "value": "white"}
        encoding["strokeWidth"] = {"condition": {"test": under, "value": 1.6}, "value": 0.6}
    edge = {} if frame else {"stroke": "white", "strokeWidth": 0.6}
    return {"transform": [{"filter": "datum.what === 'bar'"}], "mark": {"type": "bar", **edge}, "encoding": encoding}


def _outline(y: Spec, written: Spec, ink: str) -> Spec:
    """A frame around the row of the region that is marked."""
    ends = {"x": {"value": 0}, "x2": {"value": "width"}}
    return {
        "transform": [written, {"filter": "datum.chosen"}],
        "mark": {"type": "rect", "color": ink, "fillOpacity": 0.07, "stroke": ink, "cornerRadius": 3, **SOMETIMES},
        "encoding": {"y": {**y, "bandPosition": 0}, **ends},
    }


def _ties(y: Spec, ink: str) -> list[Spec]:
    """A bracket left of the places around neighbours whose intervals overlap."""
    at = [
        {"filter": "datum.what === 'tie'"},
        {"calculate": "15 - 4 * datum.lane", "as": "x_tie"},
        {"calculate": "datum.x_tie + 3", "as": "x_end"},
    ]
    x: Spec = {"type": "quantitative", "field": "x_tie", "scale": None, "axis": None}
    rule = {"type": "rule", "strokeWidth": 1.5, "color": ink, **SOMETIMES}
    top, bottom = {**y, "bandPosition": 0.12}, {**y, "field": "last", "bandPosition": 0.88}
    tooltip = [{"field": "name", "title": "≈"}]
    across = {**KEY, "x": x, "x2": {"field": "x_end"}}
    return [
        {
            "transform": at,
            "mark": rule,
            "encoding": {**KEY, "x": x, "y": top, "y2": {"field": "last", "bandPosition": 0.88}, "tooltip": tooltip},
        },
        {"transform": at, "mark": rule, "encoding": {"y": top, **across}},
        {"transform": at, "mark": rule, "encoding": {"y": bottom, **across}},
    ]


def _words(last: int) -> int:
    """Pixels that the longest interval takes in words."""
    return 14 + 2 * DIGIT * len(str(last))


def _room(last: int) -> str:
    """Pixels right of the scores for intervals: words, and where there is room a line as well."""
    return f"({_words(last)} + (width < {NARROW} ? 0 : 0.15 * width))"


def _spans(y: Spec, last: int, ink: str) -> list[Spec]:
    """The interval of places as a line, the place as a dot, both in words beside them."""
    written = [{"filter": "datum.what === 'span' && isValid(datum.low)"}]
    at = [
        *written,
        {"filter": f"width >= {NARROW}"},
        *(
            {"calculate": f"width - {_room(last)} + datum.{field} * (0.15 * width - 12) + 2", "as": f"x_{field}"}
            for field in ("low", "high", "at")
        ),
    ]
    x: Spec = {"type": "quantitative", "scale": None, "axis": None}
    tooltip = [{"field": "name", "title": " "}, {"field": "text", "title": "90 %"}]
    rule = {"type": "rule", "strokeWidth": 5, "color": "#6FAAD0", "opacity": 0.6, "strokeCap": "round"}
    dot = {"type": "point", "filled": True, "size": 36, "color": ink, "opacity": 1}
    words = {"type": "text", "align": "left", "fontSize": 12, "color": ink}
    return [
        {
            "transform": at,
            "mark": rule,
            "encoding": {**KEY, "y": y, "x": {**x, "field": "x_low"}, "x2": {"field": "x_high"}, "tooltip": tooltip},
        },
        {"transform": at, "mark": dot, "encoding": {**KEY, "y": y, "x": {**x, "field": "x_at"}, "tooltip": tooltip}},
        {
            "transform": written,
            "mark": words,
            "encoding": {
                **KEY,
                "y": y,
                "x": {"value": {"expr": f"width - {_words(last)} + 4"}},
                "text": {"field": "text"},
            },
        },
    ]


def shapes(features: Sequence[Spec], low: float, high: float, missing: str) -> Spec:
    """Boundaries that the user brought, coloured by score. `features`: GeoJSON, with name, score and place."""
    return {
        "height": 420,
        "data": {"values": list(features)},
        "projection": {"type": "identity", "reflectY": True},
        "mark": {"type": "geoshape", "stroke": "white", "strokeWidth": 0.6},
        "encoding": {
            "color": {
                "condition": {"test": "!isValid(datum.properties.score)", "value": missing},
                "field": "properties.score",
                "type": "quantitative",
                "scale": {"domain": [low, high], "range": BLUES},
                "legend": {"orient": "bottom", "gradientLength": 160},
            },
            "tooltip": [
                {"field": "properties.name", "title": " "},
                {"field": "properties.score", "title": "○", "format": ".1f"},
                {"field": "properties.place", "title": "#"},
            ],
        },
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
                "params": [{"name": "tile", "select": {"type": "point", "fields": ["code"], "toggle": False}}],
                "mark": {"type": "rect", "cornerRadius": 3, "cursor": "pointer", "stroke": DOWN},
                "encoding": {
                    "strokeWidth": {"condition": {"test": "datum.chosen", "value": 3}, "value": 0},
                    "x": x,
                    "y": y,
                    "color": {
                        "condition": {"test": "datum.score === null", "value": missing},
                        "field": "score",
                        "type": "quantitative",
                        "scale": {"domain": [low, high], "range": BLUES},
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
