"""Regions as people write them: code, Chinese name, short name, English name or alias."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from evaluator.evidence.validity import Span, last_day, refusal
from indicators.records import near
from indicators.text import Text, visible

_TAILS = (
    "特别行政区",
    "壮族自治区",
    "回族自治区",
    "维吾尔自治区",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "新区",
    "省",
    "市",
    "盟",
    "县",
    "区",
)
_ENGLISH_TAILS = re.compile(r"\s+(province|municipality|city|county|district|autonomous region|sar)$")


@dataclass
class Names:
    """From what is written to a code.

    Attributes:
        codes: Code → the name that is shown beside it.
        spans: Code → when it is in force, for those that do not hold for ever.
        lost: Code or name of a region whose own row was refused → file and line of that row.
    """

    codes: dict[str, str] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    _full: dict[str, set[str]] = field(default_factory=dict)
    _short: dict[str, set[str]] = field(default_factory=dict)
    _seen: dict[str, tuple[str | None, tuple[str, ...]]] = field(default_factory=dict)

    def add(self, code: str, names: Iterable[str]) -> None:
        """Make a region known by its code and its names."""
        listed = [name for name in names if name]
        self.codes[code] = listed[0] if listed else code
        for name in listed:
            word = plain(name)
            self._full.setdefault(word, set()).add(code)
            self._short.setdefault(_shortened(word), set()).add(code)

    def lose(self, names: Iterable[str], place: str) -> None:
        """Remember a region whose own row was refused, so that rows about it are not said to name no region."""
        self.lost.update(dict.fromkeys(map(plain, names), place))

    def find(self, cell: str) -> tuple[str | None, tuple[str, ...]]:
        """The code of what is written, or None and the candidates (none, or several)."""
        if cell not in self._seen:
            self._seen[cell] = self._look(cell)
        return self._seen[cell]

    def outside(self, code: str, period: str) -> tuple[Text, Text] | None:
        """What is wrong with a code in a period in which it is not in force, and what to do."""
        day = last_day(period) if code in self.spans else None
        return None if day is None else refusal(self.spans[code], code, self.codes, day)

    def _look(self, cell: str) -> tuple[str | None, tuple[str, ...]]:
        if cell in self.codes:
            return cell, ()
        code = as_code(cell)
        if code in self.codes:
            return code, ()
        word = plain(visible(cell))
        for index in (self._full, self._short):
            found = index.get(word, set()) or (index.get(_shortened(word), set()) if index is self._full else set())
            if len(found) == 1:
                return next(iter(found)), ()
            if found:
                return None, tuple(sorted(found))
        return None, ()

    def refusal(self, cell: str, candidates: tuple[str, ...]) -> tuple[Text, Text]:
        """What is wrong with a region that was not found, and what to do."""
        if candidates:
            shown = ", ".join(f"{self.codes[code]} {code}" for code in candidates[:10])
            return (
                Text(zh=f"“{cell}”对应多个地区", en=f"'{cell}' fits several regions"),
                Text(zh=f"请写代码：{shown}", en=f"write the code: {shown}"),
            )
        if place := self.lost.get(plain(cell)):
            return (
                Text(
                    zh=f"地区“{cell}”自己的一行（{place}）未被采用",
                    en=f"the row of region '{cell}' ({place}) is refused",
                ),
                Text(zh="请先改正那一行", en="mend that row first"),
            )
        close = difflib.get_close_matches(cell, [*self.codes, *self.codes.values()][:10_000], n=1)
        todo = near(cell, close) if close else ("请核对 regions 表", "check the table regions")
        return Text(zh=f"没有地区“{cell}”", en=f"there is no region '{cell}'"), Text(zh=todo[0], en=todo[1])


def names_of(rows: Iterable[Mapping[str, object]]) -> Names:
    """Names from rows with region, name_zh, name_en and aliases (separated by ; | 、 or ，)."""
    names = Names()
    for row in rows:
        aliases = re.split(r"[;|、，；,]", str(row.get("aliases") or ""))
        listed = [str(row.get(key) or "") for key in ("name_zh", "name_en", "name")]
        names.add(str(row["region"]), [*(name for name in listed if name), *(alias.strip() for alias in aliases)])
    return names


#: Full-width signs and the plain ones that they stand for; other signs, such as ①, are what they are.
NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " "}


def as_code(cell: str) -> str:
    """A code as it is meant: full-width signs are plain ones, 110000.0 is what a spreadsheet made of 110000.

    >>> as_code("110000.0"), as_code("010000")
    ('110000', '010000')
    """
    text = visible(cell).translate(NARROW).strip()
    whole = re.fullmatch(r"(\d+)\.0+", text)
    return whole[1] if whole else text


def plain(name: str) -> str:
    """A name without spaces between Chinese characters, marks and case."""
    text = unicodedata.normalize("NFKC", name).strip().casefold()
    if re.search(r"[\u4e00-\u9fff]", text):
        return re.sub(r"\s+", "", text)
    return re.sub(r"\s+", " ", text)


def _shortened(word: str) -> str:
    """河北省 → 河北, 内蒙古自治区 → 内蒙古; never to a single character."""
    if re.search(r"[\u4e00-\u9fff]", word):
        for tail in _TAILS:
            if word.endswith(tail) and len(word) - len(tail) >= 2:
                return word[: -len(tail)]
        return word
    return _ENGLISH_TAILS.sub("", word)


class OpenNames(Names):
    """Names of bundled regions; anything else that is written is a code of its own."""

    def __init__(self, known: Names) -> None:
        super().__init__(known.codes, known.spans, known.lost, known._full, known._short)

    def find(self, cell: str) -> tuple[str | None, tuple[str, ...]]:
        """As `Names.find`, but what is not known is taken as it stands."""
        code, candidates = super().find(cell)
        if code is None and not candidates and cell.strip():
            return as_code(cell), ()
        return code, candidates
