"""What the tables of several pages share."""

from __future__ import annotations

Row = dict[str, object]


def shortened(name: str, columns: int = 20) -> str:
    """A name for an axis: at most ten Chinese characters or twenty letters."""
    used = 0
    for i, one in enumerate(name):
        used += 2 if ord(one) > 0x2E7F else 1
        if used > columns:
            return name[:i] + "…"
    return name
