"""Streamlit's own words in Chinese: every word that a style replaces is still one of Streamlit's."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit

from evaluator.app.chinese import widgets_in_chinese
from evaluator.messages.widgets import TEXTS
from tests.app.desk import healthy, opened


@pytest.fixture(scope="module")
def built() -> str:
    """All that Streamlit sends to the browser."""
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    return "".join(path.read_text("utf-8") for path in folder.glob("*.js"))


@pytest.mark.parametrize("key", [key for key in TEXTS if not key.startswith("press_")])
def test_a_word_is_one_of_streamlit(key, built):
    assert f"`{TEXTS[key].en}`" in built


@pytest.mark.parametrize(
    "place",
    ["stMainMenuItem-", "stMainMenuItemLabel", "stElementToolbarButton", "InputInstructions", "stStatusWidget",
     "stTooltipContent", "stTooltipHoverTarget", "gdg-search-status", "stTextInput", "stNumberInput", "stTextArea"],
)  # fmt: skip
def test_a_place_is_one_of_streamlit(place, built):
    assert place in built and place in widgets_in_chinese()


def test_only_the_chinese_page_has_the_style():
    for lang in ("zh", "en"):
        app = opened("export", lang=lang)
        healthy(app)
        assert any("stTooltipContent" in one.proto.body for one in app.get("html")) == (lang == "zh")
