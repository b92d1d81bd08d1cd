"""Which language the command line speaks: `--lang`, else the system's."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from indicators.text import Lang

Function = TypeVar("Function", bound=Callable[..., Any])


def system_lang(words: list[str] | None = None) -> Lang:
    """The language asked for with `--lang`, else that of the system."""
    given = sys.argv[1:] if words is None else words
    for i, word in enumerate(given):
        value = given[i + 1] if word == "--lang" and i + 1 < len(given) else word.removeprefix("--lang=")
        if word.startswith("--lang") and value in ("zh", "en"):
            return "zh" if value == "zh" else "en"
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    named = (locale.getlocale()[0] or "").lower()
    return "zh" if named.startswith(("zh", "chinese")) else "en"


def say(zh: str, en: str, lang: Lang | None = None) -> str:
    """One of two sentences."""
    return zh if (lang or system_lang()) == "zh" else en


def lang_option(function: Function) -> Function:
    """`--lang`."""
    return click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        default=lambda: system_lang(),
        help=say("输出语言，默认随系统。", "Language of the output; the system's by default."),
    )(function)
