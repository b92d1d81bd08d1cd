"""A sentence or a name in both languages of the product."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

Lang = Literal["zh", "en"]


_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def visible(text: str) -> str:
    """A text without characters that nobody sees: control characters, marks of direction, spaces of no width.

    >>> visible("\u200b110000"), visible("\u202eabc\x1b[31m")
    ('110000', 'abc[31m')
    """
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub("", text)


class Text(BaseModel):
    """One meaning in Chinese and in English, always both.

    >>> Text(zh="河北省", en="Hebei").in_("en")
    'Hebei'
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    zh: str
    en: str

    @classmethod
    def same(cls, text: str) -> Self:
        """The same text in both languages (a code, a formula, a proper name)."""
        return cls(zh=text, en=text)

    def in_(self, lang: Lang) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en

    def with_values(self, **values: object) -> Text:
        """A copy whose `{name}` places are filled in both languages.

        >>> Text(zh="共 {n} 行", en="{n} rows").with_values(n=3).zh
        '共 3 行'
        """
        return Text(zh=self.zh.format(**values), en=self.en.format(**values))


def both(zh: str, en: str) -> Text:
    """A text by its two languages, for catalogues of sentences.

    >>> both("名次", "Rank").in_("en")
    'Rank'
    """
    return Text(zh=zh, en=en)


def listed(words: Iterable[str], lang: Lang) -> str:
    """Words in a row, as the language writes them.

    >>> listed(["甲", "乙"], "zh"), listed(["A", "B"], "en")
    ('甲、乙', 'A, B')
    """
    return ("、" if lang == "zh" else ", ").join(words)


def clauses(parts: Iterable[str], lang: Lang) -> str:
    """Parts of a sentence in a row.

    >>> clauses(["甲", "乙"], "zh"), clauses(["A", "B"], "en")
    ('甲；乙', 'A; B')
    """
    return ("；" if lang == "zh" else "; ").join(parts)
