"""Growth is over the years that are asked for."""

from __future__ import annotations

import pyarrow as pa
import pytest

from evaluator import Evidence, Faults, evaluate, read_standard
from evaluator.cli import run
from evaluator.growth import growth
from evaluator.standard import Standard
from indicators.yamls import parse_yaml

PLAIN = """
id: one
version: "1"
name: {zh: 一, en: One}
tree: [{indicator: x}]
indicators: [{id: x, name: {zh: 一, en: x}, direction: higher, measure: {kind: statistic, formula: x}}]
"""


def assessed(figures: dict[str, float]):
    standard = Standard.model_validate(parse_yaml(PLAIN).value)
    rows = [("a", period, value) for period, value in figures.items()] + [("b", period, 5.0) for period in figures]
    table = pa.table({"region": [r for r, _, _ in rows], "period": [p for _, p, _ in rows],
                      "series": ["x"] * len(rows), "value": [v for _, _, v in rows]})  # fmt: skip
    return evaluate(standard, Evidence.from_tables({"statistics": table}))


def found(made, start: str, end: str, region: str = "a") -> dict[str, object]:
    return next(row for row in growth(made, start, end).to_pylist() if row["node"] == "x" and row["region"] == region)


def test_the_rate_counts_the_years_between_not_the_rows():
    made = assessed({"2015": 100, "2017": 150, "2019": 400})
    row = found(made, "2015", "2019")
    assert row["yearly_rate"] == pytest.approx(4 ** (1 / 4) - 1)
    assert row["change"] == 300 and row["trend"] == pytest.approx(75)
    assert found(made, "2015", "2017")["yearly_rate"] == pytest.approx(1.5**0.5 - 1)


def test_quarters_are_quarters_of_a_year():
    row = found(assessed({"2022-Q1": 100, "2023-Q1": 121}), "2022-Q1", "2023-Q1")
    assert row["yearly_rate"] == pytest.approx(0.21)


@pytest.mark.parametrize(("start", "end"), [("2014", "2015"), ("2019", "2015"), ("2015", "2015")])
def test_wrong_years_are_faults(start, end):
    with pytest.raises(Faults):
        growth(assessed({"2015": 1, "2019": 2}), start, end)


def test_the_command(capsys, tmp_path):
    words = ["growth", "--from", "2015", "--to", "2023", "--node", "innovation.rd_intensity", "--lang", "zh"]
    assert run([*words, "--out", str(tmp_path)]) == 0
    assert "北京市" in capsys.readouterr().out and (tmp_path / "growth.csv").is_file()
    assert read_standard("dbe-provinces")
