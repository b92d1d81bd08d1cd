"""Methods that a reader may try in the app without leaving the ranking."""

METHODS: dict[str, tuple[str, ...]] = {
    "normalisation.kind": ("minmax", "zscore", "rank", "percentile-rank"),
    "aggregation.kind": ("arithmetic", "geometric"),
}

CHOSEN = "chosen_methods"
"""Where the session keeps what was chosen."""
