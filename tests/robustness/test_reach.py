"""The place a region would reach with one better score, against scoring everybody again."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator.advice.case import case_of
from evaluator.robustness.reach import places_reached
from evaluator.scoring.kernel import aggregate, rank
from tests.advice.worlds import ROWS, assessment, standard


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric"])
@pytest.mark.parametrize("gaps", [False, True])
def test_as_if_everybody_were_scored_again(aggregation, gaps):
    rows = {**ROWS, "r6": [20, None, 30, 40]} if gaps else ROWS
    kernel = case_of(assessment(rows, standard("goalposts", aggregation)), "r1").kernel
    plan = kernel.plan
    weights = np.random.default_rng(5).uniform(0.2, 1, (40, len(plan.places)))
    targets = [(slot, 70.0 + 8 * slot) for slot in range(len(plan.slots))]
    found = places_reached(kernel, 0, weights, 0, targets)
    assert found is not None and len(np.unique(found)) > 1
    for k, (slot, score) in enumerate(targets):
        values = kernel.normalised[:1].copy()
        values[0, slot, 0] = score
        for draw, own in enumerate(weights):
            scores = aggregate(plan, values, kernel.treated[:1], kernel.measured[:1], own).score[0, 0]
            assert found[draw, k] == rank(scores, plan.ranking)[0]


def test_none_where_scores_hang_on_the_others():
    kernel = case_of(assessment(ROWS, standard("goalposts").with_method({"aggregation.kind": "copeland"})), "r1").kernel
    assert places_reached(kernel, 0, np.ones((2, len(kernel.plan.places))), 0, [(0, 90.0)]) is None
