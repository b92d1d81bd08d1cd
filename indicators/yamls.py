"""Strict YAML 1.2: a file becomes plain data, and every value remembers its line.

The scanner is libyaml's (through PyYAML); what a scalar means is decided here, by the YAML 1.2 core
schema, so that `NO` stays text, `12:30` stays text and `010` is never octal. Repeated keys, tags,
cycles and bombs are faults.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from pydantic import JsonValue

from indicators.faults import Fault, Faults, because, fault

Plain: TypeAlias = JsonValue
Where: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[str, int]

MAX_BYTES = 20_000_000
MAX_VALUES = 400_000
MAX_DEPTH = 60

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_ZEROS = re.compile(r"[-+]?0[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_RESOLVER: Any = yaml.resolver.Resolver()  # PyYAML's types leave `resolve` out
_TEXT = "tag:yaml.org,2002:str"
_CORE_TAGS = (_TEXT, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "!")


@dataclass(frozen=True)
class Document:
    """A file as plain data.

    Attributes:
        value: Mappings, lists, text, numbers, booleans and None.
        file: The file's name as the user gave it.
        places: File and line (from 1) of every value, by its path of keys and positions.
        faults: Repeated keys and forbidden constructs; `value` is what remains without them.
    """

    value: Plain
    file: str
    places: dict[Where, Place] = field(repr=False)
    faults: tuple[Fault, ...] = ()

    def place(self, where: Where) -> tuple[str, int | None]:
        """File and line of a value, or of the nearest thing around it."""
        while where:
            if where in self.places:
                return self.places[where]
            where = where[:-1]
        return self.places.get((), (self.file, None))


def read_yaml(path: Path, label: str | None = None) -> Document:
    """Read a YAML file; raises Faults with every repeated key and every forbidden construct."""
    return _sound(scan_yaml(path, label))


def parse_yaml(text: str, file: str = "") -> Document:
    """Parse YAML text; `file` is only a label for faults. Raises Faults as `read_yaml` does."""
    return _sound(_scan(text, file))


def scan_yaml(path: Path, label: str | None = None) -> Document:
    """Read a YAML file and give what is wrong in it back, so that a reader can tell it with its own faults.

    Raises:
        Faults: What is no YAML at all has no value.
    """
    name = label or str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        zh, en = because(error)
        raise Faults([fault(f"无法读取文件（{zh}）", f"the file cannot be read ({en})", file=name)]) from None
    if len(data) > MAX_BYTES:
        raise Faults([fault("文件过大", "the file is too large", file=name)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Faults(
            [
                fault(
                    "文件不是 UTF-8 编码",
                    "the file is not UTF-8",
                    todo_zh="请另存为 UTF-8 后重试",
                    todo_en="save it as UTF-8",
                    file=name,
                    line=line,
                )
            ]
        ) from None
    return _scan(text, name)


def _sound(document: Document) -> Document:
    if document.faults:
        raise Faults(document.faults)
    return document


def _scan(text: str, file: str) -> Document:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "syntax"
        raise Faults(
            [
                fault(
                    f"YAML 语法错误（{problem}）",
                    f"YAML syntax error ({problem})",
                    todo_zh="请检查缩进、冒号和引号",
                    todo_en="check indentation, colons and quotes",
                    file=file,
                    line=mark.line + 1 if mark else None,
                )
            ]
        ) from None
    except yaml.YAMLError:
        raise Faults(
            [fault("文件含有不允许的字符", "the file holds characters that YAML forbids", file=file)]
        ) from None
    except RecursionError:
        raise Faults([_bomb(file, None)]) from None
    if node is None:
        return Document(None, file, {})
    _Extent(file).measure(node, 0)
    reader = _Reader(file)
    value = reader.read(node, ())
    return Document(value, file, reader.places, tuple(reader.faults))


def read_scalar(text: str) -> Plain:
    """What a plain scalar means in the YAML 1.2 core schema; leading zeros keep a code as text.

    >>> read_scalar("NO"), read_scalar("12:30"), read_scalar("010000"), read_scalar("1e3")
    ('NO', '12:30', '010000', 1000.0)
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return int(text) if len(text) < 400 else text
    if _ZEROS.fullmatch(text):
        return text
    if _FLOAT.fullmatch(text):
        return float(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    infinite = _INFINITE.fullmatch(text)
    if infinite:
        return float("-inf") if infinite[1] == "-" else float("inf")
    if text in (".nan", ".NaN", ".NAN"):
        return float("nan")
    return text


class _Extent:
    """How much a file holds once its aliases are written out, known without writing them out.

    Every node is looked at once, however often it is named: a few lines of aliases may stand for billions of values.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._known: dict[int, tuple[int, int]] = {}
        self._open: set[int] = set()

    def measure(self, node: yaml.Node, depth: int) -> tuple[int, int]:
        """Values in a node that lies so deep, and levels in it; raises Faults where either is too much."""
        line = node.start_mark.line + 1
        if id(node) in self._open:
            raise Faults([fault("内容循环引用自身", "the content refers to itself", file=self.file, line=line)])
        found = self._known.get(id(node))
        if found is None:
            self._open.add(id(node))
            within = [self.measure(child, depth + 1) for child in _children(node)] if depth <= MAX_DEPTH else []
            self._open.discard(id(node))
            found = 1 + sum(values for values, _ in within), 1 + max((levels for _, levels in within), default=0)
            self._known[id(node)] = found
        if found[0] > MAX_VALUES or depth + found[1] - 1 > MAX_DEPTH:
            raise Faults([_bomb(self.file, line)])
        return found


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


class _Reader:
    """Walks the composed nodes once; gathers data, lines and faults."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.places: dict[Where, Place] = {}

    def read(self, node: yaml.Node, where: Where) -> Plain:
        line = node.start_mark.line + 1
        self.places.setdefault(where, (self.file, line))
        self._refuse_tag(node, line)
        if isinstance(node, yaml.ScalarNode):
            plain = node.style in (None, "") and not (node.tag == _TEXT and _tagged(node))
            return read_scalar(node.value) if plain else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(child, (*where, i)) for i, child in enumerate(node.value)]
        return self._mapping(node, where)

    def _mapping(self, node: yaml.Node, where: Where) -> Plain:
        result: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.append(fault("键必须是文字", "a key must be text", file=self.file, line=line))
                continue
            key = str(key_node.value)
            if key in result:
                self.faults.append(
                    fault(
                        f"键“{key}”重复",
                        f"the key '{key}' is repeated",
                        todo_zh="请只保留一个",
                        todo_en="keep one of them",
                        file=self.file,
                        line=line,
                    )
                )
                continue
            self.places[(*where, key)] = (self.file, line)
            result[key] = self.read(value_node, (*where, key))
        return result

    def _refuse_tag(self, node: yaml.Node, line: int) -> None:
        tag = node.tag or ""
        if tag in _CORE_TAGS or not _tagged(node):
            return
        self.faults.append(
            fault(
                f"不允许使用标签 {tag}",
                f"the tag {tag} is not allowed",
                todo_zh="请删除标签",
                todo_en="remove the tag",
                file=self.file,
                line=line,
            )
        )


def _tagged(node: yaml.Node) -> bool:
    """Whether a tag was written in the file: one that the composer would not have guessed."""
    if not isinstance(node, yaml.ScalarNode):
        return True
    plain = node.style in (None, "")
    return bool(node.tag != _RESOLVER.resolve(yaml.ScalarNode, node.value, (plain, not plain)))


def _bomb(file: str, line: int | None) -> Fault:
    return fault(
        "内容过多或嵌套过深",
        "too many values, or nested too deeply",
        todo_zh="请拆分文件，并检查别名（* 与 &）是否层层引用",
        todo_en="split the file; look for aliases (* and &) that name one another",
        file=file,
        line=line,
    )
