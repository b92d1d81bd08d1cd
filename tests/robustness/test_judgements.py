"""Nearest weights under judgements: met when they can be, named when they cannot."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.robustness.judgements import nearest
from evaluator.scoring.preview import Preview


def group(x) -> Preview:
    x = np.array(x, dtype=float)
    n = x.shape[1]
    return Preview("linear", x, np.ones(x.shape), np.zeros(n), np.ones(n), np.full(n, np.nan), "reweight", 0, True, 9)


FREE = np.zeros(2), np.ones(2)


def test_by_hand():
    """(60, 40) leads (50, 70) from w = 0.75 on, which is the nearest to one half."""
    found = nearest(group([[60, 50], [40, 70]]), np.array([0.5, 0.5]), [(0, 1)], *FREE, margin=0.0)
    assert found.unmet == () and found.weights == pytest.approx([0.75, 0.25], abs=1e-6)


def test_what_holds_already_changes_nothing():
    found = nearest(group([[60, 50], [40, 70]]), np.array([0.5, 0.5]), [(1, 0)], *FREE)
    assert found.unmet == () and found.weights == pytest.approx([0.5, 0.5], abs=1e-6)


def test_what_cannot_be_is_named():
    found = nearest(group([[60, 50], [80, 70]]), np.array([0.5, 0.5]), [(1, 0)], *FREE)
    assert found.unmet == (0,) and found.weights == pytest.approx([0.5, 0.5], abs=1e-6)
    bound = nearest(
        group([[60, 50], [40, 70]]), np.array([0.5, 0.5]), [(0, 1)], np.array([0.4, 0.4]), np.array([0.6, 0.6])
    )
    assert bound.unmet == (0,)
