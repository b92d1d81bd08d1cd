"""The Human Development Index comes out of a standard: UNDP, Human Development Report 2020, table 1 (excerpt).

The report computes from figures with more decimals than it prints, so that scores agree to 0.0011.
"""

from __future__ import annotations

import pyarrow as pa
import pytest

from evaluator import Evidence, Standard, evaluate
from tests.published.sources import text

SERIES = ("life", "expected", "mean", "income")
#: Life expectancy, expected and mean years of schooling, national income a head (2017 PPP $), index, place.
TABLE = {
    "NOR": (82.4, 18.1, 12.9, 66494, 0.957, 1),
    "IRL": (82.3, 18.7, 12.7, 68371, 0.955, 2),
    "CHE": (83.8, 16.3, 13.4, 69394, 0.955, 2),
    "HKG": (84.9, 16.9, 12.3, 62985, 0.949, 4),
    "ISL": (83.0, 19.1, 12.8, 54682, 0.949, 4),
    "DEU": (81.3, 17.0, 14.2, 55314, 0.947, 6),
    "SWE": (82.8, 19.5, 12.5, 54508, 0.945, 7),
    "AUS": (83.4, 22.0, 12.7, 48085, 0.944, 8),
    "NLD": (82.3, 18.5, 12.4, 57707, 0.944, 8),
    "DNK": (80.9, 18.9, 12.6, 58662, 0.940, 10),
}
LOW, HIGH = 4.605170185988092, 11.225243392518447  # ln 100 and ln 75 000
BOUNDS = {"life": (20, 85), "expected": (0, 18), "mean": (0, 15), "income": (LOW, HIGH)}


def standard() -> Standard:
    """Geometric mean of health, education and income between fixed goalposts; places on three decimals."""
    schooling = [{"indicator": "expected"}, {"indicator": "mean"}]
    education = {"id": "education", "name": text("Education"), "aggregation": "arithmetic", "children": schooling}
    indicators = [
        {
            "id": name,
            "name": text(name),
            "direction": "higher",
            "measure": {"kind": "statistic", "formula": "ln(income)" if name == "income" else name},
            "bounds": {"worst": BOUNDS[name][0], "best": BOUNDS[name][1], "basis": "UNDP"},
        }
        for name in SERIES
    ]
    method = {
        "normalisation": {"kind": "goalposts", "range": [0, 1]},
        "aggregation": "geometric",
        "ranking": {"basis": "printed", "decimals": 3},
    }
    tree = [{"indicator": "life"}, education, {"indicator": "income"}]
    plain = {"id": "hdi", "version": "2020", "name": text("Human Development Index"), "method": method}
    return Standard.model_validate({**plain, "tree": tree, "indicators": indicators})


def test_scores_and_places_of_the_first_ten() -> None:
    rows = [(code, "2019", name, float(row[k])) for code, row in TABLE.items() for k, name in enumerate(SERIES)]
    columns = zip(("region", "period", "series", "value"), map(list, zip(*rows, strict=True)), strict=True)
    evidence = Evidence.from_tables({"statistics": pa.table(dict(columns))})
    found = {row["region"]: row for row in evaluate(standard(), evidence).ranking().to_pylist()}
    for code, row in TABLE.items():
        assert found[code]["score"] == pytest.approx(row[4], abs=0.0011)
        assert found[code]["rank"] == row[5]
    by_score = standard().with_method({"ranking.basis": "score"})
    apart = {row["region"]: row["rank"] for row in evaluate(by_score, evidence).ranking().to_pylist()}
    assert (apart["IRL"], apart["CHE"]) == (2, 3)
