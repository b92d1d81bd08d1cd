"""From evidence to a published ranking: the digital business-environment evaluation engine.

>>> from evaluator import evaluate, open_evidence, read_standard
>>> assessment = evaluate(read_standard("dbe-provinces"), open_evidence("china"))
>>> assessment.ranking("en")["name"][0].as_py()
'Beijing'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluator.assessment import Assessment, evaluate
    from evaluator.evidence import Evidence, read_evidence
    from evaluator.opening import open_evidence
    from evaluator.reading import read_standard
    from evaluator.scenario import Scenario, read_scenario
    from evaluator.standard import Standard
    from indicators.faults import Fault, Faults
    from indicators.indicator import Indicator
    from indicators.text import Text

# Opened on first use, so that a command pays only for what it needs.
_HOMES = {
    "Assessment": "evaluator.assessment",
    "evaluate": "evaluator.assessment",
    "Evidence": "evaluator.evidence",
    "open_evidence": "evaluator.opening",
    "read_evidence": "evaluator.evidence",
    "read_standard": "evaluator.reading",
    "Scenario": "evaluator.scenario",
    "read_scenario": "evaluator.scenario",
    "Standard": "evaluator.standard",
    "Fault": "indicators.faults",
    "Faults": "indicators.faults",
    "Indicator": "indicators.indicator",
    "Text": "indicators.text",
}

__all__ = [
    "Assessment",
    "Evidence",
    "Fault",
    "Faults",
    "Indicator",
    "Scenario",
    "Standard",
    "Text",
    "evaluate",
    "open_evidence",
    "read_evidence",
    "read_scenario",
    "read_standard",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'evaluator' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOMES[name]), name)
