"""What a report is made of, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from indicators.text import Lang


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text; `small` is a note."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of short items."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table: a caption, a head, rows of text; `widths` are relative."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Picture:
    """A chart: a caption, a sentence that says what is seen, SVG and PNG."""

    caption: str
    alt: str
    svg: str
    png: bytes


Block: TypeAlias = Heading | Paragraph | Bullets | Grid | Picture


@dataclass(frozen=True)
class Document:
    """A whole report.

    Attributes:
        title: Its title.
        subtitle: The line beneath.
        notice: What stands first and cannot be missed, such as that figures are made up.
    """

    title: str
    subtitle: str
    notice: str
    lang: Lang
    blocks: tuple[Block, ...]
