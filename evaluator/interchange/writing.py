"""An imported index on disk: a standard that a person can read, and its evidence."""

from __future__ import annotations

from pathlib import Path

from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from evaluator.exports.yamls import write_yaml
from evaluator.interchange.coinr import Imported


def write_import(made: Imported, out: Path) -> list[Path]:
    """Write `standard.yaml` and `evidence/`; raises Faults if that is not possible."""
    files = {f"{name}.csv": csv_bytes(table) for name, table in made.tables.items()}
    written = write_files(out / "evidence", files)
    return [*written, *write_files(out, {"standard.yaml": write_yaml(made.standard).encode()})]
