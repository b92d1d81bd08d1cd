"""Streamlit's own words in Chinese: it knows no other language than English, so a style shows ours in their place.

Names for screen readers stay as they are: a style does not reach them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from evaluator.messages import MESSAGES

_HINT = "[data-testid=InputInstructions]"
#: Where a word stands → its key. Of a hint beside a box the second part counts letters; it stays.
PLACES = {
    "[data-testid=stStatusWidget] [data-testid=stBaseButton-header]": "stop",
    "[role=listbox][data-empty] [role=option]>*": "nothing_to_choose",
    ".gdg-search-status label": "type_to_search",
    f"[data-testid=stTextInput] {_HINT}>:first-child:not(:last-child)": "press_enter",
    f"[data-testid=stNumberInput] {_HINT}>:first-child": "press_enter",
    f"[data-testid=stTextArea] {_HINT}>:first-child:not(:last-child)": "press_ctrl_enter",
    f"[data-testid=stForm] [data-testid=stTextInput] {_HINT}>:first-child:not(:last-child)": "press_submit",
    f"[data-testid=stForm] [data-testid=stNumberInput] {_HINT}>:first-child": "press_submit",
}


@cache
def widgets_in_chinese() -> str:
    """A style sheet."""
    return f"<style>{''.join(_rules())}</style>"


def _rules() -> Iterator[str]:
    for place, key in PLACES.items():
        yield _instead(place, key)
    for key, text in MESSAGES.items():
        if key.startswith("menu_"):
            item = f"[data-testid=stMainMenuItem-{key.removeprefix('menu_')}]"
            yield _instead(item if "theme" in key else f"{item} [data-testid=stMainMenuItemLabel]", key)
        if key.startswith("tool_"):
            # A tooltip stands elsewhere in the page than the button that it belongs to.
            button = f'[data-testid=stElementToolbarButton] button[aria-label="{text.en}"]'
            yield _instead(f":root:has({button}:hover) .stTooltipContent", key)
            focus = f":root:has({button}:focus-visible):not(:has(.stTooltipHoverTarget:hover))"
            yield _instead(f"{focus} .stTooltipContent", key)


def _instead(place: str, key: str) -> str:
    """What stands in a place is not shown, and a word of ours is."""
    hidden = f"{place},{place} :not([data-testid=stIconMaterial]){{font-size:0!important}}"
    return f"{hidden}{place}::after{{content:'{MESSAGES[key].zh}';font-size:.875rem}}"
