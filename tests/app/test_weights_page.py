"""The page of weights: sets of weights, steps, a scenario that goes out and comes back."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from evaluator.app.components.weight_board.sets import scenario_weights
from evaluator.app.components.weight_board.table import typed
from evaluator.app.frames.effect import effect
from evaluator.app.state import Siblings
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
    assert scenario_weights(GROUPS, b"weights: {a: 30, b: 10}") == {"total": (750, 250)}
    with pytest.raises(Faults) as caught:
        scenario_weights(GROUPS, b"weights: {a: 30, nowhere: 1, x: 2}")
    assert len(caught.value.faults) == 3
    for bad in (b"weights: {a: .nan, b: 1}", b"weights: {a: -1, b: 1}", b"{{{", b"weights: {a: 0, b: 0}"):
        with pytest.raises(Faults):
            scenario_weights(GROUPS, bad)


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

    app = opened(lang="en", w="0:600,100,100,100,100")
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
    assert scenario_weights((Siblings("total", ("network", "adoption", "industry", "innovation", "support"), ()),),
                            text.encode())["total"] == (600, 100, 100, 100, 100)  # fmt: skip
