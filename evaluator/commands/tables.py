"""Tables as text: columns line up although a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from evaluator.rounding import fixed


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def figure(value: object, decimals: int = 2) -> str:
    """A number as printed; missing is a dash."""
    if value is None or value != value:
        return "—"
    return fixed(value, decimals, ",") if isinstance(value, float) else str(value)


def change(value: int | None) -> str:
    """A change of place: ▲ up, ▼ down."""
    if value is None:
        return ""
    return f"▲{value}" if value > 0 else f"▼{-value}" if value < 0 else "—"


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Lines of a table; `right` says which columns are numbers."""
    widths = [max([width(one) for one in column]) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        parts = []
        for cell, space, flush in zip(cells, widths, right, strict=True):
            pad = " " * (space - width(cell))
            parts.append(pad + cell if flush else cell + pad)
        return "  ".join(parts).rstrip()

    rule = "  ".join("-" * space for space in widths)
    return "\n".join([line(head), rule, *(line(row) for row in rows)])


def clip(text: str, columns: int) -> str:
    """A text cut to a number of columns, with an ellipsis."""
    if width(text) <= columns:
        return text
    kept = ""
    for one in text:
        if width(kept + one) > columns - 1:
            break
        kept += one
    return kept + "…"
