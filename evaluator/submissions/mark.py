"""The file by which a folder of submissions is known."""

from __future__ import annotations

from pathlib import Path

MARKER = "submissions.json"


def is_store(folder: Path) -> bool:
    """Whether a folder keeps submissions."""
    return (folder / MARKER).is_file()
