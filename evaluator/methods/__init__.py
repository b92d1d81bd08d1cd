"""The methods of the field: each kind of each step is one small file, found by its name.

`evaluator/methods/<step>/<kind>.py` holds one class. A plug-in adds one through the entry point group
`evaluator.methods` (name `<step>.<kind>`, value the class) or a file given to `register`.
"""

from evaluator.methods.base import (
    STEPS,
    Aggregation,
    Aspect,
    Cells,
    Imputation,
    Method,
    Missing,
    Normalisation,
    Ranking,
    Screening,
    Siblings,
    Treated,
    Treatment,
    Weighting,
    WeightReport,
)
from evaluator.methods.registry import kinds, merge, method, register

__all__ = [
    "STEPS",
    "Aggregation",
    "Aspect",
    "Cells",
    "Imputation",
    "Method",
    "Missing",
    "Normalisation",
    "Ranking",
    "Screening",
    "Siblings",
    "Treated",
    "Treatment",
    "WeightReport",
    "Weighting",
    "kinds",
    "merge",
    "method",
    "register",
]
