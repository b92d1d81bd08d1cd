"""The workbook that a region fills in: it explains itself, holds what is known, and checks while people type."""

from __future__ import annotations

import datetime
import io
import json
from typing import TYPE_CHECKING

from evaluator.evidence import Evidence
from evaluator.standard import Standard
from evaluator.workbook import layout
from evaluator.workbook.asked import Asked, asked_of
from evaluator.workbook.cover import write_cover
from evaluator.workbook.guide import write_guide
from evaluator.workbook.known import Place, place_of
from evaluator.workbook.sheets import Book, write_answers, write_log, write_statistics
from indicators.faults import Faults, fault
from indicators.text import Lang

if TYPE_CHECKING:
    import xlsxwriter

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
OPTIONS_DATES = {**OPTIONS, "default_date_format": "yyyy-mm-dd hh:mm", "remove_timezone": True}


def template_bytes(
    standard: Standard,
    evidence: Evidence,
    region: str,
    period: str | None = None,
    lang: Lang = "zh",
    deadline: str = "",
) -> bytes:
    """The workbook of one region as XLSX; the same input gives the same bytes.

    Args:
        standard: What is asked.
        evidence: What is known; names the region and the periods.
        region: Code or name.
        period: The latest of the region by default.
        lang: Language of headings and words.
        deadline: Shown on the cover and in each row.

    Raises:
        Faults: No such region or period; a region of a level that the standard is not for.
    """
    import xlsxwriter

    place = place_of(evidence, region, period)
    check_level(standard, place)
    asked = asked_of(standard, place.level, evidence)
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, OPTIONS_DATES) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": standard.name.in_(lang)[:250]})
        made = Book(book, standard, evidence, place, asked, lang, deadline)
        cover = made.sheet("cover")
        if "statistics" in asked.tables:
            write_statistics(made)
        if "answers" in asked.tables:
            write_answers(made)
        for table in ("cases", "responses", "ledger"):
            if table in asked.tables:
                write_log(made, table)
        write_guide(made)
        write_cover(made, cover)
        _machine(book, made)
        cover.activate()
    return sink.getvalue()


def check_level(standard: Standard, place: Place) -> None:
    """Raise Faults if the standard is not for regions of this level."""
    if standard.levels and place.level and place.level not in standard.levels:
        levels = ", ".join(standard.levels)
        zh = f"{place.name.zh}（{place.region}）的层级为 {place.level}，标准 {standard.id} 只适用于 {levels}"
        en = f"{place.name.en} ({place.region}) is of the level {place.level}; {standard.id} is for {levels}"
        todo = "请选择适用该层级的标准或地区", "choose a standard or a region of that level"
        raise Faults([fault(zh, en, todo_zh=todo[0], todo_en=todo[1])])


def facts_of(standard: Standard, place: Place, asked: Asked, lang: Lang) -> dict[str, object]:
    """What the machine sheet holds: keys and versions, and what was asked, so that a later reader can compare."""
    return {
        "format": layout.FORMAT,
        "standard": standard.id,
        "version": standard.version,
        "digest": standard.digest,
        "region": place.region,
        "level": place.level,
        "period": place.period,
        "lang": lang,
        "sheets": {table: layout.name_of_sheet(table, lang) for table in asked.tables},
        "series": {one.id: one.unit.zh for one in asked.series},
        "items": {f"{indicator.id}/{item.id}": item.question.zh for indicator, item in asked.items},
        "processes": [one.id for one in asked.processes],
        "kinds": [one.id for one in asked.kinds],
        "surveys": [one.id for one in asked.surveys],
    }


def _machine(book: xlsxwriter.Workbook, made: Book) -> None:
    sheet = book.add_worksheet(layout.MACHINE)
    text = json.dumps(facts_of(made.standard, made.place, made.asked, made.lang), ensure_ascii=False, sort_keys=True)
    for row, start in enumerate(range(0, len(text), 30_000)):
        sheet.write_string(row, 0, text[start : start + 30_000])
    sheet.very_hidden()
    made.write_lists(book.add_worksheet(layout.LISTS))
