"""Which numbers of a survey are too small to be shown, so that nobody's answer can be told or worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

#: Numbers below are hidden.
FEWEST = 10
Cell = TypeVar("Cell", bound=tuple[object, ...])


def hidden(cells: Mapping[Cell, int], group: Callable[[Cell], object]) -> set[Cell]:
    """Cells below ten; where a group has a single one, the next smallest too, so that the total does not tell it."""
    found = {cell for cell, number in cells.items() if number < FEWEST}
    for one in {group(cell) for cell in found}:
        own = sorted((number, cell) for cell, number in cells.items() if group(cell) == one)
        if len([cell for _, cell in own if cell in found]) == 1 and len(own) > 1:
            found.add(own[1][1])
    return found
