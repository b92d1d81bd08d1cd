"""Weights put forward for deliberation: kept, listed, opened as a sandbox, exported with their name."""

from __future__ import annotations

import json

import pytest
import yaml

from evaluator.app.components.weight_board.deliberation import scenario
from evaluator.app.proposed import changed_by, in_percent
from evaluator.app.state import Siblings
from evaluator.messages import MESSAGES
from evaluator.proposals import Base, Proposals
from indicators.faults import Faults
from tests.app.desk import charts, healthy, opened

GROUPS = (Siblings("total", ("a", "b"), (500, 500)), Siblings("a", ("x", "y"), (500, 500)))
BASE = Base("s", "1", "d" * 64, period="2023", method={"aggregation.kind": "geometric"})
HOSTILE = "<img src=x onerror=alert(1)> **[a](http://example.com)** =1+1 $x$"
MOVED = "0:350,150,200,200,100"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("EVALUATOR_HOME", str(tmp_path / "home"))
    return Proposals(tmp_path / "home" / "proposals")


def test_a_proposal_is_kept_whole_and_bears_the_hash_of_its_weights(tmp_path):
    store = Proposals(tmp_path)
    one = store.add(" 甲  组 ", in_percent(GROUPS, {"total": (600, 400)}), BASE, "why", "who")
    two = store.add("甲 组", {"total": {"b": 40.0, "a": 60.0}}, BASE, "again", "other")
    assert (one.name, one.weights, one.base) == ("甲 组", {"total": {"a": 60.0, "b": 40.0}}, BASE)
    assert one.hash == two.hash and one.id != two.id
    assert [found.id for found in Proposals(tmp_path).all("s")] == [one.id, two.id]
    assert store.all("another") == []
    assert changed_by(GROUPS, one) == {"total": (600, 400)}


def test_no_reason_no_name_no_change_is_refused_at_once_and_a_changed_file_is_named(tmp_path):
    store = Proposals(tmp_path)
    with pytest.raises(Faults) as caught:
        store.add(" ", {}, BASE, " ", "")
    assert len(caught.value.faults) == 4 and store.all() == []
    one = store.add("n", {"total": {"a": 60.0, "b": 40.0}}, BASE, "why", "who")
    note = tmp_path / one.id / "note.json"
    note.write_text(note.read_text(encoding="utf-8").replace("60.0", "70.0"), encoding="utf-8")
    store.add("m", {"total": {"a": 60.0, "b": 40.0}}, BASE, "why", "who")
    assert [found.name for found in store.all()] == ["m"] and len(store.faults()) == 1


def test_weights_of_another_tree_are_not_put_on_the_board(tmp_path):
    store = Proposals(tmp_path)
    for weights in (
        {"gone": {"a": 60.0, "b": 40.0}},
        {"total": {"a": 60.0, "c": 40.0}},
        {"total": {"a": 100.0}},
        {"total": {"a": 60.0, "b": 30.0}},
    ):
        assert changed_by(GROUPS, store.add("n", weights, BASE, "why", "who")) is None
    same = store.add("n", {"total": {"a": 50.0, "b": 50.0}}, BASE, "why", "who")
    assert changed_by(GROUPS, same) == {}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_weights_are_submitted_listed_and_opened_and_the_published_result_stays(home, lang):
    app = opened("weights", lang=lang, w=MOVED)
    app.button(key="submit_proposal").click().run()
    assert app.error and home.all() == []
    for key, text in (("weights_name", "甲组"), ("proposal_who", HOSTILE)):
        said = MESSAGES[key].in_(lang)
        next(one for one in app.text_input if one.label == said and one.form_id).set_value(text)
    app.text_area[0].set_value(HOSTILE)
    app.button(key="submit_proposal").click().run()
    healthy(app)
    (one,) = home.all()
    assert list(one.weights) == ["total"] and list(one.weights["total"].values()) == [35.0, 15.0, 20.0, 20.0, 10.0]
    assert one.base.standard == "dbe-provinces" and len(one.base.digest) == 64 and one.base.period == "2023"
    assert any(one.id in found.value for found in app.success)
    fresh = opened("weights", lang=lang)
    assert "w" not in fresh.query_params
    fresh.session_state["folded_proposals"] = True
    fresh.run()
    healthy(fresh)
    fresh.button(key="open_proposal").click().run()
    healthy(fresh)
    assert "".join(fresh.query_params["w"]) == MOVED
    shown = opened("export", lang=lang, w=MOVED)
    healthy(shown)
    assert any(one.title in found.value for found in shown.warning)
    assert not opened("export", lang=lang).warning


def test_several_proposals_stand_side_by_side_with_their_median(home):
    base = Base("dbe-provinces", "0.1.0", "d" * 64)
    names = ("network", "adoption", "industry", "innovation", "support")
    for who, first in (("A", 20.0), ("B", 40.0)):
        rest = (100 - first) / 4
        home.add(who, {"total": dict(zip(names, (first, *[rest] * 4), strict=True))}, base, "why", who)
    app = opened("weights", lang="en")
    app.session_state["folded_proposals"] = True
    app.run()
    healthy(app)
    rows = next(spec["data"]["values"] for spec in charts(app) if any("who" in row for row in spec["data"]["values"]))
    assert [row["weight"] for row in rows if row["what"] == "median" and row["k"] == 0] == [30.0]
    assert {row["who"].split(" ")[0] for row in rows if row["what"] == "member"} == {"A", "B"}
    first = home.all()[0]
    app.selectbox(key="preset").set_value(f"proposed:{first.title}").run()
    healthy(app)
    assert json.loads(app.get("bidi_component")[0].proto.json)["picked"] == [200] * 5
    app.button(key="use_preset").click().run()
    healthy(app)
    assert "".join(app.query_params["w"]) == "0:200,200,200,200,200"


def test_a_proposal_taken_away_is_a_scenario_with_its_name(tmp_path):
    one = Proposals(tmp_path).add("甲组", {"total": {"a": 60.0, "b": 40.0}}, BASE, HOSTILE, "who")
    plain = yaml.safe_load(scenario(one))
    assert plain["weights"] == {"a": 60.0, "b": 40.0} and plain["name"]["zh"] == "甲组"
    assert one.id in plain["note"] and one.hash in plain["note"] and HOSTILE in plain["note"]
    path = tmp_path / "w.yaml"
    path.write_text(scenario(one), encoding="utf-8")
    from evaluator.scenario import read_scenario

    assert read_scenario(path).weights == {"a": 60.0, "b": 40.0}
