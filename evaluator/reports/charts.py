"""Charts of a report: constant Vega-Lite specifications on small data, drawn by vl-convert."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.reports.document import Picture
from evaluator.reports.fonts import SANS, font

Row = dict[str, object]
OWN, PEERS, GREY = "#0072B2", "#C9D2DB", "#5B6875"


def bands(rows: Sequence[Row], caption: str, alt: str, axis: str) -> Picture:
    """Own score against the middle half and the median of the peers: name, order, score, low, median, high."""
    y = {"field": "name", "type": "nominal", "sort": {"field": "order"}, "title": None}

    def layer(mark: Row, **more: Row) -> Row:
        return {"mark": mark, "encoding": {"y": y, **more}}

    def x(field: str) -> Row:
        return {"field": field, "type": "quantitative", "title": axis}

    spec = {
        "width": 430,
        "height": {"step": 30},
        "data": {"values": list(rows)},
        "layer": [
            layer({"type": "rule", "strokeWidth": 12, "color": PEERS}, x=x("low"), x2={"field": "high"}),
            layer({"type": "tick", "thickness": 2, "size": 18, "color": GREY}, x=x("median")),
            layer({"type": "point", "filled": True, "size": 110, "color": OWN, "opacity": 1}, x=x("score")),
        ],
    }
    return _drawn(spec, caption, alt)


def trend(rows: Sequence[Row], caption: str, alt: str, axis: str) -> Picture:
    """Own score over the periods against the median of the peers: period, score, who."""
    spec = {
        "width": 430,
        "height": 170,
        "data": {"values": list(rows)},
        "mark": {"type": "line", "point": True, "strokeWidth": 2.5},
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
            "y": {"field": "score", "type": "quantitative", "title": axis, "scale": {"zero": False}},
            "color": {
                "field": "who",
                "type": "nominal",
                "title": None,
                "sort": None,
                "scale": {"range": [OWN, GREY]},
                "legend": {"orient": "top"},
            },
            "strokeDash": {"field": "who", "type": "nominal", "sort": None, "legend": None},
        },
    }
    return _drawn(spec, caption, alt)


def _drawn(spec: Row, caption: str, alt: str) -> Picture:
    import vl_convert

    family = font(SANS)
    text = {"labelFont": family, "titleFont": family, "labelFontSize": 12, "titleFontSize": 12, "labelLimit": 260}
    config = {
        "font": family,
        "axis": {**text, "titleFontWeight": "normal", "gridColor": "#E6EAEE"},
        "legend": text,
        "view": {"stroke": None},
    }
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "background": "white", **spec}
    whole["config"] = config
    svg = str(vl_convert.vegalite_to_svg(whole))
    return Picture(caption, alt, svg, bytes(vl_convert.svg_to_png(svg, scale=2)))
