"""Where things stand in the workbook: sheets, headings and rows, the same for the writer and the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evaluator.workbook.asked import ALWAYS, Asked
from indicators.text import Lang, Text

FORMAT = 1
MACHINE, LISTS = "_machine", "_lists"
HEAD, FIRST = 4, 5  # rows of the sheet, from 1; row 1 is hidden and holds the stamp
SPARE = 200
MAX_KNOWN = 20_000
Kind = Literal["key", "label", "before", "number", "choice", "text", "stamp", "status"]

SHEETS = {
    "cover": Text(zh="封面", en="Cover"),
    "statistics": Text(zh="统计", en="Statistics"),
    "answers": Text(zh="清单", en="Checklists"),
    "cases": Text(zh="办件", en="Cases"),
    "responses": Text(zh="问卷", en="Surveys"),
    "ledger": Text(zh="台账", en="Ledger"),
    "guide": Text(zh="说明", en="Guide"),
}


@dataclass(frozen=True)
class Column:
    """A column of a sheet; `entry` says whether people write into it."""

    key: str
    title: Text
    width: float
    kind: Kind = "text"

    @property
    def entry(self) -> bool:
        """Whether people write into it."""
        return self.kind in ("number", "choice", "text", "stamp")


def _c(key: str, zh: str, en: str, width: float, kind: Kind = "text") -> Column:
    return Column(key, Text(zh=zh, en=en), width, kind)


_WORK = (_c("department", "责任单位", "Unit in charge", 14), _c("deadline", "截止日期", "Deadline", 12, "stamp"))
_NOTE = _c("note", "备注（异常说明）", "Note (reason if unusual)", 26)
_STATUS = _c("status", "状态", "Status", 9, "status")
STATISTICS = (
    _c("series", "代码", "Code", 20, "key"),
    _c("name", "数据项", "Figure", 32, "label"),
    _c("unit", "单位", "Unit", 13, "label"),
    _c("before", "上期", "Last period", 13, "before"),
    _c("value", "本期", "This period", 14, "number"),
    _c("source", "来源", "Source", 20),
    *_WORK,
    _NOTE,
    _STATUS,
    _c("users", "用于指标", "Indicators that use it", 40, "label"),
)
ANSWERS = (
    _c("indicator", "指标代码", "Indicator code", 20, "key"),
    _c("item", "题号", "Item", 6, "key"),
    _c("name", "指标", "Indicator", 24, "label"),
    _c("question", "题目", "Question", 46, "label"),
    _c("before", "上期", "Last period", 9, "before"),
    _c("answer", "本期", "This period", 10, "choice"),
    _c("proof", "依据（文号、链接）", "Proof (document number, link)", 26),
    *_WORK,
    _NOTE,
    _STATUS,
)
_LOGS = {
    "process": _c("process", "业务", "Process", 22, "choice"),
    "case": _c("case", "办件号", "Case number", 26),
    "step": _c("step", "环节", "Step", 18, "choice"),
    "started": _c("started", "开始时间", "Started", 18, "stamp"),
    "finished": _c("finished", "办结时间", "Finished", 18, "stamp"),
    "due": _c("due", "应办结时间", "Due", 18, "stamp"),
    "side": _c("side", "承担方", "Side", 11, "choice"),
    "channel": _c("channel", "渠道", "Channel", 13, "choice"),
    "mode": _c("mode", "方式", "Mode", 17, "choice"),
    "department": _c("department", "部门", "Department", 14),
    "amount": _c("amount", "金额", "Amount", 13, "number"),
    "outcome": _c("outcome", "结果", "Outcome", 15, "choice"),
    "kind": _c("kind", "类别", "Kind", 26, "choice"),
    "item": _c("item", "编号", "Item number", 26),
    "opened": _c("opened", "提出时间", "Opened", 18, "stamp"),
    "closed": _c("closed", "办结时间", "Closed", 18, "stamp"),
    "confirmed": _c("confirmed", "企业确认时间", "Confirmed by the firm", 18, "stamp"),
    "reopened": _c("reopened", "重新提出时间", "Reopened", 18, "stamp"),
    "project": _c("project", "项目", "Project", 16),
    "survey": _c("survey", "问卷", "Survey", 18, "choice"),
    "respondent": _c("respondent", "答卷编号（不填姓名）", "Respondent number (no names)", 20),
    "subject": _c("subject", "评价对象（部门）", "Subject (department)", 18),
    "question": _c("question", "问题", "Question", 26, "choice"),
    "answer": _c("answer", "回答", "Answer", 14, "choice"),
    "contact": _c("contact", "是否办过事", "Had contact", 12, "choice"),
}
NEEDED = {
    "cases": ("process", "case", "step"),
    "ledger": ("kind", "item", "opened"),
    "responses": ("survey", "respondent", "question"),
}
"""Cells that a row cannot do without."""

ORDER = {"cases": ("process", "case", "step"), "ledger": ("kind", "item"), "responses": ALWAYS["responses"]}


def columns_of(table: str, asked: Asked) -> tuple[Column, ...]:
    """The columns of a sheet, only what this level needs."""
    if table == "statistics":
        return STATISTICS
    if table == "answers":
        return ANSWERS
    first = ORDER[table]
    rest = [name for name in asked.columns.get(table, ()) if name not in first]
    return (*(_LOGS[name] for name in (*first, *rest)), _NOTE)


def name_of_sheet(table: str, lang: Lang) -> str:
    """The name of a sheet."""
    return SHEETS[table].in_(lang)
