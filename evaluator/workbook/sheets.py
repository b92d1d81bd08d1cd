"""The sheets that people fill in: one for each kind of evidence, with lists, colours and checks inside."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from evaluator.disclosure import FEWEST
from evaluator.evidence import Evidence
from evaluator.messages import say
from evaluator.standard import Standard
from evaluator.workbook import known, layout
from evaluator.workbook.asked import Asked
from evaluator.workbook.known import Place
from evaluator.workbook.layout import FIRST, HEAD, NEEDED, SPARE, Column, columns_of, name_of_sheet
from evaluator.workbook.letters import letter
from evaluator.workbook.words import ANSWERS, in_words
from indicators.text import Lang, clauses

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "Microsoft YaHei"
INPUT, GREY, HEADING = "#FFF9E0", "#F2F2F2", "#DCE8F1"
GREEN, AMBER, RED = "#D9EFDC", "#FCE8B8", "#F8D0CC"
#: More than this many times the last period, or less than its inverse, asks for a check.
DOUBLE = 2.0


@dataclass
class Book:
    """A workbook that grows by sheets of one look.

    Attributes:
        progress: Table → number asked (None for logs), number filled, number to check.
    """

    book: xlsxwriter.Workbook
    standard: Standard
    evidence: Evidence
    place: Place
    asked: Asked
    lang: Lang
    deadline: str = ""
    progress: dict[str, tuple[int | None, int, int]] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the workbook."""
        return say(f"wb_{key}", self.lang, **values)

    @cached_property
    def styles(self) -> dict[str, Format]:
        """The looks of cells."""
        base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        line = {**base, "border": 1, "border_color": "#D5D9DD"}
        entry = {**line, "bg_color": INPUT, "locked": False}
        made = {
            "title": {**base, "font_size": 16, "bold": True},
            "intro": {**base, "font_color": "#4A5763", "text_wrap": True, "valign": "top"},
            "head": {**line, "bold": True, "bg_color": HEADING, "text_wrap": True},
            "key": {**line, "font_color": "#8A939B", "bg_color": GREY, "num_format": "@", "font_size": 9},
            "label": {**line, "text_wrap": True, "num_format": "@"},
            "before": {**line, "font_color": "#4A5763", "bg_color": GREY, "num_format": "#,##0.####"},
            "number": {**entry, "num_format": "#,##0.####"},
            "choice": entry,
            "text": {**entry, "num_format": "@", "text_wrap": True},
            "stamp": {**entry, "num_format": "yyyy-mm-dd hh:mm"},
            "status": {**line, "align": "center"},
            "bold": {**base, "bold": True},
            "plain": {**base, "text_wrap": True, "valign": "top"},
            "fact": {**line, "num_format": "@", "align": "left"},
            "share": {**line, "num_format": "0%"},
            "count": {**line, "num_format": "0"},
        }
        return {name: self.book.add_format(look) for name, look in made.items()}

    def sheet(self, key: str) -> Worksheet:
        """A new sheet, printed on A4."""
        sheet = self.book.add_worksheet(name_of_sheet(key, self.lang))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    def table(self, table: str, intro: str) -> tuple[Worksheet, tuple[Column, ...]]:
        """A sheet of entries with its stamp, its title and its headings."""
        sheet, columns = self.sheet(table), columns_of(table, self.asked)
        place = self.place
        sheet.write_string(0, 0, f"{table}|{place.region}|{place.period}|{self.standard.id}|{self.standard.version}")
        sheet.set_row(0, None, None, {"hidden": True})
        title = f"{name_of_sheet(table, self.lang)} · {place.name.in_(self.lang)} · {place.period}"
        sheet.write_string(1, 0, title, self.styles["title"])
        sheet.set_row(1, 26)
        sheet.merge_range(2, 0, 2, min(len(columns), 8) - 1, "", self.styles["intro"])
        sheet.write_string(2, 0, intro, self.styles["intro"])
        sheet.set_row(2, 46)
        sheet.set_row(HEAD - 1, 30)
        for c, column in enumerate(columns):
            sheet.set_column(c, c, column.width)
            sheet.write_string(HEAD - 1, c, column.title.in_(self.lang), self.styles["head"])
        sheet.repeat_rows(HEAD - 1)
        return sheet, columns

    def put(self, sheet: Worksheet, row: int, c: int, column: Column, value: object) -> None:
        """One cell: text is always text, never a formula."""
        style = self.styles[column.kind]
        if value is None or value == "":
            sheet.write_blank(row, c, None, style)
        elif isinstance(value, datetime.datetime):
            sheet.write_datetime(row, c, value.replace(microsecond=0), style)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, c, value, style)
        else:
            sheet.write_string(row, c, str(value)[:32_000], style)

    def choices(self, sheet: Worksheet, rows: tuple[int, int], c: int, name: str, words: Sequence[str]) -> None:
        """A drop-down list; another entry is warned of and not forbidden."""
        known_words = self.lists.setdefault(name, list(dict.fromkeys(words)))
        at = letter(list(self.lists).index(name))
        sheet.data_validation(
            rows[0], c, rows[1], c,
            {
                "validate": "list",
                "source": f"='{layout.LISTS}'!${at}$1:${at}${max(1, len(known_words))}",
                "error_type": "warning",
                "error_title": self.say("enter_choice"),
                "error_message": self.say("enter_choice_text"),
            },
        )  # fmt: skip

    def write_lists(self, sheet: Worksheet) -> None:
        """The hidden sheet with the lists of the drop-downs."""
        for c, words in enumerate(self.lists.values()):
            for row, word in enumerate(words):
                sheet.write_string(row, c, word)
        sheet.very_hidden()

    def finish(self, sheet: Worksheet, columns: tuple[Column, ...], last: int, frozen: int, locked: bool) -> None:
        """Freeze, filter, protect."""
        sheet.freeze_panes(HEAD, frozen)
        sheet.autofilter(HEAD - 1, 0, last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        if locked:
            allowed = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "objects")
            sheet.protect("", dict.fromkeys(allowed, True))


def write_statistics(made: Book) -> None:
    """A row a figure."""
    sheet, columns = made.table("statistics", made.say("intro_statistics"))
    at = {column.key: c for c, column in enumerate(columns)}
    now = known.figures(made.evidence, made.place, made.place.period)
    before = known.figures(made.evidence, made.place, made.place.before) if made.place.before else {}
    states = []
    for row, one in enumerate(made.asked.series, start=FIRST - 1):
        value, source = now.get(one.id, (None, ""))
        last = before.get(one.id, (None, ""))[0]
        cells = {
            "series": one.id,
            "name": one.name.in_(made.lang),
            "unit": one.unit.in_(made.lang),
            "before": last,
            "value": value,
            "source": source,
            "deadline": made.deadline,
            "users": ", ".join(one.users),
        }
        for column in columns:
            made.put(sheet, row, at[column.key], column, cells.get(column.key))
        states.append(_figure_state(value, last))
        now_cell, last_cell = f"{letter(at['value'])}{row + 1}", f"{letter(at['before'])}{row + 1}"
        words = {name: made.say(name) for name in ("open", "error", "doubt", "done")}
        formula = (
            f'=IF(ISBLANK({now_cell}),"{words["open"]}",IF(NOT(ISNUMBER({now_cell})),"{words["error"]}",'
            f"IF(AND(ISNUMBER({last_cell}),N({last_cell})<>0),"
            f'IF(OR({now_cell}/{last_cell}>{DOUBLE:g},{now_cell}/{last_cell}<{1 / DOUBLE:g}),"{words["doubt"]}",'
            f'"{words["done"]}"),"{words["done"]}")))'
        )
        sheet.write_formula(row, at["status"], formula, made.styles["status"], words[states[-1]])
    end = FIRST - 2 + len(made.asked.series)
    sheet.data_validation(
        FIRST - 1, at["value"], end, at["value"],
        {
            "validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15, "error_type": "warning",
            "error_title": made.say("enter_number"), "error_message": made.say("enter_number_text"),
        },
    )  # fmt: skip
    _colours(made, sheet, FIRST - 1, end, at["status"])
    made.finish(sheet, columns, end, 2, locked=True)
    made.progress["statistics"] = (
        len(states),
        len(states) - states.count("open"),
        len(states) - states.count("open") - states.count("done"),
    )


def write_answers(made: Book) -> None:
    """A row a question."""
    sheet, columns = made.table("answers", made.say("intro_answers"))
    at = {column.key: c for c, column in enumerate(columns)}
    now = known.answers(made.evidence, made.place, made.place.period)
    before = known.answers(made.evidence, made.place, made.place.before) if made.place.before else {}
    states = []
    words = {name: made.say(name) for name in ("open", "doubt", "done")}
    yes = [ANSWERS[code].in_(made.lang) for code in ("yes", "partial")]
    for row, (indicator, item) in enumerate(made.asked.items, start=FIRST - 1):
        answer, proof = now.get((indicator.id, item.id), ("", ""))
        cells = {
            "indicator": indicator.id,
            "item": item.id,
            "name": indicator.name.in_(made.lang),
            "question": item.question.in_(made.lang),
            "before": in_words("answer", before.get((indicator.id, item.id), ("", ""))[0], made.lang),
            "answer": _number(answer)
            if answer and _number(answer) is not None
            else in_words("answer", answer, made.lang),
            "proof": proof,
            "deadline": made.deadline,
        }
        for column in columns:
            made.put(sheet, row, at[column.key], column, cells.get(column.key))
        state = "open" if not answer else "doubt" if answer in ("yes", "partial") and not proof else "done"
        states.append(state)
        said, shown = f"{letter(at['answer'])}{row + 1}", f"{letter(at['proof'])}{row + 1}"
        formula = (
            f'=IF(ISBLANK({said}),"{words["open"]}",IF(AND(OR({said}="{yes[0]}",{said}="{yes[1]}"),ISBLANK({shown})),'
            f'"{words["doubt"]}","{words["done"]}"))'
        )
        sheet.write_formula(row, at["status"], formula, made.styles["status"], words[state])
    end = FIRST - 2 + len(made.asked.items)
    made.choices(sheet, (FIRST - 1, end), at["answer"], "answer", [text.in_(made.lang) for text in ANSWERS.values()])
    _colours(made, sheet, FIRST - 1, end, at["status"])
    made.finish(sheet, columns, end, 4, locked=True)
    made.progress["answers"] = (len(states), len(states) - states.count("open"), states.count("doubt"))


def write_log(made: Book, table: str) -> None:
    """A row a step, an answer or an item; those on record first, then room for more."""
    rows: list[known.Row] = []
    total = 0
    logs = made.asked.processes if table == "cases" else made.asked.kinds
    intro = made.say(f"intro_{table}", counts="") if table != "responses" else _survey_intro(made)
    if table != "responses":
        rows, total = known.log_rows(made.evidence, made.place, table, [one.id for one in logs])
        if total > len(rows):
            intro += made.say("many", n=total)
    sheet, columns = made.table(table, intro)
    end = FIRST - 2 + len(rows) + SPARE
    for row, found in enumerate(rows, start=FIRST - 1):
        process = str(found.get("process") or "")
        for c, column in enumerate(columns):
            value = found.get(column.key)
            if column.kind == "choice" and isinstance(value, str):
                value = in_words(column.key, value, made.lang, process)
            made.put(sheet, row, c, column, value)
    for row in range(FIRST - 1 + len(rows), end + 1):
        for c, column in enumerate(columns):
            sheet.write_blank(row, c, None, made.styles[column.kind])
    for c, column in enumerate(columns):
        if column.kind == "choice":
            made.choices(sheet, (FIRST - 1, end), c, f"{table}.{column.key}", _choices(made, table, column.key))
    _log_checks(made, sheet, table, columns, end)
    made.finish(sheet, columns, end, 2, locked=False)
    made.progress[table] = (None, len(rows), 0)


def _survey_intro(made: Book) -> str:
    counts = known.response_counts(made.evidence, made.place)
    # A number below ten could point at a person.
    listed = [
        f"{in_words('survey', one.id, made.lang)} {counts[one.id]}"
        for one in made.asked.surveys
        if counts.get(one.id, 0) >= FEWEST
    ]
    return made.say("intro_responses", counts=clauses(listed, made.lang) or made.say("none"))


def _choices(made: Book, table: str, column: str) -> list[str]:
    asked, lang = made.asked, made.lang
    if table == "responses":
        if column == "contact":
            return [in_words(column, code, lang) for code in ("yes", "no")]
        codes = {"survey": [one.id for one in asked.surveys]}
        codes["question"] = [code for one in asked.surveys for code in one.questions]
        codes["answer"] = [code for one in asked.surveys for code in one.answers]
        return [in_words(column, code, lang) for code in codes.get(column, [])]
    logs = asked.processes if table == "cases" else asked.kinds
    if column in ("process", "kind"):
        return [in_words(column, one.id, lang) for one in logs]
    return [in_words(column, code, lang, one.id) for one in logs for code in one.codes.get(column, ())]


def _log_checks(made: Book, sheet: Worksheet, table: str, columns: tuple[Column, ...], end: int) -> None:
    """Red where an end is before its start, amber where a needed cell is empty."""
    at = {column.key: letter(c) for c, column in enumerate(columns)}
    first, last = ("started", "finished") if table == "cases" else ("opened", "closed")
    bad, lacking = made.book.add_format({"bg_color": RED}), made.book.add_format({"bg_color": AMBER})
    if first in at and last in at:
        begun, ended = f"${at[first]}{FIRST}", f"${at[last]}{FIRST}"
        test = f"=AND(ISNUMBER({begun}),ISNUMBER({ended}),INT({ended})<INT({begun}))"
        c = [column.key for column in columns].index(last)
        sheet.conditional_format(FIRST - 1, c, end, c, {"type": "formula", "criteria": test, "format": bad})
    for key in NEEDED[table]:
        c = [column.key for column in columns].index(key)
        test = f"=AND(COUNTA($A{FIRST}:${letter(len(columns) - 1)}{FIRST})>0,ISBLANK(${at[key]}{FIRST}))"
        sheet.conditional_format(FIRST - 1, c, end, c, {"type": "formula", "criteria": test, "format": lacking})


def _colours(made: Book, sheet: Worksheet, first: int, last: int, c: int) -> None:
    for word, colour in (("done", GREEN), ("doubt", AMBER), ("error", RED)):
        look = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{made.say(word)}"',
            "format": made.book.add_format({"bg_color": colour}),
        }
        sheet.conditional_format(first, c, last, c, look)


def _figure_state(value: float | None, last: float | None) -> str:
    if value is None:
        return "open"
    if last and not 1 / DOUBLE <= value / last <= DOUBLE:
        return "doubt"
    return "done"


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
