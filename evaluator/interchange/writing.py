"""Written out: an imported index as a standard and evidence, and any standard back in COINr's form."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from evaluator.assessment import Assessment
from evaluator.exports.tables import csv_bytes
from evaluator.exports.writing import write_files
from evaluator.exports.yamls import write_yaml
from evaluator.interchange.coinr import Imported
from evaluator.standard import ROOT
from evaluator.tables import texts


def write_import(made: Imported, out: Path) -> list[Path]:
    """Write `standard.yaml` and `evidence/`; raises Faults if that is not possible."""
    files = {f"{name}.csv": csv_bytes(table) for name, table in made.tables.items()}
    written = write_files(out / "evidence", files)
    return [*written, *write_files(out, {"standard.yaml": write_yaml(made.standard).encode()})]


def write_coinr(assessment: Assessment, out: Path) -> list[Path]:
    """Write `iData.csv` (raw values of the indicators) and `iMeta.csv`; raises Faults if that is not possible."""
    return write_files(out, {"iData.csv": csv_bytes(_data(assessment)), "iMeta.csv": csv_bytes(_meta(assessment))})


def _data(assessment: Assessment) -> pa.Table:
    """One row a region and period, one column an indicator, groups beside them."""
    regions = assessment.run.regions
    order = [slot.indicator.id for plan in assessment.run.plans for slot in plan.slots]
    names = dict(zip(texts(regions, "region"), texts(regions, "name_en"), strict=True))
    groups = {
        column: dict(zip(texts(regions, "region"), texts(regions, column), strict=True))
        for column in regions.column_names
        if column not in ("region", "name_zh", "name_en", "level", "aliases") and any(texts(regions, column))
    }
    rows: dict[tuple[str, str], dict[str, float | None]] = {}
    for row in assessment.indicators().select(["region", "period", "indicator", "raw"]).to_pylist():
        rows.setdefault((row["region"], row["period"]), {})[row["indicator"]] = row["raw"]
    columns: dict[str, pa.Array] = {
        "uCode": pa.array([code for code, _ in rows], pa.string()),
        "uName": pa.array([names[code] for code, _ in rows], pa.string()),
        "Time": pa.array([period for _, period in rows], pa.string()),
    }
    for column, values in groups.items():
        columns[column] = pa.array([values[code] for code, _ in rows], pa.string())
    for indicator in dict.fromkeys(order):
        columns[indicator] = pa.array([row.get(indicator) for row in rows.values()], pa.float64())
    return pa.table(columns)


def _meta(assessment: Assessment) -> pa.Table:
    """The tree as a table; level 1 holds the indicators, the root stands highest."""
    plan = max(assessment.run.plans, key=lambda one: len(one.slots))
    standard = assessment.standard
    rows = []
    for place in plan.places:
        slot = plan.slots[place.slot] if place.slot >= 0 else None
        name = standard.name.en if place.name == ROOT else standard.name_of(place.name).en
        rows.append(
            {
                "Level": 1 if slot else plan.depth - place.depth + 1,
                "iCode": place.name,
                "iName": name,
                "Direction": int(slot.aspect.direction) if slot else 1,
                "Weight": place.weight,
                "Unit": slot.indicator.unit.en if slot and slot.indicator.unit else "",
                "Parent": plan.places[place.parent].name if place.parent >= 0 else "",
                "Type": "Indicator" if slot else "Aggregate",
            }
        )
    for column in _data(assessment).column_names[3:]:
        if column not in plan.position:
            rows.append(
                {
                    "Level": None,
                    "iCode": column,
                    "iName": column,
                    "Direction": None,
                    "Weight": None,
                    "Unit": "",
                    "Parent": "",
                    "Type": "Group",
                }
            )
    kinds = {"Level": pa.int64(), "Direction": pa.int64(), "Weight": pa.float64()}
    return pa.table({name: pa.array([row[name] for row in rows], kinds.get(name, pa.string())) for name in rows[0]})
