"""The bundled figures, the remarks on them and what the READMEs say of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from evaluator.bundled import DEFAULT_EVIDENCE, DEFAULT_STANDARD, bundled, bundled_evidence, bundled_standard
from evaluator.examples import run_examples
from evaluator.reading import read_standard
from indicators.formula import parse_formula
from tests.data import plausibility

DATA = Path(__file__).resolve().parents[2] / "data"


def test_the_flags_are_those_of_the_rule() -> None:
    recomputed = [{column: getattr(one, column) for column in plausibility.COLUMNS} for one in plausibility.flags()]
    assert plausibility.rows("flags") == recomputed


@pytest.mark.parametrize(
    ("series", "period", "region", "kind"),
    [
        ("tech_market_output_value", "2021", "450000", "jump"),
        ("websites_per_100_enterprises", "2016", "450000", "outlier"),
        ("hightech_industry_revenue", "2016", "220000", "level"),
        ("mobile_internet_traffic", "2018", "", "national"),
        ("software_revenue", "2021", "150000", "missing"),
        ("hightech_industry_revenue", "2017", "", "absent"),
        ("population", "2020", "", "break"),
    ],
)
def test_the_rule_finds_what_a_reader_would(series: str, period: str, region: str, kind: str) -> None:
    found = {(one.series, one.period, one.region, one.kind) for one in plausibility.flags()}
    assert (series, period, region, kind) in found


def test_growth_that_all_provinces_share_is_no_jump() -> None:
    assert not [one for one in plausibility.flags() if one.series == "mobile_internet_traffic" and one.kind == "jump"]


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "en"), ("README.zh.md", "zh")])
def test_the_readme_tells_coverage_and_remarks_as_they_are(readme: str, lang: str) -> None:
    lines = (DATA / readme).read_text(encoding="utf-8").splitlines()
    told = [line for line in lines if line.startswith("|")]
    for table in (plausibility.coverage_rows(), plausibility.count_rows(), plausibility.flag_rows(lang)):
        start = told.index(table[0])
        assert told[start : start + len(table)] == table
        after = told[start + len(table)] if start + len(table) < len(told) else "| series"
        assert not after.startswith("| `")
    for series in plausibility.rows("series"):
        assert f"| `{series['series']}` | {series[f'name_{lang}']} |" in "\n".join(told)


def test_figures_are_complete_numbers_of_known_regions_and_series() -> None:
    rows = plausibility.rows("statistics")
    assert len(rows) == 6383
    assert len({(row["region"], row["period"], row["series"]) for row in rows}) == len(rows)
    assert {row["series"] for row in rows} == {row["series"] for row in plausibility.rows("series")}
    assert {row["region"] for row in rows} == set(plausibility.provinces())
    assert len(plausibility.provinces()) == 31
    assert all(float(row["value"]) >= 0 for row in rows)


def test_every_region_has_a_tile_of_its_own() -> None:
    tiles = [(row["grid_row"], row["grid_col"]) for row in plausibility.rows("regions")]
    assert len(set(tiles)) == len(tiles) == 34


def test_the_default_standard_is_a_draft_and_its_examples_come_out() -> None:
    standard = read_standard(DEFAULT_STANDARD)
    assert standard.status == "draft"
    assert standard.description is not None
    assert "not the text of any published or pending standard" in standard.description.en
    assert "不是任何已发布或待发布标准的文本" in standard.description.zh
    for indicator in standard.indicators:
        assert indicator.definition and indicator.source and indicator.examples, indicator.id
    assert run_examples(standard.indicators, {}) == []


def test_examples_are_worked_from_figures_that_are_there() -> None:
    """Each example names province and year; its operands are the bundled figures of that province and year."""
    text = yaml.safe_load((DATA / "standards" / f"{DEFAULT_STANDARD}.yaml").read_text(encoding="utf-8"))
    codes = {row["name_en"]: row["region"] for row in plausibility.rows("regions")}
    for indicator in text["indicators"]:
        for example in indicator["examples"]:
            province, period = example["note"]["en"].split(", ")
            for series, value in example["given"].items():
                assert plausibility.figures()[series][codes[province], period] == value, indicator["id"]


def test_formulas_use_every_series_and_only_known_ones() -> None:
    standard = read_standard(DEFAULT_STANDARD)
    used = {name for one in standard.indicators for name in parse_formula(str(one.measure["formula"])).series}
    assert used == {row["series"] for row in plausibility.rows("series")}


def test_bundled_ids_lead_to_files() -> None:
    assert bundled_standard(DEFAULT_STANDARD) == bundled() / "standards" / "dbe-provinces.yaml"
    assert bundled_evidence(DEFAULT_EVIDENCE) == bundled() / "china"
    assert bundled_standard("no-such-standard") is None
    assert bundled_evidence("no-such-evidence") is None
    assert bundled_evidence("regions") is None


@pytest.mark.parametrize(("name", "count", "width"), [("cities", 337, 4), ("counties", 2978, 6)])
def test_lists_of_codes_are_whole_and_hang_together(name: str, count: int, width: int) -> None:
    with (DATA / "regions" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len({row["region"] for row in rows}) == count
    assert all(len(row["region"]) == 6 and row["region"].isdigit() and row["name_zh"] for row in rows)
    parents = {row["parent"][:2] + "0000" for row in rows}
    assert parents == set(plausibility.provinces())
    assert all(row["region"].ljust(6, "0")[width:] == "0" * (6 - width) for row in rows)
