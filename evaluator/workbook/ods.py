"""What an ODS workbook holds beside its values (formulas, merged cells, hidden rows), and marks put into it."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from evaluator.evidence.opendocument import CELLS, CONTENT, OFFICE, STYLE, TABLE, TEXT, Element, cells_of, repeats
from evaluator.workbook.letters import letter

MANIFEST = "META-INF/manifest.xml"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
MARKED = "marked-"

Marks = Mapping[str, Mapping[str, list[str]]]


def is_ods(path: Path | IO[bytes]) -> bool:
    """Whether a file is an OpenDocument spreadsheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            return CONTENT in names and b"opendocument.spreadsheet" in archive.read(MANIFEST)[:1_000_000]
    except (zipfile.BadZipFile, KeyError, OSError):
        return False


def marks_of(path: Path) -> dict[str, dict[str, Any]]:
    """Sheet → `formulas` (cell → shown, linked or empty), `merged` ranges, `hidden` rows."""
    found: dict[str, dict[str, Any]] = {}
    for sheet in _parsed(path).iter(f"{TABLE}table"):
        one: dict[str, Any] = {"formulas": {}, "merged": [], "hidden": []}
        for at, row, times in _rows(sheet):
            if row.get(f"{TABLE}visibility") in ("collapse", "filter") and len(row) and _filled(row):
                one["hidden"] += range(at, at + min(times, 1000))
            for column, cell, _ in cells_of(row):
                _look(one, cell, at, column)
        found[str(sheet.get(f"{TABLE}name"))] = one
    return found


def _look(one: dict[str, Any], cell: Element, row: int, column: int) -> None:
    address = f"{letter(column)}{row}"
    kind = cell.get(f"{OFFICE}value-type")
    formula = cell.get(f"{TABLE}formula")
    if formula is not None:
        linked = "file:" in formula or "'#" in formula
        one["formulas"][address] = "linked" if linked else "shown" if kind else "empty"
    wide, high = (int(cell.get(f"{TABLE}number-{way}-spanned", "1")) for way in ("columns", "rows"))
    if wide > 1 or high > 1:
        one["merged"].append(f"{address}:{letter(column + wide - 1)}{row + high - 1}")


def marked_ods(path: Path, marks: Marks, colours: Mapping[str, str], plain: str, author: str) -> bytes:
    """The workbook with its looks, marked cells coloured and annotated; marks of an earlier round are taken off."""
    from lxml import etree

    root = _parsed(path)
    styles = root.find(f"{OFFICE}automatic-styles")
    if styles is None:
        styles = etree.SubElement(root, f"{OFFICE}automatic-styles")
        root.insert(0, styles)
    for sheet in root.iter(f"{TABLE}table"):
        paint = _Paint(styles, sheet)
        for note in list(sheet.iter(f"{OFFICE}annotation")):
            cell = note.getparent()
            if note.findtext(f"{DC}creator") == author and cell.tag in CELLS:
                cell.remove(note)
                paint.clean(cell, plain)
        for address, (gravity, text) in marks.get(str(sheet.get(f"{TABLE}name")), {}).items():
            cell = _cell_at(sheet, address)
            paint.colour(cell, gravity, colours[gravity])
            _note(cell, text, author)
    return _packed(path, etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


class _Paint:
    """Styles of cells with another background, made once each."""

    def __init__(self, styles: Element, sheet: Element) -> None:
        self.styles = styles
        self.known = {str(one.get(f"{STYLE}name")): one for one in styles.iter(f"{STYLE}style")}
        self.columns: list[str] = []
        for column in sheet.iter(f"{TABLE}table-column"):
            times = min(int(column.get(f"{TABLE}number-columns-repeated", "1")), 1024)
            self.columns += [str(column.get(f"{TABLE}default-cell-style-name") or "Default")] * times

    def colour(self, cell: Element, gravity: str, colour: str) -> None:
        """Lay a colour under a cell."""
        row = cell.getparent()
        column = next(at for at, one, _ in cells_of(row) if one is cell)
        own = cell.get(f"{TABLE}style-name") or row.get(f"{TABLE}default-cell-style-name")
        own = str(own or (self.columns[column] if column < len(self.columns) else "Default"))
        cell.set(f"{TABLE}style-name", self._made(f"{MARKED}{gravity}-{own}", own, colour))

    def clean(self, cell: Element, plain: str) -> None:
        """Take a mark off: the style it had, or a plain colour where another program has renamed it."""
        own = str(cell.get(f"{TABLE}style-name") or "Default")
        if own.startswith(MARKED):
            cell.set(f"{TABLE}style-name", own.removeprefix(MARKED).partition("-")[2])
        else:
            cell.set(f"{TABLE}style-name", self._made(f"{MARKED}plain-{own}", own, plain))

    def _made(self, name: str, own: str, colour: str) -> str:
        from lxml import etree

        if name not in self.known:
            made = copy.deepcopy(self.known[own]) if own in self.known else etree.Element(f"{STYLE}style")
            made.set(f"{STYLE}name", name)
            made.set(f"{STYLE}family", "table-cell")
            if own not in self.known:
                made.set(f"{STYLE}parent-style-name", own)
            properties = made.find(f"{STYLE}table-cell-properties")
            if properties is None:
                properties = etree.Element(f"{STYLE}table-cell-properties")
                made.insert(0, properties)
            properties.set(f"{FO}background-color", f"#{colour}")
            self.styles.append(made)
            self.known[name] = made
        return name


def _note(cell: Element, text: str, author: str) -> None:
    from lxml import etree

    for old in cell.findall(f"{OFFICE}annotation"):
        cell.remove(old)
    note = etree.Element(f"{OFFICE}annotation")
    note.set(f"{OFFICE}display", "false")
    etree.SubElement(note, f"{DC}creator").text = author
    for line in text.split("\n"):
        etree.SubElement(note, f"{TEXT}p").text = line
    cell.insert(0, note)


def _cell_at(sheet: Element, address: str) -> Element:
    """The cell of an address, taken out of its run of equal rows and cells; made where the sheet ends before it."""
    letters = address.rstrip("0123456789")
    wanted_row, wanted = int(address[len(letters) :]), 0
    for sign in letters:
        wanted = wanted * 26 + ord(sign) - 64
    row = _alone(list(_rows(sheet)), wanted_row, f"{TABLE}number-rows-repeated", sheet, f"{TABLE}table-row")
    run = list(cells_of(row))
    return _alone(run, wanted - 1, f"{TABLE}number-columns-repeated", row, f"{TABLE}table-cell")


def _alone(run: list[tuple[int, Element, int]], wanted: int, key: str, parent: Element, tag: str) -> Element:
    from lxml import etree

    for at, one, times in run:
        if not at <= wanted < at + times:
            continue
        if times > 1:
            before, after = wanted - at, at + times - wanted - 1
            for number, place in ((before, one.addprevious), (after, one.addnext)):
                if number:
                    other = copy.deepcopy(one)
                    other.set(key, str(number))
                    place(other)
            del one.attrib[key]
        return one
    end = run[-1][0] + run[-1][2] if run else (1 if tag.endswith("row") else 0)
    if wanted > end:
        etree.SubElement(parent, tag).set(key, str(wanted - end))
    return etree.SubElement(parent, tag)


def _rows(sheet: Element) -> Iterator[tuple[int, Element, int]]:
    """Rows with their number, from 1, and how often they repeat."""
    at = 1
    for row in sheet.iter(f"{TABLE}table-row"):
        times = repeats(row, "rows")
        yield at, row, times
        at += times


def _filled(row: Element) -> bool:
    return any(cell.get(f"{OFFICE}value-type") for cell in row)


def _parsed(path: Path) -> Element:
    """The content, without entities and without anything from outside."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(CONTENT), parser)


def _packed(path: Path, content: bytes) -> bytes:
    """The same archive with other content; the kind of file stands first and is not packed, as the format asks."""
    sink = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for info in sorted(old.infolist(), key=lambda one: one.filename != "mimetype"):
            held = content if info.filename == CONTENT else old.read(info)
            packing = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(zipfile.ZipInfo(info.filename, (2000, 1, 1, 0, 0, 0)), held, packing)
    return sink.getvalue()
