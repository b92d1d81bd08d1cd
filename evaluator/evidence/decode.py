"""Bytes to text: the encoding is recognised and said, never guessed past a doubt."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 (BOM)"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)


@dataclass(frozen=True)
class Decoded:
    """Text and the name of its encoding."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded | None:
    """A byte order mark decides; else strict UTF-8; else UTF-16 by its zero bytes; else strict GB18030.

    Returns:
        None if none of them fits.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _try(data, codec, name)
    found = None if _zeros(data) else _try(data, "utf-8", "UTF-8")
    if found is None and _zeros(data):
        sample = data[:4096]
        little = sample[1::2].count(0) >= sample[0::2].count(0)
        found = _try(data, "utf-16-le" if little else "utf-16-be", "UTF-16")
    return found or _try(data, "gb18030", "GB18030")


def _zeros(data: bytes) -> bool:
    """Whether so many bytes are zero that it must be two bytes a character."""
    sample = data[:4096]
    return len(sample) > 3 and sample.count(0) > len(sample) // 5


def _try(data: bytes, codec: str, name: str) -> Decoded | None:
    try:
        return Decoded(data.decode(codec), name)
    except (UnicodeDecodeError, UnicodeError):
        return None
