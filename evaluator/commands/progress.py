"""Progress on standard error, shown only where a person watches and only when it takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from indicators.text import Lang, Text

PATIENCE = 1.0


@contextmanager
def progress(lang: Lang) -> Iterator[Callable[[float, Text], None]]:
    """Give a function that shows a share (0 to 1) and what is being done."""
    started = time.monotonic()
    shown = False

    def show(share: float, text: Text) -> None:
        nonlocal shown
        if sys.stderr.isatty() and time.monotonic() - started > PATIENCE:
            shown = True
            click.echo(f"\r{share:4.0%}  {text.in_(lang):<40}", nl=False, err=True)

    try:
        yield show
    finally:
        if shown:
            click.echo("\r" + " " * 60 + "\r", nl=False, err=True)
