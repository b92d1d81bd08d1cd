"""Moving weights: whole tenths of a percent that always make 100.0 %."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaluator.app.state import Siblings, chosen, parse_weights, render_weights
from evaluator.app.weights import TENTHS, apportioned, moved


@st.composite
def boards(draw):
    weights = apportioned(draw(st.lists(st.integers(0, 50), min_size=2, max_size=8)))
    which = draw(st.integers(0, len(weights) - 1))
    others = [i for i in range(len(weights)) if i != which]
    return weights, which, draw(st.integers(-200, 1300)), draw(st.sets(st.sampled_from(others), max_size=len(others)))


@given(boards())
def test_weights_always_make_the_whole_and_locked_ones_stay(board):
    weights, which, value, locked = board
    result = moved(weights, which, value, locked)
    assert sum(result) == TENTHS and min(result) >= 0
    assert all(result[i] == weights[i] for i in locked)
    room = TENTHS - sum(weights[i] for i in locked)
    if len(locked) < len(weights) - 1:
        assert result[which] == max(0, min(value, room))
    else:
        assert result[which] == room


@given(boards())
def test_the_others_keep_their_order(board):
    weights, which, value, locked = board
    result = moved(weights, which, value, locked)
    free = [i for i in range(len(weights)) if i != which and i not in locked]
    for a in free:
        for b in free:
            if weights[a] > weights[b] and sum(weights[i] for i in free):
                assert result[a] >= result[b]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12), st.integers(0, 5000))
def test_apportioned_gives_the_total_within_one_of_the_exact_share(shares, total):
    result = apportioned(shares, total)
    assert sum(result) == total
    whole = sum(shares)
    for share, given_out in zip(shares, result, strict=True):
        exact = total * share / whole if whole > 0 else total / len(shares)
        assert abs(given_out - exact) < 1 + 1e-6


GROUPS = (
    Siblings("total", ("a", "b", "c"), (500, 300, 200)),
    Siblings("a", ("x", "y"), (500, 500)),
)


@given(st.dictionaries(st.sampled_from(["total", "a"]), st.lists(st.integers(0, 9), min_size=3, max_size=3)))
def test_a_link_gives_back_the_weights(drawn):
    changed = {}
    for group in GROUPS:
        if group.node in drawn:
            weights = tuple(apportioned(drawn[group.node][: len(group.children)]))
            if weights != group.weights:
                changed[group.node] = weights
    text = render_weights(GROUPS, changed)
    assert parse_weights(GROUPS, text) == (changed, True)


@given(st.text(max_size=60) | st.from_regex(r"[0-9:;,.-]{0,40}", fullmatch=True))
def test_a_hostile_link_breaks_nothing(text):
    changed, _ = parse_weights(GROUPS, text)
    for node, weights in changed.items():
        group = next(one for one in GROUPS if one.node == node)
        assert len(weights) == len(group.children) and sum(weights) == TENTHS


def test_unknown_codes_in_a_link_are_left_out():
    assert chosen("x,y,x,nope", ["x", "y", "z"], 6) == (["x", "y"], False)
    assert chosen("x,y", ["x", "y", "z"], 6) == (["x", "y"], True)
    assert chosen("", ["x"], 6) == ([], True)
