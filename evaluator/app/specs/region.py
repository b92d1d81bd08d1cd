"""Charts of one region."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import DOWN, NAME_LIMIT, PALETTE, Spec, config


@cache
def bullet(high: float, ink: str) -> Spec:
    """Own score, the peers' middle half, median and best. Data: `frames.profile.bullets`."""
    y = {"field": "line", "type": "ordinal", "axis": None}
    scale = {"domain": [-0.42 * high, high], "nice": False}
    axis = {"values": [round(high * part / 5, 6) for part in range(6)]}
    x = {"type": "quantitative", "scale": scale, "title": None, "axis": axis}
    fields = ("node", "score", "peer_low", "peer_median", "peer_high", "peer_best")
    tooltip = [{"field": name} for name in fields]

    def layer(mark: Spec, field: str, **more: Spec) -> Spec:
        valid = [{"filter": f"isValid(datum.{field})"}]
        return {"transform": valid, "mark": mark, "encoding": {"y": y, "x": {**x, "field": field}, **more}}

    tick = {"type": "tick", "thickness": 2}
    band = {"type": "rule", "strokeWidth": 12, "color": "#C9D3DB"}
    dot = {"type": "point", "filled": True, "size": 120, "color": PALETTE[0], "opacity": 1, "stroke": "white"}
    words = {"type": "text", "align": "right", "dx": -10, "fontSize": 13, "color": ink, "limit": NAME_LIMIT}
    return {
        "height": {"step": 36},
        "layer": [
            layer(band, "peer_low", x2={"field": "peer_high"}),
            layer({**tick, "size": 20, "color": "#5B6873"}, "peer_median"),
            layer({**tick, "size": 20, "color": DOWN, "thickness": 3}, "peer_best"),
            {**layer(dot, "score"), "encoding": {"y": y, "x": {**x, "field": "score"}, "tooltip": tooltip}},
            {"mark": words, "encoding": {"y": y, "x": {**x, "datum": 0}, "text": {"field": "node"}}},
        ],
        "config": config(),
    }
