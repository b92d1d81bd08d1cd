"""Specifications are constant, complete and take nothing from data."""

from __future__ import annotations

import json

import altair
import pytest
import vl_convert

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


def drawn(spec, width: int, rows: list[dict]) -> list[dict]:
    """Texts and marks of a picture of that width, with their places in it."""
    made = vl_convert.vegalite_to_scenegraph({**spec, "width": width, "data": {"values": rows}}, vl_version="6.4")
    found, ahead = [], [(made["scenegraph"], 0.0)]
    while ahead:
        one, left = ahead.pop()
        own = left + (one.get("x") or 0) if "items" in one and "marktype" not in one else left
        found += [{**item, "kind": one["marktype"], "at": left + (item.get("x") or 0)} for item in one.get("items", [])
                  if one.get("marktype") in ("text", "rule", "symbol")]  # fmt: skip
        ahead += [(item, own) for item in one.get("items", [])]
    return found


@pytest.mark.parametrize(("width", "line"), [(330, False), (358, False), (500, True), (760, True)])
@pytest.mark.parametrize("last", [31, 2850])
def test_nothing_of_the_board_overlaps_at_any_width(width, line, last):
    """The highest total, below a floor, in the first place: its marks, its interval, and the words of it."""
    own = {"line": 0, "name": "A", "code": "a", "chosen": False}
    text = {"what": "text", **own, "rank": f"{last}=", "short": "A", "score": 99.9, "shown": "99.9", "floor": "<40",
            "change": "▲12", "way": "up"}  # fmt: skip
    bar = {"what": "bar", **own, "node": "甲", "k": 0, "part": 99.9, "under": True}
    span = {"what": "span", **own, "low": 0.0, "high": 0.1, "at": 0.0, "text": f"{last - 5}–{last}"}
    found = drawn(ranking.ranking_board(("甲",), 100.0, "#000", True, last, True), width, [text, bar, span])
    at = {one["text"]: one["at"] for one in found if one["kind"] == "text"}
    assert at["▲12"] + 2 < at["99.9"] - 6 and at["A"] < at["▲12"] - 30
    ends = at["<40"] + 40 + 22
    dots = [one["at"] for one in found if one["kind"] == "symbol" and one.get("fill") == "#000"]
    assert bool(dots) == line
    assert all(ends < dot < at[span["text"]] for dot in dots)
    assert ends <= at[span["text"]] and at[span["text"]] + 6 * len(span["text"]) <= width
