"""`python -m evaluator` is the command `evaluator`."""

from evaluator.cli import entry

entry()
