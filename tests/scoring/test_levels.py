"""Regions of several levels: each is scored among its own, in the standard's order, by the indicators of its level."""

from __future__ import annotations

import pyarrow as pa

from evaluator import Evidence, evaluate
from evaluator.standard import Standard
from indicators.yamls import parse_yaml

PLAIN = """
id: two
version: "1"
name: {zh: 二, en: Two}
levels: [province, city]
tree: [{indicator: x}, {indicator: y}]
indicators:
  - {id: x, name: {zh: 一, en: x}, direction: higher, measure: {kind: statistic, formula: x}}
  - {id: y, name: {zh: 二, en: y}, direction: higher, measure: {kind: statistic, formula: y}, levels: [province]}
"""


def assessed():
    regions = pa.table(
        {
            "region": ["c1", "c2", "p1", "p2", "w", "e"],
            "name_zh": ["甲市", None, "甲省", "乙省", "洲", None],
            "level": ["city", "city", "province", "province", "world", None],
        }
    )
    rows = [(r, s, float(i + j)) for i, r in enumerate(["c1", "c2", "p1", "p2", "w"]) for j, s in enumerate("xy")]
    figures = {
        "region": [r for r, _, _ in rows],
        "period": ["2023"] * len(rows),
        "series": [s for _, s, _ in rows],
        "value": [v for _, _, v in rows],
    }
    tables = {"regions": regions, "statistics": pa.table(figures)}
    return evaluate(Standard.model_validate(parse_yaml(PLAIN).value), Evidence.from_tables(tables))


def test_each_level_has_its_own_first_place_and_the_standards_order_holds():
    made = assessed()
    rows = made.ranking("en").to_pylist()
    assert made.levels == ("province", "city")
    assert [(row["region"], row["rank"]) for row in rows if row["level"] == "city"] == [("c2", 1), ("c1", 2)]
    assert [row["rank"] for row in rows if row["level"] == "province"] == [1, 2, None]
    assert "w" not in {row["region"] for row in rows}
    assert made.scores()["region"][0].as_py().startswith(("p", "e"))


def test_an_indicator_of_another_level_takes_no_part():
    scores = {(row["region"], row["node"]) for row in assessed().scores().to_pylist()}
    assert ("p1", "y") in scores and ("c1", "y") not in scores


def test_a_name_in_one_language_serves_both_and_without_any_the_code_does():
    names = {row["region"]: row["name"] for row in assessed().ranking("en").to_pylist()}
    assert names["c1"] == "甲市" and names["c2"] == "c2" and names["e"] == "e"
