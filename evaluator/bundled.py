"""What travels with the program: the bundled standards and evidence, found by id."""

from __future__ import annotations

from pathlib import Path

DEFAULT_STANDARD = "dbe-provinces"
DEFAULT_EVIDENCE = "china"


def bundled() -> Path:
    """The data folder: inside the installed package, or `data/` of a checkout.

    Raises:
        FileNotFoundError: The installation is broken; neither folder is there.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "bundled_data", package.parent / "data"):
        if (folder / "standards").is_dir():
            return folder
    raise FileNotFoundError("bundled_data")


def bundled_standard(name: str) -> Path | None:
    """The file or folder of a bundled standard, or None if there is none of that id."""
    return _standards().get(name)


def bundled_evidence(name: str) -> Path | None:
    """The folder of bundled evidence, or None if there is none of that id."""
    return _evidence().get(name)


def standard_ids() -> list[str]:
    """Ids of the bundled standards, in order."""
    return sorted(_standards())


def evidence_ids() -> list[str]:
    """Ids of the bundled evidence, in order."""
    return sorted(_evidence())


def _standards() -> dict[str, Path]:
    folder = bundled() / "standards"
    found = {path.stem: path for path in folder.glob("*.yaml")}
    return found | {path.name: path for path in folder.iterdir() if (path / "standard.yaml").is_file()}


def _evidence() -> dict[str, Path]:
    """Folders that hold a table of regions; `regions/` itself is a list of codes, not evidence."""
    return {path.name: path for path in bundled().iterdir() if (path / "regions.csv").is_file()}
