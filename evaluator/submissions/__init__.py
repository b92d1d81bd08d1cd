"""What regions handed in: kept version by version, compared, withdrawn, and laid over the evidence."""

from evaluator.submissions.merging import laid_over, stored_evidence, submitted_evidence
from evaluator.submissions.plans import Plan, Plans
from evaluator.submissions.store import Store, Version, is_store

__all__ = ["Plan", "Plans", "Store", "Version", "is_store", "laid_over", "stored_evidence", "submitted_evidence"]
