"""What must hold of every indicator of the draft, whatever is changed in it, and what each level of region can say."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from evaluator import Evidence, evaluate
from evaluator.reading import read_standard
from evaluator.scoring.plan import make_plan
from evaluator.standard import Standard
from indicators.catalogue import measure_of
from indicators.indicator import Indicator
from indicators.measures._logs import LogMeasure
from indicators.measures.checklist import Checklist
from indicators.measures.satisfaction import Satisfaction
from indicators.measures.statistic import Statistic
from indicators.processes import register
from indicators.yamls import parse_yaml

DRAFT = read_standard("dbe-draft")
ECONOMY = read_standard("dbe-draft-economy")
IDS = [one.id for one in DRAFT.indicators]
every = pytest.mark.parametrize("indicator", DRAFT.indicators, ids=IDS)


@every
def test_bounds_point_the_way_and_say_what_they_rest_on(indicator: Indicator) -> None:
    bounds = indicator.bounds
    assert bounds is not None
    assert (bounds.best > bounds.worst) == (indicator.direction == "higher")
    assert bounds.basis in ("proposal", "by-construction", "partly-source")
    assert bounds.basis != "partly-source" or bounds.note, "an end from a source says which and why"
    assert not isinstance(measure_of(indicator), Checklist) or (bounds.worst, bounds.best) == (0, 100)


@every
def test_it_names_the_regulation_and_how_it_compares(indicator: Indicator) -> None:
    references = indicator.references
    assert references["regulation"]
    assert references["comparability"] in ("international", "national", "local")
    bready = references.get("bready")
    if isinstance(bready, dict):
        assert bready["relation"] in ("direct", "related", "context")
    # What is called international can be compared with something: a relation to B-READY, or a statistic of its own.
    assert references["comparability"] != "international" or bready or isinstance(measure_of(indicator), Statistic)


@every
def test_gates_are_never_open(indicator: Indicator) -> None:
    measure = measure_of(indicator)
    if isinstance(measure, LogMeasure):
        assert measure.min_cases >= 1
        assert measure.min_coverage == 0.8
    if isinstance(measure, Checklist):
        assert measure.proof
        assert measure.min_coverage == 0.8
    if isinstance(measure, Satisfaction):
        assert measure.min_response_rate == 0.2
        assert measure.min_responses >= 100
        if measure.statistic.startswith("subject"):
            assert measure.min_subject_responses >= 20
            assert measure.min_subjects >= 5


@every
def test_work_on_time_keeps_what_is_overdue_and_open(indicator: Indicator) -> None:
    """A share that is dated by a due day or waits for its result must not ask that the row be finished."""
    measure = measure_of(indicator)
    if isinstance(measure, LogMeasure) and getattr(measure, "period_by", "") == "due":
        assert "not is_null(finished)" not in f"{measure.filter} {getattr(measure, 'denominator', '')}"
        assert "not is_null(closed)" not in f"{measure.filter} {getattr(measure, 'denominator', '')}"


@every
def test_cases_of_several_steps_share_what_is_said_once(indicator: Indicator) -> None:
    """A rule on mode, channel, side or outcome reads the whole case, not only the row where it was written."""
    measure = measure_of(indicator)
    if not isinstance(measure, LogMeasure) or measure.table != "cases":
        return
    process = register().process(measure.process)
    assert process is not None
    rules = " ".join(str(getattr(measure, name, "")) for name in measure.rules)
    if len(process.steps) > 1 and any(word in rules for word in ("mode", "channel", "side", "outcome")):
        assert measure.fill
    assert not (measure.fill and process.repeats)


def test_a_service_that_is_not_offered_scores_zero() -> None:
    names = [one.id for one in DRAFT.indicators if not isinstance(measure_of(one), Statistic)]
    number = len(names)
    answers = pa.table(
        {
            "region": ["a"] * number,
            "period": ["2024"] * number,
            "indicator": names,
            "item": ["service"] * number,
            "answer": ["no"] * number,
        }
    )
    regions = pa.table({"region": ["a"], "name_zh": ["甲市"], "level": ["city"]})
    made = evaluate(DRAFT, Evidence.from_tables({"regions": regions, "answers": answers}))
    rows = {row["indicator"]: row for row in made.indicators().to_pylist()}
    at_city = {one.id for one in DRAFT.indicators if "city" in one.levels}
    assert {name: rows[name]["normalised"] for name in names if name in at_city} == {
        name: 0.0 for name in names if name in at_city
    }
    assert all("no-service" in rows[name]["flags"].split(";") for name in names if name in at_city)


@pytest.mark.parametrize(
    ("level", "unscored"), [("province", {"eff", "reg", "voice"}), ("city", set()), ("county", set())]
)
def test_a_pillar_of_which_too_little_exists_is_not_scored_at_a_level(level: str, unscored: set[str]) -> None:
    assert set(make_plan(DRAFT, level).unscored) == unscored


def test_a_province_has_pillars_and_no_total() -> None:
    """Every figure there is, and still a few indicators do not stand for a pillar, nor three pillars for six."""
    names = [one.id for one in DRAFT.indicators if isinstance(measure_of(one), Checklist)]
    rows = [(name, item.id) for name in names for item in measure_of(DRAFT.by_id[name]).items]  # type: ignore[attr-defined]
    answers = pa.table(
        {
            "region": ["a"] * len(rows),
            "period": ["2024"] * len(rows),
            "indicator": [name for name, _ in rows],
            "item": [item for _, item in rows],
            "answer": ["yes"] * len(rows),
            "proof": ["p"] * len(rows),
        }
    )
    regions = pa.table({"region": ["a"], "name_zh": ["甲省"], "level": ["province"]})
    made = evaluate(DRAFT, Evidence.from_tables({"regions": regions, "answers": answers}))
    reasons = {row["node"]: row["reason"] for row in made.scores().to_pylist()}
    assert {reasons[pillar] for pillar in ("eff", "reg", "voice")} == {"not-at-level"}
    assert reasons["rules"] is None
    (row,) = made.ranking().to_pylist()
    assert row["score"] is None
    assert row["reason"] == "child-missing"
    assert any("不计分" in one.sentence("zh") for one in made.warnings)


def test_an_economy_has_four_pillars_and_no_total() -> None:
    series = {name for one in ECONOMY.indicators for name in measure_of(one).parsed.series}  # type: ignore[attr-defined]
    table = {"region": ["a"] * len(series), "period": ["2025"] * len(series), "series": sorted(series)}
    kept = [name for name in table["series"] if not name.startswith("no comparable data")]
    table = {"region": ["a"] * len(kept), "period": ["2025"] * len(kept), "series": kept, "value": [1.0] * len(kept)}
    regions = pa.table({"region": ["a"], "name_en": ["A"], "level": ["economy"]})
    made = evaluate(ECONOMY, Evidence.from_tables({"regions": regions, "statistics": pa.table(table)}))
    scores = {row["node"]: row["score"] for row in made.scores().to_pylist()}
    assert all(scores[pillar] is not None for pillar in ("found", "rules", "service", "eff"))
    assert scores["reg"] is None and scores["voice"] is None and scores["total"] is None


PLAIN = """
id: one
version: "1"
name: {zh: 一, en: One}
levels: [city, county]
method: {normalisation: {kind: goalposts, worst: 0, best: 100}, missing: {parents: reweight}}
tree:
  - {id: a, name: {zh: 甲, en: a}, missing: {min_at_level: 0.6}, children: [{indicator: x}, {indicator: y}]}
  - {id: b, name: {zh: 乙, en: b}, missing: {min_at_level: 0.5}, children: [{indicator: z}, {indicator: w}]}
indicators:
  - {id: x, name: {zh: 一, en: x}, direction: higher, measure: {kind: statistic, formula: x}}
  - {id: y, name: {zh: 二, en: y}, direction: higher, measure: {kind: statistic, formula: y}, levels: [city]}
  - {id: z, name: {zh: 三, en: z}, direction: higher, measure: {kind: statistic, formula: z}}
  - {id: w, name: {zh: 四, en: w}, direction: higher, measure: {kind: statistic, formula: w}, levels: [city]}
"""


def test_the_share_at_a_level_by_hand() -> None:
    """In counties half of each node exists: too little for `a`, enough for `b`; the total is `b` alone."""
    standard = Standard.model_validate(parse_yaml(PLAIN).value)
    figures = {"x": 10.0, "y": 30.0, "z": 40.0, "w": 80.0}
    rows = [(code, name) for code in ("k", "s") for name in figures]
    table = {
        "region": [code for code, _ in rows],
        "period": ["2024"] * len(rows),
        "series": [name for _, name in rows],
        "value": [figures[name] for _, name in rows],
    }
    regions = pa.table({"region": ["k", "s"], "name_zh": ["甲县", "乙市"], "level": ["county", "city"]})
    made = evaluate(standard, Evidence.from_tables({"regions": regions, "statistics": pa.table(table)}))
    scores = {(row["region"], row["node"]): row["score"] for row in made.scores().to_pylist()}
    assert [scores["s", node] for node in ("a", "b", "total")] == [20, 60, 40]
    assert [scores["k", node] for node in ("a", "b", "total")] == [None, 40, 40]
    for kernel in made.kernels:
        code = kernel.cells.regions[0]
        names = [place.name for place in kernel.plan.places]
        found = dict(zip(names, kernel.scored().score[0, :, 0].tolist(), strict=True))
        assert [found[node] for node in ("b", "total")] == [scores[code, node] for node in ("b", "total")]
        assert np.isnan(found["a"]) == (scores[code, "a"] is None)
