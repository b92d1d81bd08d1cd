"""Moving one weight among its siblings: the others follow in proportion, locked ones stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence

TENTHS = 1000
"""Weights are whole tenths of a percent, so that they make 100.0 % exactly."""


def moved(weights: Sequence[int], which: int, value: int, locked: Collection[int]) -> list[int]:
    """Give one sibling a new weight.

    Args:
        weights: Tenths of a percent, summing to 1000.
        which: Position of the moved one (a lock on it does not hold it).
        value: Its new weight.
        locked: Positions that stay as they are.

    Returns:
        New weights that sum to 1000. `value` is cut to what the locked ones leave; if nothing else is free, the
        moved one takes what is left.
    """
    free = [i for i in range(len(weights)) if i != which and i not in locked]
    held = sum(weights[i] for i in locked if i != which)
    room = TENTHS - held
    result = list(weights)
    if not free:
        result[which] = room
        return result
    result[which] = max(0, min(value, room))
    shares = [weights[i] for i in free]
    for i, share in zip(free, apportioned(shares, room - result[which]), strict=True):
        result[i] = share
    return result


def apportioned(shares: Sequence[float], total: int = TENTHS) -> list[int]:
    """Whole numbers in proportion to shares that sum to a total (largest remainder; equal if all are zero)."""
    whole = sum(shares)
    exact = [total * share / whole if whole > 0 else total / len(shares) for share in shares]
    result = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda i: (result[i] - exact[i], i))
    for i in order[: total - sum(result)]:
        result[i] += 1
    return result
