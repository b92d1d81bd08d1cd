"""Charts of one indicator."""

from __future__ import annotations

from functools import cache

from evaluator.app.specs.style import PALETTE, Spec, config


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
