"""Letters of columns; alone in a file, so that the process that reads an upload starts with little."""

from __future__ import annotations


def letter(column: int) -> str:
    """A column's letters, from 0.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
