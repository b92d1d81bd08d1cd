"""A workbook through LibreOffice: what a person sees who opens it there and saves it again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def resaved(path: Path, ending: str) -> Path:
    """The workbook as LibreOffice saves it, in a folder beside; skips the test where LibreOffice is missing."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: the journey through it was skipped")
    out = path.parent / "out"
    words = [office, f"-env:UserInstallation=file://{path.parent}/profile", "--headless", "--convert-to", ending]
    subprocess.run([*words, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{ending}"
