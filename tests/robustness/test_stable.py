"""Previews against the engine, and stable ranges against ranking again and again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.robustness.stable import line_of, stable
from evaluator.scoring.preview import Preview, place_at, rank_at


@st.composite
def groups(draw):
    children, regions = draw(st.integers(2, 5)), draw(st.integers(2, 9))
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    x = rng.uniform(1, 100, (children, regions))
    if draw(st.booleans()):
        x[rng.uniform(size=x.shape) < 0.15] = np.nan
    kind = draw(st.sampled_from(["linear", "log"]))
    rule = draw(st.sampled_from(["reweight", "zero"])) if kind == "linear" else "reweight"
    group = Preview(
        kind,
        np.log(x) if kind == "log" else x,
        (~np.isnan(x)).astype(float),
        rng.uniform(0, 2, regions),
        rng.uniform(0.2, 1, regions),
        np.full(regions, np.nan),
        rule,
        draw(st.sampled_from([0.0, 0.5])),
        True,
        9,
    )
    weights = rng.integers(1, 50, children).astype(float)
    return group, weights, draw(st.integers(0, children - 1)), draw(st.integers(0, regions - 1))


@given(st.lists(st.sampled_from([float("nan"), -1.5, 0.25, 0.35, 2.0, 2.04, 7.0]), min_size=1), st.integers(0, 3))
def test_the_place_of_one_is_its_place_among_all(totals, decimals):
    totals = np.array(totals)
    ranks = rank_at(totals, decimals)
    assert [place_at(totals, decimals, i) for i in range(len(totals))] == ranks.tolist()


@settings(max_examples=150, deadline=None)
@given(groups())
def test_inside_the_range_the_place_stays_and_outside_it_does_not(drawn):
    group, weights, which, region = drawn
    found = stable(group, weights, which, region)
    place = lambda v: rank_at(group.totals(np.maximum(start + slope * v, 0)), 9)[region]  # noqa: E731
    start, slope, top = line_of(weights, which)
    here = place(weights[which] / weights.sum())
    if not here:
        assert found is None
        return
    for v in np.linspace(found.low, found.high, 23)[1:-1]:
        assert place(v) == here
    # The place changes at an end, or beyond it: there totals may be apart by less than 9 decimals at first.
    steps, last = [0.0, *np.geomspace(1e-6, 1e-3, 25)], 1e-3
    if found.high < top - 2 * last:
        assert any(place(found.high + step) != here for step in steps)
    if found.low > 2 * last:
        assert any(place(found.low - step) != here for step in steps)


def test_by_hand():
    """Two regions, (60, 40) and (50, 70): they meet where 60 w + 40 (1 − w) = 50 w + 70 (1 − w), w = 0.75."""
    x = np.array([[60.0, 50.0], [40.0, 70.0]])
    group = Preview("linear", x, np.ones((2, 2)), np.zeros(2), np.ones(2), np.full(2, np.nan), "reweight", 0.0, True, 9)
    found = stable(group, np.array([1.0, 1.0]), 0, 1)
    assert found.low == 0.0 and found.high == pytest.approx(0.75)
    assert found.tenths == (0, 750)
    assert stable(group, np.array([1.0, 1.0]), 0, 1, locked=[1]) is None
