"""Numbers as a report prints them."""

from __future__ import annotations

import math
import re

from evaluator.rounding import fixed
from indicators.text import Lang

DASH = "—"


def points(value: object, decimals: int = 2) -> str:
    """A score: two decimals, or those of its standard."""
    return fixed(value, decimals) if isinstance(value, float) else DASH


def signed(value: object, decimals: int = 2) -> str:
    """A difference of scores with its sign; none for nothing."""
    if not isinstance(value, float):
        return DASH
    shown = fixed(abs(value), decimals)
    return shown if float(shown) == 0 else ("+" if value > 0 else "−") + shown


def share(value: object) -> str:
    """A share in percent: one decimal if need be."""
    return f"{100 * value:.1f}".removesuffix(".0") + "%" if isinstance(value, float) else DASH


def amount(value: object) -> str:
    """A raw value: four significant digits or so, whole numbers as such, never scientific."""
    if not isinstance(value, float):
        return DASH
    if value == 0:
        return "0"
    if value == round(value):
        return f"{value:,.0f}"
    size = math.floor(math.log10(abs(value)))
    return f"{value:,.{max(0, min(6, 3 - size))}f}"


def time(period: str, lang: Lang) -> str:
    """A period in running text: 2023年, 2023年第4季度, 2023年上半年, 2023年5月; as it is written in English."""
    match = re.fullmatch(r"([0-9]{4})(?:-(?:Q([1-4])|H([12])|([0-9]{2})))?", period)
    if lang == "en" or not match:
        return period
    year, quarter, half, month = match.groups()
    if quarter:
        return f"{year}年第{quarter}季度"
    if half:
        return f"{year}年{'上' if half == '1' else '下'}半年"
    return f"{year}年{int(month)}月" if month else f"{year}年"
