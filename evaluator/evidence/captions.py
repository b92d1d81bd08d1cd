"""What the words around a yearbook table say: periods, names and units of series."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from evaluator.evidence.periods import read_period

_TAIL_UNIT = re.compile(r"^(.*?)[(（]([^()（）]{1,12})[)）]$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")


def plain(text: str) -> str:
    """A label without spaces and case."""
    flat = unicodedata.normalize("NFKC", text).strip().lower()
    return re.sub(r"\s+", "" if re.search(r"[\u4e00-\u9fff]", flat) else " ", flat)


def time_of(text: str) -> str | None:
    """A period as a heading or a label says it; 2184.3 and 2184 are figures."""
    found = read_period(text)
    if found is None or re.fullmatch(r"\d+\.\d+", text.strip()) or not "1900" <= found[:4] <= "2100":
        return None
    return found


def series_of(names: list[str], otherwise: Sequence[str], unit: str) -> tuple[str, str]:
    """Name and unit of a series: from its headings, else from the first text that there is (title, sheet, file)."""
    cleaned = []
    for name in names:
        match = _TAIL_UNIT.match(name)
        if match:  # a unit may stand in a row of its own below the name
            name, unit = match[1].strip(), match[2].strip()
        if name:
            cleaned.append(name)
    text = next(filter(None, (" ".join(dict.fromkeys(cleaned)), *otherwise)), "")
    text = re.sub(r"[(（][^()（）]*[)）]", "", text)
    text = re.sub(r"(?:19|20)\d\d\s*年?\s*[-—–至~]*\s*(?:(?:19|20)\d\d\s*年?)?", "", text)
    text = re.sub(r"^\s*(?:续?表|table)\s*[\d一二三四五六七八九十]+(?:[-–.]\d+)*\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"^\s*[\d一二三四五六七八九十]+\s*[-–.、]\s*\d*\s*", "", text)
    return text.strip(" ：:，,") or "value", unit


def period_in(texts: Sequence[str]) -> str:
    """The period that the first of several texts names: the name of the sheet, the title, the file."""
    for text in texts:
        found = time_of(text)
        if found:
            return found
        years = _YEAR.findall(text) or re.findall(r"(?<!\d)(20\d\d|19\d\d)(?!\d)", text)
        if len(set(years)) == 1:
            return str(years[0])
    return ""
