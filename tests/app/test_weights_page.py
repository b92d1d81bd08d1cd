"""The page of weights: sets of weights, steps, a scenario that goes out and comes back."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from evaluator.app.components.weight_board.sets import brought
from evaluator.app.components.weight_board.table import typed
from evaluator.app.frames.effect import effect
from evaluator.app.state import Siblings
from evaluator.messages import MESSAGES
from indicators.faults import Faults

GROUPS = (Siblings("total", ("a", "b"), (500, 500)), Siblings("a", ("x", "y"), (500, 500)))


def opened(**query: str) -> AppTest:
    app = AppTest.from_string("from evaluator.app.main import main\nmain('weights')", default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.session_state["plain_boxes"] = True
    return app.run()


def values(app: AppTest) -> list[float]:
    assert not app.exception and not app.error
    return [one.value for one in app.number_input if one.key.startswith("box:")]


def test_steps_are_undone_exactly_and_done_again():
    app = opened(lang="en")
    start = values(app)
    app.number_input[0].set_value(61.3).run()
    moved = values(app)
    app.button(key="undo").click().run()
    assert values(app) == start and "w" not in app.query_params
    app.button(key="redo").click().run()
    assert values(app) == moved


@pytest.mark.parametrize("kind", ["equal", "entropy", "critic", "pca"])
def test_a_set_of_weights_is_put_on_the_board(kind):
    app = opened(lang="zh")
    app.selectbox(key="preset").set_value(kind).run()
    app.button(key="use_preset").click().run()
    assert sum(values(app)) == pytest.approx(100)
    if kind == "equal":
        assert values(app) == [20.0] * 5


def test_a_scenario_comes_back_and_what_does_not_fit_is_named():
    given = brought(GROUPS, b"{weights: {a: 30, b: 10}, ranges: {x: [10, 55.5]}}")
    assert given.weights == {"total": (750, 250)} and given.ranges == {"a": ((100, 555), (0, 1000))}
    with pytest.raises(Faults) as caught:
        brought(GROUPS, b"{weights: {a: 30, nowhere: 1, x: 2}, ranges: {a: [60, 100], b: [60, 100]}}")
    assert len(caught.value.faults) == 4
    for bad in (
        b"weights: {a: .nan, b: 1}",
        b"weights: {a: -1, b: 1}",
        b"{{{",
        b"weights: {a: 0, b: 0}",
        b"ranges: {a: [-1, 20]}",
        b"ranges: {a: [30, 20]}",
        b"ranges: {a: 20}",
        b"ranges: {elsewhere: [0, 20]}",
    ):
        with pytest.raises(Faults):
            brought(GROUPS, bad)


def test_a_scenario_goes_out_and_comes_back_with_its_legal_ranges():
    ends = "0:300-400,0-1000,0-1000,0-1000,50-200"
    app = opened(lang="en", w="0:350,250,150,150,100", r=ends)
    text = app.session_state["saved_scenario"]
    fresh = opened(lang="en")
    fresh.file_uploader(key="open_weights").set_value(("weights.yaml", text.encode(), "text/yaml")).run()
    assert values(fresh) == values(app) == [35.0, 25.0, 15.0, 15.0, 10.0]
    assert "".join(fresh.query_params["r"]) == ends and fresh.session_state["saved_scenario"] == text
    fresh.number_input[0].set_value(90.0).run()
    assert values(fresh)[0] == 40.0


def test_the_effect_by_hand():
    found = effect(np.array([1, 2, 3, 0]), np.array([2, 1, 3, 4]))
    assert found.tau == pytest.approx(1 / 3) and found.far == 0
    assert found.up == ((1, 1),) and found.down == ((0, -1),)


def test_what_is_typed_makes_the_whole_or_is_refused():
    wide = [(0, 1000)] * 3
    assert typed("abc", [50.0, 30.0, 30.0], [0], wide) == [500, 250, 250]
    assert typed("abc", [50.0, 30.0, 20.0], [0, 1, 2], wide) == [500, 300, 200]
    for values, locked, ranges in (
        ([60.0, 50.0, 0.0], [0, 1], wide),
        ([float("nan"), 50.0, 50.0], [], wide),
        ([None, 50.0, 50.0], [], wide),
        ([50.0, 30.0, 10.0], [0, 1, 2], wide),
        ([90.0, 5.0, 5.0], [0], [(0, 1000), (200, 1000), (0, 1000)]),
    ):
        with pytest.raises(Faults):
            typed("abc", values, locked, ranges)


def test_a_saved_scenario_scores_from_the_command_line(tmp_path):
    from click.testing import CliRunner

    from evaluator.cli import main

    app = opened(lang="en", w="0:600,100,100,100,100", r="0:500-700,0-1000,0-1000,0-1000,0-1000")
    text = app.session_state["saved_scenario"]
    (tmp_path / "weights.yaml").write_text(text, encoding="utf-8")
    words = [
        "score",
        "--standard",
        "dbe-provinces",
        "--evidence",
        "china",
        "--scenario",
        str(tmp_path / "weights.yaml"),
    ]
    done = CliRunner().invoke(main, [*words, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    with (tmp_path / "out" / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        weights = [float(row["weight"]) for row in csv.DictReader(file) if row["node"] == "network"]
    assert weights and weights == pytest.approx([0.6] * len(weights))
    siblings = (Siblings("total", ("network", "adoption", "industry", "innovation", "support"), ()),)
    assert brought(siblings, text.encode()).weights["total"] == (600, 100, 100, 100, 100)


def committee(app: AppTest, rows: list[str]) -> AppTest:
    nodes = ("network", "adoption", "industry", "innovation", "support")
    text = "run," + ",".join(f"weight.{node}" for node in nodes) + "\n" + "\n".join(rows) + "\n"
    app.session_state["folded_weights_experts"] = True
    app.run()
    app.file_uploader(key="experts_file").set_value(("experts.csv", text.encode(), "text/csv")).run()
    assert not app.exception and not app.error
    return app


def words_of(app: AppTest) -> str:
    tables = "".join(one.value.to_csv() for one in app.dataframe)
    return tables + "".join(one.proto.data.data.decode("utf-8", "ignore") for one in app.get("vega_lite_chart"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_of_a_committee_are_hidden_until_all_have_voted(lang):
    votes = ["赵委员,30,20,20,20,10", "钱委员,20,30,20,20,10"]
    waiting = committee(opened(lang=lang), [*votes, "孙委员,,,,,"])
    said = MESSAGES["weights_waiting"].in_(lang).format(n=2, whole=3)
    assert said in [one.value for one in waiting.info]
    assert "委员,30" not in words_of(waiting) and "赵委员" not in words_of(waiting)
    assert waiting.selectbox(key="member").options == [MESSAGES["weights_median"].in_(lang)]
    done = committee(opened(lang=lang), [*votes, "孙委员,20,20,30,20,10"])
    assert "赵委员" in words_of(done) and "孙委员" in done.selectbox(key="member").options


def test_more_members_may_be_expected_than_the_file_names():
    app = committee(opened(lang="en"), ["Zhao,30,20,20,20,10", "Qian,20,30,20,20,10"])
    assert "Zhao" in words_of(app)
    app.number_input(key="members:2").set_value(5).run()
    assert "Zhao" not in words_of(app) and app.info


def test_legal_ranges_go_out_with_the_link_and_come_back():
    app = opened(lang="en", r="0:300-400,0-1000,0-1000,0-1000,0-1000", within="50")
    app.number_input[0].set_value(90.0).run()
    assert values(app)[0] == 40.0
    again = opened(**{word: "".join(text) for word, text in app.query_params.items()})
    assert values(again) == values(app)
    again.number_input[0].set_value(1.0).run()
    assert values(again)[0] == 30.0
    again.selectbox(key="state_within").select("25").run()
    assert "r" not in again.query_params and "".join(again.query_params["within"]) == "25"


def test_hostile_ranges_in_a_link_are_named_and_leave_the_board_free():
    app = opened(lang="en", r="0:900-1000,900-1000,0-1,0-1,0-1", within="-1")
    assert any("within" in one.value and "r," in one.value for one in app.warning)
    app.number_input[0].set_value(90.0).run()
    assert values(app)[0] == 90.0 and "r" not in app.query_params


def test_the_second_of_two_quick_clicks_skips_no_step():
    app = AppTest.from_function(_swing_step, default_timeout=60).run()
    assert [app.session_state[key] for key in ("first", "second", "third")] == [2, 2, 3]


def _swing_step():
    import streamlit as st

    from evaluator.app.components.weight_board import swing

    clock = [100.0]
    real, swing.time.monotonic = swing.time.monotonic, lambda: clock[0]
    try:
        for name, wait, step in (("first", 5, 2), ("second", 0.3, 3), ("third", 1, 3)):
            clock[0] += wait
            swing._go(step)
            st.session_state[name] = st.session_state[swing.STEP]
    finally:
        swing.time.monotonic = real


def marked(app: AppTest) -> list[int] | None:
    """The weights that the board marks as those of the chosen set."""
    assert not app.exception and not app.error
    found: list[int] | None = json.loads(app.get("bidi_component")[0].proto.json)["picked"]
    return found


def test_the_chosen_set_is_marked_on_the_board_before_and_after_it_is_applied(monkeypatch, tmp_path):
    monkeypatch.setenv("EVALUATOR_HOME", str(tmp_path))
    app = AppTest.from_string("from evaluator.app.main import main\nmain('weights')", default_timeout=60)
    app.query_params["lang"] = "en"
    assert marked(app.run()) is None
    app.selectbox(key="preset").set_value("equal").run()
    assert marked(app) == [200] * 5 and "w" not in app.query_params
    app.button(key="use_preset").click().run()
    assert marked(app) == [200] * 5 and "".join(app.query_params["w"]) == "0:200,200,200,200,200"
    app.selectbox(key="preset").set_value("entropy").run()
    entropy = marked(app)
    assert entropy is not None and sum(entropy) == 1000 and entropy != [200] * 5
    # A set with a name is offered, too, for the group that it changes.
    app.text_input(key="weights_name").input("mine")
    app.button(key="keep_weights").click().run()
    app.selectbox(key="preset").set_value("named:mine").run()
    assert marked(app) == [200] * 5
    app.selectbox(key="weights_node").set_value("network").run()
    assert marked(app) is None
