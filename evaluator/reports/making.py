"""Reports as files: the ending says the form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evaluator.advice.case import case_of
from evaluator.advice.peers import peers
from evaluator.assessment import Assessment
from evaluator.methods.base import Floats
from evaluator.reports.document import Document
from evaluator.reports.html import html_bytes
from evaluator.reports.region import RegionReport
from indicators.faults import Faults, fault
from indicators.text import Lang

FORMS = ("docx", "pdf", "html")


def form_of(path: Path) -> str:
    """The form that a file's ending asks for; raises Faults for any other ending."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMS:
        raise Faults(
            [
                fault(
                    f"不能写成“{path.suffix or path.name}”",
                    f"'{path.suffix or path.name}' is no form of a report",
                    todo_zh="文件名请以 .docx、.pdf 或 .html 结尾",
                    todo_en="let the file end in .docx, .pdf or .html",
                    file=str(path),
                )
            ]
        )
    return ending


def report_bytes(
    assessment: Assessment,
    region: str,
    form: str,
    lang: Lang,
    *,
    period: str | None = None,
    ranks: bool = False,
    named: Sequence[str] = (),
    weights: Floats | None = None,
    brief: bool = False,
) -> bytes:
    """The report of one region.

    Args:
        assessment: What was scored.
        region: Code or name.
        form: `docx`, `pdf` or `html`.
        lang: Language.
        period: By default the latest.
        ranks: Whether places are told.
        named: Peers by hand.
        weights: Weights `[place]` in place of the standard's, for a trial; the report says so.
        brief: Only what fits on one page: the summary and the dimensions.

    Raises:
        Faults: An unknown region, period or peer; no Chinese font.
    """
    case = case_of(assessment, region, period, weights)
    return written(RegionReport(case, peers(case, named), lang, ranks).document(brief), form)


def written(document: Document, form: str) -> bytes:
    """A document in one form."""
    if form == "docx":
        from evaluator.reports.word import word_bytes

        return word_bytes(document)
    if form == "pdf":
        from evaluator.reports.pdf import pdf_bytes

        return pdf_bytes(document)
    return html_bytes(document)
