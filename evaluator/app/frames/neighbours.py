"""Which neighbours of a ranking can hardly be told apart: their intervals of places overlap."""

from __future__ import annotations

from collections.abc import Sequence

Ends = tuple[int, int]
LANES = 4
"""Brackets that overlap stand side by side, in at most so many lanes."""


def brackets(spans: Sequence[Ends | None]) -> list[Ends]:
    """Runs of neighbours all of whose intervals have a place in common, none within another.

    Two neighbours are within one run exactly if their intervals overlap; a run may overlap the next, as intervals do.

    Args:
        spans: Lowest and highest place of each line, as printed; None where there is no interval.

    Returns:
        First and last line of each run of two or more.
    """
    found: list[Ends] = []
    for first, own in enumerate(spans):
        last, common = first, own
        while common is not None and last + 1 < len(spans) and (common := shared(common, spans[last + 1])):
            last += 1
        if last > first and (not found or last > found[-1][1]):
            found.append((first, last))
    return found


def lanes(runs: Sequence[Ends]) -> list[int]:
    """The lane of each run, 0 beside the places: those that overlap stand in lanes of their own."""
    ends: list[int] = []
    found = []
    for first, last in runs:
        lane = next((k for k, end in enumerate(ends) if end < first), len(ends))
        ends[lane : lane + 1] = [last]
        found.append(min(lane, LANES - 1))
    return found


def overlapping(spans: Sequence[Ends | None], line: int) -> Ends | None:
    """First and last line of the neighbours whose intervals overlap that of one line; None if none does."""
    own = spans[line]
    first = last = line
    while own and first and shared(own, spans[first - 1]):
        first -= 1
    while own and last + 1 < len(spans) and shared(own, spans[last + 1]):
        last += 1
    return (first, last) if last > first else None


def shared(a: Ends, b: Ends | None) -> Ends | None:
    """The places that lie in both intervals."""
    return (max(a[0], b[0]), min(a[1], b[1])) if b and max(a[0], b[0]) <= min(a[1], b[1]) else None
