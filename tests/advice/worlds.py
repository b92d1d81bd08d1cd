"""Small worlds for advice."""

from __future__ import annotations

import pyarrow as pa

from evaluator import Evidence, Standard, evaluate
from evaluator.assessment import Assessment


def standard(normalisation: str = "minmax", aggregation: str = "arithmetic", parents: str = "reweight") -> Standard:
    """Two nodes, four indicators, each one series."""
    names = {"a": "higher", "b": "higher", "c": "lower", "d": "higher"}
    return Standard.model_validate(
        {
            "id": "small",
            "version": "1",
            "name": {"zh": "小", "en": "small"},
            "method": {
                "normalisation": {"kind": normalisation, "range": [1.0, 100.0]},
                "aggregation": {"kind": aggregation},
                "missing": {"parents": parents},
            },
            "tree": [
                {
                    "id": "n",
                    "name": {"zh": "甲", "en": "N"},
                    "weight": 2.0,
                    "children": [{"indicator": "a"}, {"indicator": "b"}],
                },
                {
                    "id": "m",
                    "name": {"zh": "乙", "en": "M"},
                    "children": [{"indicator": "c"}, {"indicator": "d", "weight": 3.0}],
                },
            ],
            "indicators": [
                {
                    "id": name,
                    "name": {"zh": name, "en": name},
                    "direction": direction,
                    "measure": {"kind": "statistic", "formula": f"s_{name}"},
                    "bounds": {"worst": 0.0, "best": 100.0} if direction == "higher" else {"worst": 100.0, "best": 0.0},
                }
                for name, direction in names.items()
            ],
        }
    )


def assessment(
    rows: dict[str, list[float | None]],
    made: Standard | None = None,
    periods: int = 1,
    series: list[dict[str, str]] | None = None,
    grades: dict[str, str] | None = None,
) -> Assessment:
    """Regions with their four figures; earlier periods, if any, are five lower. `grades`: of evidence, by figure."""
    regions = [{"region": code, "name_zh": f"{code}县", "name_en": f"{code} county", "level": ""} for code in rows]
    for i, region in enumerate(regions):
        region["population"] = str(10 + i)
    figures = [
        {"region": code, "period": str(2023 - t), "series": f"s_{name}", "value": None if v is None else v - 5 * t}
        for code, values in rows.items()
        for name, v in zip("abcd", values, strict=True)
        for t in range(periods)
    ]
    if grades:
        figures = [{**row, "grade": grades.get(str(row["series"])[2:], "")} for row in figures]
    evidence = Evidence.from_tables(
        {
            "regions": pa.Table.from_pylist(regions),
            "statistics": pa.Table.from_pylist(figures),
            **({"series": pa.Table.from_pylist(series)} if series else {}),
        }
    )
    return evaluate(made or standard(), evidence)


ROWS: dict[str, list[float | None]] = {
    "r1": [10, 20, 80, 30],
    "r2": [50, 60, 40, 55],
    "r3": [90, 40, 20, 70],
    "r4": [30, 85, 60, 10],
    "r5": [55, 58, 41, 52],
}
