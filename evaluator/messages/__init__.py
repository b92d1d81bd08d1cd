"""Every sentence of the app, in Chinese and English side by side: one file a page, found by itself."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from indicators.text import Lang, Text


def catalogues() -> dict[str, dict[str, Text]]:
    """The sentences of each file of this folder, by the file's name."""
    names = sorted(module.name for module in iter_modules(__path__))
    return {name: import_module(f"{__name__}.{name}").TEXTS for name in names}


MESSAGES: dict[str, Text] = {key: text for texts in catalogues().values() for key, text in texts.items()}


def say(key: str, lang: Lang, **values: object) -> str:
    """One sentence with its `{places}` filled."""
    text = MESSAGES[key].in_(lang)
    return text.format(**values) if values else text
