"""What the tables of several pages share."""

from __future__ import annotations

from collections.abc import Sequence

Row = dict[str, object]


def shortened(name: str, columns: int = 20) -> str:
    """A name for an axis: at most ten Chinese characters or twenty letters."""
    used = 0
    for i, one in enumerate(name):
        used += 2 if ord(one) > 0x2E7F else 1
        if used > columns:
            return name[:i] + "…"
    return name


def crossed(rows: Sequence[Row], down: str, across: str, value: str, *, title: str = "") -> list[Row]:
    """Rows of a chart as a table with one line a `down` and one column an `across`.

    Args:
        rows: Each with the three fields.
        down: What makes a line.
        across: What makes a column; the columns bear its values.
        value: What stands in the cells.
        title: What stands before each line, if not `down` itself.
    """
    found: dict[object, Row] = {}
    for row in rows:
        found.setdefault(row[down], {title or down: row[title or down]})[str(row[across])] = row[value]
    return list(found.values())
