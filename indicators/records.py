"""From plain data to frozen records: pydantic checks, faults with file and line come out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Annotated, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    AllowInfNan,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Strict,
    StringConstraints,
    Tag,
    ValidationError,
)
from pydantic_core import ErrorDetails

from indicators.faults import Fault, fault
from indicators.yamls import Document, Plain, Where

LARGEST = 1e100
"""Largest magnitude that is calculated with: sums and spreads of larger numbers are no longer numbers."""


def _calculable(value: float) -> float:
    if abs(value) > LARGEST:
        raise ValueError("绝对值不能超过 1e100", "must be within ±1e100")
    return value


def _whole(value: object) -> object:
    """5.0 is a whole number too: that is how tables write 5 in a column with gaps."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Real: TypeAlias = Annotated[float, Strict(), AllowInfNan(False), AfterValidator(_calculable)]
Whole: TypeAlias = Annotated[int, Strict(), BeforeValidator(_whole)]
Flag: TypeAlias = Annotated[bool, Strict()]
ID_PATTERN = r"^\S+$"
Id: TypeAlias = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=200)]
Setting: TypeAlias = dict[str, Plain]

Model = TypeVar("Model", bound=BaseModel)
_BRANCH = re.compile(r"<\w+>")  # how records name the branches of a union


class Record(BaseModel):
    """A frozen record; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def read_record(
    model: type[Model], value: Plain, document: Document, where: Where, faults: list[Fault]
) -> Model | None:
    """Check plain data against a record.

    Args:
        model: The record.
        value: What stands in the document at `where`.
        document: Where the value comes from; gives each fault its file and line.
        where: Path of the value in the document.
        faults: Grows by every fault found.

    Returns:
        The record, or None if there is a fault.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=True):
            if detail["type"] == "too_short" and detail["input"]:
                continue  # the list has items, each with a fault of its own
            faults.append(translate(model, detail, document, where))
        return None


def translate(model: type[BaseModel], detail: ErrorDetails, document: Document, where: Where) -> Fault:
    """One pydantic error as a fault in both languages."""
    path = tuple(part for part in detail["loc"] if not _BRANCH.fullmatch(str(part)))
    file, line = document.place((*where, *path))
    zh, en, todo_zh, todo_en = _sentence(model, detail)
    name = ".".join(str(part) for part in path)
    if name:
        zh, en = f"{name}：{zh}", f"{name}: {en}"
    return fault(zh, en, todo_zh=todo_zh, todo_en=todo_en, file=file, line=line)


def near(word: str, known: list[str]) -> tuple[str, str]:
    """What to do about a word that is not known: the nearest one, or the list. (zh, en)"""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"是否应为“{close[0]}”？", f"did you mean '{close[0]}'?"
    shown = ", ".join(known[:30])
    return (f"可用：{shown}", f"known: {shown}") if known else ("请删除", "remove it")


_TYPES: dict[str, tuple[str, str]] = {
    "string_type": ("应为文字（数字请加引号）", "must be text (put numbers in quotes)"),
    "float_type": ("应为数字", "must be a number"),
    "int_type": ("应为整数", "must be a whole number"),
    "bool_type": ("应为 true 或 false", "must be true or false"),
    "list_type": ("应为列表", "must be a list"),
    "tuple_type": ("应为列表", "must be a list"),
    "dict_type": ("应为键值表", "must be a mapping"),
    "model_type": ("应为键值表", "must be a mapping"),
    "model_attributes_type": ("应为键值表", "must be a mapping"),
    "finite_number": ("应为有限数值", "must be a finite number"),
    "missing": ("缺少此项", "is missing"),
    "too_short": ("不能为空", "must not be empty"),
}


def _sentence(model: type[BaseModel], detail: ErrorDetails) -> tuple[str, str, str, str]:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        *above, key = detail["loc"]
        return ("未知的键", "unknown key", *near(str(key), _known(model, above)))
    if kind in _TYPES:
        return (*_TYPES[kind], "", "")
    if kind == "string_pattern_mismatch":
        if context.get("pattern") == ID_PATTERN:
            return "不能为空，也不能含空格", "must not be empty and must not hold spaces", "", ""
        return "只能用小写字母、数字和连字符", "may hold lower-case letters, digits and hyphens only", "", ""
    if kind == "literal_error":
        expected = str(context.get("expected", ""))
        plain = expected.replace("'", "").replace(" or ", ", ")
        return f"只能是：{plain}", f"must be one of: {plain}", "", ""
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        sign = {"greater_than_equal": "≥", "greater_than": ">", "less_than_equal": "≤", "less_than": "<"}[kind]
        limit = f"{next(iter(context.values()), 0):g}"
        return f"必须 {sign} {limit}", f"must be {sign} {limit}", "", ""
    if kind == "value_error":
        error = context.get("error")
        if isinstance(error, ValueError) and len(error.args) == 2:
            return str(error.args[0]), str(error.args[1]), "", ""
    message = str(detail["msg"])
    return f"不合要求（{message}）", message, "", ""


def _known(model: type[BaseModel], path: Iterable[str | int]) -> list[str]:
    """Keys that the record at a path knows; the path names the branches of unions."""
    found: object = model
    for part in path:
        if isinstance(part, int):
            continue
        if _BRANCH.fullmatch(part):
            found = _branch(found, part)
            continue
        record = _inner(found)
        info = record.model_fields.get(part) if record else None
        found = info.annotation if info else None
    record = _inner(found)
    if record is None:
        return []
    return [*(["kind"] if hasattr(record, "kind") else []), *record.model_fields]


def _branch(annotation: object, tag: str) -> object:
    """What stands under a tag inside an annotation."""
    if Tag(tag) in getattr(annotation, "__metadata__", ()):
        return annotation
    inner = (_branch(one, tag) for one in getattr(annotation, "__args__", ()))
    return next((one for one in inner if one is not None), None)


def _inner(annotation: object) -> type[BaseModel] | None:
    """The first record inside an annotation such as `tuple[Node, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        record = _inner(inner)
        if record is not None:
            return record
    return None
