"""The self-assessment workbook of a region: written, read back, checked and marked."""

from evaluator.workbook.asked import Asked, asked_of
from evaluator.workbook.template import template_bytes

__all__ = ["Asked", "asked_of", "template_bytes"]
