"""Published tables, and how the tests build what a method is given."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from evaluator.methods import Cells, Siblings
from evaluator.methods.base import Floats

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "data" / "published"


def published(name: str) -> Path:
    """A published file; skips the test where the tables are not at hand."""
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip(f"the published tables are not beside the repository (../shared/data/published/{name})")
    return path


def table(name: str) -> tuple[list[str], dict[str, Floats]]:
    """A table of COINr's form: regions, and column → values."""
    with published(name).open(encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    values = np.array([[float(cell) if cell else np.nan for cell in row[1:]] for row in rows])
    return [row[0] for row in rows], {column: values[:, i] for i, column in enumerate(header[1:])}


def meta() -> dict[str, dict[str, str]]:
    """ASEM's indicators and aggregates, code → row of iMeta."""
    with published("asem/iMeta.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["iCode"]: row for row in rows if row["Type"] in ("Indicator", "Aggregate")}


def children(parent: str) -> list[str]:
    """Codes below an ASEM aggregate."""
    return [code for code, row in meta().items() if row["Parent"] == parent]


def mcdm() -> dict[str, object]:
    """The matrix on which the decision-making libraries agree."""
    found: dict[str, object] = json.loads(published("mcdm/expected.json").read_text(encoding="utf-8"))
    return found


def cells(
    values: object,
    *,
    ordinals: tuple[int, ...] | None = None,
    directions: object = None,
    parents: tuple[str, ...] | None = None,
    groups: dict[str, tuple[str, ...]] | None = None,
) -> Cells:
    """Cells around `[period, indicator, region]`."""
    block = np.array(values, dtype=np.float64)
    periods, indicators, regions = block.shape
    return Cells(
        values=block,
        periods=tuple(f"{2000 + t}" for t in range(periods)),
        ordinals=ordinals or tuple(range(periods)),
        indicators=tuple(f"i{i}" for i in range(indicators)),
        regions=tuple(f"r{r}" for r in range(regions)),
        directions=np.ones(indicators) if directions is None else np.array(directions, dtype=np.float64),
        parents=parents or ("node",) * indicators,
        groups=groups or {},
        ranges=np.full((indicators, 2), np.nan),
    )


def siblings(values: object, *, directions: object = None, given: object = None, scores: object = None) -> Siblings:
    """A group of siblings named a, b, c, … around `[child, region]`."""
    block = np.array(values, dtype=np.float64)
    number = len(block)
    signs = np.ones(number) if directions is None else np.array(directions, dtype=np.float64)
    return Siblings(
        parent="node",
        children=tuple("abcdefghijklmnopqrstuvwxyz"[:number]),
        values=block,
        scores=block * signs[:, None] if scores is None else np.array(scores, dtype=np.float64),
        directions=signs,
        given=np.ones(number) if given is None else np.array(given, dtype=np.float64),
    )


def even(scores: Floats) -> Floats:
    """Equal weights `[child, n]` over the children that are present."""
    present = ~np.isnan(scores)
    return present / np.maximum(present.sum(axis=0), 1)
