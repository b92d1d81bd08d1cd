"""Where measures run: evidence in, one raw value a region, period and indicator out."""

from __future__ import annotations

from evaluator.engines.choice import EngineChoice
from evaluator.engines.measuring import RESULT, measured
from evaluator.engines.periods import periods_of, span_of

__all__ = ["RESULT", "EngineChoice", "measured", "periods_of", "span_of"]
