"""Specifications are constant, complete and take nothing from data."""

from __future__ import annotations

import json

import altair
import pytest

from evaluator.app.specs import coherence, compare, indicators, ranking, robustness, weights
from evaluator.app.specs import self as own

DRAWN = [
    ranking.ranking_board(("甲", "乙"), 100.0, "#000", True),
    ranking.ranking_board(("甲", "乙"), 100.0, "#000", False, 2850, True),
    ranking.tile_grid(0.0, 100.0, "#eee"),
    compare.dot_plot(6, 100.0, "#000"),
    compare.lines(20.0, 80.0),
    compare.waterfall("#000"),
    compare.slope(31, "#000"),
    indicators.histogram(),
    indicators.curve("#000"),
    indicators.coverage(9),
    indicators.coverage(40),
    indicators.relations("#000"),
    robustness.intervals(31, "#000"),
    robustness.place_shares(),
    robustness.caterpillar(337),
    robustness.chances(31),
    robustness.pairs(),
    robustness.drivers(),
    coherence.heatmap(5),
    coherence.heatmap(20),
    coherence.dendrogram(5, "#000"),
    own.pairs("#000", 100.0),
    weights.committee("#000"),
    weights.influence("权重", "影响"),
]


@pytest.mark.parametrize("spec", DRAWN, ids=range(len(DRAWN)))
def test_a_specification_is_valid_vega_lite(spec):
    altair.Chart.from_dict({"data": {"values": []}, **json.loads(json.dumps(spec))})


@pytest.mark.parametrize("spec", DRAWN, ids=range(len(DRAWN)))
def test_a_specification_loads_nothing(spec):
    text = json.dumps(spec)
    assert "href" not in text and "url" not in text and "http" not in text


def test_a_specification_is_made_once():
    assert compare.dot_plot(6, 100.0, "#000") is compare.dot_plot(6, 100.0, "#000")
