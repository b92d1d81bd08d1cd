"""Figures as people type them: read as a person would read them, or refused with a remedy."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass

from indicators.records import LARGEST
from indicators.text import Text, visible

MISSING = frozenset(["", "-", "--", "---", "—", "――", "——", "–", "−", "…", "……", "...", "..", ".", "/"]).union(
    ["n/a", "n.a.", "n.a", "na", "nan", "null", "none", "nil"],
    ["无", "缺", "缺失", "暂无", "暂缺", "未公布", "不详", "未知", "不适用", "无数据", "没有数据"],
)
ERRORS = ("#n/a", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!", "#spill!", "#calc!")
#: Stands for a cell whose formula was never worked out by the program that saved it.
UNSAVED = "=?"

_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?")
_SPACED = re.compile(r"[-+]?\d{1,3}([ \u00a0\u2009\u202f]\d{3})+(\.\d+)?")
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+")
_SCALED = re.compile(r"[-+]?[\d.,]+\s*([千万亿百]+|[kmb])\S*", re.IGNORECASE)
_MARKED = re.compile(r"[-+]?[\d.,]+\s*([*†‡①-⑳]+|[\[(（【].*[\])）】]|[a-z])", re.IGNORECASE)
_RAISED = re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u209f\u2150-\u218f\u2460-\u24ff\u2776-\u2793]")
_SIGNS = str.maketrans({"−": "-", "–": "-"})  # full-width signs are gone after NFKC


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell read as a number.

    Attributes:
        value: None where the cell says that there is no value.
        percent: Whether a percent sign was typed.
    """

    value: float | None
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that cannot be read, and what to do about it."""

    what: Text
    remedy: Text


def read_figure(cell: object) -> Figure | Refused:
    """Read one cell.

    >>> read_figure("1,234.5"), read_figure("—"), read_figure("１２％").value
    (Figure(value=1234.5, percent=False), Figure(value=None, percent=False), 12.0)
    """
    if cell is None:
        return Figure(None)
    if isinstance(cell, bool):
        return _refused("是逻辑值，不是数字", "is a logical value, not a number", "请填写数字", "write a number", cell)
    if isinstance(cell, (int, float)):
        if isinstance(cell, float) and math.isnan(cell):
            return Figure(None)
        return _finite(cell, cell)
    if not isinstance(cell, (str, datetime.date, datetime.time, datetime.timedelta)):
        return _refused(
            "不是数字", "is not a number", "请填写数字，没有则留空", "write a number, or leave it empty", cell
        )
    if not isinstance(cell, str):
        return _refused("是日期，不是数字", "is a date, not a number", "请改为数字格式", "format it as a number", cell)
    try:
        if cell.isascii() and "_" not in cell:
            number = float(cell)
            if abs(number) <= LARGEST:
                return Figure(number)
    except ValueError:
        pass
    return _typed(cell)


def _typed(cell: str) -> Figure | Refused:
    if _RAISED.search(cell):
        # NFKC would turn a footnote mark into a digit: 3① into 31.
        todo = "请删去注释标记，说明写入 note 列", "remove the mark; put the remark into the column note"
        return _refused("数字后带有注释标记", "has a mark behind the number", *todo, cell)
    text = visible(unicodedata.normalize("NFKC", cell)).translate(_SIGNS).strip().strip("'’ ")
    lower = text.lower()
    if cell.strip().lower() in MISSING or lower in MISSING:
        return Figure(None)
    if text == UNSAVED:
        todo = "请在 Excel 或 WPS 中打开并保存，或改填数字", "open and save it in Excel or WPS, or write the number"
        return _refused("是没有保存结果的公式", "is a formula without a stored result", *todo, cell)
    if lower in ERRORS:
        todo = "请在原表中改正公式，或留空", "mend the formula in the sheet, or leave the cell empty"
        return _refused("是电子表格的错误值", "is a spreadsheet error", *todo, cell)
    percent = text.endswith("%")
    body = text[:-1].strip() if percent else text
    for form in (_PLAIN, _GROUPED, _SPACED):
        if form.fullmatch(body):
            number = _finite(float(re.sub(r"[,\s]", "", body)), cell)
            return Figure(number.value, percent) if isinstance(number, Figure) else number
    return _diagnosis(cell, body)


def _diagnosis(cell: str, body: str) -> Refused:
    if _CHINESE.fullmatch(body):
        return _refused("是中文数字", "is a Chinese numeral", "请用阿拉伯数字", "write it in digits", cell)
    if re.fullmatch(r"[-+]?(inf|infinity|∞)", body, re.IGNORECASE):
        return _refused(
            "不是有限数值", "is not a finite number", "请留空或填写数字", "leave it empty or write a number", cell
        )
    if _SCALED.fullmatch(body):
        todo = "请按序列的单位换算后填写", "convert it to the unit of the series"
        return _refused("带有单位（如万、亿）", "carries a unit of its own", *todo, cell)
    if re.fullmatch(r"[-+]?[\d.]+,\d{1,2}|[-+]?\d{1,3}(\.\d{3})+(,\d+)?", body):
        todo = "请用小数点，千位用逗号", "use a point for decimals and commas for thousands"
        return _refused("小数点或千位分隔不明确", "has unclear decimal or thousands marks", *todo, cell)
    if re.fullmatch(r"[-+]?[\d,]+(\.\d+)?", body):
        todo = "每三位一个逗号，或不用逗号", "a comma every three digits, or none"
        return _refused("千位分隔不规范", "has thousands marks in odd places", *todo, cell)
    if _MARKED.fullmatch(body):
        todo = "请删去注释标记，说明写入 note 列", "remove the mark; put the remark into the column note"
        return _refused("数字后带有注释标记", "has a mark behind the number", *todo, cell)
    if re.fullmatch(r"\([\d.,]+\)", body):
        return _refused("用括号表示数字", "is a number in parentheses", "负数请写负号", "write a minus sign", cell)
    return _refused("不是数字", "is not a number", "请填写数字，没有则留空", "write a number, or leave it empty", cell)


def _finite(value: float, cell: object) -> Figure | Refused:
    if abs(value) <= LARGEST:  # a whole number may be too large to become a float
        return Figure(float(value))
    if isinstance(value, int) or math.isfinite(value) or (isinstance(cell, str) and re.search(r"\d", cell)):
        return _refused(
            "大得无法计算（超过 1e100）", "is too large to calculate with (above 1e100)", "请核对", "check it", cell
        )
    return _refused(
        "不是有限数值", "is not a finite number", "请留空或填写数字", "leave it empty or write a number", cell
    )


def _refused(zh: str, en: str, todo_zh: str, todo_en: str, cell: object) -> Refused:
    shown = str(cell)
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return Refused(Text(zh=f"“{shown}”{zh}", en=f"'{shown}' {en}"), Text(zh=todo_zh, en=todo_en))
