"""How sure is each place: draws over weights and methods, what drives them, and what leaving out changes."""

from evaluator.robustness.analysis import Robustness, RobustnessSettings, analyse
from evaluator.robustness.places import Histogram, count_places

__all__ = ["Histogram", "Robustness", "RobustnessSettings", "analyse", "count_places"]
