"""Figures as they are printed, rounded as places are: what is alike in print shares a place."""

from __future__ import annotations

import math

_WHOLE = 1e15
"""From here on a number has no decimals to round."""


def fixed(value: float, decimals: int, marks: str = "") -> str:
    """A number with so many decimals, half away from zero.

    Python's own formatting rounds 2.5 to 2 and 0.125 to 0.12.

    Args:
        value: A finite number.
        decimals: How many decimals.
        marks: What stands before the precision in a format, such as `,`.

    >>> fixed(2.5, 0), fixed(-0.125, 2), fixed(1234.5, 1, ","), fixed(-0.001, 2)
    ('3', '-0.13', '1,234.5', '0.00')
    """
    scaled = abs(value) * 10.0**decimals
    if scaled < _WHOLE:
        value = math.copysign(math.floor(scaled + 0.5), value) / 10.0**decimals + 0.0
    return f"{value:{marks}.{decimals}f}"
