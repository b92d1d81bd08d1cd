"""Numbers, places and names as the app prints them."""

from __future__ import annotations

import math
from datetime import date

from evaluator.rounding import fixed
from indicators.faults import Faults
from indicators.text import Lang

DASH = "—"


def fault_lines(error: Faults, lang: Lang, most: int = 20) -> str:
    """What is wrong, a line each, so that a page can show it."""
    return "  \n".join(plain(one.sentence(lang)) for one in error.faults[:most])


def fault_list(error: Faults, lang: Lang, most: int = 50) -> str:
    """What is wrong, as a list."""
    return "\n".join(f"- {plain(one.sentence(lang))}" for one in error.faults[:most])


def place(rank: int | None, lang: Lang, tied: bool = False) -> str:
    """第12名 / 12th; 并列第12名 / 12th= where others share the place."""
    if not rank:
        return DASH
    if lang == "zh":
        return f"{'并列' if tied else ''}第{rank}名"
    tail = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{tail}{'=' if tied else ''}"


def change(places: int | None) -> str:
    """▲3 ▼2 —: sign and shape, not colour only."""
    if places is None:
        return ""
    return f"▲{places}" if places > 0 else f"▼{-places}" if places < 0 else DASH


def of_all(share: float) -> str:
    """A share of draws in whole percent; nearly all is not all, and nearly none is not none.

    >>> of_all(0.934), of_all(0.9999), of_all(1), of_all(0.001), of_all(0)
    ('93%', '>99%', '100%', '<1%', '0%')
    """
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{share:.0%}"


def signed(value: float, decimals: int = 1) -> str:
    """+2.9 / −1.3, with a true minus."""
    return f"{value:+.{decimals}f}".replace("-", "−")


def score(value: float | None, decimals: int = 1) -> str:
    """One decimal, or as many as the scale needs; missing is a dash."""
    return DASH if value is None or math.isnan(value) else fixed(value, decimals)


def figure(value: float | None) -> str:
    """A raw value with four significant digits or so, never in scientific notation."""
    if value is None or math.isnan(value):
        return DASH
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    return f"{value:,.{max(0, min(6, 3 - size))}f}"


def stepped(most: float, step: float) -> str:
    """The format of a slider whose values go up to `most` in steps: digits that tell them apart, no zeros at the end.

    >>> stepped(5, 0.015), stepped(123456, 500)
    ('%.3g', '%.6g')
    """
    whole = math.floor(math.log10(most)) + 1
    return f"%.{max(2, whole, whole - math.floor(math.log10(step)))}g"


def short(value: float) -> str:
    """A bound or a figure worked by hand: as it was written, up to six significant digits."""
    if 0 < abs(value) < 1e-4:
        return f"{value:.12f}".rstrip("0")
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def month(day: date, lang: Lang) -> str:
    """2025年6月 / Jun 2025."""
    return f"{day.year}年{day.month}月" if lang == "zh" else day.strftime("%b %Y")


def plain(text: str) -> str:
    """A name that Markdown takes for text."""
    for mark in "\\`*_[]()#$!~:<>|{}":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())
