"""How a region is written in a search box, so that 汉字, pinyin, English and code all find it."""

from __future__ import annotations

from pypinyin import lazy_pinyin

from indicators.text import Lang, Text


def pinyin(name: str) -> str:
    """A Chinese name in pinyin without tones, then its initials; nothing for other scripts.

    >>> pinyin("杭州")
    'hangzhou hz'
    """
    bare = name.partition("（")[0]  # a remark in brackets is nothing that people search for
    words = [word for word in lazy_pinyin(bare, errors="ignore") if word.isascii()]
    return "".join(words) + (" " + "".join(word[0] for word in words) if len(words) > 1 else "")


def written(code: str, name: Text, spelt: str, lang: Lang) -> str:
    """Both names, the code and pinyin in one line."""
    first, second = (name.zh, name.en) if lang == "zh" else (name.en, name.zh)
    same = second == first or (lang == "zh" and spelt.startswith(second.lower().replace(" ", "")))
    return " · ".join(part for part in (first, "" if same else second, code, spelt) if part)
