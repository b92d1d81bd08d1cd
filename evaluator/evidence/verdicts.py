"""What the check of a large log found, kept so that the same files are not checked row by row again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

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
#: Rows that are not taken, each with the word of its reason.
REFUSED = pa.schema([*LEFT_OUT, ("refused", pa.string())])
_BASIS = pa.schema([("label", pa.string()), ("sha256", pa.string())])
#: The parts of a verdict, each an entry of its own.
_PARTS = {"codes": _CODES, "refused": REFUSED, "counts": COUNTS, "told": _TOLD}


@dataclass(frozen=True)
class Verdict:
    """What was found about the rows of a log.

    Attributes:
        codes: Region as written → its code, where they differ.
        refused: Rows that are not taken, in order, each with its reason; those beside the files have the number -1.
        counts: Rows taken by region, process and step.
        told: Faults of the rows that are listed.
    """

    codes: Mapping[str, str]
    refused: pa.Table
    counts: pa.Table
    told: Sequence[Fault]


@dataclass(frozen=True)
class Earlier:
    """A verdict on some of the files of a log.

    Attributes:
        numbers: The files; -1 stands for the rows beside them.
        verdict: The verdict, in which files have the numbers that they have now.
    """

    numbers: frozenset[int]
    verdict: Verdict


#: No file has been judged.
NOTHING = Earlier(frozenset(), Verdict({}, REFUSED.empty_table(), COUNTS.empty_table(), ()))


@dataclass(frozen=True)
class Basis:
    """All that a verdict rests on.

    Attributes:
        rules: Key of the rules and the regions.
        files: Name and SHA-256 of every file.
        rows: Digest of the rows beside them; empty where there are none.
    """

    rules: str
    files: tuple[tuple[str, str], ...]
    rows: str

    @property
    def key(self) -> str:
        """Key of the verdict."""
        return key_of("verdict 2", self.rules, self.rows, *(word for file in self.files for word in file))


def basis_of(table: str, files: Sequence[LogFile], rows: pa.Table | None, names: Names) -> Basis | None:
    """What a verdict rests on: bytes of the files, rows beside them, regions, rules; None if not known."""
    if not all(one.sha256 for one in files):
        return None
    listed = [{word: sorted(codes) for word, codes in index.items()} for index in (names._full, names._short)]
    spans = [(code, repr(span)) for code, span in names.spans.items()]
    known = json.dumps([type(names).__name__, list(names.codes.items()), spans, listed], ensure_ascii=False)
    rules = key_of(rules_digest(), table, known)
    return Basis(rules, tuple((one.label, one.sha256) for one in files), rows_digest(rows))


def kept_verdict(keeper: Keeper, basis: Basis) -> Verdict | None:
    """The verdict kept for a basis; None unless every part of it is there and whole."""
    found: dict[str, pa.Table] = {}
    for name, schema in _PARTS.items():
        entry = key_of(name, basis.key)
        part = keeper.read(entry)
        if part is None or not part.schema.equals(schema):
            return None
        keeper.used(entry)
        found[name] = part
    codes = {row["written"]: row["code"] for row in found["codes"].to_pylist()}
    return Verdict(codes, found["refused"], found["counts"], [_fault(row) for row in found["told"].to_pylist()])


def earlier_verdict(keeper: Keeper, basis: Basis, place: str) -> Earlier | None:
    """The last verdict on the log of a folder, if it is one on some of the files that are there now.

    Args:
        keeper: Where verdicts are kept.
        basis: What the verdict that is wanted rests on.
        place: The folder.
    """
    latest = keeper.read(key_of("latest verdict", basis.rules, place))
    if latest is None or not latest.schema.equals(_BASIS):
        return None
    *files, (_, rows) = zip(latest["label"].to_pylist(), latest["sha256"].to_pylist(), strict=True)
    now = {file: number for number, file in enumerate(basis.files)}
    numbers = [now.get(file, -1) for file in files]
    grown = -1 not in numbers and numbers == sorted(numbers) and rows in ("", basis.rows)
    verdict = kept_verdict(keeper, Basis(basis.rules, tuple(files), rows)) if grown and files else None
    if verdict is None:
        return None
    # The number -1 stands before the first file.
    moved = pc.take(pa.array([-1, *numbers], pa.int64()), pc.add(verdict.refused[LEFT_OUT.names[0]], 1))
    refused = verdict.refused.set_column(0, REFUSED.field(0), moved)
    return Earlier(frozenset([*numbers, *([-1] if rows else [])]), replace(verdict, refused=refused))


def keep_verdict(keeper: Keeper, basis: Basis, verdict: Verdict, place: str) -> None:
    """Keep a verdict as the last one on the log of a folder."""
    codes = [{"written": written, "code": code} for written, code in verdict.codes.items()]
    parts = {
        "codes": pa.Table.from_pylist(codes, _CODES),
        "refused": verdict.refused,
        "counts": verdict.counts,
        "told": pa.Table.from_pylist([_row(one) for one in verdict.told], _TOLD),
    }
    for name, part in parts.items():
        keeper.write(key_of(name, basis.key), part)
    rests = [*basis.files, ("", basis.rows)]
    columns = [pa.array(column, pa.string()) for column in zip(*rests, strict=True)]
    keeper.write(key_of("latest verdict", basis.rules, place), pa.table(columns, schema=_BASIS))
    keeper.trim()


def _row(one: Fault) -> dict[str, str | int | None]:
    said = {"what_zh": one.what.zh, "what_en": one.what.en, "todo_zh": one.remedy.zh, "todo_en": one.remedy.en}
    return {**said, "file": one.file, "line": one.line, "column": one.column}


def _fault(row: Mapping[str, str]) -> Fault:
    what, remedy = Text(zh=row["what_zh"], en=row["what_en"]), Text(zh=row["todo_zh"], en=row["todo_en"])
    line = row["line"]
    return Fault(what, remedy, row["file"], None if line is None else int(line), row["column"])


def rows_digest(rows: pa.Table | None) -> str:
    """Digest of rows in memory in their order, the names of their files and their places included."""
    if rows is None:
        return ""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()


@cache
def rules_digest() -> str:
    """Digest of the rules, of the engine that asks them and of how evidence is read."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(f"{path.name} ".encode() + path.read_bytes())
    return key_of(code_digest(), digest.hexdigest(), platform.python_version())
