"""Specifications are constant, complete and take nothing from data."""

from __future__ import annotations

import json

import altair
import pytest

from evaluator.app import specs

DRAWN = [
    specs.ranking_board(("甲", "乙"), 100.0, "#000"),
    specs.tile_grid(0.0, 100.0, "#eee"),
    specs.dot_plot(6, 100.0, "#000"),
    specs.lines(),
    specs.gap_bars(),
    specs.histogram(0.0, 1.0),
    specs.curve(),
    specs.counts(31),
    specs.intervals(31, "#000"),
    specs.place_shares(),
    specs.heatmap(5),
    specs.heatmap(20),
    specs.dendrogram(5, "#000"),
]


@pytest.mark.parametrize("spec", DRAWN, ids=range(len(DRAWN)))
def test_a_specification_is_valid_vega_lite(spec):
    altair.Chart.from_dict({"data": {"values": []}, **json.loads(json.dumps(spec))})


@pytest.mark.parametrize("spec", DRAWN, ids=range(len(DRAWN)))
def test_a_specification_loads_nothing(spec):
    text = json.dumps(spec)
    assert "href" not in text and "url" not in text and "http" not in text


def test_a_specification_is_made_once():
    assert specs.dot_plot(6, 100.0, "#000") is specs.dot_plot(6, 100.0, "#000")
