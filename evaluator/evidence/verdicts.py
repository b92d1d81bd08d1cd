"""What the check of a large log found, kept so that the same files are not checked row by row again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from evaluator.engines.keeping import Keeper, code_digest, key_of
from evaluator.engines.logs import COUNTS, LEFT_OUT
from indicators.faults import Fault
from indicators.text import Text

if TYPE_CHECKING:
    from evaluator.evidence.logs import LogFile
    from evaluator.evidence.names import Names

_CODES = pa.schema([("written", pa.string()), ("code", pa.string())])
_TOLD = pa.schema(
    [
        *((name, pa.string()) for name in ("what_zh", "what_en", "todo_zh", "todo_en", "file")),
        ("line", pa.int64()),
        ("column", pa.string()),
    ]
)
#: The parts of a verdict, each an entry of its own.
_PARTS = {"codes": _CODES, "left out": LEFT_OUT, "counts": COUNTS, "told": _TOLD}


@dataclass(frozen=True)
class Verdict:
    """What was found about the rows of a log.

    Attributes:
        codes: Region as written → its code, where they differ.
        left_out: Rows that are not taken; those beside the files have the number -1.
        counts: Rows taken by region, process and step.
        told: Faults of the rows that are listed.
    """

    codes: Mapping[str, str]
    left_out: pa.Table
    counts: pa.Table
    told: Sequence[Fault]


def verdict_key(table: str, files: Sequence[LogFile], rows: pa.Table | None, names: Names) -> str | None:
    """Key of all that a verdict rests on: bytes of the files, rows beside them, regions, rules; None if not known."""
    if not all(one.sha256 for one in files):
        return None
    told = [word for one in files for word in (one.label, one.sha256)]
    listed = [{word: sorted(codes) for word, codes in index.items()} for index in (names._full, names._short)]
    spans = [(code, repr(span)) for code, span in names.spans.items()]
    known = json.dumps([type(names).__name__, list(names.codes.items()), spans, listed], ensure_ascii=False)
    return key_of("verdict 1", _code_digest(), table, _rows_digest(rows), known, *told)


def kept_verdict(keeper: Keeper, key: str) -> Verdict | None:
    """The verdict kept under a key; None unless every part of it is there and whole."""
    found: dict[str, pa.Table] = {}
    for name, schema in _PARTS.items():
        entry = key_of(name, key)
        part = keeper.read(entry)
        if part is None or not part.schema.equals(schema):
            return None
        keeper.used(entry)
        found[name] = part
    codes = {row["written"]: row["code"] for row in found["codes"].to_pylist()}
    return Verdict(codes, found["left out"], found["counts"], [_fault(row) for row in found["told"].to_pylist()])


def keep_verdict(keeper: Keeper, key: str, verdict: Verdict) -> None:
    """Keep a verdict."""
    codes = [{"written": written, "code": code} for written, code in verdict.codes.items()]
    parts = {
        "codes": pa.Table.from_pylist(codes, _CODES),
        "left out": verdict.left_out,
        "counts": verdict.counts,
        "told": pa.Table.from_pylist([_row(one) for one in verdict.told], _TOLD),
    }
    for name, part in parts.items():
        keeper.write(key_of(name, key), part)
    keeper.trim()


def _row(one: Fault) -> dict[str, str | int | None]:
    said = {"what_zh": one.what.zh, "what_en": one.what.en, "todo_zh": one.remedy.zh, "todo_en": one.remedy.en}
    return {**said, "file": one.file, "line": one.line, "column": one.column}


def _fault(row: Mapping[str, str]) -> Fault:
    what, remedy = Text(zh=row["what_zh"], en=row["what_en"]), Text(zh=row["todo_zh"], en=row["todo_en"])
    line = row["line"]
    return Fault(what, remedy, row["file"], None if line is None else int(line), row["column"])


def _rows_digest(rows: pa.Table | None) -> str:
    """Digest of rows in memory in their order, the names of their files and their places included."""
    if rows is None:
        return ""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


@cache
def _code_digest() -> str:
    """Digest of the rules, of the engine that asks them and of how evidence is read."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(f"{path.name} ".encode() + path.read_bytes())
    return key_of(code_digest(), digest.hexdigest(), platform.python_version())
