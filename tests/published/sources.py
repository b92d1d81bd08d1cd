"""Where published tables stand, how they are read, and how a test writes a standard and evidence from them."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT.parent / "shared" / "data" / "published"
EXCERPTS = Path(__file__).resolve().parent / "excerpts"

needs_published = pytest.mark.skipif(
    not PUBLISHED.is_dir(), reason="the full published tables are not there: ../shared/data/published"
)

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """Rows of a CSV file as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by(rows: Iterable[Row], column: str) -> dict[str, Row]:
    """Rows by the text of one column."""
    return {row[column]: row for row in rows}


@dataclass(frozen=True)
class Inputs:
    """A standard and evidence on disk, as a user would have them."""

    standard: Path
    evidence: Path


def write_inputs(
    folder: Path,
    standard: Mapping[str, object],
    regions: Sequence[Mapping[str, str]],
    statistics: Iterable[tuple[str, str, str, str]],
) -> Inputs:
    """Write a standard and an evidence folder.

    Args:
        folder: Where to.
        standard: As plain data.
        regions: Rows of `regions`, all with the same columns.
        statistics: Region, period, series and value as text; an empty value is left out.
    """
    evidence = folder / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    path = folder / "standard.yaml"
    path.write_text(yaml.safe_dump(dict(standard), allow_unicode=True, sort_keys=False), encoding="utf-8")
    write_table(evidence / "regions.csv", list(regions[0]), [list(row.values()) for row in regions])
    rows = [row for row in statistics if row[3] != ""]
    write_table(evidence / "statistics.csv", ["region", "period", "series", "value"], rows)
    return Inputs(path, evidence)


def write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def text(both: str) -> dict[str, str]:
    """A proper name, the same in both languages."""
    return {"zh": both, "en": both}


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, in English."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "evaluator.cli", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


def score(inputs: Inputs, out: Path, *more: str) -> Path:
    """`evaluator score … --out`; the run must be done without a fault."""
    done = command(
        "score", "--standard", inputs.standard, "--evidence", inputs.evidence, "--out", out, "--lang", "en", *more
    )
    assert done.returncode == 0, done.stderr
    return out


def scores(out: Path) -> dict[tuple[str, str], float]:
    """Score of each region and node of a written run."""
    return {(row["region"], row["node"]): float(row["score"]) for row in read(out / "scores.csv") if row["score"]}


def ranks(out: Path) -> dict[tuple[str, str], int]:
    """Place of each region and node of a written run."""
    return {(row["region"], row["node"]): int(row["rank"]) for row in read(out / "scores.csv") if row["rank"]}
