"""Which rows of evidence are refused: rules that hold on every engine, for small tables and large logs.

A rule looks at one row (`Refusal`) or at rows that stand for one thing (`Once`). Both are expressions over the
tables of `indicators.tables`, so that a table of ten rows in memory and a log of a hundred million rows in Parquet
are judged alike. An empty cell is missing, which is no fault, unless a rule says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.stamps import YEARS, compare, plausible
from indicators.tables import TABLES
from indicators.text import Text

if TYPE_CHECKING:
    import ibis
    from ibis.expr.types import BooleanValue, StringValue, Value

#: Words for rows that are judged together.
TWICE = "stands-twice"
UNLIKE = "contradicts"


@dataclass(frozen=True)
class Refusal:
    """A rule on one row: rows for which it holds are refused.

    Attributes:
        word: Stable name of the rule.
        table: The table of evidence.
        column: The column that is named to the reader.
        what: What is wrong; `{…}` holds the content of that column.
        remedy: What to do about it.
        wrong: The rule; missing counts as not wrong.
    """

    word: str
    table: str
    column: str
    what: Text
    remedy: Text
    wrong: Callable[[ibis.Table], BooleanValue]


@dataclass(frozen=True)
class Once:
    """A rule on rows that stand for one thing and may stand once.

    Of rows that are alike in every column the first is taken. Rows that are unlike contradict each other and are
    all refused, unless `several` says that such rows may stand side by side.

    Attributes:
        table: The table of evidence.
        key: Columns that name the thing.
        column: The column that is named to the reader.
        same: Sentence about a row that stands twice.
        unlike: Sentence about rows that contradict each other.
        several: Rows of which several unlike ones may stand for one thing; None is never.
        free: Rows that may stand any number of times, alike or not; None is never.
    """

    table: str
    key: tuple[str, ...]
    column: str
    same: Text
    unlike: Text
    remedy: Text
    several: Callable[[ibis.Table], BooleanValue] | None = None
    free: Callable[[ibis.Table], BooleanValue] | None = None

    def bound(self, rows: ibis.Table) -> ibis.Table:
        """The rows that may stand once only."""
        return rows.filter(~self.free(rows).fill_null(False)) if self.free else rows


def refusals(table: str) -> tuple[Refusal, ...]:
    """The rules on single rows of a table; the first that holds is given."""
    return tuple(rule for rule in ROWS if rule.table == table)


def once(table: str) -> Once | None:
    """The rule on rows that stand for one thing, or None."""
    return next((rule for rule in ONCE if rule.table == table), None)


def refused_word(rows: ibis.Table, table: str) -> StringValue:
    """The word of the first rule on single rows that holds; empty for a sound row."""
    import ibis

    held = [(rule.wrong(rows).fill_null(False), _word(rule)) for rule in refusals(table)]
    return ibis.cases(*held, else_="") if held else ibis.literal("")


def _word(rule: Refusal) -> str:
    return f"{rule.word} {rule.column}"


def rule_of(table: str, word: str) -> Refusal:
    """The rule of a word that `refused_word` gave."""
    return next(rule for rule in refusals(table) if _word(rule) == word)


def repeated(rows: ibis.Table, table: str, order: Sequence[str]) -> ibis.Table:
    """The rows that stand for one thing together with another and are refused, with the word in `refused`.

    Only keys that stand several times are looked at row by row, so that a large log costs one count by key.

    Args:
        rows: Sound rows, with the columns of the table and those of `order`.
        table: The table of evidence.
        order: Columns that tell every row from every other; the first of like rows is taken.
    """
    import ibis

    rule = once(table)
    if rule is None:
        return rows.mutate(refused=ibis.literal("")).filter(ibis.literal(False))
    key = list(rule.key)
    bound = rule.bound(rows)
    counted = bound.group_by(key).agg(times=bound.count())
    counted = counted.filter(counted.times > 1).rename({f"key_{name}": name for name in key})
    same = [bound[name].identical_to(counted[f"key_{name}"]) for name in key]
    doubled = bound.semi_join(counted, same)
    rest = [name for name in TABLES[table] if name not in rule.key]
    alike = ibis.window(group_by=[*key, *rest])
    marked = doubled.mutate(
        copy=ibis.row_number().over(ibis.window(group_by=[*key, *rest], order_by=list(order))),
        copies=doubled.count().over(alike),
        times=doubled.count().over(ibis.window(group_by=key)),
    )
    unlike = marked.copies < marked.times
    if rule.several:
        unlike = unlike & ~rule.several(marked).fill_null(False)
    marked = marked.mutate(refused=ibis.cases((unlike, UNLIKE), (marked.copy > 0, TWICE), else_=""))
    return marked.filter(marked.refused != "").drop("copy", "copies", "times")


def _empty(value: Value) -> BooleanValue:
    import ibis

    # Blanks come before every sign that shows: only what may be blank is stripped.
    return ibis.ifelse(value < "!", value.strip() == "", value.isnull())


def _lacks(table: str, column: str, zh: str, en: str) -> Refusal:
    """A cell without which the row says nothing."""
    what = Text(zh=f"没有写{zh}（{column}）", en=f"{en} ({column}) is missing")
    remedy = Text(zh="请填写", en="write it")
    return Refusal("missing", table, column, what, remedy, lambda rows: _empty(rows[column]))


def _year(table: str, column: str) -> Refusal:
    """1900, 2099, 9999: a default of some program or a slip of the pen."""
    what = Text(
        zh=f"{{}} 不在 {YEARS[0]}–{YEARS[1] - 1} 年之间", en=f"{{}} is not between {YEARS[0]} and {YEARS[1] - 1}"
    )
    remedy = Text(zh="请核对；尚无日期的请留空", en="check it; leave the cell empty where there is no date yet")
    return Refusal("year", table, column, what, remedy, lambda rows: ~plausible(rows[column]))


def _before(table: str, column: str, first: str, zh: str, en: str) -> Refusal:
    """One moment before another that must come first; days are compared where either has no time of day."""
    what = Text(zh=f"{zh}（{{}}）", en=f"{en} ({{}})")
    remedy = Text(zh="请核对两个日期", en="check both dates")
    return Refusal("order", table, column, what, remedy, lambda rows: compare(rows[column], rows[first], "<"))


def _number(table: str, column: str, zh: str, en: str, wrong: Callable[[Value], BooleanValue]) -> Refusal:
    what = Text(zh=f"{zh}（{{}}）", en=f"{en} ({{}})")
    remedy = Text(zh="请核对", en="check it")
    return Refusal("number", table, column, what, remedy, lambda rows: wrong(rows[column]))


def _infinite(value: Value) -> BooleanValue:
    return value.isnan() | value.isinf()


def _no_answer(rows: ibis.Table) -> BooleanValue:
    number = rows.answer.try_cast("float64")
    inside = ((number >= 0.0) & (number <= 1.0)).fill_null(False)
    return rows.answer.notnull() & ~rows.answer.isin(list(ANSWERS)) & ~inside


#: Answers to an item of a checklist, besides a number from 0 to 1.
ANSWERS = ("yes", "partial", "no", "na")

ROWS: tuple[Refusal, ...] = (
    _lacks("cases", "process", "事项", "the process"),
    _lacks("cases", "case", "办件号", "the case"),
    _lacks("cases", "step", "环节", "the step"),
    *(_year("cases", column) for column in ("started", "finished", "due")),
    _before("cases", "finished", "started", "办结早于开始", "it ends before it starts"),
    _number("cases", "amount", "金额不是有限数值", "the amount is not a finite number", _infinite),
    _lacks("answers", "period", "时期", "the period"),
    _lacks("answers", "indicator", "指标", "the indicator"),
    _lacks("answers", "item", "核查项", "the item"),
    Refusal(
        "answer",
        "answers",
        "answer",
        Text(zh="“{}”不是核查答案", en="'{}' is no answer to a checklist"),
        Text(zh="请写 yes、partial、no、na 或 0 到 1 的数", en="write yes, partial, no, na or a number from 0 to 1"),
        _no_answer,
    ),
    _lacks("responses", "period", "时期", "the period"),
    _lacks("responses", "survey", "问卷", "the survey"),
    _lacks("responses", "question", "题目", "the question"),
    _lacks("responses", "respondent", "答卷编号", "the respondent (an anonymous form still needs its own number)"),
    _number(
        "responses",
        "weight",
        "权重须为不小于零的有限数值",
        "a weight must be finite and not below zero",
        lambda value: _infinite(value) | (value < 0.0),
    ),
    _lacks("ledger", "item", "事项编号", "the item"),
    Refusal(
        "missing",
        "ledger",
        "opened",
        Text(zh="没有写提出日期（opened），无法归入任何时期", en="the day it was put (opened) is missing"),
        Text(zh="请填写", en="write it"),
        lambda rows: rows.opened.isnull(),
    ),
    *(_year("ledger", column) for column in ("opened", "due", "closed", "confirmed", "reopened")),
    _before("ledger", "due", "opened", "期限早于提出日", "it is due before it was put"),
    _before("ledger", "closed", "opened", "办结早于提出日", "it was closed before it was put"),
    _before("ledger", "confirmed", "opened", "确认早于提出日", "it was confirmed before it was put"),
    _before("ledger", "reopened", "opened", "重新提出早于首次提出", "it was put again before it was first put"),
)


def _free_steps(rows: ibis.Table) -> BooleanValue:
    """Processes of which a case may have many rows of one step, such as its documents."""
    from indicators.processes import register

    return rows.process.isin([one.id for one in register().processes if one.repeats])


def _many_steps(rows: ibis.Table) -> BooleanValue:
    """Processes of several steps, and those that the register does not know: a step may be sent back and done again."""
    from indicators.processes import register

    return ~rows.process.isin([one.id for one in register().processes if len(one.steps) == 1])


ONCE: tuple[Once, ...] = (
    Once(
        "cases",
        ("region", "process", "case", "step"),
        "case",
        Text(zh="同一办件的同一环节重复出现，内容相同，只取一行", en="the same step of the case stands twice, alike"),
        Text(zh="同一办件出现多行，内容不一", en="rows of one case contradict each other"),
        Text(zh="请删去重复的行", en="remove what is repeated"),
        several=_many_steps,
        free=_free_steps,
    ),
    Once(
        "answers",
        ("region", "period", "indicator", "item", "respondent"),
        "answer",
        Text(zh="同一人对同一项的回答重复出现，只取一行", en="the same answer of one respondent stands twice"),
        Text(zh="同一人对同一项的回答不一致", en="one respondent answers the item in two ways"),
        Text(zh="请只留一个回答", en="keep one answer"),
    ),
    Once(
        "responses",
        ("region", "period", "survey", "respondent", "subject", "question"),
        "answer",
        Text(zh="同一答卷对同一题的回答重复出现，只取一行", en="the same answer of one respondent stands twice"),
        Text(zh="同一答卷对同一题的回答不一致", en="one respondent answers the question in two ways"),
        Text(zh="请只留一个回答", en="keep one answer"),
    ),
    Once(
        "ledger",
        ("region", "kind", "item"),
        "item",
        Text(zh="同一事项重复出现，内容相同，只取一行", en="the same item stands twice, alike"),
        Text(zh="同一事项出现多行，内容不一", en="rows of one item contradict each other"),
        Text(zh="请只留最后的状态", en="keep its last state"),
    ),
)
