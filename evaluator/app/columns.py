"""The first column of a table: names that stay in view while the others are scrolled, on a phone as well."""

from __future__ import annotations

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

NARROW = 170
"""Pixels of names on a phone: Streamlit lets go of pinned columns that take more than three fifths of a table."""
LINE, LINES = 35, 66
"""Height of a row in pixels, and of one whose name may take several lines (Streamlit: above 64)."""


def on_phone() -> bool:
    """Whether the browser says that it is a phone's."""
    return "Mobi" in str(st.context.headers.get("User-Agent", ""))


def names(title: str, width: int | None = None) -> ColumnConfig:
    """A pinned column of names under a heading, so wide on a large screen."""
    return st.column_config.Column(title, pinned=True, width=NARROW if on_phone() else width)


def row_height() -> int:
    """Height of a row with a long name: on a phone it takes several lines."""
    return LINES if on_phone() else LINE
