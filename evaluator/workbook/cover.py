"""The cover: what this is, how to fill it in, for whom and by when, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluator.messages import say
from evaluator.workbook.layout import FIRST, columns_of, name_of_sheet
from evaluator.workbook.letters import letter
from evaluator.workbook.sheets import AMBER, GREEN, RED, Book

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def write_cover(made: Book, sheet: Worksheet) -> None:
    """Fill the first sheet; the others are there already, so that its formulas can count in them."""
    styles, lang, place = made.styles, made.lang, made.place
    sheet.set_portrait()
    for c, width in enumerate((22, 16, 16, 16, 16)):
        sheet.set_column(c, c, width)
    region = f"{place.name.in_(lang)}（{place.region}）" if lang == "zh" else f"{place.name.in_(lang)} ({place.region})"
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, made.say("title", region=place.name.in_(lang)), styles["title"])
    if made.evidence.made_up:
        sheet.merge_range(1, 0, 1, 4, "", styles["bold"])
        sheet.write_string(1, 0, say("made_up", lang), styles["bold"])
    row = 2
    values = {"region": place.name.in_(lang), "period": place.period, "n": len(made.asked.indicators)}
    for key in ("what", "how", "send"):
        sheet.set_row(row, 46)
        sheet.write_string(row, 0, made.say(key), styles["bold"])
        text = made.say(f"{key}_text", **values) if key == "what" else made.say(f"{key}_text")
        sheet.merge_range(row, 1, row, 4, "", styles["plain"])
        sheet.write_string(row, 1, text, styles["plain"])
        row += 1
    row = _facts(made, sheet, row + 1, region)
    _progress(made, sheet, row + 1)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "objects": True})


def _facts(made: Book, sheet: Worksheet, row: int, region: str) -> int:
    styles, standard = made.styles, made.standard
    sheet.write_string(row, 0, made.say("facts"), styles["bold"])
    facts = [
        ("region", region),
        ("period", made.place.period),
        ("standard", f"{standard.name.in_(made.lang)} ({standard.id})"),
        ("version", standard.version),
        ("digest", standard.digest[:16]),
        ("deadline", made.deadline),
    ]
    entries = [("unit", ""), ("person", ""), ("phone", ""), ("reviewer", "")]
    for key, value in [*facts, *entries]:
        row += 1
        style = styles["text"] if (key, value) in entries or (key == "deadline" and not value) else styles["fact"]
        sheet.write_string(row, 0, made.say(key), styles["head"])
        sheet.merge_range(row, 1, row, 4, "", style)
        sheet.write_string(row, 1, value, style)
    return row + 1


def _progress(made: Book, sheet: Worksheet, row: int) -> None:
    styles = made.styles
    sheet.write_string(row, 0, made.say("progress"), styles["bold"])
    row += 1
    for c, key in enumerate(("sheet", "asked", "filled", "wrong", "share")):
        sheet.write_string(row, c, made.say(key), styles["head"])
    first = row + 1
    for table, (asked, filled, wrong) in made.progress.items():
        row += 1
        name = name_of_sheet(table, made.lang)
        sheet.write_url(row, 0, f"internal:'{name}'!A1", styles["fact"], name)
        keys = [column.key for column in columns_of(table, made.asked)]
        if asked is None:
            number = letter(1)
            sheet.write_string(row, 1, "—", styles["fact"])
            sheet.write_formula(row, 2, f"=COUNTA('{name}'!{number}{FIRST}:{number}1048576)", styles["count"], filled)
            for c in (3, 4):
                sheet.write_string(row, c, "—", styles["fact"])
            continue
        status = f"'{name}'!{letter(keys.index('status'))}{FIRST}:{letter(keys.index('status'))}{FIRST + asked - 1}"
        sheet.write_number(row, 1, asked, styles["count"])
        opened = f'COUNTIF({status},"{made.say("open")}")'
        sheet.write_formula(row, 2, f"={asked}-{opened}", styles["count"], filled)
        doubts = f'COUNTIF({status},"{made.say("doubt")}")+COUNTIF({status},"{made.say("error")}")'
        sheet.write_formula(row, 3, f"={doubts}", styles["count"], wrong)
        sheet.write_formula(row, 4, f"=C{row + 1}/B{row + 1}", styles["share"], filled / asked)
    _bars(made, sheet, first, row)


def _bars(made: Book, sheet: Worksheet, first: int, last: int) -> None:
    looks = ((">=", 1, GREEN), (">=", 0.5, AMBER), ("<", 0.5, RED))
    for criteria, value, colour in looks:
        look = {"bg_color": colour}
        sheet.conditional_format(
            first, 4, last, 4,
            {"type": "formula", "criteria": f"=AND(ISNUMBER($E{first + 1}),$E{first + 1}{criteria}{value})",
             "format": made.book.add_format(look), "stop_if_true": True},
        )  # fmt: skip
