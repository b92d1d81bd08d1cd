"""Small tables by hand: a waterfall that adds up, the rule of the bands, an interval in words."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from evaluator.app.formats import place
from evaluator.app.frames.compare import waterfall
from evaluator.app.frames.intervals import listed_of
from evaluator.app.frames.neighbours import brackets, lanes, overlapping
from evaluator.app.frames.ranking import bands, passed
from evaluator.app.frames.rows import crossed
from evaluator.robustness.placing import span_text


def test_a_waterfall_goes_from_one_score_to_the_other():
    rows = waterfall(["a", "b"], [3.0, -1.0], (("B", 50.0), ("A", 52.0)))
    assert [(row["low"], row["high"], row["kind"]) for row in rows] == [
        (50.0, 50.0, "end"),
        (50.0, 53.0, "up"),
        (53.0, 52.0, "down"),
        (52.0, 52.0, "end"),
    ]


@pytest.mark.parametrize(
    ("places", "letters"),
    [
        ([1, 2, 3, 4, 5, 0], ["A", "B", "C", "D", "E", ""]),
        ([1, 1, 3], ["A", "A", "D"]),
        ([1], ["A"]),
        (range(1, 11), [*"AABBCCDDEE"]),
    ],
)
def test_bands_are_fifths_of_the_places(places, letters):
    assert bands(np.array(list(places))) == letters


def test_an_interval_is_written_outwards_in_whole_places():
    assert span_text(9.4, 15.2) == "9–16" and span_text(3.0, 3.0) == "3"


@pytest.mark.parametrize(
    ("rank", "tied", "zh", "en"),
    [
        (12, True, "并列第12名", "12th="),
        (12, False, "第12名", "12th"),
        (1, True, "并列第1名", "1st="),
        (0, True, "—", "—"),
    ],
)
def test_a_shared_place_says_so(rank, tied, zh, en):
    assert place(rank, "zh", tied) == zh and place(rank, "en", tied) == en


def test_rows_of_a_chart_are_crossed_into_a_table():
    rows = [{"a": i, "name": f"n{i}", "b": j, "v": 10 * i + j} for i in (1, 2) for j in (3, 4) if (i, j) != (2, 3)]
    assert crossed(rows, "a", "b", "v", title="name") == [{"name": "n1", "3": 13, "4": 14}, {"name": "n2", "4": 24}]
    assert crossed(rows, "a", "b", "v")[0] == {"a": 1, "3": 13, "4": 14}


def test_places_of_a_single_region_that_others_share_are_left_as_they_are():
    places = np.array([[2], [1], [3]], dtype=np.uint16)
    places.flags.writeable = False
    assert listed_of(places).quantile(0.5).tolist() == [2]
    assert places.ravel().tolist() == [2, 1, 3]


SPANS = [(1, 1), (2, 4), (2, 3), (4, 5), (5, 6), None, (6, 7), (7, 8)]


def test_neighbours_share_a_bracket_exactly_if_their_intervals_overlap():
    runs = brackets(SPANS)
    # 2-4 and 2-3 overlap, 2-3 and 4-5 do not, though 2-4 and 4-5 would; what has no interval parts its neighbours.
    assert runs == [(1, 2), (3, 4), (6, 7)]
    within = {k for first, last in runs for k in range(first, last)}
    for k, (a, b) in enumerate(itertools.pairwise(SPANS)):
        overlap = a is not None and b is not None and a[0] <= b[1] and b[0] <= a[1]
        assert overlap == (k in within)


def test_all_within_a_bracket_overlap_and_brackets_that_overlap_stand_beside_each_other():
    spans = [(1, 3), (2, 4), (3, 6), (4, 7), (5, 9), (8, 9)]
    runs = brackets(spans)
    assert runs == [(0, 2), (1, 3), (2, 4), (4, 5)]
    for first, last in runs:
        inside = spans[first : last + 1]
        assert max(low for low, _ in inside) <= min(high for _, high in inside)
    assert lanes(runs) == [0, 1, 2, 0]
    assert [overlapping(spans, k) for k in range(6)] == [(0, 2), (0, 3), (0, 4), (1, 4), (2, 5), (4, 5)]


def test_who_passed_whom_the_nearest_first():
    before, after = np.array([1, 2, 3, 4, 5, 0]), np.array([1, 4, 2, 3, 5, 6])
    assert passed(before, after, 1) == [3, 2]
    assert passed(before, after, 0, 2) == [2, 3]
    assert passed(before, after, 5, 1) == [4]
