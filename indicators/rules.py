"""The small language of filters over one row of evidence: parsed by an allow-list, never run as code.

Grammar (precedence from low to high):

    rule:     conjunct {or conjunct}
    conjunct: negated {and negated}
    negated:  [not] ( test | ( rule ) )
    test:     operand (= != < <= > >=) operand | operand [not] in ( text {, text} ) | is_null( field )
    operand:  field | number | 'text' | period_start | period_end | days(a, b) | workdays(a, b) | hours(a, b)

A comparison with an empty cell is unknown and the row does not pass, as in SQL; an empty `outcome` reads
as 'none'. A time stamp at midnight has no time of day: compared with it, or counted from or to it, only days matter.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from indicators.conditions import Among, Compare, Empty, Field, Joined, Literally, Operand, Span, Test
from indicators.records import near
from indicators.tables import TABLES, Type

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table, Value

CONSTANTS = ("period_start", "period_end")
FUNCTIONS = ("days", "workdays", "hours")
SIGNS = ("=", "!=", "<", "<=", ">", ">=")
MAX_DEPTH = 60
WORDS = ("and", "or", "not", "in", "is_null")

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?[0-9]+(?:\.[0-9]+)?)
      |(?P<name>[^\W\d]\w*)
      |'(?P<text>[^']*)'
      |(?P<sign><=|>=|!=|[(),=<>]))""",
    re.VERBOSE,
)


class RuleError(ValueError):
    """A rule that cannot be read. `zh` and `en` say why; `at` is the position in the text."""

    def __init__(self, zh: str, en: str, at: int) -> None:
        super().__init__(en)
        self.zh, self.en, self.at = zh, en, at


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed rule over the rows of one table.

    >>> parse_rule("outcome != 'withdrawn' and workdays(started, finished) <= 5", "cases").fields
    ('outcome', 'started', 'finished')
    """

    text: str
    test: Test

    @property
    def fields(self) -> tuple[str, ...]:
        """Columns and constants that the rule reads, in order of first use."""
        return tuple(dict.fromkeys(one.name for one in _fields(self.test)))

    @property
    def worked(self) -> tuple[str, ...]:
        """Stamps whose place in the working calendar the rule needs."""
        return tuple(dict.fromkeys(one for one in _worked(self.test)))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Columns that are compared with each other, or counted from one to the other.

        >>> parse_rule("finished <= due and days(started, finished) <= 30", "cases").pairs
        (('finished', 'due'), ('started', 'finished'))
        """
        return tuple(dict.fromkeys(_pairs(self.test)))

    @property
    def timed(self) -> bool:
        """Whether the rule refers to the first or last moment of the period."""
        return any(name in CONSTANTS for name in self.fields)

    def expression(self, rows: Table) -> BooleanValue:
        """The rule as an ibis expression.

        Args:
            rows: The table, with `period_start` and `period_end` if `timed`, and with a column
                `worked_FIELD` for each of `worked` (see `indicators.stamps.with_worked`).
        """
        return _test(self.test, rows)


@lru_cache(maxsize=4096)
def parse_rule(text: str, table: str) -> Rule:
    """Parse a rule over a table of evidence; raises RuleError at the first thing that is not allowed."""
    return Rule(text, _Parser(text, TABLES[table]).parse())


class _Parser:
    def __init__(self, text: str, columns: dict[str, Type]) -> None:
        self.columns: dict[str, Type] = {**columns, "period_start": "stamp", "period_end": "stamp"}
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def parse(self) -> Test:
        test = self.rule()
        kind, word, position = self.tokens[self.at]
        if kind != "end":
            raise RuleError(f"此处不应出现“{word}”", f"'{word}' is not expected here", position)
        return test

    def rule(self) -> Test:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise RuleError("规则嵌套过深", "the rule is nested too deeply", self.tokens[self.at][2])
        parts = [self.conjunct()]
        while self.take("or"):
            parts.append(self.conjunct())
        self.depth -= 1
        return Joined("or", tuple(parts)) if len(parts) > 1 else parts[0]

    def conjunct(self) -> Test:
        parts = [self.negated()]
        while self.take("and"):
            parts.append(self.negated())
        return Joined("and", tuple(parts)) if len(parts) > 1 else parts[0]

    def negated(self) -> Test:
        if self.take("not"):
            return Joined("not", (self.negated_part(),))
        return self.negated_part()

    def negated_part(self) -> Test:
        if self.take("("):
            inner = self.rule()
            self.need(")")
            return inner
        return self.test()

    def test(self) -> Test:
        if self.take("is_null"):
            self.need("(")
            field = self.field()
            self.need(")")
            return Empty(field)
        position = self.tokens[self.at][2]
        left = self.operand()
        turned = bool(self.take("not"))
        if self.take("in"):
            among = self.among(left, position)
            return Joined("not", (among,)) if turned else among
        sign = None if turned else self.take(*SIGNS)
        if not sign:
            raise RuleError("此处应有比较符号或 in", "a comparison or 'in' is expected here", self.tokens[self.at][2])
        return _compare(sign, left, self.operand(), position)

    def among(self, left: Operand, position: int) -> Among:
        if not isinstance(left, Field) or left.type != "text":
            raise RuleError("in 的左边须为文字列", "'in' needs a column of text on its left", position)
        self.need("(")
        values = [self.text()]
        while self.take(","):
            values.append(self.text())
        self.need(")")
        return Among(left, tuple(values))

    def operand(self) -> Operand:
        kind, word, position = self.tokens[self.at]
        if kind == "number":
            self.at += 1
            return Literally(float(word), "number")
        if kind == "text":
            self.at += 1
            return Literally(word, "text")
        if kind == "name" and word in FUNCTIONS:
            self.at += 1
            self.need("(")
            start = self.field()
            self.need(",")
            end = self.field()
            self.need(")")
            if start.type != "stamp" or end.type != "stamp":
                raise RuleError(f"{word} 需要两个时间列", f"'{word}' takes two columns of time stamps", position)
            return Span(word, start, end)
        return self.field()

    def field(self) -> Field:
        kind, word, position = self.tokens[self.at]
        if kind != "name" or word in WORDS:
            said = f"，却是“{word}”" if word else ""
            raise RuleError(f"此处应为列名{said}", f"a column is expected here, not '{word}'", position)
        if word not in self.columns:
            todo = near(word, list(self.columns))
            raise RuleError(f"没有列“{word}”，{todo[0]}", f"there is no column '{word}', {todo[1]}", position)
        self.at += 1
        return Field(word, self.columns[word])

    def text(self) -> str:
        kind, word, position = self.tokens[self.at]
        if kind != "text":
            raise RuleError("此处应为单引号内的文字", "a text in single quotes is expected here", position)
        self.at += 1
        return word

    def take(self, *words: str) -> str | None:
        kind, word, _ = self.tokens[self.at]
        if kind in ("sign", "name") and word in words:
            self.at += 1
            return word
        return None

    def need(self, word: str) -> None:
        if not self.take(word):
            found = self.tokens[self.at][1]
            raise RuleError(
                f"缺少“{word}”" + (f"，却是“{found}”" if found else ""),
                f"'{word}' is missing" + (f" before '{found}'" if found else ""),
                self.tokens[self.at][2],
            )


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if not match:
            rest = text[position:].strip()
            raise RuleError(f"无法识别“{rest[:12]}”", f"'{rest[:12]}' cannot be read", position)
        kind = match.lastgroup or ""
        yield kind, match[kind], match.start(kind)
        position = match.end()
    yield "end", "", len(text)


def _compare(sign: str, left: Operand, right: Operand, position: int) -> Compare:
    left, right = _as_day(left, right, position), _as_day(right, left, position)
    if left.type != right.type:
        raise RuleError("比较的两边类型不同", "the two sides are of different types", position)
    if left.type == "text" and sign not in ("=", "!="):
        raise RuleError("文字只能用 = 或 != 比较", "text is compared by = or != only", position)
    return Compare(sign, left, right)


def _as_day(one: Operand, other: Operand, position: int) -> Operand:
    """A text beside a time stamp is a day."""
    if isinstance(one, Literally) and isinstance(one.value, str) and other.type == "stamp":
        try:
            return Literally(datetime.date.fromisoformat(one.value), "stamp")
        except ValueError:
            raise RuleError(
                f"“{one.value}”不是日期（年-月-日）", f"'{one.value}' is not a day (YYYY-MM-DD)", position
            ) from None
    return one


def _fields(test: Test) -> Iterator[Field]:
    if isinstance(test, Joined):
        for part in test.parts:
            yield from _fields(part)
    elif isinstance(test, Compare):
        for side in (test.left, test.right):
            if isinstance(side, Span):
                yield from (side.start, side.end)
            elif isinstance(side, Field):
                yield side
    else:
        yield test.field


def _worked(test: Test) -> Iterator[str]:
    if isinstance(test, Joined):
        for part in test.parts:
            yield from _worked(part)
    elif isinstance(test, Compare):
        for side in (test.left, test.right):
            if isinstance(side, Span) and side.unit == "workdays":
                yield from (side.start.name, side.end.name)


def _pairs(test: Test) -> Iterator[tuple[str, str]]:
    if isinstance(test, Joined):
        for part in test.parts:
            yield from _pairs(part)
    elif isinstance(test, Compare):
        if isinstance(test.left, Field) and isinstance(test.right, Field):
            yield test.left.name, test.right.name
        for side in (test.left, test.right):
            if isinstance(side, Span):
                yield side.start.name, side.end.name


def _test(test: Test, rows: Table) -> BooleanValue:
    if isinstance(test, Joined):
        parts = [_test(part, rows) for part in test.parts]
        if test.word == "not":
            return ~parts[0]
        whole = parts[0]
        for part in parts[1:]:
            whole = (whole & part) if test.word == "and" else (whole | part)
        return whole
    if isinstance(test, Empty):
        return rows[test.field.name].isnull()
    if isinstance(test, Among):
        return _operand(test.field, rows).isin(list(test.values))
    left, right = _operand(test.left, rows), _operand(test.right, rows)
    if test.left.type == "stamp":
        from indicators.stamps import compare

        return compare(left, right, test.sign)
    return _signs(left, right, test.sign)


def _operand(operand: Operand, rows: Table) -> Value:
    import ibis

    if isinstance(operand, Literally):
        if isinstance(operand.value, datetime.date):
            return ibis.literal(datetime.datetime.combine(operand.value, datetime.time()), type="timestamp")
        return ibis.literal(operand.value)
    if isinstance(operand, Field):
        column = rows[operand.name]
        return column.fill_null("none") if operand.name == "outcome" else column
    if operand.unit == "workdays":
        return rows[f"worked_{operand.end.name}"] - rows[f"worked_{operand.start.name}"]
    from indicators.stamps import seconds

    passed = seconds(rows[operand.start.name], rows[operand.end.name], whole_days=operand.unit == "days")
    return passed.cast("float64") / (86400.0 if operand.unit == "days" else 3600.0)


def _signs(left: Value, right: Value, sign: str) -> BooleanValue:
    match sign:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case _:
            return left >= right
