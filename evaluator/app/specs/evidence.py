"""Charts of evidence: how many cases are done within so many days, and lights by department."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import SAME, SOMETIMES, UP, Spec, config

#: Red, yellow and green of the ledger in colours that everybody can tell apart.
LIGHTS = ("#D55E00", "#E69F00", "#009E73")

#: Rows read, taken, used, scored: the darker, the further.
FUNNEL = ["#C9D3DC", "#9CC6E0", "#3E8FBF", "#00466E"]


@cache
def curve(days: str, share: str) -> Spec:
    """Cumulative share of cases. Data: days, share; mark (median or 90th percentile) where there is one."""
    x = {"field": "days", "type": "quantitative", "title": days}
    y = {"field": "share", "type": "quantitative", "title": share, "axis": {"format": "%"}, "scale": {"domain": [0, 1]}}
    tip = [{"field": "days", "title": days}, {"field": "share", "title": share, "format": ".0%"}]
    line = {"mark": {"type": "line", "interpolate": "step-after", "color": UP}, "encoding": {"x": x, "y": y}}
    dots = {
        "transform": [{"filter": "isValid(datum.mark)"}],
        "mark": {"type": "point", "filled": True, "size": 80, "color": UP, "opacity": 1, **SOMETIMES},
        "encoding": {"x": x, "y": y, "tooltip": tip},
    }
    words = {
        "transform": [{"filter": "isValid(datum.mark)"}],
        "mark": {"type": "text", "align": "left", "dx": 8, "dy": 10, "fontSize": 12},
        "encoding": {"x": x, "y": y, "text": {"field": "mark"}},
    }
    return {"height": 260, "layer": [line, dots, words], "config": config()}


@cache
def answers(ink: str) -> Spec:
    """Shares of answers with their intervals. Data: `frames.evidence.answer_rows`; small samples in grey."""
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 190}}
    x: Spec = {"type": "quantitative", "title": None, "scale": {"domain": [0, 1]}, "axis": {"format": "%"}}
    hue = {"condition": {"test": "datum.small", "value": SAME}, "value": UP}
    ends = [
        {"field": key, "format": ".1%", "title": sign} for key, sign in (("share", "○"), ("low", "≥"), ("high", "≤"))
    ]
    tip = [{"field": "name", "title": " "}, *ends]
    text = {"field": "share", "type": "quantitative", "format": ".0%"}
    return {
        "height": {"step": 30},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.45, "strokeCap": "round"},
                "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}, "color": hue, "tooltip": tip},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {"y": y, "x": {**x, "field": "share"}, "color": hue, "tooltip": tip},
            },
            {
                "mark": {"type": "text", "dy": -11, "fontSize": 11, "color": ink},
                "encoding": {"y": y, "x": {**x, "field": "share"}, "text": text},
            },
        ],
        "config": config(),
    }


@cache
def lights(words: tuple[str, str, str]) -> Spec:
    """Items by department and light. Data: department, light (one of the words for red, yellow, green), items."""
    scale = {"domain": list(words), "range": list(LIGHTS)}
    return {
        "height": {"step": 24},
        "mark": {"type": "bar", "stroke": "white"},
        "encoding": {
            "y": {"field": "department", "type": "nominal", "title": None, "axis": {"labelLimit": 190}},
            "x": {"field": "items", "type": "quantitative", "title": None, "stack": True},
            "color": {"field": "light", "type": "nominal", "scale": scale, "title": None},
            "tooltip": [
                {"field": "department", "title": " "},
                {"field": "light", "title": "·"},
                {"field": "items", "title": "○"},
            ],
        },
        "config": config(),
    }


@cache
def funnel(ink: str) -> Spec:
    """Rows read, taken, used and scored, beneath each other. Data: `frames.evidence_use.funnel_marks`."""
    y = {"field": "table", "type": "nominal", "sort": None, "title": None, "scale": {"paddingInner": 0.25}}
    at = {"y": y, "yOffset": {"field": "k", "type": "ordinal"}}
    # Room at the right for the words beside a whole bar.
    scale = {"domain": [0, 1], "rangeMax": {"expr": "width - 120"}}
    x: Spec = {"field": "share", "type": "quantitative", "axis": None, "scale": scale}
    hue = {"field": "k", "type": "ordinal", "legend": None, "scale": {"domain": [0, 1, 2, 3], "range": FUNNEL}}
    tip = [{"field": "table", "title": " "}, {"field": "shown", "title": "·"}]
    return {
        "height": {"step": 17, "for": "offset"},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {**at, "x": x, "color": hue, "tooltip": tip}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": ink},
                "encoding": {**at, "x": x, "text": {"field": "shown"}},
            },
        ],
        "config": config(),
    }
