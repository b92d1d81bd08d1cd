"""Cells of an ODS workbook that need more than their value: errors, formulas without a result, and percentages."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from evaluator.evidence.numbers import ERRORS, UNSAVED

CONTENT = "content.xml"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT, STYLE = (f"{{{_URN}{name}:1.0}}" for name in ("table", "office", "text", "style"))
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")

Element = Any


@dataclass
class Marks:
    """Cells of a sheet that need more than their value; row and column from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)


def ods_marks(archive: zipfile.ZipFile, most: int) -> dict[str, Marks] | None:
    """Sheet → its marked cells, read row by row; None if more than `most` cells would be marked."""
    from lxml import etree

    found: dict[str, Marks] = {}
    at, room, marks = 0, most, Marks()
    safe = {"resolve_entities": False, "no_network": True, "load_dtd": False}
    with archive.open(CONTENT) as file:
        tags = (f"{TABLE}table", f"{TABLE}table-row")
        for event, element in etree.iterparse(file, ("start", "end"), tag=tags, remove_comments=True, **safe):
            if element.tag == tags[0]:
                if event == "start":
                    at, marks = 0, found.setdefault(str(element.get(f"{TABLE}name")), Marks())
            elif event == "end":
                times = repeats(element, "rows")
                room -= times * _mark_row(marks, element, at, times, room)
                if room < 0:
                    return None
                at += times
                element.clear()
    return found


def _mark_row(marks: Marks, row: Element, at: int, times: int, room: int) -> int:
    """Take the marked cells of a row that repeats; how many it has."""
    count = 0
    for first, cell, wide in cells_of(row):
        kind = cell.get(f"{OFFICE}value-type")
        error = "" if kind == "percentage" else error_of(cell)
        if not error and kind != "percentage":
            continue
        count += wide
        if count * times > room:
            break
        spots = {(r, c) for r in range(at, at + times) for c in range(first, first + wide)}
        if error:
            marks.errors.update(dict.fromkeys(spots, error))
        else:
            marks.percents |= spots
    return count


def error_of(cell: Element) -> str:
    """The error that a cell shows, as a spreadsheet names it; "" if it shows none."""
    kind = cell.get(f"{OFFICE}value-type")
    if kind is None:
        return UNSAVED if cell.get(f"{TABLE}formula") is not None else ""
    if kind != "string":
        return ""
    said = words_of(cell)
    failed = cell.get(f"{CALC}value-type") == "error" or said.startswith("Err:") or said.lower() in ERRORS
    return (said if said.startswith("#") else "#VALUE!") if failed else ""


def cells_of(row: Element) -> Iterator[tuple[int, Element, int]]:
    """Cells with their column, from 0, and how often they repeat."""
    at = 0
    for cell in row:
        if cell.tag in CELLS:
            times = repeats(cell, "columns")
            yield at, cell, times
            at += times


def repeats(element: Element, way: str) -> int:
    """How often a row or a cell stands there."""
    return max(1, int(element.get(f"{TABLE}number-{way}-repeated", "1")))


def words_of(cell: Element) -> str:
    """What a cell shows."""
    return "".join("".join(one.itertext()) for one in cell.findall(f"{TEXT}p")).strip()
