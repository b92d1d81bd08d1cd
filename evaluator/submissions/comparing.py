"""What differs between two versions of a submission, row by row."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from evaluator.submissions.merging import KEYS
from evaluator.submissions.store import Version

VALUES = {"statistics": ("value",), "answers": ("answer",)}


def differences(a: Version, b: Version) -> Iterator[tuple[str, str, str, str]]:
    """Table, key, what version a says, what version b says; "—" where one says nothing."""
    left, right = a.tables(), b.tables()
    for table in KEYS:
        one, other = _rows(table, left.get(table)), _rows(table, right.get(table))
        for key in sorted({*one, *other}):
            if one.get(key) != other.get(key):
                yield table, " ".join(key), one.get(key, "—"), other.get(key, "—")


def _rows(table: str, content: pa.Table | None) -> dict[tuple[str, ...], str]:
    keys = tuple(name for name in KEYS[table] if name not in ("region", "period"))
    if table == "cases":
        keys = (*keys, "step")
    found: dict[tuple[str, ...], str] = {}
    for row in content.to_pylist() if content is not None else []:
        shown = VALUES.get(table) or tuple(name for name in row if name not in (*keys, "region", "period"))
        said = [
            "" if row[name] is None else f"{row[name]:g}" if isinstance(row[name], float) else str(row[name])
            for name in shown
        ]
        found[tuple(str(row[name] or "") for name in keys)] = " · ".join(one for one in said if one)
    return found
