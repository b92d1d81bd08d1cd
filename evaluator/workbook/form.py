"""Figures that were filled in on screen, read by the same rules as a workbook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from evaluator.evidence import Evidence
from evaluator.evidence.grid import Cell
from evaluator.standard import Standard
from evaluator.workbook import layout
from evaluator.workbook.asked import Asked
from evaluator.workbook.cells import Sheet
from evaluator.workbook.entries import read_entries
from evaluator.workbook.known import Place
from evaluator.workbook.reading import doubts, table_of
from evaluator.workbook.submission import Finding, Submission
from indicators.text import Lang

Entry = tuple[float | None, str]
"""A figure and its note."""


def read_form(
    entries: Mapping[str, Entry], standard: Standard, evidence: Evidence, place: Place, asked: Asked, lang: Lang
) -> Submission:
    """Check figures of a form; findings name the series where those of a workbook name the cell.

    Args:
        entries: Series → this period's figure in the unit asked, and a note; None is not filled in.
        standard: What they are checked against.
        evidence: What is known, to find what is unlikely.
        place: Region and period.
        asked: What the standard asks of this level.
        lang: Language of the form.
    """
    heads: list[Cell] = [one.title.in_(lang) for one in layout.STATISTICS]
    keys = [one.key for one in layout.STATISTICS]
    rows: list[list[Cell]] = [[{"series": name, "value": value, "note": note}.get(key) for key in keys]
            for name, (value, note) in entries.items()]  # fmt: skip
    sheet = Sheet(layout.name_of_sheet("statistics", lang), 1, 0, [heads, *rows], {}, [], [])
    read = read_entries(sheet, "statistics", asked, "")
    names = {sheet.at(i, read.at["value"]): name for i, name in enumerate(entries, start=1)}
    found = [*read.findings, *doubts(read, place, evidence)]
    content = json.dumps([place.region, place.period, *sorted(entries.items())], ensure_ascii=False)
    return Submission(
        place,
        lang,
        {"zh": "在线填报", "en": "filled in on screen"}[lang],
        hashlib.sha256(content.encode()).hexdigest(),
        (standard.id, standard.version, standard.digest),
        {"statistics": table_of("statistics", read.rows, place)} if read.rows else {},
        tuple(
            Finding(one.gravity, replace(one.fault, cell=names.get(one.fault.cell, one.fault.cell)), one.reason)
            for one in found
        ),
        {"statistics": (len(read.rows), len(asked.series))},
    )
