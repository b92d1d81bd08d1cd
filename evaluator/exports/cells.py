"""Cells that cannot run: text that a spreadsheet would take for a formula is made harmless."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_LIVE = re.compile("[=+\\-@\t\r\x00\uff1d\uff0b\uff0d\uff20]")  # the last four are full-width = + - @
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?%?", re.ASCII)


def harmless(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet would take it for a formula.

    Source of the list of first characters: OWASP ASVS 5, 1.2.10.

    >>> harmless("=1+1"), harmless("-1.5"), harmless("北京")
    ("'=1+1", '-1.5', '北京')
    """
    if _LIVE.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def harmless_table(table: pa.Table) -> pa.Table:
    """A table whose text cells and headings are all harmless; numbers are untouched."""
    for i, field in enumerate(table.schema):
        if not pa.types.is_string(field.type):
            continue
        distinct = pc.unique(table.column(i)).to_pylist()
        changed = {text: harmless(text) for text in distinct if text is not None and harmless(text) != text}
        if changed:
            column = [changed.get(text, text) for text in table.column(i).to_pylist()]
            table = table.set_column(i, field.name, pa.array(column, pa.string()))
    return table.rename_columns([harmless(name) for name in table.column_names])
