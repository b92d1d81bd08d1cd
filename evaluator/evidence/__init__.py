"""The door: evidence is read, checked and counted here; rows read = rows taken + rows refused."""

from evaluator.evidence.evidence import Evidence, EvidenceFile
from evaluator.evidence.needs import needed_series
from evaluator.evidence.periods import period_ordinal
from evaluator.evidence.reading import read_evidence

__all__ = ["Evidence", "EvidenceFile", "needed_series", "period_ordinal", "read_evidence"]
