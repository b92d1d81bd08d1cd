"""A made-up prefecture: evidence of every kind for as many counties and cases as one asks for, marked as made up."""

from __future__ import annotations

from evaluator.sample.logs import MARK
from evaluator.sample.making import make_sample

__all__ = ["MARK", "make_sample"]
