"""One checked scalar expression over series: parsed by an allow-list, never evaluated as code.

Grammar (precedence from low to high):

    comparison:  sum [(= != < <= > >=) sum]
    sum:         product {(+ | -) product}
    product:     unary {(* | /) unary}
    unary:       [- | +] unary | power
    power:       atom [^ unary]
    atom:        number | series | "any name" | function(arguments) | ( comparison )

A missing operand gives missing; so do division by zero, the logarithm of a number that is not positive
and the root of a negative one. A comparison gives 1 or 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "abs": (1, 1),
    "ln": (1, 1),
    "log10": (1, 1),
    "exp": (1, 1),
    "sqrt": (1, 1),
    "round": (1, 2),
    "least": (1, None),
    "greatest": (1, None),
    "coalesce": (1, None),
    "if": (3, 3),
    "previous": (2, 2),
}
COMPARISONS = {"=": "=", "==": "=", "!=": "<>", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
MAX_DEPTH = 100
MAX_WORDS = 500
"""Numbers, names and signs of one formula: a chain of operators is as deep as it is long."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)
      |(?P<name>[^\W\d]\w*)
      |"(?P<quoted>[^"]+)"
      |(?P<sign><=|>=|<>|!=|==|[-+*/^(),=<>]))""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """A series, `lag` periods back."""

    name: str
    lag: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function with its operands."""

    name: str
    operands: tuple[Term, ...]


Term: TypeAlias = "Number | Series | Call"


class FormulaError(ValueError):
    """A formula that cannot be read. `zh` and `en` say why; `at` is the position in the text."""

    def __init__(self, zh: str, en: str, at: int) -> None:
        super().__init__(en)
        self.zh, self.en, self.at = zh, en, at


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed expression.

    >>> parse_formula("100 * a / b").value({"a": 30, "b": 100})
    30.0
    >>> parse_formula("a / b").value({"a": 1, "b": 0}) is None
    True
    """

    text: str
    term: Term

    @property
    def operands(self) -> tuple[Series, ...]:
        """The series that the formula reads, each with its lag, in order of first use."""
        return tuple(dict.fromkeys(_series(self.term)))

    @property
    def series(self) -> tuple[str, ...]:
        """Names of the series that the formula reads, in order of first use."""
        return tuple(dict.fromkeys(one.name for one in self.operands))

    def value(self, given: dict[str, float | None]) -> float | None:
        """The value for given figures; a lagged series is given as `name@lag`.

        Returns:
            The value, or None where it is missing.
        """
        return _finite(_value(self.term, given))

    def sql(self, column: Callable[[Series], str]) -> str:
        """The same expression as DuckDB SQL over DOUBLE columns.

        Args:
            column: The SQL of one operand, already quoted.
        """
        return f"finite_or_null({_sql(self.term, column)})"


@lru_cache(maxsize=4096)
def parse_formula(text: str) -> Formula:
    """Parse a formula; raises FormulaError at the first thing that is not allowed."""
    return Formula(text, _Parser(text).parse())


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._tokens())
        if len(self.tokens) > MAX_WORDS:
            raise FormulaError(
                f"公式过长（最多 {MAX_WORDS} 个数字、名称和符号）",
                f"the formula is too long (at most {MAX_WORDS} numbers, names and signs)",
                self.tokens[MAX_WORDS][2],
            )
        self.at = 0
        self.depth = 0

    def parse(self) -> Term:
        term = self.comparison()
        kind, word, position = self.tokens[self.at]
        if kind != "end":
            raise FormulaError(f"此处不应出现“{word}”", f"'{word}' is not expected here", position)
        return term

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        position = 0
        while self.text[position:].strip():
            match = _TOKEN.match(self.text, position)
            if not match:
                rest = self.text[position:].strip()
                raise FormulaError(f"无法识别“{rest[:12]}”", f"'{rest[:12]}' cannot be read", position)
            kind = match.lastgroup or ""
            yield kind, match[kind], match.start(kind)
            position = match.end()
        yield "end", "", len(self.text)

    def take(self, *words: str) -> str | None:
        kind, word, _ = self.tokens[self.at]
        if kind == "sign" and word in words:
            self.at += 1
            return word
        return None

    def need(self, word: str) -> None:
        if not self.take(word):
            found = self.tokens[self.at][1]
            raise FormulaError(
                f"缺少“{word}”" + (f"，却是“{found}”" if found else ""),
                f"'{word}' is missing" + (f" before '{found}'" if found else ""),
                self.tokens[self.at][2],
            )

    def comparison(self) -> Term:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("公式嵌套过深", "the formula is nested too deeply", self.tokens[self.at][2])
        left = self.sum()
        sign = self.take(*COMPARISONS)
        if sign:
            left = Call(COMPARISONS[sign], (left, self.sum()))
        self.depth -= 1
        return left

    def sum(self) -> Term:
        left = self.product()
        while sign := self.take("+", "-"):
            left = Call(sign, (left, self.product()))
        return left

    def product(self) -> Term:
        left = self.unary()
        while sign := self.take("*", "/"):
            left = Call(sign, (left, self.unary()))
        return left

    def unary(self) -> Term:
        sign = self.take("-", "+")
        if not sign:
            return self.power()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError("公式嵌套过深", "the formula is nested too deeply", self.tokens[self.at][2])
        operand = self.unary()
        self.depth -= 1
        return Call("negative", (operand,)) if sign == "-" else operand

    def power(self) -> Term:
        base = self.atom()
        return Call("^", (base, self.unary())) if self.take("^") else base

    def atom(self) -> Term:
        kind, word, position = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            if math.isinf(float(word)):
                raise FormulaError(f"数字“{word[:12]}”过大", f"the number '{word[:12]}' is too large", position)
            return Number(float(word))
        if kind == "quoted":
            return Series(word)
        if kind == "name":
            return self.call(word, position) if self.take("(") else Series(word)
        if word == "(":
            inner = self.comparison()
            self.need(")")
            return inner
        if kind == "end":
            raise FormulaError("公式不完整", "the formula ends too early", position)
        raise FormulaError(f"此处不应出现“{word}”", f"'{word}' is not expected here", position)

    def call(self, name: str, position: int) -> Term:
        if name not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise FormulaError(
                f"没有函数“{name}”（可用：{known}）", f"there is no function '{name}' (known: {known})", position
            )
        operands = [self.comparison()]
        while self.take(","):
            operands.append(self.comparison())
        self.need(")")
        least, most = FUNCTIONS[name]
        if len(operands) < least or (most is not None and len(operands) > most):
            raise FormulaError(
                f"函数“{name}”的参数个数不对（{len(operands)}）",
                f"'{name}' does not take {len(operands)} arguments",
                position,
            )
        return _call(name, tuple(operands), position)


def _call(name: str, operands: tuple[Term, ...], position: int) -> Term:
    if name == "previous":
        series, lag = operands
        whole = isinstance(lag, Number) and lag.value == int(lag.value) and lag.value >= 1
        if not isinstance(series, Series) or not isinstance(lag, Number) or not whole:
            raise FormulaError(
                "previous 需要一个序列和正整数期数",
                "previous takes a series and a whole number of periods, 1 or more",
                position,
            )
        return Series(series.name, int(lag.value))
    if name == "round" and len(operands) == 2:
        digits = operands[1]
        if not isinstance(digits, Number) or digits.value != int(digits.value) or not 0 <= digits.value <= 12:
            raise FormulaError(
                "round 的小数位数须为 0 至 12 的整数", "round takes a whole number of decimals from 0 to 12", position
            )
    return Call(name, operands)


def _series(term: Term) -> Iterator[Series]:
    if isinstance(term, Series):
        yield term
    elif isinstance(term, Call):
        for operand in term.operands:
            yield from _series(operand)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _value(term: Term, given: dict[str, float | None]) -> float | None:
    if isinstance(term, Number):
        return term.value
    if isinstance(term, Series):
        found = given.get(f"{term.name}@{term.lag}" if term.lag else term.name)
        return None if found is None else float(found)
    operands = [_value(operand, given) for operand in term.operands]
    if term.name == "coalesce":
        return next((one for one in operands if one is not None), None)
    if term.name == "if":
        test = operands[0]
        return None if test is None else operands[1] if test != 0 else operands[2]
    known = [one for one in operands if one is not None]
    if len(known) < len(operands):
        return None
    try:
        return _finite(_OPERATIONS[term.name](*known))
    except (OverflowError, ZeroDivisionError, ValueError):
        return None


def _power(base: float, exponent: float) -> float:
    result = base**exponent
    return result if isinstance(result, float) else math.nan


def _round(value: float, digits: float = 0) -> float:
    """Half away from zero, as DuckDB rounds."""
    scale = 10.0 ** int(digits)
    return math.copysign(math.floor(abs(value) * scale + 0.5), value) / scale


_OPERATIONS: dict[str, Callable[..., float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": _power,
    "negative": lambda a: -a,
    "=": lambda a, b: float(a == b),
    "<>": lambda a, b: float(a != b),
    "<": lambda a, b: float(a < b),
    "<=": lambda a, b: float(a <= b),
    ">": lambda a, b: float(a > b),
    ">=": lambda a, b: float(a >= b),
    "abs": abs,
    "ln": math.log,
    "log10": math.log10,
    "exp": math.exp,
    "sqrt": math.sqrt,
    "round": _round,
    "least": min,
    "greatest": max,
}


def _sql(term: Term, column: Callable[[Series], str]) -> str:
    if isinstance(term, Number):
        return f"{term.value!r}::DOUBLE"
    if isinstance(term, Series):
        return column(term)
    operands = [_sql(operand, column) for operand in term.operands]
    first = operands[0]
    if term.name == "/":
        return f"({first} / nullif({operands[1]}, 0))"
    if term.name == "^":
        return f"power_or_null({first}, {operands[1]})"
    if term.name == "negative":
        return f"(-{first})"
    if term.name in COMPARISONS.values():
        return f"CAST({first} {term.name} {operands[1]} AS DOUBLE)"
    if term.name in "+-*":
        return f"({first} {term.name} {operands[1]})"
    if term.name == "if":
        return f"(CASE WHEN {first} IS NULL THEN NULL WHEN {first} <> 0 THEN {operands[1]} ELSE {operands[2]} END)"
    if term.name in ("least", "greatest"):
        # DuckDB's least and greatest skip NULL, which would fill a gap with the bound.
        empty = " OR ".join(f"{operand} IS NULL" for operand in operands)
        return f"(CASE WHEN {empty} THEN NULL ELSE {term.name}({', '.join(operands)}) END)"
    if term.name in ("ln", "log10"):
        return f"(CASE WHEN {first} > 0 THEN {term.name}({first}) END)"
    if term.name == "sqrt":
        return f"(CASE WHEN {first} >= 0 THEN sqrt({first}) END)"
    if term.name == "exp":
        return f"exp_or_null({first})"
    if term.name == "round":
        digits = term.operands[1] if len(operands) == 2 else Number(0.0)
        return f"round({first}, {int(digits.value) if isinstance(digits, Number) else 0})"
    return f"{term.name}({', '.join(operands)})"
