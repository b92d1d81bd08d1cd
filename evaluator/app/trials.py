"""Methods that a reader may try in the app without leaving the ranking: every kind that is installed."""

from evaluator.methods import kinds

METHODS: dict[str, tuple[str, ...]] = {
    f"{step}.kind": tuple(kinds(step))
    for step in ("imputation", "treatment", "normalisation", "weights", "aggregation")
}

CHOSEN = "chosen_methods"
"""Where the session keeps what was chosen."""
