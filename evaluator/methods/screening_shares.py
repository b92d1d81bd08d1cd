"""Shares of data and of non-zero values, by region, over the whole tree or node by node."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from evaluator.methods.base import Bools, Cells, Floats
from indicators.text import Text

By: TypeAlias = Literal["tree", "node"]


def data_shares(cells: Cells, by: By) -> Floats:
    """Share of indicators with a value, `[period, region]`; by node, the smallest share of any node."""
    return _smallest(cells, ~np.isnan(cells.values), np.ones(cells.values.shape, dtype=np.bool_), by)


def nonzero_shares(cells: Cells, by: By) -> Floats:
    """Share of values that are not 0 among those that are present; 1 where none is present."""
    present = ~np.isnan(cells.values)
    return _smallest(cells, present & (cells.values != 0), present, by)


def _smallest(cells: Cells, counted: Bools, among: Bools, by: By) -> Floats:
    parents = dict.fromkeys(cells.parents) if by == "node" else {None: None}
    parts = []
    for parent in parents:
        own = [i for i, above in enumerate(cells.parents) if parent is None or above == parent]
        whole = among[:, own].sum(axis=1)
        parts.append(np.where(whole > 0, counted[:, own].sum(axis=1) / np.maximum(whole, 1), 1.0))
    result: Floats = np.min(parts, axis=0)
    return result


BY = Text(
    zh="tree 按整棵树计算，node 要求每个直接上级节点都达到",
    en="tree: over the whole tree; node: every node right above indicators must reach it",
)
TOLERANCE = 1e-9
