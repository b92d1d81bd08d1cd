"""Objections: kept whole, never changed, answered or withdrawn; who moves after a correction, by hand."""

from __future__ import annotations

import json
import math

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from evaluator.assessment import evaluate
from evaluator.cli import main
from evaluator.evidence import read_evidence
from evaluator.objections import Objections, correction, moves
from evaluator.reading import read_standard
from indicators.faults import Faults

STANDARD = """id: s
version: "1"
name: {zh: 标准, en: Standard}
levels: [city]
method: {normalisation: {kind: goalposts}}
tree: [{indicator: x}, {indicator: y}]
indicators:
  - id: x
    name: {zh: 一, en: One}
    direction: higher
    measure: {kind: statistic, formula: x}
    bounds: {worst: 0, best: 10}
  - id: y
    name: {zh: 二, en: Two}
    direction: higher
    measure: {kind: statistic, formula: y}
    bounds: {worst: 0, best: 10}
"""
FIGURE, UNDER = ("c", "x", "2023"), ("s", "somewhere")


def scored(folder, x_of_c="1"):
    """Scores 80, 60, 40, 20 of regions a, b, c, d while x of c is 1; its y is 7."""
    evidence = folder / f"evidence-{x_of_c}"
    evidence.mkdir()
    (folder / "standard.yaml").write_text(STANDARD, encoding="utf-8")
    regions = "".join(f"{one},城{one},{one.upper()},city\n" for one in "abcd")
    (evidence / "regions.csv").write_text("region,name_zh,name_en,level\n" + regions, encoding="utf-8")
    rows = [("a", 8, 8), ("b", 6, 6), ("c", x_of_c, 7), ("d", 2, 2)]
    figures = "".join(f"{one},2023,x,{x}\n{one},2023,y,{y}\n" for one, x, y in rows)
    (evidence / "statistics.csv").write_text("region,period,series,value\n" + figures, encoding="utf-8")
    return evaluate(read_standard(folder / "standard.yaml"), read_evidence(evidence))


@pytest.fixture
def store(tmp_path):
    return Objections(tmp_path / "objections")


def test_a_note_keeps_who_when_why_and_the_figure(store):
    kept = store.add(FIGURE, (1.0, 3), UNDER, " 口径有误 ", "丙市统计局", should=9.0)
    (found,) = Objections(store.folder).all()
    assert found == kept
    assert (found.region, found.indicator, found.period) == FIGURE
    assert (found.value, found.place, found.should, found.who, found.words) == (1.0, 3, 9.0, "丙市统计局", "口径有误")
    assert found.when.endswith("+00:00") and found.state == "open"
    assert store.all("a") == [] and store.all("c", "y") == [] and store.all(indicator="x") == [kept]


def test_replies_are_added_and_a_withdrawn_note_takes_none(store):
    name = store.add(FIGURE, (1.0, 3), UNDER, "why", "who").id
    store.reply(name, "answered", "checked, stands", "office")
    store.reply(name, "corrected", "typing error", "office", 9.0)
    found = store.find(name[:4])
    assert [one.kind for one in found.replies] == ["answered", "corrected"] and found.corrected == 9.0
    assert store.reply(name, "withdrawn", "settled", "who").state == "withdrawn"
    with pytest.raises(Faults, match="was withdrawn"):
        store.reply(name, "answered", "again", "office")


@pytest.mark.parametrize(
    ("words", "who", "should"), [("", "w", None), ("w", "  ", None), ("w" * 2001, "w", None), ("w", "w", math.inf)]
)
def test_what_lacks_a_reason_or_a_name_is_refused(store, words, who, should):
    with pytest.raises(Faults):
        store.add(FIGURE, (1.0, 3), UNDER, words, who, should)
    assert store.all() == []


def test_a_changed_note_is_said_and_the_others_remain(store):
    bad, good = (store.add(FIGURE, (float(i), 3), UNDER, f"why {i}", "who") for i in (1, 2))
    path = store.folder / bad.id / "note.json"
    path.write_text(path.read_text("utf-8").replace("why 1", "why 9"), encoding="utf-8")
    assert store.all() == [good]
    assert [one.file for one in store.faults()] == [bad.id]
    (store.folder / good.id / "reply-000000000000.json").write_text("{}", encoding="utf-8")
    assert len(store.faults()) == 2


@given(
    words=st.text(min_size=1, max_size=300).filter(str.strip), who=st.text(min_size=1, max_size=60).filter(str.strip)
)
def test_any_words_come_back_as_they_were_written(tmp_path_factory, words, who):
    store = Objections(tmp_path_factory.mktemp("o"))
    whole = not any("\ud800" <= one <= "\udfff" for one in words + who)
    if not whole:
        with pytest.raises(Faults):
            store.add(("../../x", "*", "\x00"), (None, 0), UNDER, words, who)
        return
    name = store.add(("../../x", "*", "\x00"), (None, 0), UNDER, words, who).id
    assert (store.find(name).words, store.find(name).who) == (words.strip(), who.strip())
    assert {path.parent.parent for path in store.folder.rglob("note.json")} == {store.folder}


def test_who_moves_after_a_correction_by_hand(tmp_path, store):
    # Totals 80, 60, 40, 20. With x of c at 9 it has (90 + 70) / 2 = 80: shares first place with a; b falls to third.
    assessment = scored(tmp_path)
    objection = store.add(FIGURE, (1.0, 3), UNDER, "why", "who")
    assert correction(objection, assessment) is None
    objection = store.reply(objection.id, "corrected", "typing error", "office", 9.0)
    found = correction(objection, assessment)
    assert (found.before, found.after, found.in_force) == (1.0, 9.0, False)
    shown = [(one.region, one.before, one.after, one.change) for one in moves(objection, assessment, found)]
    assert shown == [("c", 3, 1, 2), ("b", 2, 3, -1)]
    assert [round(one.score_after) for one in moves(objection, assessment, found)] == [80, 60]


def test_a_correction_of_the_evidence_is_found_and_compared_with_what_was_objected_to(tmp_path, store):
    objection = store.add(FIGURE, (1.0, 3), UNDER, "why", "who")
    after = scored(tmp_path, "9")
    found = correction(objection, after)
    assert (found.before, found.after, found.in_force) == (1.0, 9.0, True)
    ranks = {one.region: (one.before, one.after) for one in moves(objection, after, found)}
    first = tmp_path / "first"
    first.mkdir()
    real = {row["region"]: row["rank"] for row in scored(first).ranking().to_pylist()}
    now = {row["region"]: row["rank"] for row in after.ranking().to_pylist()}
    assert ranks == {one: (real[one], now[one]) for one in "bc"}


def test_a_figure_that_was_missing_may_be_given(tmp_path, store):
    assessment = scored(tmp_path, "")
    objection = store.add(FIGURE, (math.nan, 0), UNDER, "why", "who")
    objection = store.reply(objection.id, "corrected", "found", "office", 9.0)
    found = correction(objection, assessment)
    assert math.isnan(found.before) and found.after == 9.0
    assert {one.region for one in moves(objection, assessment, found)} >= {"c"}


def test_the_commands_keep_list_correct_and_show_who_moved(tmp_path):
    scored(tmp_path)
    words = ["--standard", str(tmp_path / "standard.yaml"), "--evidence", str(tmp_path / "evidence-1"), "--lang", "en"]
    store = ["--store", str(tmp_path / "o")]
    run = CliRunner().invoke
    said = run(main, ["object", "城c", "x", "--reason", "typing error", "--who", "C", *store, *words])
    assert said.exit_code == 0, said.output
    (kept,) = Objections(tmp_path / "o").all()
    assert (kept.region, kept.value, kept.place) == ("c", 1.0, 3) and kept.id in said.output
    assert kept.id in run(main, ["objections", *store, *words]).output
    said = run(main, ["objections", kept.id, "--correct", "9", "--note", "checked", "--who", "office", *store, *words])
    assert said.exit_code == 0 and "not yet in the evidence" in said.output and "▲2" in said.output
    refused = run(main, ["objections", kept.id, "--withdraw", "", "--who", "C", *store, *words])
    assert isinstance(refused.exception, Faults) and "say why" in str(refused.exception)
    assert json.loads((tmp_path / "o" / kept.id / "note.json").read_text("utf-8"))["who"] == "C"
