"""The preview of a group against the engine's own what-if, at every node of a published tree."""

from __future__ import annotations

import numpy as np
import pytest

from evaluator import evaluate, read_evidence, read_standard
from evaluator.bundled import DEFAULT_EVIDENCE, DEFAULT_STANDARD, bundled_evidence
from evaluator.scoring.preview import preview
from evaluator.scoring.whatif import WhatIf


@pytest.mark.parametrize("settings", [{}, {"aggregation.kind": "geometric", "normalisation.range": [1, 100]}], ids=str)
def test_a_preview_ranks_as_the_engine_does(settings):
    standard = read_standard(DEFAULT_STANDARD).with_method(settings)
    kernel = evaluate(standard, read_evidence(bundled_evidence(DEFAULT_EVIDENCE))).kernels[0]
    rng = np.random.default_rng(3)
    seen = 0
    for period in (0, len(kernel.cells.periods) - 1):
        engine = WhatIf(kernel, period)
        for node in kernel.plan.upwards:
            children = list(kernel.plan.places[node].children)
            weights = kernel.plan.weights.copy()
            found = preview(kernel, period, node, weights)
            if found is None:
                continue
            for _ in range(5):
                weights[children] = rng.integers(1, 60, len(children)) / 100
                expected = engine.scores(weights)[0]
                np.testing.assert_allclose(found.totals(weights[children]), expected, rtol=1e-9)
                np.testing.assert_array_equal(found.ranks(weights[children]), engine.ranks(weights))
                seen += 1
    assert seen > 20


def test_a_method_without_parts_has_no_preview():
    standard = read_standard(DEFAULT_STANDARD).with_method({"aggregation.kind": "median"})
    kernel = evaluate(standard, read_evidence(bundled_evidence(DEFAULT_EVIDENCE))).kernels[0]
    assert preview(kernel, 0, 0, kernel.plan.weights) is None
