"""The working draft whole: every indicator, its worked example, its levels, codes and weights."""

from __future__ import annotations

from collections import Counter

import pytest

from evaluator.engines.examples import run_examples
from evaluator.reading import read_standard, try_standard
from evaluator.scoring.plan import make_plan
from evaluator.standard import Leaf, Node
from indicators.beside import figures
from indicators.catalogue import LIBRARY, measure_of
from indicators.conditions import Among, Compare, Field, Joined, Literally, Test
from indicators.indicator import Indicator
from indicators.measures._logs import LogMeasure
from indicators.measures.satisfaction import Satisfaction
from indicators.measures.statistic import Statistic
from indicators.processes import register
from indicators.testing import run_examples as run_formulas

DRAFT = read_standard("dbe-draft")
ECONOMY = read_standard("dbe-draft-economy")
IDS = [one.id for one in DRAFT.indicators]


def test_six_pillars_27_topics_84_indicators() -> None:
    nodes = [entry for entry, above in DRAFT.entries() if isinstance(entry, Node) and not above]
    topics = [entry for entry, above in DRAFT.entries() if isinstance(entry, Node) and above]
    leaves = [entry for entry, _ in DRAFT.entries() if isinstance(entry, Leaf)]
    assert (len(nodes), len(topics), len(leaves)) == (6, 27, 84)
    assert sum(node.weight for node in nodes) == pytest.approx(1)
    assert len(set(IDS)) == 84


def test_kinds_of_evidence_and_levels() -> None:
    kinds = Counter(measure_of(one).kind for one in DRAFT.indicators)
    assert kinds["statistic"] == 16
    assert kinds["checklist"] == 28
    assert kinds["satisfaction"] == 5
    assert sum(kinds.values()) - 16 - 28 - 5 == 35
    levels = Counter(level for one in DRAFT.indicators for level in one.levels)
    assert levels == {"province": 43, "city": 82, "county": 76}
    assert len([one for one in ECONOMY.indicators if not one.id.endswith(".none")]) == 24


def test_the_library_holds_nothing_that_the_draft_does_not_use() -> None:
    from indicators.catalogue import read_catalogue

    catalogue = read_catalogue()
    own = {name for name, entry in catalogue.entries.items() if entry.origin == "library"}
    assert own == set(IDS)
    assert {path.stem for path in LIBRARY.glob("*.yaml")} == {"found", "rules", "service", "eff", "reg", "voice"}


@pytest.mark.parametrize("standard", ["dbe-draft", "dbe-draft-economy"])
def test_no_faults(standard: str) -> None:
    reading = try_standard(standard)
    assert reading.standard is not None
    assert reading.faults == []


@pytest.mark.parametrize("indicator", DRAFT.indicators, ids=IDS)
def test_the_worked_example_comes_out(indicator: Indicator) -> None:
    assert indicator.examples
    if isinstance(measure_of(indicator), Statistic):
        assert run_formulas(indicator) == []
    else:
        assert run_examples(indicator) == []


def test_a_wrong_example_is_a_fault() -> None:
    share = DRAFT.by_id["service.online.online_case_share"]
    example = share.examples[0].model_copy(update={"value": 64.0})
    (found,) = run_examples(share.model_copy(update={"examples": (example,)}))
    assert "should give 64.0 and gives 65.0" in found.what.en
    odd = share.examples[0].model_copy(update={"given": {"cases": [{"chanel": "online"}]}})
    (found,) = run_examples(share.model_copy(update={"examples": (odd,)}))
    assert "no column 'chanel'" in found.what.en


@pytest.mark.parametrize("indicator", ECONOMY.indicators, ids=[one.id for one in ECONOMY.indicators])
def test_the_examples_of_the_economy_core(indicator: Indicator) -> None:
    assert run_formulas(indicator) == []


@pytest.mark.parametrize("level", ["province", "city", "county"])
def test_every_level_has_a_plan_and_says_what_it_leaves_out(level: str) -> None:
    plan = make_plan(DRAFT, level)
    wanted = {one.id for one in DRAFT.indicators if level in one.levels}
    assert {slot.indicator.id for slot in plan.slots} == wanted
    assert set(IDS) - wanted <= set(plan.dropped)


def test_an_economy_can_have_no_total_over_six_pillars() -> None:
    plan = make_plan(ECONOMY, "economy")
    root = plan.places[0]
    assert root.missing is not None
    assert root.missing.parents == "fail"
    empty = {slot.indicator.id for slot in plan.slots if slot.indicator.id.endswith(".none")}
    assert empty == {"economy.reg.none", "economy.voice.none"}


def codes(test: Test) -> list[tuple[str, str]]:
    """Column and text of every comparison of a column with a text."""
    if isinstance(test, Joined):
        return [found for part in test.parts for found in codes(part)]
    if isinstance(test, Among):
        return [(test.field.name, value) for value in test.values]
    if isinstance(test, Compare) and isinstance(test.left, Field) and isinstance(test.right, Literally):
        return [(test.left.name, test.right.value)] if isinstance(test.right.value, str) else []
    return []


WITH_BESIDE = [shown for one in DRAFT.indicators for shown in (one, *figures(one))]


@pytest.mark.parametrize("indicator", WITH_BESIDE, ids=[one.id for one in WITH_BESIDE])
def test_rules_use_the_codes_and_steps_of_the_register(indicator: Indicator) -> None:
    measure = measure_of(indicator)
    if not isinstance(measure, LogMeasure):
        return
    if measure.table == "ledger":
        assert measure.process in {kind.id for kind in register().ledger}
        return
    process = register().process(measure.process)
    assert process is not None
    known = {
        "mode": process.modes,
        "channel": process.channels,
        "outcome": (*process.outcomes, "none"),
        "side": process.sides,
    }
    for rule in measure.parsed:
        for column, value in codes(rule.test):
            assert value in known[column], (column, value)
    steps = {step.id for step in process.steps} | {"any"}
    for point in (getattr(measure, "start", None), getattr(measure, "end", None)):
        assert point is None or point.step in steps
    assert getattr(measure, "step", "") in {*steps, ""}


def test_templates_are_networks_without_a_circle() -> None:
    lifecycle, handover = register().process("project_lifecycle"), register().process("land_handover")
    assert lifecycle is not None
    assert handover is not None
    assert (len(lifecycle.steps), len(handover.steps)) == (26, 10)
    for process in (lifecycle, handover):
        seen: set[str] = set()
        for step in process.steps:
            assert set(step.after) <= seen, step.id
            seen.add(step.id)
        assert all(set(step.parallel_with) <= seen for step in process.steps)


def test_surveys_ask_for_contact_and_enough_answers() -> None:
    surveys = [measure_of(one) for one in DRAFT.indicators if one.measure["kind"] == "satisfaction"]
    for survey in surveys:
        assert isinstance(survey, Satisfaction)
        assert survey.min_responses == 100
        assert survey.min_response_rate == 0.2


def test_every_text_stands_in_both_languages_without_half_width_commas() -> None:
    for one in (*DRAFT.indicators, *ECONOMY.indicators):
        texts = [one.name, one.definition, one.unit, one.source, one.note]
        for text in texts:
            if not text:
                continue
            assert not isinstance(text, str), one.id
            assert text.zh
            assert text.en
            assert not any(
                "一" <= left <= "鿿" and sign == "," for left, sign in zip(text.zh, text.zh[1:], strict=False)
            )
