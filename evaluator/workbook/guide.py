"""The guide: what each indicator means, with unit and example, and what may stand in the logs."""

from __future__ import annotations

from evaluator.workbook.layout import name_of_sheet
from evaluator.workbook.sheets import Book
from evaluator.workbook.words import in_words
from indicators.catalogue import measure_of
from indicators.indicator import Indicator
from indicators.text import Text


def write_guide(made: Book) -> None:
    """Two tables on one sheet: the indicators, and the logs with their codes."""
    sheet, styles, lang = made.sheet("guide"), made.styles, made.lang
    for c, width in enumerate((18, 28, 58, 13, 11, 16, 40, 34)):
        sheet.set_column(c, c, width)
    heads = ("pillar", "indicator", "definition", "unit_of", "direction", "evidence", "example", "code")
    for c, key in enumerate(heads):
        sheet.write_string(0, c, made.say(key), styles["head"])
    row = 0
    for pillar, one in made.asked.indicators:
        row += 1
        definition = one.definition.in_(lang) if one.definition else ""
        unit = one.unit.in_(lang) if one.unit else ""
        tables = [name_of_sheet(name, lang) for name in measure_of(one).tables if name in made.asked.tables][:1]
        cells = (pillar.in_(lang), one.name.in_(lang), definition, unit, made.say(one.direction), *(tables or [""]))
        for c, text in enumerate((*cells, _example(one, made), one.id)):
            sheet.write_string(row, c, text[:32_000], styles["label"])
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    row += 2
    logs = [*made.asked.processes, *made.asked.kinds]
    if not logs:
        return
    for c, key in enumerate(("process", "row", "allowed", "users")):
        sheet.write_string(row, c, made.say(key), styles["head"])
    for log in logs:
        row += 1
        lines = [_codes(made, log.id, column, codes) for column, codes in log.codes.items()]
        for c, text in enumerate((log.name.in_(lang), log.row.in_(lang), "\n".join(lines), ", ".join(log.users))):
            sheet.write_string(row, c, text, styles["label"])


def _codes(made: Book, process: str, column: str, codes: tuple[str, ...]) -> str:
    titles = {
        "step": Text(zh="环节", en="Step"),
        "channel": Text(zh="渠道", en="Channel"),
        "mode": Text(zh="方式", en="Mode"),
    }
    titles |= {"outcome": Text(zh="结果", en="Outcome"), "side": Text(zh="承担方", en="Side")}
    title = titles.get(column, Text.same(column)).in_(made.lang)
    words = [in_words(column, code, made.lang, process) for code in codes]
    return f"{title}：{'、'.join(words)}" if made.lang == "zh" else f"{title}: {', '.join(words)}"


def _example(indicator: Indicator, made: Book) -> str:
    """The first worked example, where it is short enough to read."""
    for example in indicator.examples:
        given = example.given
        if example.value is None or any(isinstance(value, list) for value in given.values()):
            continue
        answers = given.get("answers")
        parts = answers if isinstance(answers, dict) else given
        names = {one.id: one.name.in_(made.lang) for one in made.asked.series}
        said = [
            f"{names.get(str(key), key)} = {in_words('answer', str(value), made.lang)}" for key, value in parts.items()
        ]
        return f"{'；'.join(said) if made.lang == 'zh' else '; '.join(said)} → {example.value:g}"
    return ""
