"""The bundled prefecture: made by the generator, marked as made up everywhere, scored in every quarter."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq

from evaluator import Evidence, evaluate
from evaluator.assessment import MADE_UP, Assessment
from evaluator.bundled import bundled_evidence
from evaluator.evidence import read_evidence
from evaluator.exports.pages import ranking_html, ranking_markdown
from evaluator.reading import read_standard
from evaluator.sample import make_sample
from evaluator.sample.places import QUARTERS

FOLDER = bundled_evidence("prefecture")


@cache
def scored() -> Assessment:
    assert FOLDER
    return evaluate(read_standard("dbe-draft"), read_evidence(FOLDER, "prefecture"))


def test_the_files_are_what_the_generator_makes(tmp_path):
    """Content, not bytes, of Parquet: those change with the version of its writer."""
    assert FOLDER
    made = make_sample(12, 1, 0.1, tmp_path)
    assert sorted(path.name for path in made) == sorted(path.name for path in FOLDER.iterdir())
    for path in made:
        if path.suffix == ".csv":
            assert path.read_bytes() == (FOLDER / path.name).read_bytes()
        else:
            assert pq.read_table(path).equals(pq.read_table(FOLDER / path.name))


def test_every_county_has_a_score_in_every_quarter_and_no_row_is_refused():
    found = scored()
    assert not found.evidence.refusals
    assert found.periods == QUARTERS
    rows = found.ranking().to_pylist()  # the city above the counties is not ranked
    assert len(rows) == 12 * 8
    assert all(40 < row["score"] < 95 for row in rows)


def raws(region: str, indicator: str) -> list[float]:
    rows = scored().indicators().to_pylist()
    return [row["raw"] for row in rows if row["region"] == region and row["indicator"] == indicator]


def test_the_practices_show():
    """15 days to the same day for title deeds; 271 to 232 days for projects; satisfaction near 99 of 100."""
    deeds = raws("990001", "eff.land.handover_to_title_days")
    assert all(13 <= days <= 17 for days in deeds[:4])
    assert deeds[4:] == [0.0] * 4
    projects = raws("990002", "eff.project.sign_to_trial_days")
    assert projects[0] == max(projects)
    assert projects[0] - projects[-1] > 25
    content = raws("990003", "voice.satisfaction.dept_index")
    assert content[0] < content[-1]
    assert content[-1] > 98.5


def test_every_export_says_that_it_is_made_up():
    found = scored()
    assert found.made_up
    assert MADE_UP.zh in ranking_html(found, "zh").decode()
    assert MADE_UP.en in ranking_markdown(found, "en").decode()


def test_real_evidence_is_not_made_up():
    regions = pa.table({"region": ["1"], "name_zh": ["甲"], "name_en": ["A"], "level": ["province"]})
    assert not Evidence.from_tables({"regions": regions}).made_up


def test_what_is_measured_and_not_scored_keeps_its_value_and_says_why():
    rows = [row for row in scored().measured().to_pylist() if row["reason"] == "too-few-cases"]
    assert rows
    assert all(row["value"] is None and row["reported"] is not None and row["cases"] > 0 for row in rows)
    flags = {(r["region"], r["period"], r["indicator"]): r["flags"] for r in scored().indicators().to_pylist()}
    for row in rows:
        at = row["region"], row["period"], row["indicator"]
        assert "too-few-cases" in flags.get(at, "too-few-cases")
