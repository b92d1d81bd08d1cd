"""Doing Business 2020 as a standard and evidence, from the figures that the World Bank published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from tests.published.sources import Inputs, Row, text, write_inputs

Start = Literal["raw", "scores", "topics"]

#: Texts in place of a figure that score 0, and texts that leave the indicator out.
SCORE_NOTHING = ("No Practice", "No VAT refund per case study scenario")
LEFT_OUT = ("No VAT", "No corporate income tax", "")

#: Weight of the main city in the economies that are measured in two: national code, main city, second city, weight.
TWO_CITIES = (
    ("BANG", "BGD", "BGD_Chit", 0.78),
    ("BRAZ", "BRA", "BRA_Rio", 0.61),
    ("CHIN", "CHN", "CHN_Beij", 0.55),
    ("INDI", "IND", "IND_Delh", 0.47),
    ("INDO", "IDN", "IDN_Sura", 0.78),
    ("JAP", "JPN", "JPN_Osak", 0.65),
    ("MEXI", "MEX", "MEX_Mont", 0.83),
    ("NIGE", "NGA", "NGA_Kano", 0.77),
    ("PAKI", "PAK", "PAK_Laho", 0.65),
    ("RUSS", "RUS", "RUS_Sai", 0.70),
    ("US", "USA", "USA_Losa", 0.60),
)
LEVELS = {"economy": "economy", "two_city_average": "economy", "city_main": "city", "city_second": "city"}


def build(folder: Path, bounds: Sequence[Row], raw: Sequence[Row], expected: Sequence[Row], start: Start) -> Inputs:
    """Write the standard and the evidence.

    Args:
        folder: Where to.
        bounds: One row an indicator: goalposts, topic, weight.
        raw: Figures as measured, one row an economy or city.
        expected: Published scores of the same rows.
        start: Begin from raw figures, from published indicator scores or from published topic scores.
    """
    if start == "topics":
        keys = [f"topic_{topic}" for topic in topics(bounds)]
        tree: list[dict[str, object]] = [{"indicator": key} for key in keys]
        indicators = [_indicator(key, key, "higher") for key in keys]
    else:
        keys = [row["key"] for row in bounds]
        tree = _tree(bounds)
        indicators = [_scored(row, start) for row in bounds]
    standard = {
        "id": "doing-business-2020",
        "version": "2020",
        "name": text("Doing Business 2020"),
        "levels": ["economy", "city"],
        "method": {"normalisation": "goalposts" if start == "raw" else {"kind": "none", "range": "none"}},
        "tree": tree,
        "indicators": indicators,
    }
    regions = [_region(row) for row in expected]
    worst = {row["key"]: row["worst"] for row in bounds}
    source = {row["code"]: row for row in (raw if start == "raw" else expected)}
    prefix = "score_" if start == "scores" else ""
    figures = [
        (code, "2020", key, _figure(row[prefix + key], worst.get(key, "")))
        for code, row in source.items()
        for key in keys
        if not (start == "raw" and row["kind"] == "two_city_average")
    ]
    return write_inputs(folder, standard, regions, figures)


def topics(bounds: Sequence[Row]) -> list[str]:
    """Ids of the topics, in the order of the report."""
    return list(dict.fromkeys(row["topic"] for row in bounds))


def _tree(bounds: Sequence[Row]) -> list[dict[str, object]]:
    tree: list[dict[str, object]] = []
    for topic in topics(bounds):
        rows = [row for row in bounds if row["topic"] == topic]
        children: list[dict[str, object]] = [_leaf(row) for row in rows if not row["subgroup"]]
        for name in dict.fromkeys(row["subgroup"] for row in rows if row["subgroup"]):
            parts = [row for row in rows if row["subgroup"] == name]
            weight = sum(float(row["weight_in_topic"]) for row in parts)
            inner = [_leaf(row) for row in parts]
            children.append({"id": name, "name": text(name), "weight": weight, "children": inner})
        tree.append({"id": topic, "name": text(rows[0]["topic_name"]), "children": children})
    return tree


def _leaf(row: Row) -> dict[str, object]:
    leaf: dict[str, object] = {"indicator": row["key"], "weight": float(row["weight_in_topic"])}
    return leaf


def _scored(row: Row, start: Start) -> dict[str, object]:
    found = _indicator(row["key"], row["indicator"], row["better"] if start == "raw" else "higher")
    if start == "raw":
        found["bounds"] = {"worst": float(row["worst"]), "best": float(row["best"])}
        if row["shape"].startswith("power"):
            found["normalisation"] = {"kind": "goalposts", "exponent": float(row["shape"].split()[1])}
    return found


def _indicator(key: str, name: str, direction: str) -> dict[str, object]:
    return {
        "id": key,
        "name": text(name),
        "direction": direction,
        "measure": {"kind": "statistic", "formula": key},
    }


def _region(row: Row) -> dict[str, str]:
    level = LEVELS[row["kind"]] if row["overall_rank"] or row["kind"].startswith("city") else "unranked"
    return {"region": row["code"], "name_zh": row["economy"], "name_en": row["economy"], "level": level}


def _figure(value: str, worst: str) -> str:
    """A figure as evidence: what scores nothing stands at the worst bound, what is left out is empty."""
    if value in LEFT_OUT:
        return ""
    return worst if value in SCORE_NOTHING else value
