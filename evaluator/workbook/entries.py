"""From the cells of one sheet to rows of evidence, with everything that is wrong by cell."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from evaluator.evidence.grid import Cell, word
from evaluator.evidence.numbers import ERRORS, Figure, Refused, read_figure
from evaluator.evidence.stamps import read_stamp
from evaluator.workbook.asked import Asked
from evaluator.workbook.cells import Sheet
from evaluator.workbook.layout import NEEDED, Column, columns_of
from evaluator.workbook.submission import Finding, Gravity
from evaluator.workbook.words import ANSWERS, CONTACT, codes_for
from indicators.faults import NOTHING, Fault
from indicators.text import Text

SERIAL = (32_874, 58_805)  # days of 1990 to 2060 as a spreadsheet counts them
_BASE = datetime.datetime(1899, 12, 30)


@dataclass
class Entries:
    """Rows of one table, and what was found while reading them.

    Attributes:
        rows: Column → value, one mapping a row.
        cells: For statistics: series → address of its figure and what stands in the note.
    """

    table: str
    sheet: Sheet
    columns: dict[str, Column]
    at: dict[str, int]
    label: str
    rows: list[dict[str, object]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)

    def say(self, gravity: Gravity, cell: str, what: Text, remedy: Text = NOTHING, reason: str = "") -> None:
        """Add a finding."""
        self.findings.append(
            Finding(gravity, Fault(what, remedy, self.label, sheet=self.sheet.name, cell=cell), reason)
        )

    def cell(self, row: list[Cell], key: str) -> Cell:
        """What stands in a column of a row."""
        c = self.at.get(key)
        return row[c] if c is not None and c < len(row) else None


def read_entries(sheet: Sheet, table: str, asked: Asked, label: str) -> Entries:
    """Read one sheet of entries."""
    columns = columns_of(table, asked)
    head, at = sheet.heads(columns)
    made = Entries(table, sheet, {one.key: one for one in columns}, at, label)
    needed = [one for one in columns if one.kind in ("key", "number", "choice") and one.key not in at]
    if head < 0 or needed:
        lost = Text(zh="、".join(c.title.zh for c in needed), en=", ".join(c.title.en for c in needed))
        what = Text(zh=f"表头不完整，缺少：{lost.zh}", en=f"the headings are not whole; missing: {lost.en}")
        todo = Text(zh="请从新下载的工作簿复制表头", en="copy the headings from a fresh workbook")
        made.findings.append(Finding("fault", Fault(what, todo, label, sheet=sheet.name)))
        return made
    _shape(made, head)
    # Once a sheet: a log has thousands of rows and the choices are the same for each.
    codes = _codes(table, asked) if table not in ("statistics", "answers") else {}
    units = {one.id: one.unit.zh for one in asked.series}
    questions = {(one.id, item.id) for one, item in asked.items}
    for i, row in sheet.body(head):
        _formulas(made, i)
        if table == "statistics":
            _figure(made, i, row, units)
        elif table == "answers":
            _answer(made, i, row, questions)
        else:
            _log(made, i, row, codes)
    return made


def _shape(made: Entries, head: int) -> None:
    """Merged cells hold one value for several rows; hidden rows are read like any other."""
    sheet, first = made.sheet, head + made.sheet.first + 1
    for span in sheet.merged:
        low = int("".join(ch for ch in span.split(":")[0] if ch.isdigit()))
        if low >= first:
            what = Text(
                zh=f"{span} 是合并单元格，只有第一格有值", en=f"{span} is merged; only its first cell has a value"
            )
            todo = Text(zh="请取消合并，逐行填写", en="unmerge it and fill in every row")
            made.say("fault", span.split(":")[0], what, todo)
    hidden = [row for row in sheet.hidden if row >= first]
    if hidden:
        rows = ", ".join(str(row) for row in hidden[:10])
        made.say("note", f"A{hidden[0]}", Text(zh=f"隐藏行也已读取：{rows}", en=f"hidden rows are read too: {rows}"))


def _formulas(made: Entries, i: int) -> None:
    for key, c in made.at.items() if made.sheet.formulas else ():
        address = made.sheet.at(i, c)
        state = made.sheet.formulas.get(address, "")
        if not state or not made.columns[key].entry:
            continue
        if state == "empty":
            what = Text(zh="公式没有算出结果", en="a formula without a result")
            made.say("fault", address, what, Text(zh="请粘贴为数值", en="paste it as a value"))
        elif state == "linked":
            what = Text(
                zh="公式引用其他工作簿，按显示值读取",
                en="a formula that reads another workbook; its shown value is taken",
            )
            made.say("warning", address, what, Text(zh="请核对，或粘贴为数值", en="check it, or paste it as a value"))
        else:
            made.say("note", address, Text(zh="公式按显示值读取", en="the shown value of a formula is taken"))


def _figure(made: Entries, i: int, row: list[Cell], units: Mapping[str, str]) -> None:
    series, cell = word(made.cell(row, "series")), made.cell(row, "value")
    address = made.sheet.at(i, made.at["value"])
    if cell in (None, ""):
        return
    if series not in units:
        what = Text(zh=f"没有数据项“{series}”", en=f"there is no figure '{series}'")
        made.say("fault", address, what, Text(zh="请不要改动代码列", en="leave the column of codes as it was"))
        return
    if any(one["series"] == series for one in made.rows):
        made.say("fault", address, Text(zh=f"“{series}”写了两行", en=f"'{series}' stands twice"))
        return
    found = read_figure(cell)
    if not isinstance(found, Figure):
        made.say("fault", address, found.what, found.remedy)
        return
    if found.percent and units[series] not in ("", "%"):
        what = Text(
            zh=f"“{cell}”是百分数，单位应为{units[series]}", en=f"'{cell}' is a percentage; the unit is {units[series]}"
        )
        made.say("fault", address, what, Text(zh="请按所列单位填写", en="write it in the unit named"))
        return
    made.cells[series] = address, word(made.cell(row, "note"))
    source = word(made.cell(row, "source")) or None
    made.rows.append({"series": series, "value": found.value, "source": source})


def _answer(made: Entries, i: int, row: list[Cell], known: set[tuple[str, str]]) -> None:
    key = word(made.cell(row, "indicator")), word(made.cell(row, "item"))
    cell, address = made.cell(row, "answer"), made.sheet.at(i, made.at["answer"])
    if cell in (None, ""):
        return
    if key not in known:
        what = Text(zh=f"没有题目“{key[0]} {key[1]}”", en=f"there is no question '{key[0]} {key[1]}'")
        made.say("fault", address, what, Text(zh="请不要改动代码列", en="leave the columns of codes as they were"))
        return
    if any((one["indicator"], one["item"]) == key for one in made.rows):
        made.say("fault", address, Text(zh="同一题写了两行", en="the question stands twice"))
        return
    text = word(cell).lower()
    answer = codes_for("answer", tuple(ANSWERS)).get(text)
    if answer is None:
        found = read_figure(cell)
        if not isinstance(found, Figure) or found.value is None or not 0 <= found.value <= 1:
            what = Text(zh=f"“{text}”不是可用的回答", en=f"'{text}' is not an answer")
            todo = Text(
                zh="请填 是、部分、否、不适用，或 0 至 1 的小数",
                en="write yes, partial, no, n/a, or a number from 0 to 1",
            )
            made.say("fault", address, what, todo)
            return
        answer = repr(found.value)
    proof = word(made.cell(row, "proof"))
    if answer in ("yes", "partial") and not proof and "proof" in made.at:
        what = Text(zh="没有写依据，将按“否”计", en="has no proof and counts as 'no'")
        made.say("note", made.sheet.at(i, made.at["proof"]), what)
    made.rows.append({"indicator": key[0], "item": key[1], "answer": answer, "proof": proof or None})


def _log(made: Entries, i: int, row: list[Cell], codes: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
    read: dict[str, object] = {}
    before = len(made.findings)
    process = ""
    for key, c in made.at.items():
        column = made.columns[key]
        if key == "note" or not column.entry:
            continue
        value, address = made.cell(row, key), made.sheet.at(i, c)
        if column.kind == "choice":
            read[key] = _choice(made, value, address, codes.get(key, {}), process)
            process = str(read[key] or "") if key in ("process", "kind", "survey") else process
        elif column.kind == "stamp":
            read[key] = _stamp(made, value, address)
        elif column.kind == "number":
            found = read_figure(value)
            read[key] = found.value if isinstance(found, Figure) else None
            if not isinstance(found, Figure):
                made.say("fault", address, found.what, found.remedy)
        else:
            read[key] = word(value) or None
            _error(made, str(read[key]), address)
    for key in NEEDED[made.table]:
        if not read.get(key) and made.cell(row, key) in (None, ""):
            title = made.columns[key].title
            what = Text(zh=f"没有填“{title.zh}”", en=f"'{title.en}' is empty")
            made.say(
                "fault",
                made.sheet.at(i, made.at.get(key, 0)),
                what,
                Text(zh="请补填，或删去整行", en="fill it in, or delete the row"),
            )
    _order(made, i, read)
    if not any(one.gravity == "fault" for one in made.findings[before:]):
        made.rows.append(read)


def _error(made: Entries, text: str, address: str) -> bool:
    """Say that a cell holds an error of a spreadsheet, if it does."""
    if text.lower() not in ERRORS:
        return False
    what = Text(zh=f"“{text}”是电子表格的错误值", en=f"'{text}' is a spreadsheet error")
    made.say("fault", address, what, Text(zh="请在原表中改正公式，或留空", en="mend the formula, or leave it empty"))
    return True


def _order(made: Entries, i: int, read: Mapping[str, object]) -> None:
    first, last = ("started", "finished") if made.table == "cases" else ("opened", "closed")
    begun, ended = read.get(first), read.get(last)
    if isinstance(begun, datetime.datetime) and isinstance(ended, datetime.datetime) and ended.date() < begun.date():
        what = Text(zh="办结早于开始，该行不计时长", en="ends before it begins; its time is not counted")
        made.say("warning", made.sheet.at(i, made.at[last]), what, Text(zh="请核对日期", en="check the dates"))


def _choice(
    made: Entries, value: Cell, address: str, codes: Mapping[str, Mapping[str, str]], process: str
) -> str | None:
    text = word(value)
    if not text:
        return None
    allowed = codes.get(process) or codes.get("") or {}
    found = allowed.get(text.strip().lower())
    if found is not None or not allowed:
        return found or text
    words = list(dict.fromkeys(allowed.values()))[:12]
    what = Text(zh=f"“{text}”不在可选范围内", en=f"'{text}' is not one of the choices")
    made.say(
        "fault",
        address,
        what,
        Text(zh=f"请从下拉列表选择（{'、'.join(words)}）", en=f"choose from the list ({', '.join(words)})"),
    )
    return None


def _stamp(made: Entries, value: Cell, address: str) -> datetime.datetime | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and SERIAL[0] <= value <= SERIAL[1]:
        moment = _BASE + datetime.timedelta(seconds=round(value * 86_400))
        made.say(
            "note",
            address,
            Text(zh=f"数字 {value:g} 读作 {moment:%Y-%m-%d}", en=f"{value:g} is read as {moment:%Y-%m-%d}"),
        )
        return moment
    if _error(made, word(value), address):
        return None
    found = read_stamp(word(value) if isinstance(value, (int, float)) else value)
    if isinstance(found, Refused):
        made.say("fault", address, found.what, found.remedy)
        return None
    return found


def _codes(table: str, asked: Asked) -> dict[str, dict[str, dict[str, str]]]:
    """Column → process ("" for all) → what may be written → code."""
    if table == "responses":
        found = {"survey": {"": codes_for("survey", tuple(one.id for one in asked.surveys))}}
        found["contact"] = {"": codes_for("contact", tuple(CONTACT))}
        for one in asked.surveys:
            found.setdefault("question", {})[one.id] = codes_for("question", one.questions)
            found.setdefault("answer", {})[one.id] = codes_for("answer", one.answers)
        return found
    logs = asked.processes if table == "cases" else asked.kinds
    key = "process" if table == "cases" else "kind"
    made = {key: {"": codes_for(key, tuple(one.id for one in logs))}}
    for log in logs:
        for column, codes in log.codes.items():
            made.setdefault(column, {})[log.id] = codes_for(column, codes, log.id)
    return made
