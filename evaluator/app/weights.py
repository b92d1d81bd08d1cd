"""Moving one weight among its siblings: the others follow in proportion, locked ones stay.

The weight board's `renormalise.ts` does the same in the browser; tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

TENTHS = 1000
"""Weights are whole tenths of a percent, so that they make 100.0 % exactly."""

Range = tuple[int, int]
"""Lowest and highest legal weight, in tenths of a percent."""


def moved(
    weights: Sequence[int], which: int, value: int, locked: Collection[int], bounds: Sequence[Range] | None = None
) -> list[int]:
    """Give one sibling a new weight.

    To come back exactly when a handle goes there and back, give the weights from which the move began, not those of
    the last step.

    Args:
        weights: Tenths of a percent, summing to 1000.
        which: Position of the moved one (a lock on it does not hold it).
        value: Its new weight.
        locked: Positions that stay as they are.
        bounds: Legal range of each; None for 0 to 1000.

    Returns:
        New weights that sum to 1000. `value` is cut to its range and to what the others leave; if nothing else is
        free, or the ranges cannot be kept, the weights come back as they were.
    """
    ranges = bounds or [(0, TENTHS)] * len(weights)
    free = [i for i in range(len(weights)) if i != which and i not in locked]
    room = TENTHS - sum(weights[i] for i in locked if i != which)
    result = list(weights)
    low = max(ranges[which][0], room - sum(ranges[i][1] for i in free))
    high = min(ranges[which][1], room - sum(ranges[i][0] for i in free))
    if low > high:
        return result
    result[which] = max(low, min(value, high))
    shares = [weights[i] for i in free]
    for i, share in zip(free, spread(shares, room - result[which], [ranges[i] for i in free]), strict=True):
        result[i] = share
    return result


def can_be_kept(ranges: Sequence[Range]) -> bool:
    """Whether each is a range, and some weights that sum to 1000 lie within all of them."""
    each = all(0 <= low <= high <= TENTHS for low, high in ranges)
    return each and sum(low for low, _ in ranges) <= TENTHS <= sum(high for _, high in ranges)


def spread(shares: Sequence[int], total: int, ranges: Sequence[Range]) -> list[int]:
    """A total in proportion to shares, each within its range, by largest remainder.

    What would leave its range is held at its end and the rest shared out again, until all fit. Whole numbers
    throughout, so that every machine finds the same.
    """
    result = [0] * len(shares)
    left, rest = list(range(len(shares))), total
    while left:
        whole = sum(shares[i] for i in left)
        parts = {i: (rest * shares[i], whole) if whole else (rest, len(left)) for i in left}
        below = [i for i in left if parts[i][0] < ranges[i][0] * parts[i][1]]
        above = [i for i in left if parts[i][0] > ranges[i][1] * parts[i][1]]
        # Held together, compared over one denominator: what is lacking below against what is too much above.
        lack = sum(ranges[i][0] * parts[i][1] - parts[i][0] for i in below)
        much = sum(parts[i][0] - ranges[i][1] * parts[i][1] for i in above)
        held = (below if lack >= much else []) + (above if much >= lack else [])
        if not held:
            for i in left:
                result[i] = parts[i][0] // parts[i][1]
            order = sorted(left, key=lambda i: (-(parts[i][0] % parts[i][1]), i))
            for i in order[: rest - sum(result[i] for i in left)]:
                result[i] += 1
            return result
        for i in held:
            result[i] = ranges[i][0] if i in below else ranges[i][1]
            rest -= result[i]
        left = [i for i in left if i not in held]
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
