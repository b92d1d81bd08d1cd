"""Files that a reader brings: the box to drop them into, in the reader's language, and what it holds as a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import streamlit as st

from evaluator.messages import say
from indicators.text import Lang, listed

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

MOST = 50
"""Megabytes that a file may have where nothing else is said."""


def upload(
    lang: Lang,
    label: str,
    types: Sequence[str] = (),
    *,
    key: str,
    most: int = MOST,
    note: str | None = None,
    on_change: Callable[[], None] | None = None,
) -> UploadedFile | None:
    """One file, and what may be brought in words; Streamlit's own words inside the box are English only.

    Args:
        lang: Language.
        label: What is asked for.
        types: Endings that are taken; empty for any.
        key: Key of the widget.
        most: Megabytes that the file may have.
        note: Help beside the label.
        on_change: Called when a file came or went.
    """
    _in_chinese(lang, types, key, most)
    return st.file_uploader(
        label, list(types) or None, key=key, max_upload_size=most, help=note, on_change=on_change or "rerun"
    )


def upload_several(
    lang: Lang, label: str, types: Sequence[str], *, key: str, note: str | None = None
) -> list[UploadedFile]:
    """Any number of files; see `upload`."""
    _in_chinese(lang, types, key, MOST)
    return st.file_uploader(label, list(types), key=key, max_upload_size=MOST, help=note, accept_multiple_files=True)


def _in_chinese(lang: Lang, types: Sequence[str], key: str, most: int) -> None:
    """Words of ours in the box, where they are to be Chinese."""
    if lang == "zh":
        limits = say("upload_size", lang, size=most)
        endings = listed([one.upper() for one in types], lang)
        limits += say("upload_types", lang, types=endings) if endings else ""
        st.html(f"<style>{_worded(key, say('upload', lang), limits)}</style>")


def _worded(key: str, button: str, limits: str) -> str:
    """Style that shows words of ours in place of the box's own; these stay for programs that look for a name."""
    box = f".st-key-{re.sub('[^a-zA-Z0-9_-]', '-', key)} [data-testid=stFileUploaderDropzone"
    rules = []
    for place, words in ((f"{box}] button [data-testid=stMarkdownContainer]", button), (f"{box}Instructions]", limits)):
        rules.append(f"{place}>*,{place}>* *{{font-size:0!important}}{place}::after{{content:'{words}'}}")
    return "".join(rules)


@contextmanager
def as_file(content: bytes, name: str) -> Iterator[Path]:
    """The content as a file of that name, as long as it is read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path
