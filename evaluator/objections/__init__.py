"""Objections to a figure: who objects, when and why, what came of it, and who moves after a correction."""

from evaluator.objections.moves import Moved, correction, moves
from evaluator.objections.store import KINDS, STATES, Objection, Objections, Reply

__all__ = ["KINDS", "STATES", "Moved", "Objection", "Objections", "Reply", "correction", "moves"]
