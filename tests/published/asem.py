"""ASEM Sustainable Connectivity as a standard and evidence, from the tables of COINr's own example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.published.sources import Inputs, Row, text, write_inputs

PERIOD = "2018"
DEFAULT: Mapping[str, object] = {
    "imputation": {"kind": "group-mean", "group": "EurAsia_group"},
    "treatment": {"kind": "winsorise-then-log", "skewness": 2, "kurtosis": 3.5, "max_points": 5},
    "normalisation": {"kind": "minmax", "range": [0, 100]},
    "aggregation": "arithmetic",
}


def build(folder: Path, meta: Sequence[Row], data: Sequence[Row], method: Mapping[str, object] = DEFAULT) -> Inputs:
    """Write the standard that `meta` describes and the figures of `data` as evidence.

    Args:
        folder: Where to.
        meta: Rows of COINr's iMeta: one a indicator (with its denominator) or aggregate, with its parent.
        data: Rows of COINr's iData: uCode, uName, groups, and one column a series.
        method: The method of the standard.
    """
    indicators = [row for row in meta if row["Type"] == "Indicator"]
    series = [row["iCode"] for row in meta if row["Type"] in ("Indicator", "Denominator")]
    top = next(row["iCode"] for row in meta if row["Type"] == "Aggregate" and not row["Parent"])
    standard = {
        "id": "asem",
        "version": "1",
        "name": text("Sustainable Connectivity"),
        "method": dict(method),
        "tree": _children(meta, top),
        "indicators": [_indicator(row) for row in indicators],
    }
    groups = [name for name in data[0] if name.endswith("_group")]
    regions = [
        {"region": row["uCode"], "name_zh": row["uName"], "name_en": row["uName"], "level": "economy"}
        | {name: row[name] for name in groups}
        for row in data
    ]
    figures = [(row["uCode"], PERIOD, name, row[name]) for row in data for name in series]
    return write_inputs(folder, standard, regions, figures)


def _children(meta: Sequence[Row], parent: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for row in meta:
        if row["Parent"] != parent:
            continue
        if row["Type"] == "Indicator":
            found.append({"indicator": row["iCode"], "weight": float(row["Weight"])})
        else:
            node = {"id": row["iCode"], "name": text(row["iName"]), "weight": float(row["Weight"])}
            found.append(node | {"children": _children(meta, row["iCode"])})
    return found


def _indicator(row: Row) -> dict[str, object]:
    formula = f"{row['iCode']} / {row['Denominator']}" if row["Denominator"] else row["iCode"]
    return {
        "id": row["iCode"],
        "name": text(row["iName"]),
        "direction": "higher" if row["Direction"] == "1" else "lower",
        "measure": {"kind": "statistic", "formula": formula},
    }
