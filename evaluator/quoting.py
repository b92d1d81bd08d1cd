"""How names and texts are written in SQL."""

from __future__ import annotations


def name(word: str) -> str:
    """A quoted identifier."""
    return '"' + word.replace('"', '""') + '"'


def literal(word: str) -> str:
    """A quoted text."""
    return "'" + word.replace("'", "''") + "'"
