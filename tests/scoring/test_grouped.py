"""Places within groups, worked by hand."""

from __future__ import annotations

import pyarrow as pa
import pytest

from evaluator import Assessment, Evidence, Standard, evaluate
from evaluator.grouped import group_ranks
from indicators.faults import Faults

VALUES = {"a": 5.0, "b": 9.0, "c": 9.0, "d": 1.0, "e": None, "f": 7.0}
BELT = {"a": "east", "b": "east", "c": "east", "d": "west", "e": "west", "f": ""}


def made() -> Assessment:
    plain = {
        "id": "plain",
        "version": "1",
        "name": {"zh": "一", "en": "One"},
        "tree": [{"indicator": "x"}],
        "indicators": [
            {
                "id": "x",
                "name": {"zh": "一", "en": "One"},
                "direction": "higher",
                "measure": {"kind": "statistic", "formula": "x"},
            }
        ],
    }
    names = list(VALUES)
    regions = pa.table({"region": names, "name_zh": names, "name_en": names, "belt": list(BELT.values())})
    rows = {"region": names, "period": ["2020"] * 6, "series": ["x"] * 6, "value": list(VALUES.values())}
    tables = {"regions": regions, "statistics": pa.table(rows)}
    return evaluate(Standard.model_validate(plain), Evidence.from_tables(tables))


def test_ties_share_the_best_place_and_gaps_and_strangers_have_none() -> None:
    found = {row["region"]: row for row in group_ranks(made(), "belt").to_pylist() if row["node"] == "total"}
    assert {name: (row["group"], row["rank"], row["regions"]) for name, row in found.items()} == {
        "a": ("east", 3, 3),
        "b": ("east", 1, 3),
        "c": ("east", 1, 3),
        "d": ("west", 1, 1),
        "e": ("west", None, 1),
    }


def test_a_column_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(Faults, match="belt"):
        group_ranks(made(), "bolt")
