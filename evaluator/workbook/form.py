"""Figures and answers that were filled in on screen, read by the same rules as a workbook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from evaluator.evidence import Evidence
from evaluator.evidence.grid import Cell
from evaluator.standard import Standard
from evaluator.workbook import layout
from evaluator.workbook.asked import Asked
from evaluator.workbook.cells import Sheet
from evaluator.workbook.entries import Entries, read_entries
from evaluator.workbook.known import Place
from evaluator.workbook.letters import letter
from evaluator.workbook.reading import doubts, table_of
from evaluator.workbook.submission import Finding, Submission
from indicators.text import Lang

Entry = tuple[float | None, str]
"""A figure and its note."""
Answer = tuple[str, str]
"""An answer as a person reads it ("" is none), and its proof."""


def read_form(
    entries: Mapping[str, Entry],
    answers: Mapping[tuple[str, str], Answer],
    standard: Standard,
    evidence: Evidence,
    place: Place,
    asked: Asked,
    lang: Lang,
    logs: Mapping[str, Sequence[Mapping[str, Cell]]] | None = None,
) -> Submission:
    """Check a form; findings name the figure, the question or row and column where those of a workbook name the cell.

    Args:
        entries: Series → this period's figure in the unit asked, and a note; None is not filled in.
        answers: Indicator and item → answer and proof.
        standard: What they are checked against.
        evidence: What is known, to find what is unlikely.
        place: Region and period.
        asked: What the standard asks of this level.
        lang: Language of the form.
        logs: Table (`cases`, `ledger`, `responses`) → rows as people write them, column → cell.
    """
    figures = [{"series": name, "value": value, "note": note} for name, (value, note) in entries.items()]
    said = [{"indicator": key[0], "item": key[1], "answer": one[0], "proof": one[1]} for key, one in answers.items()]
    whole = {"statistics": len(asked.series), "answers": len(asked.items)}
    tables, findings, filled = {}, [], {}
    given: list[tuple[str, Sequence[Mapping[str, Cell]], list[str]]] = [
        ("statistics", figures, list(entries)),
        ("answers", said, [" ".join(key) for key in answers]),
        *((table, rows, []) for table, rows in (logs or {}).items()),
    ]
    for table, rows, names in given:
        if not rows:
            continue
        read = _read(table, rows, asked, lang)
        found = [*read.findings, *(doubts(read, place, evidence) if table == "statistics" else ())]
        heads = [] if names else [one.title.in_(lang) for one in layout.columns_of(table, asked)]
        findings += [_named(one, names, heads, lang) for one in found]
        filled[table] = len(read.rows), whole.get(table)
        if read.rows:
            tables[table] = table_of(table, read.rows, place)
    content = json.dumps(
        [place.region, place.period, *sorted(entries.items()), *sorted(answers.items()), *sorted((logs or {}).items())],
        ensure_ascii=False,
        default=str,
    )
    return Submission(
        place,
        lang,
        {"zh": "在线填报", "en": "filled in on screen"}[lang],
        hashlib.sha256(content.encode()).hexdigest(),
        (standard.id, standard.version, standard.digest),
        tables,
        tuple(findings),
        filled,
    )


def _read(table: str, rows: Sequence[Mapping[str, Cell]], asked: Asked, lang: Lang) -> Entries:
    """Rows of a form as the sheet of a workbook would hold them."""
    columns = layout.columns_of(table, asked)
    heads: list[Cell] = [one.title.in_(lang) for one in columns]
    body: list[list[Cell]] = [[row.get(one.key) for one in columns] for row in rows]
    sheet = Sheet(layout.name_of_sheet(table, lang), 1, 0, [heads, *body], {}, [], [])
    return read_entries(sheet, table, asked, "")


def _named(one: Finding, names: Sequence[str], heads: Sequence[str], lang: Lang) -> Finding:
    """The finding with the name of its figure or question; in a log, with the number of the row and the column."""
    cell = one.fault.cell
    letters, digits = cell.rstrip("0123456789"), "".join(sign for sign in cell if sign.isdigit())
    at = int(digits) - 2 if digits else -1
    if heads and at >= 0:
        column = next((head for k, head in enumerate(heads) if letter(k) == letters), "")
        cell = f"第{at + 1}行 {column}" if lang == "zh" else f"row {at + 1} {column}"
    elif 0 <= at < len(names):
        cell = names[at]
    return Finding(one.gravity, replace(one.fault, cell=cell.strip()), one.reason)
